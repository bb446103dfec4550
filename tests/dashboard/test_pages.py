"""Every page: nothing wrong in the console, nothing from elsewhere, no barrier, nothing wider than the window."""

import pytest

from tests.dashboard.browser import Visit, visiting
from tests.dashboard.pool import Pool

PAGES = (
    "/",
    "/workers",
    "/workers/1?range=1h&compare=2",
    "/workers/2",
    "/participants",
    "/participants/1",
    "/participants/1/statement",
    "/payouts",
    "/account",
    "/audit",
    "/nowhere",
)


async def faults(visit: Visit, path: str) -> list[str]:
    await visit.go(path)
    assert await visit.page.locator("h1").first.is_visible()
    wider = await visit.overflow()
    return [*await visit.barriers(), *visit.sins, *([f"{wider} px too wide"] if wider > 0 else [])]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)], ids=["wide light", "phone dark"])
async def test_no_page_has_a_fault(fleet: Pool, width: int, dark: bool) -> None:
    async with visiting(fleet, width=width, dark=dark) as visit:
        await visit.enter()
        found = {path: await faults(visit, path) for path in PAGES}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


async def test_the_sign_in_page_has_no_fault(fleet: Pool) -> None:
    async with visiting(fleet, width=360) as visit:
        assert await faults(visit, "/login") == []


async def test_every_page_is_there_in_russian(fleet: Pool) -> None:
    async with visiting(fleet, locale="ru-RU", width=360) as visit:
        await visit.go("/login")
        await visit.page.get_by_label("Ключ API").fill(fleet.key)
        await visit.page.get_by_role("button", name="Войти").click()
        await visit.page.get_by_role("heading", name="могут сейчас зарабатывать").wait_for()
        assert await visit.page.evaluate("document.documentElement.lang") == "ru"
        found = {path: await faults(visit, path) for path in PAGES[:7]}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}

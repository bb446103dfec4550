"""What strangers write is shown as text, whatever it is and however long."""

import json
from typing import Any

from playwright.async_api import Route, expect

from cocoonpool.exactjson import encode
from cocoonpool.money import Ton
from tests.dashboard.browser import visiting
from tests.dashboard.pool import Pool

HOSTILE = '<img src=x onerror="document.title=1"> \u202eevil\u202c ' + "W" * 60
LONG = (HOSTILE + " ") * 90  # 10,000 characters, each run of them too wide for a phone
TEXTS = {
    "comment",
    "model",
    "worker_name",
    "username",
    "email",
    "detail",
    "verification_reason",
    "address",
    "user_agent",
}
"""Fields whose text comes from outside the pool."""
PAGES = ("/", "/workers", "/workers/3", "/participants", "/participants/1", "/payouts", "/account", "/audit")


async def test_hostile_names_are_text_and_break_no_layout(fleet: Pool) -> None:
    with fleet.api() as api:
        assert api.patch("/workers/3", json={"worker_name": HOSTILE[:100]}).status_code == 200
        assert api.patch("/participants/1", json={"username": HOSTILE[:64]}).status_code == 200
    async with visiting(fleet, width=360) as visit:
        await visit.enter()
        for path in ("/", "/workers", "/workers/3", "/participants", "/participants/1", "/payouts"):
            await visit.go(path)
            assert await visit.overflow() <= 0, path
            assert await visit.page.locator("img[src=x]").count() == 0
        await visit.go("/workers/3")
        await expect(visit.page.locator("h1")).to_have_text(HOSTILE[:100])
    assert visit.sins == []


def with_long_texts(value: Any, name: str = "") -> Any:
    """An answer of the API with a text of 10,000 characters wherever somebody else wrote one."""
    if isinstance(value, dict):
        return {key: with_long_texts(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [with_long_texts(one, name) for one in value]
    return LONG if name in TEXTS and (isinstance(value, str) or value is None) else value


async def lengthen(route: Route) -> None:
    answer = await route.fetch()
    if answer.ok and "json" in answer.headers.get("content-type", ""):
        found = json.loads(await answer.body(), parse_float=Ton)
        await route.fulfill(response=answer, body=encode(with_long_texts(found)))
    else:
        await route.fulfill(response=answer)


async def test_texts_of_ten_thousand_characters_break_no_layout(fleet: Pool) -> None:
    async with visiting(fleet, width=360) as visit:
        await visit.enter()
        await visit.page.route("**/api/v1/**", lengthen)
        for path in PAGES:
            await visit.go(path)
            assert await visit.overflow() <= 0, path
            assert await visit.page.locator("img[src=x]").count() == 0
    assert visit.sins == []

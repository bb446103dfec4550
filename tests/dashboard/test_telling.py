"""What the pages tell beside figures: worth, what happened, wishes, invitations, advice in one's own language."""

import re

from playwright.async_api import expect

from tests.dashboard.browser import visiting
from tests.dashboard.pool import Pool


async def test_amounts_have_their_worth_beside_them_in_the_currency_one_chose(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.go("/participants/1")
        worth = visit.page.locator(".fiat").first
        await expect(worth).to_have_text(re.compile(r"^≈ (US)?\$[\d,]+\.\d\d$"))
        assert "binance" in (await worth.get_attribute("title") or "")
        await visit.go("/account")
        await visit.page.get_by_role("button", name="EUR").click()
        await visit.go("/participants/1")
        await expect(worth).to_have_text(re.compile(r"^≈ €[\d,]+\.\d\d$"))
        await visit.go("/account")
        await visit.page.get_by_role("button", name="None").click()
        await visit.go("/participants/1")
        await expect(worth).to_have_count(0)


async def test_what_happens_to_a_worker_stands_in_the_log_of_its_page(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.go("/workers/5")
        log = visit.page.get_by_role("region", name="What happened")
        await expect(log.locator("li").first).to_contain_text("Wallet low")
        fleet.fate(4, "down")
        await expect(log.locator("li").first).to_contain_text("Port closed", timeout=20_000)
        fleet.fate(4, "wallet_low")
        await visit.page.get_by_role("link", name="Overview").click()
        await expect(log.locator("li", has_text="Worker-4").first).to_contain_text("degraded", timeout=20_000)
        assert await visit.barriers() == []


async def test_a_wish_waits_with_its_command_where_nobody_grants_it(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.go("/workers/1")
        wishes = visit.page.get_by_role("region", name="Wishes")
        await wishes.get_by_role("button", name="Change the price").click()
        dialog = visit.page.get_by_role("dialog")
        await dialog.get_by_label("Price coefficient").fill("1.25")
        await dialog.get_by_role("button", name="Wish it").click()
        await expect(wishes.locator("li").first).to_contain_text("Price coefficient 1.25 waiting")
        await expect(wishes.locator("code").first).to_contain_text("/request/change_coefficient?coefficient=1.250")
        await wishes.get_by_role("button", name="Switch off").click()
        await dialog.get_by_role("button", name="Cancel").click()
        await expect(wishes.locator("li")).to_have_count(1)
        assert await visit.barriers() == []
    with fleet.api() as api:
        assert api.patch("/workers/1", json={"price_coefficient": None}).status_code == 200


async def test_an_invitation_holds_all_that_a_participant_needs(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.go("/participants")
        await visit.page.get_by_role("button", name="Invite").click()
        dialog = visit.page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Make the invitation").click()
        letter = await dialog.locator("pre").inner_text()
    assert f"{fleet.url}/login" in letter
    code = re.search(r"agent enroll \S+ (ckp_\w+)", letter)
    assert code is not None
    with fleet.api(code[1]) as api:
        answer = api.post("/agent/enrolment", json={"host": "gpu-07", "machine": "f" * 16, "version": "0.1.0"})
    assert answer.status_code == 201, answer.text


async def test_advice_comes_in_russian_too(fleet: Pool) -> None:
    async with visiting(fleet, locale="ru-RU") as visit:
        await visit.go("/login")
        await visit.page.get_by_label("Ключ API").fill(fleet.key)
        await visit.page.get_by_role("button", name="Войти").click()
        await visit.page.get_by_role("navigation").wait_for()
        await visit.go("/workers/2")
        advice = visit.page.locator(".advice li").first
        await expect(advice).to_contain_text("Воркер выключен и не принимает запросов")
        await expect(advice.locator("code")).to_contain_text("/request/enable")

"""What a person does on the pages, with the real pool behind them."""

import csv
import io
import tempfile
from pathlib import Path

from playwright.async_api import expect

from tests.dashboard.browser import visiting
from tests.dashboard.pool import Pool, empty


async def test_a_worker_that_goes_down_shows_on_the_open_page_and_so_does_its_return(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.go("/workers/1")
        status = visit.page.locator(".page-head .status")
        await expect(status).to_have_text("healthy")
        fleet.fate(0, "down")
        await expect(status).to_have_text("down")
        await expect(visit.page.locator(".advice")).to_contain_text("Start the worker on its host again")
        fleet.fate(0, "healthy")
        await expect(status).to_have_text("healthy")


async def test_filters_and_order_survive_a_reload(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.go("/workers")
        await visit.page.get_by_label("Name, address, model").fill("worker-1")
        await visit.page.get_by_label("Status", exact=True).select_option("degraded")
        await visit.page.get_by_role("button", name="Worker", exact=True).click()
        rows = visit.page.locator(".rows [role=row]")
        names = await rows.locator(".row-link").all_inner_texts()
        assert names
        assert all(name.lower().startswith("worker-1") for name in names)
        await visit.page.reload()
        await expect(rows.locator(".row-link")).to_have_text(names)
        await expect(visit.page.get_by_label("Name, address, model")).to_have_value("worker-1")
        await expect(visit.page.locator("[aria-sort=ascending]")).to_have_text("Worker")


async def test_the_tax_file_is_the_apis_byte_for_byte(fleet: Pool) -> None:
    asked = {"participant_id": "1", "year": "2026", "timezone": "UTC", "currency": "USD", "format": "koinly"}
    with fleet.api() as api:
        wanted = api.get("/payouts/export/tax-report", params=asked)
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.go("/payouts?participant=1&tax=open")
        await visit.page.get_by_label("Year").fill("2026")
        await visit.page.get_by_label("Time zone").fill("UTC")
        await visit.page.get_by_label("For", exact=True).select_option("koinly")
        await visit.page.get_by_role("button", name="Preview").click()
        rows = int(wanted.headers["x-total-count"])
        await expect(visit.page.locator(".preview")).to_contain_text(f"{rows} payouts")
        async with visit.page.expect_download() as download:
            await visit.page.get_by_role("button", name="Save as CSV").click()
        saved = (await (await download.value).path()).read_bytes()
    assert saved == wanted.content
    assert len(list(csv.reader(io.StringIO(wanted.text)))) > rows > 0


async def test_a_lost_connection_is_seen_at_once_and_heals_alone(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.go("/payouts")
        await visit.page.get_by_role("link", name="Overview").click()
        await visit.page.context.set_offline(True)
        await visit.page.get_by_role("link", name="Payouts").click()
        await expect(visit.page.locator(".lost")).to_contain_text("No connection to the server")
        await visit.page.context.set_offline(False)
        await expect(visit.page.locator(".lost")).to_have_count(0)
        await expect(visit.page.locator(".rows [role=row]").first).to_be_visible()


async def test_everything_can_be_reached_from_the_keyboard(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.page.keyboard.press("Control+k")
        await expect(visit.page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
        await visit.page.keyboard.type("worker-4")
        await visit.page.keyboard.press("ArrowDown")
        await visit.page.keyboard.press("Enter")
        await expect(visit.page.locator("h1")).to_contain_text("Worker-4")
        await visit.page.keyboard.press("Control+k")
        await visit.page.keyboard.type("dark")
        await visit.page.keyboard.press("ArrowDown")
        await visit.page.keyboard.press("Enter")
        await expect(visit.page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_a_key_is_shown_once_and_revoked_only_when_asked_twice(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.go("/account")
        await visit.page.get_by_role("button", name="New key").click()
        dialog = visit.page.get_by_role("dialog")
        await dialog.get_by_label("Name").fill("for the test")
        await dialog.get_by_role("button", name="New key").click()
        key = await dialog.locator("code").inner_text()
        assert fleet.opens(key)
        await dialog.get_by_role("button", name="Close").last.click()
        row = visit.page.get_by_role("row", name="for the test")
        await row.get_by_role("button", name="Revoke").click()
        assert fleet.opens(key)
        await dialog.get_by_role("button", name="Revoke").click()
        await expect(row).to_contain_text("revoked")
        assert not fleet.opens(key)


async def test_an_empty_pool_leads_to_its_first_worker(fleet: Pool) -> None:
    with tempfile.TemporaryDirectory() as folder, empty(Path(folder)) as pool:
        async with visiting(pool) as visit:
            await visit.enter()
            await expect(visit.page.get_by_role("heading", name="No workers yet")).to_be_visible()
            assert await visit.barriers() == []
            await visit.page.get_by_role("button", name="Add participant").click()
            dialog = visit.page.get_by_role("dialog")
            await dialog.get_by_label("TON wallet").fill("UQAuz15H1ZHrZ_psVrAra7HealMIVeFq0wguqlmFno1f3B-X")
            await dialog.get_by_role("button", name="Add participant").click()
            await expect(dialog.get_by_role("alert")).to_contain_text("ton_wallet_address")
            await dialog.get_by_label("TON wallet").fill("UQAuz15H1ZHrZ_psVrAra7HealMIVeFq0wguqlmFno1f3B-m")
            await dialog.get_by_role("button", name="Add participant").click()
            await visit.page.get_by_role("button", name="Add worker").click()
            await dialog.get_by_label("Name").fill("The first")
            await dialog.get_by_label("Stats port").fill(fleet.control.rsplit(":", 1)[1])
            await dialog.get_by_role("button", name="Add worker").click()
            await expect(visit.page.locator("h1")).to_have_text("The first")

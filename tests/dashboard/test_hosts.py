"""Letting a GPU host in: the page gives the command that the host runs."""

from playwright.async_api import expect

from tests.dashboard.browser import visiting
from tests.dashboard.pool import Pool


async def test_the_command_shown_lets_a_host_in(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.go("/account")
        await visit.page.get_by_role("button", name="Let a host in").click()
        dialog = visit.page.get_by_role("dialog")
        await dialog.get_by_label("How many hosts").fill("2")
        await dialog.get_by_role("button", name="Let a host in").click()
        command = await dialog.locator("code").inner_text()
        await dialog.get_by_role("button", name="Close").last.click()
        await expect(visit.page.get_by_text("1 enrolment code")).to_be_visible()
    assert command.startswith(f"cocoonpool agent enroll {fleet.url} ckp_")
    host = {"host": "gpu-01", "machine": "0123456789abcdef", "version": "0.1.0"}
    with fleet.api(command.split()[-1]) as api:
        answer = api.post("/agent/enrolment", json=host)
    assert answer.status_code == 201, answer.text

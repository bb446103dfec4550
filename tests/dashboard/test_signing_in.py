"""Who gets in, and who is shown out."""

from playwright.async_api import expect

from tests.dashboard.browser import visiting
from tests.dashboard.pool import Pool


async def test_a_wrong_key_is_refused_in_words(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.go("/")
        await visit.page.get_by_label("API key").fill("ckp_wrong")
        await visit.page.get_by_role("button", name="Sign in").click()
        await expect(visit.page.get_by_role("alert")).to_contain_text("not known")
        await expect(visit.page.get_by_role("navigation")).to_have_count(0)


async def test_a_key_that_is_revoked_shows_its_open_page_out(fleet: Pool) -> None:
    with fleet.api() as api:
        made = api.post("/keys", json={"name": "short", "role": "operator", "scopes": ["read"]}).json()
    async with visiting(fleet) as visit:
        await visit.enter(made["key"])
        with fleet.api() as api:
            assert api.delete(f"/keys/{made['id']}").status_code == 204
        # Nobody clicks: the live feed ends with its key, and the page notices.
        await expect(visit.page.get_by_label("API key")).to_be_visible(timeout=15_000)


async def test_signing_out_forgets_the_key(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.enter()
        await visit.page.get_by_role("button", name="Sign out").click()
        await expect(visit.page.get_by_label("API key")).to_be_visible()
        assert fleet.key not in await visit.page.evaluate("JSON.stringify([sessionStorage, localStorage])")


async def test_a_participant_sees_its_own_and_is_offered_nothing_else(fleet: Pool) -> None:
    wanted = {"name": "mine", "role": "participant", "participant_id": 1, "scopes": ["read", "write"]}
    with fleet.api() as api:
        key = api.post("/keys", json=wanted).json()["key"]
    async with visiting(fleet) as visit:
        await visit.enter(key)
        await expect(visit.page.get_by_role("link", name="My earnings")).to_be_visible()
        await expect(visit.page.get_by_role("link", name="Participants")).to_have_count(0)
        await visit.go("/workers")
        await expect(visit.page.get_by_role("button", name="Add worker")).to_have_count(0)
        await visit.go("/participants/99")
        await expect(visit.page.get_by_role("heading", name="Not here")).to_be_visible()

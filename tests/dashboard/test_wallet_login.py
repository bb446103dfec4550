"""Signing in with a wallet in the browser: a real TON Connect bridge, a real signature, a cookie no script can read."""

import json
from typing import Any

import pytest
from playwright.async_api import expect

from tests.dashboard.browser import Visit, visiting
from tests.dashboard.pool import Pool
from tests.wallets import Wallet

# What a wallet's extension puts into a page (TON Connect's injected bridge), here in the place of a listed wallet.
# Python holds the key and signs.
BRIDGE = """
window.tonkeeper = { tonconnect: {
  deviceInfo: { platform: "linux", appName: "tonkeeper", appVersion: "1", maxProtocolVersion: 2,
    features: ["SendTransaction", { name: "SendTransaction", maxMessages: 4 }] },
  walletInfo: { name: "Tonkeeper", app_name: "tonkeeper", image: "", about_url: "", platforms: ["linux"] },
  protocolVersion: 2,
  isWalletBrowser: false,
  async connect(version, request) {
    const asked = request.items.find((item) => item.name === "ton_proof");
    const signed = await window.signAsWallet(asked.payload, location.host);
    if (!signed) return { event: "connect_error", id: 0, payload: { code: 300, message: "declined" } };
    return { event: "connect", id: 0, payload: { device: this.deviceInfo, items: [signed.account, signed.proof] } };
  },
  async restoreConnection() {
    return { event: "connect_error", id: 0, payload: { code: 100, message: "unknown" } };
  },
  async send() { return { result: {}, id: "0" }; },
  async disconnect() {},
  listen() { return () => {}; },
} };
"""


def items_of(login: dict[str, Any]) -> dict[str, Any]:
    """What is posted to the API, as the two items in which a wallet answers."""
    proof = {name: value for name, value in login["proof"].items() if name != "state_init"}
    account = {
        "name": "ton_addr",
        "address": login["address"],
        "network": login["network"],
        "publicKey": login["public_key"],
        "walletStateInit": login["proof"]["state_init"],
    }
    return {"account": account, "proof": {"name": "ton_proof", "proof": proof}}


async def with_wallet(visit: Visit, wallet: Wallet | None) -> None:
    """Goes to the login page with a wallet's extension. None: its owner declines."""

    async def sign(payload: str, site: str) -> dict[str, Any] | None:
        return None if wallet is None else items_of(wallet.login(payload, site))

    await visit.page.expose_function("signAsWallet", sign)
    await visit.page.add_init_script(BRIDGE)
    await visit.go("/workers?status=healthy")
    await visit.page.get_by_role("button", name="Tonkeeper").click()


def register(fleet: Pool, wallet: Wallet) -> None:
    with fleet.api() as api:
        assert api.post("/participants", json={"ton_wallet_address": wallet.address}).status_code == 201


@pytest.mark.parametrize("version", ["v4r2", "v5r1"])
async def test_a_registered_wallet_comes_in_and_to_where_it_wanted(fleet: Pool, version: str) -> None:
    wallet = Wallet(version)
    register(fleet, wallet)
    async with visiting(fleet) as visit:
        await with_wallet(visit, wallet)
        await expect(visit.page.get_by_role("heading", name="Workers")).to_be_visible()
        assert visit.page.url.endswith("/workers?status=healthy")
        assert "cocoonpool" not in await visit.page.evaluate("document.cookie")
        assert json.loads(await visit.page.evaluate("JSON.stringify(sessionStorage)")) == {}
        assert [sin for sin in visit.sins if "401" not in sin] == []  # a stranger is asked who it is


async def test_a_wallet_nobody_registered_is_told_so(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await with_wallet(visit, Wallet())
        await expect(visit.page.get_by_role("alert")).to_contain_text("registered")
        await expect(visit.page.get_by_role("navigation")).to_have_count(0)


async def test_a_wallet_whose_owner_declines_changes_nothing(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await with_wallet(visit, None)
        await expect(visit.page.get_by_role("alert")).to_contain_text("has not signed")


async def test_a_session_that_was_ended_elsewhere_shows_its_page_out(fleet: Pool) -> None:
    wallet = Wallet()
    register(fleet, wallet)
    async with visiting(fleet) as visit:
        await with_wallet(visit, wallet)
        await expect(visit.page.get_by_role("navigation")).to_be_visible()
        with fleet.api() as api:
            mine = [one["id"] for one in api.get("/auth/sessions").json()]
            assert api.delete(f"/auth/sessions/{mine[-1]}").status_code == 204
        await expect(visit.page.get_by_role("button", name="Tonkeeper")).to_be_visible(timeout=20_000)


async def test_a_wallet_on_a_phone_is_shown_a_code_to_scan(fleet: Pool) -> None:
    async with visiting(fleet) as visit:
        await visit.page.route("https://**", lambda route: route.abort())  # its bridge is not asked from here
        await visit.go("/login")
        await visit.page.get_by_role("button", name="Tonhub").click()
        await expect(visit.page.get_by_role("img", name="Scan this")).to_be_visible()
        link = await visit.page.get_by_role("link", name="Open wallet").get_attribute("href")
    assert link is not None
    assert link.startswith("https://tonhub.com/ton-connect?v=2&id=")

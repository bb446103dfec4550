"""A wallet whose code nobody knows, or whose key rotates, is asked for its key on the chain; silence lets nobody in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from httpx import AsyncClient, Response

from cocoonpool.db import Database
from cocoonpool.simulator.chain import Chain
from tests import make
from tests.login.site import AUTH, payload, pool
from tests.payouts.pool import asking, indexed
from tests.wallets import Wallet


def alive(chain: Chain, wallet: Wallet, key: str | None) -> None:
    """The account is active, and says so when asked for its key. None: it has no such method."""
    chain.states[wallet.address.upper()] = {"status": "active"}
    if key is not None:
        stack = [{"type": "num", "value": f"0x{int(key, 16):x}"}]  # as the indexer prints it: leading zeros are gone
        answer = {"gas_used": 500, "exit_code": 0, "stack": stack}
        chain.methods[(wallet.address.upper(), "get_public_key")] = answer


@asynccontextmanager
async def browser(db: Database, folder: Path, chain: Chain, *owners: Wallet) -> AsyncIterator[AsyncClient]:
    app = pool(db, folder)
    for owner in owners:
        await make.participant(db, owner.address)
    async with indexed(chain) as (_, client), make.browser(app) as http:
        app.state.chain = client
        yield http


async def log_in(http: AsyncClient, wallet: Wallet, signer: Wallet, *, state_init: bool = True) -> Response:
    """With the address of `wallet`, signed by the key of `signer`."""
    body = Wallet(wallet.version, signer.key).login(await payload(http), address=wallet.address)
    body["proof"]["state_init"] = wallet.state_init if state_init else None
    return await http.post(f"{AUTH}/ton-proof", json=body)


async def test_after_a_rotation_only_the_new_key_opens(db: Database, tmp_path: Path) -> None:
    chain, wallet, rotated = Chain(), Wallet("wallettg"), Wallet("wallettg")
    alive(chain, wallet, rotated.public_key)
    async with browser(db, tmp_path, chain, wallet) as http:
        assert (await log_in(http, wallet, wallet)).json()["code"] == "login_refused"
        assert (await log_in(http, wallet, rotated)).status_code == 200


async def test_before_its_first_transaction_a_wallet_has_the_key_it_will_be_born_with(
    db: Database, tmp_path: Path
) -> None:
    wallet = Wallet("wallettg")
    async with browser(db, tmp_path, Chain(), wallet) as http:
        assert (await log_in(http, wallet, wallet)).status_code == 200


async def test_a_wallet_that_sends_no_state_init_is_asked(db: Database, tmp_path: Path) -> None:
    chain, wallet, other = Chain(), Wallet("v3r2"), Wallet("v1r1")
    alive(chain, wallet, wallet.public_key)
    alive(chain, other, None)
    async with browser(db, tmp_path, chain, wallet, other) as http:
        assert (await log_in(http, wallet, Wallet(), state_init=False)).json()["code"] == "login_refused"
        assert (await log_in(http, wallet, wallet, state_init=False)).status_code == 200
        assert (await log_in(http, other, other, state_init=False)).json()["code"] == "login_refused"


async def test_while_the_chain_is_silent_nobody_comes_in_by_an_old_key(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path), Wallet("wallettg")
    await make.participant(db, wallet.address)
    async with asking("http://127.0.0.1:9/api/v3") as nobody, make.browser(app) as http:
        app.state.chain = nobody
        answer = await log_in(http, wallet, wallet)
    assert (answer.status_code, answer.json()["code"]) == (401, "login_needs_chain")


async def test_an_ordinary_wallet_needs_no_chain(db: Database, tmp_path: Path) -> None:
    app, wallet = pool(db, tmp_path), Wallet("v5r1")
    await make.participant(db, wallet.address)
    async with asking("http://127.0.0.1:9/api/v3") as nobody, make.browser(app) as http:
        app.state.chain = nobody
        assert (await log_in(http, wallet, wallet)).status_code == 200

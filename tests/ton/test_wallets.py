"""Every standard wallet can prove itself by its own data, from the first version to W5; whatever differs cannot."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.simulator.cells import Bits, printed
from cocoonpool.ton.cell import from_base64
from cocoonpool.ton.proof import Claim, OnChain, Proven, Reason, Refusal, Terms, verify
from tests.wallets import CODES, SITE, Wallet

NOW = 1_795_000_000
TERMS = Terms(frozenset({SITE}))


def claim(posted: dict[str, Any]) -> Claim:
    proof = posted["proof"]
    return Claim(
        address=posted["address"],
        network=posted["network"],
        timestamp=proof["timestamp"],
        domain=proof["domain"]["value"],
        domain_bytes=proof["domain"]["lengthBytes"],
        payload=proof["payload"],
        signature=proof["signature"],
        state_init=proof["state_init"],
        public_key=posted["public_key"],
    )


def judged(sent: Claim, on_chain: OnChain | None = None) -> Proven | Reason:
    found = verify(sent, TERMS, "a nonce", NOW, on_chain)
    return found.reason if isinstance(found, Refusal) else found


def signed(wallet: Wallet) -> Claim:
    return claim(wallet.login("a nonce", at=NOW))


@pytest.mark.parametrize("version", sorted(CODES))
def test_every_version_proves_itself(version: str) -> None:
    wallet = Wallet(version)
    nobody_there = OnChain(active=False) if version == "wallettg" else None
    assert judged(signed(wallet), nobody_there) == Proven(wallet.address, bytes(wallet.key.verify_key))


@pytest.mark.parametrize("version", sorted(CODES))
def test_a_key_cannot_be_put_in_the_place_of_another(version: str) -> None:
    owner, thief = Wallet(version), Wallet(version)
    sent = msgspec.structs.replace(claim(thief.login("a nonce", at=NOW)), address=owner.address)
    assert judged(sent) is Reason.OTHER_ADDRESS
    assert judged(msgspec.structs.replace(sent, state_init=owner.state_init), OnChain(False)) is Reason.OTHER_KEY


def test_a_telegram_wallet_is_refused_while_the_chain_is_silent() -> None:
    assert judged(signed(Wallet("wallettg"))) is Reason.CHAIN_NEEDED


def test_without_a_state_init_only_the_chain_can_say() -> None:
    wallet = Wallet("v3r2")
    bare = msgspec.structs.replace(signed(wallet), state_init=None)
    assert judged(bare) is Reason.CHAIN_NEEDED
    assert judged(bare, OnChain(active=False)) is Reason.NO_KEY
    assert isinstance(judged(bare, OnChain(True, bytes(wallet.key.verify_key))), Proven)
    assert judged(bare, OnChain(True, bytes(Wallet().key.verify_key))) is Reason.OTHER_KEY


def reborn(sent: Claim, root: Bits) -> Claim:
    """The claim with another StateInit, under the address that goes with it."""
    state_init = printed(root)
    address = f"0:{from_base64(state_init).hash.hex()}"
    return msgspec.structs.replace(sent, state_init=state_init, address=address)


@pytest.mark.parametrize(
    "root",
    [
        Bits("00110", (CODES["v3r2"], Bits("0" * 321))),  # data of another layout
        Bits("00100", (CODES["v3r2"],)),  # no data
        Bits("1000000110", (CODES["v3r2"], Bits("0" * 320))),  # a split depth: its address is another one
        Bits("001100", (CODES["v3r2"], Bits("0" * 320))),  # a bit too much
        Bits("0011", (CODES["v3r2"], Bits("0" * 320))),
    ],
    ids=["data", "no data", "split depth", "too long", "too short"],
)
def test_what_is_no_wallet_proves_nothing(root: Bits) -> None:
    assert judged(reborn(signed(Wallet()), root), OnChain(active=False)) is Reason.STATE_INIT


LONG = "p" * 129
CHANGES: list[tuple[dict[str, Any], Reason]] = [
    ({"network": "-3"}, Reason.NETWORK),
    ({"network": "239"}, Reason.NETWORK),
    ({"domain": "POOL.example.com"}, Reason.DOMAIN),
    ({"domain": "pool.example.com."}, Reason.DOMAIN),
    ({"domain_bytes": 17}, Reason.LENGTH),
    ({"payload": LONG}, Reason.LENGTH),
    ({"payload": "another nonce"}, Reason.PAYLOAD),
    ({"payload": "half a character: \ud800"}, Reason.PAYLOAD),
    ({"timestamp": NOW - 901}, Reason.TOO_OLD),
    ({"timestamp": NOW + 61}, Reason.FUTURE),
    ({"timestamp": NOW - 1}, Reason.SIGNATURE),
    ({"address": "0:zz"}, Reason.ADDRESS),
    ({"address": "\ud800"}, Reason.ADDRESS),
    ({"signature": "é"}, Reason.SIGNATURE),
    ({"signature": ""}, Reason.SIGNATURE),
    ({"state_init": "é"}, Reason.STATE_INIT),
    ({"public_key": "é"}, Reason.OTHER_KEY),
    ({"public_key": "00" * 32}, Reason.OTHER_KEY),
]


@pytest.mark.parametrize(("change", "reason"), CHANGES, ids=str)
def test_whatever_is_changed_afterwards_is_refused(change: dict[str, Any], reason: Reason) -> None:
    assert judged(msgspec.structs.replace(signed(Wallet()), **change)) is reason


def test_the_edges_of_the_window_are_inside() -> None:
    wallet = Wallet()
    for at in (NOW - 900, NOW + 60):
        assert isinstance(judged(claim(wallet.login("a nonce", at=at))), Proven)


@given(st.data())
def test_no_text_brings_the_verifier_down(data: st.DataObject) -> None:
    text = st.text(max_size=200)
    good = signed(Wallet("v3r2"))
    fields = data.draw(st.sets(st.sampled_from([*TEXTS]), min_size=1))
    sent = msgspec.structs.replace(good, **{name: data.draw(text) for name in fields})
    assert not isinstance(judged(sent, OnChain(active=False)), Proven) or fields <= {"public_key"}


TEXTS = ("address", "network", "domain", "payload", "signature", "state_init", "public_key")

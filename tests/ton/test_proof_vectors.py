"""Known proofs, by real wallets and by forgers: each gets its verdict, and for its reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from cocoonpool.ton.proof import Claim, OnChain, Proven, Reason, Refusal, Terms, verify

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors" / "ton_proof.json").read_text())

# Why each invalid case is refused; what is matter of policy is refused here, too.
REASONS = {
    "invalid-domain-subdomain": Reason.DOMAIN,
    "invalid-domain-swapped-after-signing": Reason.SIGNATURE,
    "invalid-expired": Reason.TOO_OLD,
    "invalid-future": Reason.FUTURE,
    "invalid-l2-signature-domain": Reason.SIGNATURE,
    "invalid-public-key-field": Reason.OTHER_KEY,
    "invalid-signature-63-bytes": Reason.SIGNATURE,
    "invalid-signature-malleable-s": Reason.SIGNATURE,
    "invalid-signature-whitespace": Reason.SIGNATURE,
    "invalid-signature-zero": Reason.SIGNATURE,
    "invalid-signdata-domain-separation": Reason.SIGNATURE,
    "invalid-small-order-public-key": Reason.WEAK_KEY,
    "invalid-state-init-empty-cell": Reason.OTHER_ADDRESS,
    "invalid-state-init-missing": Reason.OTHER_KEY,
    "invalid-state-init-not-base64": Reason.STATE_INIT,
    "invalid-state-init-truncated": Reason.STATE_INIT,
    "invalid-unknown-code-no-chain": Reason.NO_KEY,
    "invalid-unknown-payload": Reason.PAYLOAD,
    "invalid-wallettg-rotated-old-key": Reason.OTHER_KEY,
    "invalid-workchain-swap": Reason.SIGNATURE,
    "invalid-wrong-domain": Reason.DOMAIN,
    "policy-v5r1-signature-auth-disabled": Reason.SIGNING_OFF,
    "policy-v5r1-testnet-wallet-id-claims-mainnet": Reason.WALLET_NETWORK,
}


def claim(case: dict[str, Any]) -> Claim:
    proof = case["proof"]
    return Claim(
        address=case["address"],
        network=case["network"],
        timestamp=int(proof["timestamp"]),
        domain=proof["domain"]["value"],
        domain_bytes=proof["domain"]["lengthBytes"],
        payload=proof["payload"],
        signature=proof["signature"],
        state_init=proof["state_init"],
        public_key=case["public_key"],
    )


def on_chain(case: dict[str, Any]) -> OnChain | None:
    said = case["check"]["chain"]
    if said is None:
        return None
    key = said["get_public_key"]
    return OnChain(said["status"] == "active", None if key is None else bytes.fromhex(key))


def verdict(case: dict[str, Any]) -> Proven | Refusal:
    check = case["check"]
    terms = Terms(
        frozenset(check["allowed_domains"]),
        int(check["allowed_networks"][0]),
        check["max_age"],
        check["max_future_skew"],
    )
    return verify(claim(case), terms, check["expected_payload"], check["now"], on_chain(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_known_proof_gets_its_verdict_for_its_reason(case: dict[str, Any]) -> None:
    found = verdict(case)
    reason = found.reason if isinstance(found, Refusal) else None
    assert reason == REASONS.get(case["id"]), found
    assert (reason is None) == (case["expected"] == "valid")


def test_no_reason_is_left_over() -> None:
    assert set(REASONS) == {case["id"] for case in CASES if case["expected"] != "valid"}

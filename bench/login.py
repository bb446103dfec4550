"""How many wallet proofs are verified a second, beside what cannot be done without: the Ed25519 signature alone.

Both sides are run in turn in short slices, and the best slice of each counts: a machine is never quite alone.
"""

import time
from collections.abc import Callable

from nacl.signing import VerifyKey

from cocoonpool.ton.proof import Candidate, Claim, Proven, Terms, digest, examine, verify
from tests.ton.test_wallets import claim
from tests.wallets import SITE, Wallet

SLICES = 20
SLICE_S = 0.1
NOW = 1_795_000_000
TERMS = Terms(frozenset({SITE}))


def rate(work: Callable[[], object]) -> float:
    """Runs a second, in one slice."""
    done, begun = 0, time.perf_counter()
    while (took := time.perf_counter() - begun) < SLICE_S:
        for _ in range(20):
            work()
        done += 20
    return done / took


def sides(wallet: Wallet) -> tuple[Callable[[], object], Callable[[], object]]:
    """The whole verification, and the signature alone."""
    sent: Claim = claim(wallet.login("a nonce", at=NOW))
    candidate = examine(sent, TERMS, NOW)
    assert isinstance(candidate, Candidate)
    assert isinstance(verify(sent, TERMS, "a nonce", NOW), Proven)
    key, signed, signature = VerifyKey(bytes(wallet.key.verify_key)), digest(wallet.address, sent), candidate.signature
    return lambda: verify(sent, TERMS, "a nonce", NOW), lambda: key.verify(signed, signature)


def main() -> None:
    for version in ("v3r2", "v4r2", "v5r1"):
        whole, bare = sides(Wallet(version))
        rates = [(rate(whole), rate(bare)) for _ in range(SLICES)]
        proofs, signatures = max(one for one, _ in rates), max(one for _, one in rates)
        print(
            f"{version}: {proofs:,.0f} proofs/s with address, window and StateInit; "
            f"signature alone {signatures:,.0f}/s; ratio {proofs / signatures:.2f}"
        )

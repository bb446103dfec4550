"""Whether a wallet was proven: the claim, the payload we issued, the chain where it must be asked, the signature."""

import asyncio
from typing import Final

from cocoonpool.auth import nonces
from cocoonpool.db import Database
from cocoonpool.errors import Unauthorized
from cocoonpool.telemetry import get_logger
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.proof import Candidate, Claim, OnChain, Proven, Reason, Refusal, Terms, conclude, examine
from cocoonpool.ton.wallet_key import key_on_chain
from cocoonpool.wire import utc_now

log = get_logger(__name__)

_PATIENCE_S: Final = 10.0
_AT_ONCE: Final = 4  # logins that may wait for the chain: the pool's own questions come through the same door


class LoginRefused(Unauthorized):
    """The same answer whatever was wrong; the reason is in the log."""

    code = "login_refused"

    def __init__(self) -> None:
        super().__init__("The wallet was not proven. Ask for a new payload, and sign that one.")


class ChainSilent(Unauthorized):
    """Nothing was wrong, but this wallet's key can only be learnt from the chain."""

    code = "login_needs_chain"

    def __init__(self) -> None:
        super().__init__("The key of this wallet must be asked of the chain, which does not answer. Try again soon.")


class Door:
    """Proves wallets. `waiting` counts the logins that wait for the chain."""

    def __init__(self, db: Database, terms: Terms) -> None:
        self._db, self.terms = db, terms
        self._waiting = 0

    async def prove(self, claim: Claim, browser: str, chain: ChainClient | None, address: str | None) -> str:
        """The canonical address of the wallet. `browser`: the secret in the cookie; `address`: from where.

        Raises:
            LoginRefused, ChainSilent
        """
        outcome = await self._prove(claim, browser, chain)
        if isinstance(outcome, Proven):
            return outcome.address
        log.warning("login refused", reason=outcome.reason.value, detail=outcome.detail, address=address)
        raise ChainSilent if outcome.reason is Reason.CHAIN_NEEDED else LoginRefused

    async def _prove(self, claim: Claim, browser: str, chain: ChainClient | None) -> Proven | Refusal:
        now = utc_now()
        candidate = examine(claim, self.terms, int(now.timestamp()))
        if isinstance(candidate, Refusal):
            return candidate
        async with self._db.transaction() as session:  # committed whatever the signature is worth: it counts once
            if not await nonces.consume(session, claim.payload, browser, now):
                return Refusal(Reason.PAYLOAD)
        return conclude(candidate, await self._ask(candidate, chain))

    async def _ask(self, candidate: Candidate, chain: ChainClient | None) -> OnChain | None:
        """None: not needed, or nobody answers."""
        if not candidate.needs_chain or chain is None or self._waiting >= _AT_ONCE:
            return None
        self._waiting += 1
        try:
            async with asyncio.timeout(_PATIENCE_S):
                said = await key_on_chain(chain, candidate.address)
        except TimeoutError:
            return None
        finally:
            self._waiting -= 1
        if isinstance(said, ChainFault):
            log.warning("a wallet's key could not be asked of the chain", why=said.reason)
            return None
        return said

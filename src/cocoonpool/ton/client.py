"""The chain through a toncenter v3 indexer: questions in our terms; the answer, validated, or a `ChainFault`.

API: https://toncenter.com/api/v3. Unknown query parameters are ignored there, and more rows come back: so every answer
is checked to be one to the question. Hashes are given as 64 lower hex digits, accounts as canonical raw.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import httpx

from cocoonpool.ton import answers, parse
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.fetch import LARGEST, Fetcher
from cocoonpool.ton.pace import Backoff
from cocoonpool.ton.transaction import AccountState, Head, MethodResult, Trace, Transaction

PAGE: Final = 200
LARGEST_PAGE: Final = 1000  # more is a 422
_FEW: Final = 16

_T = TypeVar("_T")


class ChainClient:
    """One indexer, asked `per_second` times a second at most. `base_url` ends in `/api/v3`."""

    def __init__(
        self,
        base_url: str,
        http: httpx.AsyncClient,
        api_key: str | None = None,
        per_second: float = 1.0,
        *,
        backoff: Backoff | None = None,
        timeout_s: float = 20.0,
        largest: int = LARGEST,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._fetcher = Fetcher(http, api_key, per_second, backoff or Backoff(), timeout_s, largest)

    async def transactions(
        self, account: str, *, after_lt: int, after_hash: str | None = None, limit: int = PAGE
    ) -> tuple[Transaction, ...] | ChainFault:
        """Final or not, ascending by lt, strictly after `after_lt`, at most `limit`; a page may be short.

        With `after_hash`, the transaction at `after_lt` must still be that one, if it is shown at all.
        """
        query = {
            "account": account,
            "start_lt": str(after_lt),  # inclusive: one row more shows whether the last one is still the same
            "sort": "asc",
            "limit": str(min(limit + 1, LARGEST_PAGE)),
        }
        page = await self._ask("transactions", parse.parse_transactions, query)
        if isinstance(page, ChainFault):
            return page
        rows = answers.of_account(page, account, after_lt, after_hash)
        return rows if isinstance(rows, ChainFault) else rows[:limit]

    async def since(self, account: str, at: int) -> Transaction | ChainFault | None:
        """The first transaction at or after unix time `at`: where to start following an account."""
        query = {"account": account, "start_utime": str(at), "sort": "asc", "limit": str(_FEW)}
        page = await self._ask("transactions", parse.parse_transactions, query)
        if isinstance(page, ChainFault):
            return page
        if any(row.account != account or row.now < at for row in page):
            return ChainFault(FaultKind.WRONG_ANSWER, "the indexer ignored the account or the time asked for")
        return min(page, key=lambda row: row.lt, default=None)

    async def transaction(self, digest: str) -> Transaction | ChainFault | None:
        """None when the indexer does not have it (yet), or when `digest` is of something else, such as a message."""
        page = await self._ask("transactions", parse.parse_transactions, {"hash": digest, "limit": "2"})
        return page if isinstance(page, ChainFault) else answers.with_hash(page, digest)

    async def by_message(self, digest: str) -> tuple[Transaction, ...] | ChainFault:
        """The transactions that sent or received the message of this hash or normalised hash."""
        query = {"msg_hash": digest, "limit": str(_FEW)}
        page = await self._ask("transactionsByMessage", parse.parse_transactions, query)
        return page if isinstance(page, ChainFault) else answers.with_message(page, digest)

    async def parents(self, digest: str) -> tuple[Transaction, ...] | ChainFault:
        """The transactions that sent what this one received."""
        return await self._adjacent(digest, "in")

    async def children(self, digest: str) -> tuple[Transaction, ...] | ChainFault:
        """The transactions that received what this one sent, as far as they have happened."""
        return await self._adjacent(digest, "out")

    async def trace(self, digest: str) -> Trace | ChainFault | None:
        """The whole tree of messages around a transaction."""
        traces = await self._ask("traces", parse.parse_traces, {"tx_hash": digest, "limit": "2"})
        if isinstance(traces, ChainFault):
            return traces
        found = next((trace for trace in traces if digest in trace.transactions), None)
        if found is None and traces:
            return ChainFault(FaultKind.WRONG_ANSWER, "the indexer answered with another trace")
        return found

    async def head(self) -> Head | ChainFault:
        """The newest masterchain block that the indexer knows."""
        return await self._ask("masterchainInfo", parse.parse_head)

    async def account_state(self, account: str) -> AccountState | ChainFault | None:
        """None for an account that never was."""
        states = await self._ask("accountStates", parse.parse_accounts, {"address": account, "include_boc": "true"})
        if isinstance(states, ChainFault):
            return states
        found = next((state for state in states if state.address == account), None)
        if found is None and states:
            return ChainFault(FaultKind.WRONG_ANSWER, "the indexer answered with another account")
        return found

    async def run_get_method(self, account: str, method: str, *numbers: int) -> MethodResult | ChainFault:
        """Asks a contract. Look at `MethodResult.ok`: a contract without the method answers, too."""
        stack = [{"type": "num", "value": hex(number)} for number in numbers]
        content = {"address": account, "method": method, "stack": stack}
        return await self._ask("runGetMethod", parse.parse_method, content=content)

    async def _adjacent(self, digest: str, direction: str) -> tuple[Transaction, ...] | ChainFault:
        query = {"hash": digest, "direction": direction}
        found = await self._ask("adjacentTransactions", parse.parse_transactions, query)
        if isinstance(found, ChainFault):
            return () if found.kind is FaultKind.NOT_FOUND else found
        return answers.distinct(row for row in found if row.hash != digest)

    async def _ask(
        self,
        path: str,
        read: Callable[[bytes], _T | ChainFault],
        query: dict[str, str] | None = None,
        content: object = None,
    ) -> _T | ChainFault:
        body = await self._fetcher.fetch(f"{self._base_url}/{path}", query, content)
        return body if isinstance(body, ChainFault) else read(body)

"""What the ledger remembers between two looks: one record per worker contract, one per worker.

All of it is plain data for `msgspec.json`. Times are unix milliseconds, tokens are adjusted tokens,
fees are nanoTON per adjusted token.
"""

from typing import Final

import msgspec

from cocoonpool.money import Nanoton

HOUR: Final = 3_600_000


class Chunk(msgspec.Struct, gc=False):
    """Growth of a contract that no worker has been found for yet, seen between `since` and `at`."""

    since: int
    at: int
    tokens: int
    fee: int


class Credit(msgspec.Struct, gc=False):
    """Work a worker did between two looks (`since`, `until`] that no contract's growth has matched yet."""

    since: int
    until: int
    tokens: int
    contracts: tuple[str, ...]  # those it showed: the work was for one or several of them


class WorkerTokens(msgspec.Struct):
    """A worker's own token counter (0 at its start) and what is left of its growth to be matched."""

    worker_id: int
    last_total: int | None = None
    last_at: int | None = None
    credits: list[Credit] = []


class Contract(msgspec.Struct, kw_only=True):
    """One worker contract. Figures are the highest any of its workers has shown; `None` = never shown.

    Always: `earned` = `opening` + the growth, each part at the fee of the look that showed it;
    `unattributed` is the part of `earned` that is no worker's share.
    """

    sc_address: str
    participant_id: int
    owner_address: str | None
    proxy_address: str | None
    first_seen_at: int
    last_growth_at: int | None = None
    fee: int  # the last one seen

    max_known: int | None = None
    committed_to_proxy_db: int | None = None
    committed_to_blockchain: int | None = None
    cashed_out: int | None = None

    opening_tokens: int
    opening_fee: int
    opening_left: int  # tokens of the opening that are no worker's share
    opening: Nanoton
    earned: Nanoton
    unattributed: Nanoton
    pending: list[Chunk] = []  # by time
    waiting: list[int] = []  # workers that may hold a credit naming this contract

    @property
    def tokens(self) -> int:
        """The highest known figure: what revenue is the growth of."""
        return max(self.max_known or 0, self.committed_to_proxy_db or 0, self.committed_to_blockchain or 0)

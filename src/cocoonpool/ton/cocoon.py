"""Messages and data of Cocoon's contracts, as far as a worker's revenue needs them.

Layouts: messages.tlb, worker.fc and proxy.fc of the Cocoon contracts; checked against messages of the real code
(tests/vectors/cocoon_vectors.json). Amounts are nanoTON, tokens are adjusted tokens.
"""

from math import gcd
from typing import Final

import msgspec

from cocoonpool.ton.cell import Cell, CellError, Slice, from_base64

PAYOUT: Final = 0xC59A7CD3
"""Proxy to owner. Client refunds, top-ups sent to a closed proxy and the proxy owner's own share carry it too."""
WORKER_REQUEST: Final = 0x4D725D2C
"""Worker contract to proxy: a registration, or with a payload the order to pay."""
WORKER_CODES: Final = frozenset(
    {
        "1aaa0512c489a0382b163f7d706e2b4182f1a38fcc46208be5fa22d7faed5aa7",  # up to parameters 14
        "b100aeadcb1b1cb9274172044c1c27b041748ef4d2bbb8fe0f5c4da4dae67a3c",  # parameters 17
    }
)
"""Hashes of the code cells of worker contracts that have been seen on mainnet."""
_PAYOUT_ORDER: Final = 0x08E7D036
_CLOSED: Final = 2
_LARGEST: Final = 2**63 - 1  # what the database holds; the counter has 64 bits, and is worth more than all TON there


class Order(msgspec.Struct, frozen=True):
    """What the proxy shall pay: `worker_part` to the owner."""

    worker_part: int
    proxy_part: int

    @property
    def fee_unit(self) -> int:
        """The worker's fee per token is a multiple of this (nanoTON), mostly this itself.

        Both parts are the same tokens, times the fee and times what is left of the price. 1 says nothing.
        """
        return self.worker_part // gcd(self.worker_part, self.proxy_part) if self.worker_part else 1


class WorkerRequest(msgspec.Struct, frozen=True):
    """`tokens` is the worker contract's cumulative counter after this payout."""

    query_id: int
    owner: str | None  # canonical raw
    closed: bool
    tokens: int
    order: Order | None  # None: a registration


class WorkerData(msgspec.Struct, frozen=True):
    """What a worker contract keeps. `owner` and `proxy` are canonical raw; `tokens` is its cumulative counter."""

    owner: str | None
    proxy: str | None
    proxy_public_key: str
    closed: bool
    tokens: int


def worker_request(body: str) -> WorkerRequest:
    """Reads the body (base64) of the message a worker contract sends to its proxy.

    Raises:
        CellError: it is not that message.
    """
    fields = Slice(from_base64(body))
    if fields.uint(32) != WORKER_REQUEST:
        raise CellError("another message")
    query_id, owner, state, tokens = fields.uint(64), fields.address(), fields.uint(2), fields.uint(64)
    payload = fields.maybe_ref()
    fields.end()
    order = None if payload is None else _order(payload)
    return WorkerRequest(query_id, owner, state == _CLOSED, _counter(tokens), order)


def _order(payload: Cell) -> Order:
    fields = Slice(payload)
    if fields.uint(32) != _PAYOUT_ORDER:
        raise CellError("an order of another kind")
    return Order(fields.coins(), fields.coins())  # where the rest of the gas goes follows


def worker_data(cell: Cell) -> WorkerData:
    """Reads the data of a worker contract.

    Raises:
        CellError: it is not that data.
    """
    fields = Slice(cell)
    owner, proxy, key = fields.address(), fields.address(), fields.uint(256)
    state, tokens = fields.uint(2), fields.uint(64)
    fields.ref()  # parameters
    fields.end()
    return WorkerData(owner, proxy, f"{key:064x}", state == _CLOSED, _counter(tokens))


def _counter(tokens: int) -> int:
    if tokens > _LARGEST:
        raise CellError("more tokens than can be")
    return tokens

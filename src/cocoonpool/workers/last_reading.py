"""A worker's last reading as it is stored: what moves at each look, and, written only when it changed, all the rest.

Half of a reading stays the same for days: a quarter of a state that is written at each look.
"""

from operator import attrgetter
from typing import Any, Final

import msgspec
from sqlalchemy import func, select

from cocoonpool.cocoon.perf import Perf
from cocoonpool.cocoon.reading import Proxy, Reading
from cocoonpool.workers.models import WorkerReading, WorkerState


class Moving(msgspec.Struct, frozen=True, gc=False):
    """What is written at each look: these fields of a `Reading`."""

    queries: int | None
    success: int | None
    failed: int | None
    bytes_received: int | None
    bytes_sent: int | None
    busy_us: int | None
    tokens_total: int | None
    tokens_prompt: int | None
    tokens_cached: int | None
    tokens_completion: int | None
    tokens_reasoning: int | None
    wallet_balance: int | None
    wallet_seqno: int | None
    wallet_pending: int | None
    wallet_active: int | None
    ton_synced_at: int | None
    active_requests: int | None
    proxies: tuple[Proxy, ...]
    perf: Perf | None


_moving: Final = attrgetter(*Moving.__struct_fields__)
standing: Final = attrgetter(*(name for name in Reading.__struct_fields__ if name not in Moving.__struct_fields__))
"""The rest of a reading: equal to that of the look before, it need not be written again."""


def moving(reading: Reading) -> Moving:
    return Moving(*_moving(reading))


_then, _now = WorkerReading.standing, WorkerState.moving
# Of two members with one name the later counts, so the JSON of a reading with what moved after it is the last reading.
LAST_READING: Final[Any] = func.coalesce(
    func.substr(_then, 1, func.length(_then) - 1) + "," + func.substr(_now, 2), _then
)
"""JSON of a `Reading`, in a statement that joins the state with `worker_readings`."""
LAST_READINGS: Final = select(LAST_READING).join_from(
    WorkerState, WorkerReading, WorkerReading.worker_id == WorkerState.worker_id
)

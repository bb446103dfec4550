"""Sends what the spool holds, oldest first, one batch at a time, until the server has it."""

import asyncio
import random
from typing import Final

import msgspec
import zstandard

from cocoonpool.agent.clocks import ServerClock, boot_id, even_ms, wall_ms
from cocoonpool.agent.disk import Disk
from cocoonpool.agent.obey import Obedience, Wished
from cocoonpool.agent.post import Answered, NotReached, Pool
from cocoonpool.agent.spool import Held, Spool
from cocoonpool.cocoon.batch import Batch, Record, pack_batch
from cocoonpool.errors import Forbidden
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

PATH: Final = "/api/v1/agent/readings"
KIND: Final = "application/vnd.cocoonpool.batch"
MOST_BYTES: Final = 1 << 20  # of a batch
MOST_RECORDS: Final = 200
MOST_UNPACKED: Final = 16 << 20
LONGEST_PAUSE_S: Final = 60.0
_FATAL: Final = frozenset({"key_revoked", "key_expired", "key_unknown", "not_enrolled", "scope_missing"})
_NOT_TO_BE_TAKEN: Final = frozenset({400, 413, 422})


class Dismissed(Forbidden):
    """The pool does not want this agent any more."""

    code = "dismissed"


class _Refused(msgspec.Struct, frozen=True):
    code: str
    detail: str
    port: int | None
    looks: int


class _Taken(msgspec.Struct):
    server_time_ms: int
    looks: int
    refused: list[_Refused] = []
    wishes: list[Wished] = []


class Sender:
    """The only one who settles records."""

    def __init__(
        self,
        pool: Pool,
        spool: Spool,
        disk: Disk,
        clock: ServerClock,
        version: str,
        obedience: Obedience | None = None,
    ) -> None:
        """`obedience` None: the owner of the host has not switched control on."""
        self._obedience = obedience
        self._pool, self._spool, self._disk, self._clock, self._version = pool, spool, disk, clock, version
        self._boot = boot_id()
        self._most = MOST_RECORDS
        self._failures = 0
        self._told: set[tuple[str, int | None]] = set()

    async def send_all(self) -> float:
        """Sends until nothing is left, then 0; or until something goes wrong, then how many seconds to wait.

        Raises:
            Dismissed: the key is no good any more; why is in the text.
        """
        while True:
            held = _fitting(await self._disk.call(self._spool.peek, MOST_BYTES, self._most))
            if not held:
                return 0.0
            asked_at = even_ms()
            batch = self._batch(held, asked_at)
            outcome = await asyncio.to_thread(self._pool.post, PATH, pack_batch(batch), KIND)
            if isinstance(outcome, Answered) and (taken := _taken(outcome)) is not None:
                self._clock.heard(taken.server_time_ms, asked_at)
                await self._disk.call(self._spool.settle, held[-1].sequence)
                self._succeeded(taken)
                if self._obedience is not None:
                    self._obedience.heard(batch.results)
                    await self._obedience.grant(taken.wishes)
            elif pause := await self._not_taken(outcome, held):
                return pause

    def _batch(self, held: list[Held], asked_at: int) -> Batch:
        return Batch(
            stream=self._spool.stream,
            boot=self._boot,
            wall_ms=wall_ms(),
            mono_ms=asked_at,
            oldest=self._spool.oldest,
            records=[Record(record.sequence, record.payload) for record in held],
            version=self._version,
            dropped=self._spool.dropped,
            damaged=self._spool.damaged,
            allows_control=self._obedience is not None,
            results=[] if self._obedience is None else self._obedience.results[:256],
        )

    def _succeeded(self, taken: _Taken) -> None:
        if self._failures:
            log.info("the pool takes batches again", failures=self._failures)
        self._failures, self._most = 0, MOST_RECORDS
        self._tell(taken.refused)

    def _tell(self, refused: list[_Refused]) -> None:
        """Each reason once, until it has gone."""
        now = {(item.code, item.port) for item in refused}
        for item in refused:
            if (item.code, item.port) not in self._told:
                log.warning("the pool does not take some looks", port=item.port, code=item.code, why=item.detail)
        self._told = now

    async def _not_taken(self, outcome: Answered | NotReached, held: list[Held]) -> float:
        """How long to wait before the next try; 0: at once."""
        if isinstance(outcome, NotReached):
            return self._pause("the pool is not reached", outcome.why)
        if outcome.code in _FATAL:
            raise Dismissed(outcome.detail or "The pool refuses this agent's key.")
        if outcome.status in _NOT_TO_BE_TAKEN and outcome.code is not None:
            return await self._smaller(outcome, held)
        return max(outcome.retry_after_s or 0.0, self._pause("the pool takes no batch", outcome.detail or ""))

    async def _smaller(self, answer: Answered, held: list[Held]) -> float:
        """The pool cannot read it. One record must not hold up all others: halves are tried, then it is given up."""
        if len(held) > 1:
            self._most = len(held) // 2
            return 0.0
        log.error("the pool cannot take a record, it is given up", why=answer.detail)
        self._most = MOST_RECORDS
        await self._disk.call(self._spool.give_up, held[0].sequence)
        return 0.0

    def _pause(self, what: str, why: str) -> float:
        if not self._failures:
            log.warning(f"{what}; looks wait on the disk", why=why)
        self._failures += 1
        return random.uniform(0.5, 1.0) * min(LONGEST_PAUSE_S, 2.0 ** min(self._failures, 10))  # noqa: S311 - spread


def _taken(answer: Answered) -> _Taken | None:
    """What the pool says it took; None for a refusal, and for whatever stands between and answers in its place."""
    try:
        return msgspec.json.decode(answer.body, type=_Taken) if answer.status == 200 else None
    except msgspec.DecodeError:
        return None


def _fitting(held: list[Held]) -> list[Held]:
    """As many as the server is ready to unpack, at least one."""
    size = 0
    for count, record in enumerate(held):
        size += max(0, zstandard.frame_content_size(record.payload))
        if count and size > MOST_UNPACKED:
            return held[:count]
    return held

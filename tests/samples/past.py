"""A past for a worker: looks at fixed times, taken in by the waist as real ones are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from httpx import AsyncClient, Response

from cocoonpool.cocoon.reading import Failure, FailureKind, Gpu, Guest, Reading
from cocoonpool.db import Database, from_ms
from cocoonpool.samples.ingest import ingest
from cocoonpool.samples.look import Look
from cocoonpool.workers.state import StructVersions

T0 = 1_785_542_400_000  # 2026-08-01T00:00:00Z
TICK = 15_000
DOWN = Failure(FailureKind.REFUSED, "The port is closed.")


def iso(at: int) -> str:
    return from_ms(at).isoformat().replace("+00:00", "Z")


def shown(good: int, /, **changes: Any) -> Reading:
    """A healthy worker after so many good requests of half a second and 50 tokens each."""
    plain = Reading(
        queries=good, success=good, failed=0, bytes_received=good * 90, bytes_sent=good * 340,
        busy_us=good * 500_000, tokens_total=good * 50, tokens_prompt=good * 10, tokens_cached=good * 5,
        tokens_completion=good * 30, tokens_reasoning=good * 5, enabled=True, model_connected=True,
        wallet_balance=100_000_000_001, ton_synced_at=T0 // 1000, coefficient=1500, active_requests=1,
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def card(utilization: int | None, temperature: int = 60) -> Guest:
    return Guest(gpus=(Gpu(0, "NVIDIA H100", utilization, 40.0, 80.0, temperature, 300, 700),))


async def live(db: Database, worker: int, results: Sequence[Reading | Failure | None], start: int = T0) -> None:
    """One look a tick; None: nobody looked."""
    looks = [Look(worker, start + index * TICK, r, card(index % 100)) for index, r in enumerate(results) if r]
    async with db.transaction() as session:
        await ingest(session, looks, StructVersions([]), looks[-1].at)


async def ask(client: AsyncClient, worker: int, what: str, start: int, end: int, **query: Any) -> Response:
    times = {"from": iso(start), "to": iso(end)}
    return await client.get(f"/api/v1/workers/{worker}/{what}", params={**times, **query})


def ms(time: str) -> int:
    return round(datetime.fromisoformat(time).timestamp() * 1000)

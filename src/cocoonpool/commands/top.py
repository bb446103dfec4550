"""`cocoonpool top`: the fleet in a terminal, live; the worst first."""

import asyncio
from contextlib import aclosing
from typing import Final

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from cocoonpool.client import AsyncPool, NoAnswer, Refused, Update, calls
from cocoonpool.client.shapes import LiveWorker
from cocoonpool.commands.output import OK, STATUS_STYLE, cell, fail
from cocoonpool.commands.remote import Remote, as_item
from cocoonpool.commands.worker_table import row

_WORST_FIRST: Final = {"down": 0, "degraded": 1, "unknown": 2, "healthy": 3, "paused": 4}
_COLUMNS: Final = ("id", "name", "where", "status", "GPU %", "revenue TON", "requests", "latency ms", "why")
_LEAST_WIDTH: Final = {"id": 4, "status": 8, "why": 12}
_REDRAW_S: Final = 0.5


def screen(workers: dict[int, LiveWorker], rows: int) -> Group:
    """All of the fleet that fits into so many rows."""
    ordered = sorted(workers.values(), key=lambda worker: (_WORST_FIRST.get(worker.latest_status, 9), worker.id))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in _COLUMNS:
        table.add_column(column, no_wrap=True, min_width=_LEAST_WIDTH.get(column))
    for worker in ordered[: max(1, rows - 3)]:
        table.add_row(*(value if isinstance(value, Text) else cell(value) for value in _row(worker)))
    hidden = len(ordered) - table.row_count
    return Group(_summary(ordered), table, Text(f"and {hidden} more" if hidden else "", style="dim"))


def _row(worker: LiveWorker) -> tuple[object, ...]:
    *figures, why = row(as_item(worker))
    sample = worker.sample
    counted = (None, None) if sample is None else (sample.inference_requests_total, sample.avg_inference_latency_ms)
    return (*figures, *counted, why)


def _summary(workers: list[LiveWorker]) -> Text:
    counts: dict[str, int] = {}
    for worker in workers:
        counts[worker.latest_status] = counts.get(worker.latest_status, 0) + 1
    parts = [
        (f"{counts[status]} {status}  ", STATUS_STYLE.get(status, "")) for status in _WORST_FIRST if status in counts
    ]
    return Text.assemble(f"{len(workers)} workers  ", *parts)


async def top(remote: Remote, once: bool) -> int:
    """Until stopped; `once`: prints what there is and ends."""
    console, workers = Console(), dict[int, LiveWorker]()
    try:
        async with AsyncPool(remote.url, remote.key()) as pool:
            if once:
                await _first(pool, workers)
                console.print(screen(workers, 10_000))
                return OK
            with Live(console=console, screen=True, auto_refresh=False) as live:
                await asyncio.gather(_follow(pool, workers), _draw(live, workers))
    except Refused as error:
        fail(f"{remote.url} refuses: {error.detail}")
    except NoAnswer as error:
        fail(f"nobody answers: {error}")
    return OK


async def _first(pool: AsyncPool, workers: dict[int, LiveWorker]) -> None:
    expected = {worker.id async for worker in pool.every(calls.workers(limit=1000))}
    if not expected:
        return
    async with aclosing(pool.listen()) as updates:
        async for update in updates:
            _take(workers, update)
            if expected <= workers.keys():
                return


async def _follow(pool: AsyncPool, workers: dict[int, LiveWorker]) -> None:
    async with aclosing(pool.listen()) as updates:
        async for update in updates:
            _take(workers, update)


def _take(workers: dict[int, LiveWorker], update: Update) -> None:
    if update.worker is None:
        workers.pop(update.worker_id, None)
    else:
        workers[update.worker_id] = update.worker


async def _draw(live: Live, workers: dict[int, LiveWorker]) -> None:
    while True:
        live.update(screen(workers, live.console.height), refresh=True)
        await asyncio.sleep(_REDRAW_S)

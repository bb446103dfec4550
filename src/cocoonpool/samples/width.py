"""Which width a series gets: as asked, or as wide as needed, from what retention has left."""

from typing import Final

from cocoonpool.samples.period import Period
from cocoonpool.samples.sealed.segments import RAW, ROLLUPS
from cocoonpool.samples.sealed.source import Source
from cocoonpool.samples.series import AUTO_POINTS, STEPS, auto_width

EACH_LOOK: Final = 1
WIDTHS: Final = {"raw": EACH_LOOK, "1m": 60_000, "5m": 300_000, "1h": 3_600_000, "1d": 86_400_000}


async def auto(source: Source, worker_id: int, period: Period) -> int:
    """The least width in ms that keeps a worker's series under `AUTO_POINTS` and whose data is still there."""
    gone = await source.horizons()
    kept = period.start >= gone.get(RAW, 0)
    looks = await source.count(worker_id, period.start, period.end, AUTO_POINTS) if kept else AUTO_POINTS
    return available(auto_width(period.length_ms, looks), period.start, gone)


def available(width: int, start: int, gone: dict[int, int]) -> int:
    """This width, or the next whose rollups are not deleted at `start`. `gone`: see `Source.horizons`."""
    if width == EACH_LOOK:
        return width
    wider = [step for step in STEPS if step >= width]
    return next((step for step in wider if gone.get(_base(step), 0) <= start), STEPS[-1])


def _base(width: int) -> int:
    """The widest rollup that makes up this width, in seconds."""
    return max(resolution for resolution in ROLLUPS if width % (resolution * 1000) == 0)

"""A generated past of a fleet: steady, bursty and idle workers, restarts, downtime, gaps, GPUs. Same seed, same past.

Tokens are adjusted ones (tokens x coefficient x multiplier), revenue is tokens x the fee of the network, bytes and
times follow the requests with noise. Nothing is shaped to please an encoder.
"""

import numpy as np

from cocoonpool.samples.history import COUNTERS
from cocoonpool.samples.sealed.columns import Bools, Column, Columns, Floats, Ints
from cocoonpool.samples.sealed.layout import FAILURES, STATUSES
from cocoonpool.workers.causes import Status

T0 = 1_785_542_400_000  # 2026-08-01T00:00:00Z
TICK_MS = 15_000
DAY_TICKS = 86_400_000 // TICK_MS
FEE = 2  # nanoTON per adjusted token
SEED = 20_261_126
_DOWN, _HEALTHY = STATUSES.index(Status.DOWN), STATUSES.index(Status.HEALTHY)


def worker_past(worker: int, ticks: int, seed: int = SEED) -> Columns:
    """Looks of one worker over so many ticks of 15 s from T0, in the columns of the history."""
    rng = np.random.default_rng((seed, worker))
    number = np.arange(ticks)
    at = T0 + number * TICK_MS + 13 * worker % TICK_MS + rng.integers(0, 9, ticks)
    finished = rng.poisson(_load(rng, worker, number))
    down = _spells(rng, ticks, every=3 * DAY_TICKS, longest=400)
    starts = rng.random(ticks) < 1 / (2 * DAY_TICKS)
    starts[1:] |= down[:-1] & ~down[1:]
    finished[down] = 0
    data = {name: Column(values) for name, values in _counters(rng, finished, starts).items()}
    data |= {name: Column(values) for name, values in _gauges(rng, worker, at, finished).items()}
    _relate(data, starts)
    for name in (*COUNTERS, "active_requests", "wallet_balance", "ton_synced_at", "coefficient"):
        data[name] = Column(np.where(down, 0, data[name].values), ~down)
    if worker % 4 == 3:  # no health source: nobody tells of the cards
        for name in ("gpu_utilization", "gpu_temperature", "gpu_memory_mib", "gpu_power_w"):
            del data[name]
    data["status"] = Column(np.where(down, _DOWN, _HEALTHY))
    data["failure"] = Column(np.full(ticks, FAILURES.index("refused")) * down, down)
    data["restarted"] = Column(starts.astype(np.int64))
    data["revenue"] = Column(np.cumsum(_tokens_added(data["tokens_total"].values, down)) * FEE)
    return Columns(at, data).take(~_spells(rng, ticks, every=5 * DAY_TICKS, longest=240))


def _load(rng: np.random.Generator, worker: int, number: Ints) -> Floats:
    """Requests a tick: half of the workers steady over the day, three of ten bursty, two of ten all but idle."""
    day = 1 + 0.5 * np.sin(2 * np.pi * (number / DAY_TICKS + worker / 7))
    kind = worker % 10
    if kind < 5:
        return np.asarray(day * rng.uniform(2, 12))
    if kind < 8:
        busy = _spells(rng, len(number), every=240, longest=120)
        return np.asarray(np.where(busy, day * rng.uniform(15, 40), 0.05))
    return np.full(len(number), 0.01)


def _spells(rng: np.random.Generator, ticks: int, every: int, longest: int) -> Bools:
    inside = np.zeros(ticks, np.bool_)
    for start in np.flatnonzero(rng.random(ticks) < 1 / every).tolist():
        inside[start : start + int(rng.integers(2, longest))] = True
    return inside


def _of_requests(rng: np.random.Generator, count: Ints, mean: float, spread: float) -> Ints:
    """The sum over so many requests of something with this mean and spread."""
    sums = count * mean + np.sqrt(count) * spread * rng.standard_normal(len(count))
    return np.maximum(0, np.rint(sums)).astype(np.int64)


def _counters(rng: np.random.Generator, finished: Ints, starts: Bools) -> dict[str, Ints]:
    failed = rng.binomial(finished, 0.002)
    prompt, completion = _of_requests(rng, finished, 900, 700), _of_requests(rng, finished, 350, 250)
    steps = {
        "success": finished - failed,
        "failed": failed,
        "bytes_received": prompt * 4 + _of_requests(rng, finished, 600, 150),
        "bytes_sent": completion * 290 + _of_requests(rng, finished, 900, 120),
        "busy_us": completion * 21_000 + _of_requests(rng, finished, 400_000, 150_000),
        "tokens_prompt": prompt * 3 // 2,
        "tokens_cached": _of_requests(rng, finished, 40, 90),
        "tokens_completion": completion * 8,
        "tokens_reasoning": np.where(rng.random(len(finished)) < 0.3, completion // 3, 0) * 8,
    }
    return {name: _since_start(step, starts) for name, step in steps.items()}


def _since_start(steps: Ints, starts: Bools) -> Ints:
    """Cumulative, from zero again at each start."""
    total = np.cumsum(steps)
    base = np.where(starts, total - steps, 0)
    return np.asarray(total - np.maximum.accumulate(base))


def _gauges(rng: np.random.Generator, worker: int, at: Ints, finished: Ints) -> dict[str, Ints]:
    ticks = len(at)
    load = np.minimum(100, 100 * finished / 25)
    warm = np.convolve(load, np.ones(16) / 16)[:ticks]
    return {
        "duration_ms": rng.integers(3, 9, ticks) + (rng.random(ticks) < 0.01) * rng.integers(10, 300, ticks),
        "active_requests": rng.poisson(finished / 3),
        "gpu_utilization": np.clip(np.rint(load + rng.normal(0, 4, ticks)), 0, 100).astype(np.int64),
        "gpu_temperature": np.rint(38 + 0.35 * warm + rng.normal(0, 0.4, ticks)).astype(np.int64),
        "gpu_memory_mib": np.full(ticks, 71_680 + 13 * (worker % 50)),
        "gpu_power_w": np.rint(95 + 5.5 * warm + rng.normal(0, 6, ticks)).astype(np.int64),
        "wallet_balance": 90_000_000_000 - np.cumsum(rng.random(ticks) < 0.004) * 6_451_200,
        "ton_synced_at": at // 1000 - rng.integers(2, 9, ticks),
        "coefficient": np.full(ticks, 1000 + 250 * (worker % 3)),
    }


def _relate(data: dict[str, Column], starts: Bools) -> None:
    """What a worker prints of itself belongs together: see docs/worker-protocol.md."""
    kinds = ("tokens_prompt", "tokens_cached", "tokens_completion", "tokens_reasoning")
    data["tokens_total"] = Column(sum((data[name].values for name in kinds), np.zeros_like(data["success"].values)))
    finished = data["success"].values + data["failed"].values
    run = np.cumsum(starts) << 40
    begun = np.maximum.accumulate(finished + data["active_requests"].values + run) - run
    data["queries"], data["active_requests"] = Column(begun), Column(begun - finished)


def _tokens_added(total: Ints, down: Bools) -> Ints:
    grown = np.diff(total, prepend=total[:1])
    return np.where(grown < 0, total, grown) * ~down

"""2,000 simulated workers at 15 s in one `serve` process: missed ticks, false downs, API latency, memory, CPU."""

import json
import re
import statistics
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.processes import measuring, register_workers, running, simulator_command, wait_for_port

WORKERS = 2_000
PORT = 18_000
WARM_UP_S = 35
WINDOW_S = 60
PATHS = ("/api/v1/workers?limit=100", "/api/v1/workers/7", "/api/v1/participants", "/api/v1/workers/7/stats?hours=1")
HEAVY = "/api/v1/workers?limit=1000"


def _get(path: str, key: str) -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", headers={"X-API-Key": key})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return bytes(answer.read())


def _time(path: str, key: str) -> float:
    started = time.perf_counter()
    _get(path, key)
    return (time.perf_counter() - started) * 1000


def _ask_for(seconds: float, key: str) -> dict[str, list[float]]:
    """Ten requests a second in turn over the paths; milliseconds by path."""
    times: dict[str, list[float]] = {path: [] for path in (*PATHS, HEAVY)}
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        path = HEAVY if number % 20 == 19 else PATHS[number % len(PATHS)]
        times[path].append(_time(path, key))
        number += 1
        time.sleep(0.1)
    return times


def _figure(metrics: str, name: str) -> float:
    match = re.search(rf"^{name} (\S+)$", metrics, re.MULTILINE)
    return float(match[1]) if match else float("nan")


def _all_statuses(key: str) -> list[str]:
    statuses: list[str] = []
    for cursor in ("", *(f"&cursor={n}" for n in range(1000, WORKERS, 1000))):
        statuses += [worker["latest_status"] for worker in json.loads(_get(HEAVY + cursor, key))]
    return statuses


def main() -> None:
    with tempfile.TemporaryDirectory() as name, running(simulator_command(WORKERS)):
        folder = Path(name)
        register_workers(folder, WORKERS)
        environment = {
            "COCOONPOOL_DATA_DIR": name,
            "COCOONPOOL_DISCOVER": "off",
            "COCOONPOOL_READS_PER_MINUTE": "0",
            "COCOONPOOL_PORT": str(PORT),
            "PATH": "/usr/bin:/bin",
        }
        with running([sys.executable, "-m", "cocoonpool", "serve"], env=environment) as server:
            wait_for_port("127.0.0.1", PORT)
            key = (folder / "operator.key").read_text().strip()
            time.sleep(WARM_UP_S)
            with measuring(server) as used:
                times = _ask_for(WINDOW_S, key)
            metrics = _get("/metrics", key).decode()
            metrics_ms = statistics.median(_time("/metrics", key) for _ in range(5))
            statuses = _all_statuses(key)
    light = sorted(ms for path in PATHS for ms in times[path])
    everything = sorted(ms for series in times.values() for ms in series)
    print(f"ticks missed: {_figure(metrics, 'cocoonpool_ticks_missed_total'):.0f}")
    print(f"not healthy (false alarms): {sum(status != 'healthy' for status in statuses)} of {len(statuses)}")
    print(f"API under load, all requests: p50 {_at(everything, 50):.1f} ms, p99 {_at(everything, 99):.1f} ms")
    heavy = sorted(times[HEAVY])
    print(f"  without the list of 1,000: p99 {_at(light, 99):.1f} ms; that list: p50 {_at(heavy, 50):.1f} ms")
    print(f"/metrics for {WORKERS} workers: {metrics_ms:.0f} ms, {len(metrics) / 2**20:.1f} MiB")
    share = used.cpu_seconds / used.wall_seconds
    print(f"server process: {share:.1%} of a core, {used.peak_rss_mib:.0f} MiB")


def _at(ordered: list[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("nan")

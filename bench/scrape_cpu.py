"""CPU per worker and tick of the whole path, next to what Prometheus spends per target, in one run.

Ours: both pages fetched, parsed, diagnosed, stored, published. Prometheus: one page of 25 series, stored.
Both watch 1,000 targets every 15 s on 127.0.0.0/8, each in turn, twice.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench import series_targets
from bench.processes import measuring, register_workers, running, simulator_command, wait_for_port

TARGETS = 1_000
INTERVAL_S = 15
WARM_UP_S = 22
WINDOW_S = 45
ROUNDS = 2


def _samples(folder: Path) -> int:
    with sqlite3.connect(folder / "cocoonpool.db") as connection:
        return int(connection.execute("SELECT count(*) FROM samples").fetchone()[0])


def ours() -> float:
    """Microseconds of CPU per worker and tick."""
    with tempfile.TemporaryDirectory() as name, running(simulator_command(TARGETS)):
        folder = Path(name)
        register_workers(folder, TARGETS)
        environment = {"COCOONPOOL_DATA_DIR": name, "COCOONPOOL_DISCOVER": "off", "PATH": "/usr/bin:/bin"}
        with running([sys.executable, "-m", "cocoonpool", "collect"], env=environment) as collector:
            time.sleep(WARM_UP_S)
            before = _samples(folder)
            with measuring(collector) as used:
                time.sleep(WINDOW_S)
            looks = _samples(folder) - before
    print(f"  cocoonpool: {used.cpu_seconds:.2f} s CPU for {looks} looks, {used.peak_rss_mib:.0f} MiB", flush=True)
    return used.cpu_seconds / looks * 1e6


def prometheus() -> float:
    """Microseconds of CPU per target and scrape."""
    with tempfile.TemporaryDirectory() as name, running([sys.executable, "-m", "bench.series_targets"]):
        config = Path(name) / "prometheus.yml"
        config.write_text(series_targets.prometheus_config(TARGETS, INTERVAL_S))
        wait_for_port(*series_targets.place(TARGETS - 1))
        arguments = ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={name}/data", "--log.level=error"]
        with running([*arguments, "--web.listen-address=127.0.0.1:19090"]) as server:
            time.sleep(WARM_UP_S)
            before = series_targets.served()
            with measuring(server) as used:
                time.sleep(WINDOW_S)
            scrapes = series_targets.served() - before
    print(f"  prometheus: {used.cpu_seconds:.2f} s CPU for {scrapes} scrapes, {used.peak_rss_mib:.0f} MiB", flush=True)
    return used.cpu_seconds / scrapes * 1e6


def main() -> None:
    results: dict[str, list[float]] = {"ours": [], "prometheus": []}
    for _ in range(ROUNDS):
        results["ours"].append(ours())
        results["prometheus"].append(prometheus())
    mine, theirs = statistics.median(results["ours"]), statistics.median(results["prometheus"])
    print(
        f"CPU per worker and tick: cocoonpool {mine:.0f} µs (2 pages), prometheus {theirs:.0f} µs (1 page, 25 series)"
    )
    print(f"ratio cocoonpool / prometheus: {mine / theirs:.2f}")

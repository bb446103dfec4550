"""Runs all benchmarks, or those named: `python -m bench [NAME …]`."""

import sys
from collections.abc import Callable
from functools import partial

from bench import (
    agent,
    agent_faults,
    agent_hosts,
    dashboard,
    doors,
    fleet,
    fuzz,
    history_ingest,
    history_kills,
    history_long,
    history_size,
    history_speed,
    ingest,
    kills,
    login,
    pages,
    parsing,
    partitions,
    payouts,
    replicas,
    scrape_cpu,
    sockets,
    tax,
)

BENCHES: dict[str, Callable[[], object]] = {
    "parsing": parsing.main,
    "scrape-cpu": scrape_cpu.main,
    "fleet": fleet.main,
    "ingest": ingest.main,
    "kills": kills.main,
    "history-size": history_size.main,
    "history-speed": partial(history_speed.main, []),
    "history-ingest": history_ingest.main,
    "history-long": history_long.main,
    "history-kills": partial(history_kills.main, []),
    "partitions": partitions.main,
    "pages": pages.main,
    "payouts": payouts.main,
    "replicas": replicas.main,
    "sockets": sockets.main,
    "tax": tax.main,
    "login": login.main,
    "doors": doors.main,
    "dashboard": dashboard.main,
    "agent": agent.main,
    "agent-hosts": agent_hosts.main,
    "agent-faults": agent_faults.main,
    "fuzz": partial(fuzz.main, ["--count", "200000"]),
}


def main() -> None:
    names = sys.argv[1:] or list(BENCHES)
    if unknown := [name for name in names if name not in BENCHES]:
        sys.exit(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(BENCHES)}")
    for name in names:
        print(f"\n== {name}", flush=True)
        BENCHES[name]()


if __name__ == "__main__":
    main()

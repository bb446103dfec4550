"""Pages put together from ready parts: `GET /workers?limit=1000` beside a constant of the same bytes on the same server
and beside plain FastAPI with Pydantic; `/metrics` for 2,000 workers beside the registry of prometheus_client.

Asked with wrk, all in one run, over the same data.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.page_server import KEY_FILE, write_fleet
from bench.processes import running, wait_for_port

PORT = 18_040
SECONDS = 4
ROUNDS = 3
LIST = "/api/v1/workers?limit=1000"


@contextmanager
def _server(workers: int) -> Iterator[str]:
    """A server that knows so many workers; yields the operator's key."""
    with tempfile.TemporaryDirectory() as name:
        write_fleet(Path(name), workers)
        with running([sys.executable, "-m", "bench.page_server", name, str(PORT), "0"]):
            wait_for_port("127.0.0.1", PORT)
            yield (Path(name) / KEY_FILE).read_text().strip()


def _rate(path: str, key: str) -> float:
    """Answers a second, of 200 and complete."""
    url = f"http://127.0.0.1:{PORT}{path}"
    command = ["wrk", "-t1", "-c4", f"-d{SECONDS}s", "--timeout", "30s", "-H", f"X-API-Key: {key}", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(f"{path}: {said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]


def _rates(paths: dict[str, str], key: str) -> dict[str, float]:
    """The middle one of a few rounds in turn, so that a busy moment of the machine hits all."""
    found: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(ROUNDS):
        for name, path in paths.items():
            found[name].append(_rate(path, key))
    return {name: sorted(rates)[len(rates) // 2] for name, rates in found.items()}


def main() -> None:
    with _server(1_000) as key:
        paths = {
            "list": LIST, "constant": "/api/v1/constant", "changing": "/api/v1/changing",
            "plain": "/api/v1/plain", "shapes": "/api/v1/shapes",
        }  # fmt: skip
        rates = _rates(paths, key)
    print("GET /workers?limit=1000, answers a second: " + ", ".join(f"{n} {rate:.0f}" for n, rate in rates.items()))
    print(f"ratio to the same bytes as a constant: {rates['list'] / rates['constant']:.2f} (at least 0.6)")
    print(f"ratio where every request finds 67 changed workers: {rates['changing'] / rates['constant']:.2f}")
    print(f"ratio to plain FastAPI + Pydantic: {rates['list'] / rates['plain']:.1f} (at least 5), "
          f"without its query: {rates['list'] / rates['shapes']:.1f}")  # fmt: skip
    with _server(2_000) as key:
        rates = _rates({"metrics": "/metrics", "registry": "/registry"}, key)
    print("/metrics for 2,000 workers, answers a second: " + ", ".join(f"{n} {r:.2f}" for n, r in rates.items()))
    print(f"ratio to prometheus_client's registry: {rates['metrics'] / rates['registry']:.1f} (at least 5)")

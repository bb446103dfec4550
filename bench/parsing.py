"""Microseconds to parse one look (both pages) of each generation, and what share is the two decoders'."""

import statistics
import timeit
from pathlib import Path

import msgspec

from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.parse import read

_RECORDED = Path(__file__).parent.parent / "tests" / "payloads"
ROUNDS, NUMBER = 7, 2_000


def _body(generation: str, page: str) -> bytes:
    recorded = (_RECORDED / generation / f"03_traffic_w12000_{page}.http").read_bytes()
    return recorded.replace(b"\r\n", b"\n").split(b"\n\n", 1)[1]


def _microseconds(work: object) -> float:
    times = timeit.repeat(work, number=NUMBER, repeat=ROUNDS)  # type: ignore[arg-type]
    return statistics.median(times) / NUMBER * 1e6


def main() -> None:
    for generation in ("2025-12", "2026-04"):
        pages = Pages(_body(generation, "jsonstats"), _body(generation, "stats"), generation == "2026-04")
        both = _microseconds(lambda pages=pages: read(pages))
        plain = _microseconds(lambda pages=pages: msgspec.json.decode(pages.jsonstats))
        print(f"{generation}: both pages {both:.0f} µs; one untyped msgspec decode of the JSON alone {plain:.0f} µs, "
              f"ratio {both / plain:.1f}")  # fmt: skip

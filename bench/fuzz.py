"""Mutates recorded answers and reads them: `python -m bench.fuzz [--count N] [--seed N] [--seconds S]`.

Prints the rate, the slowest case and the peak memory. Fails on an exception, on a figure out of range and on a
case that costs more than `SLOWEST` seconds of processor time.
"""

import argparse
import collections
import random
import resource
import sys
import time

import msgspec

from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Failure, Reading
from tests.captures import load, worker_names

SLOWEST = 0.25
PIECES = (
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\n", b"\xff", b"\0", b"nan", b"-inf", b"-2", b"9" * 40, b"1e99",
    b"<h1>", b"</h1>", b"<tr>", b"<td>", b"</td>", b"<TD ", b"<b>", b'",\n', b'"proxies": [', b"null", b"\\u0000",
)  # fmt: skip


def flip(body: bytes, _: list[bytes], rng: random.Random) -> bytes:
    changed = bytearray(body)
    for _turn in range(rng.randint(1, 4)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut(body: bytes, _: list[bytes], rng: random.Random) -> bytes:
    at = rng.randint(0, len(body))
    return body[:at] + body[at + rng.randint(0, 300) :]


def end(body: bytes, _: list[bytes], rng: random.Random) -> bytes:
    return body[: rng.randint(0, len(body))]


def twice(body: bytes, _: list[bytes], rng: random.Random) -> bytes:
    at = rng.randint(0, len(body))
    to = at + rng.randint(0, 800)
    return body[:to] + body[at:to] * rng.choice((1, 1, 1, 2, 40)) + body[to:]


def splice(body: bytes, others: list[bytes], rng: random.Random) -> bytes:
    return body[: rng.randint(0, len(body))] + (other := rng.choice(others))[rng.randint(0, len(other)) :]


def piece(body: bytes, _: list[bytes], rng: random.Random) -> bytes:
    at = rng.randint(0, len(body))
    return body[:at] + rng.choice(PIECES) * rng.choice((1, 1, 1, 3, 500)) + body[at:]


def number(body: bytes, _: list[bytes], rng: random.Random) -> bytes:
    at = body.find(b".000000", rng.randint(0, len(body)))
    return body if at < 0 else body[:at] + rng.choice(PIECES) + body[at:]


MUTATIONS = (flip, flip, cut, end, twice, splice, piece, piece, number)


def mutate(bodies: list[bytes], rng: random.Random) -> bytes:
    body = rng.choice(bodies)
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        body = rng.choice(MUTATIONS)(body, bodies, rng)
    return body


def in_range(answer: Reading | Failure) -> bool:
    values = msgspec.structs.astuple(answer)
    return all(not isinstance(value, int) or -(2**63) <= value < 2**63 for value in values)


def arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="cases to try")
    parser.add_argument("--seed", type=int, default=None, help="repeats a run; drawn and printed without it")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this long")
    return parser.parse_args(argv)


def timed(case: Pages, name: str) -> tuple[Reading | Failure, float]:
    """Reads one case; whatever goes wrong, the case is printed before the run ends."""
    answer: Reading | Failure | None = None
    begun = time.thread_time()
    try:
        answer = read(case)
    finally:
        took = time.thread_time() - begun
        sound = answer is not None and took <= SLOWEST and in_range(answer)
        if not sound:
            print(f"{name}, {took:.3f} s: {case!r}", flush=True)
    if not sound:
        sys.exit(f"{name} raised, was too slow or out of range")
    return answer, took


def main(argv: list[str] | None = None) -> None:
    options = arguments(argv)
    seed = random.SystemRandom().getrandbits(32) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    rng = random.Random(seed)
    figures = [load(name).body for name in worker_names("_jsonstats")]
    pages = [load(name).body for name in worker_names("_stats")]
    outcomes: collections.Counter[str] = collections.Counter()
    slowest, spent, started, done = 0.0, 0.0, time.monotonic(), 0
    while done < options.count and time.monotonic() - started < options.seconds:
        case = Pages(mutate(figures, rng), mutate(pages, rng) if rng.random() < 0.9 else None, None)
        answer, took = timed(case, f"case {done}")
        done, spent, slowest = done + 1, spent + took, max(slowest, took)
        outcomes["reading" if isinstance(answer, Reading) else answer.detail] += 1
    for outcome, count in outcomes.most_common():
        print(f"{count:>9,}  {outcome}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{done:,} cases, {done / max(spent, 1e-9):,.0f} reads/s, slowest {slowest * 1e3:.1f} ms, peak {peak:.0f} MiB"
    )


if __name__ == "__main__":
    main()

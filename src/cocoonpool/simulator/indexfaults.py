"""What can be wrong with an indexer's answer: faults on demand, each for some requests."""

import random
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import msgspec

Rows = list[dict[str, Any]]


class Fault(msgspec.Struct, kw_only=True):
    """One kind of failure for the next `times` requests, of all paths or of the one named.

    `kind` is a status ("429", "500", "503" …) or one of `PAGE_FAULTS` and `ANSWER_FAULTS`.
    """

    kind: str
    times: int = 1
    path: str = ""  # such as "transactions"
    retry_after: str = ""
    seconds: float = 0.0  # of "slow"
    size: int = 2**20  # of "oversized" and "bomb"
    location: str = "http://127.0.0.1:9/"  # of "redirect"


def duplicates(rows: Rows, chance: random.Random) -> Rows:
    return [row for row in rows for _ in range(chance.randint(1, 3))]


def out_of_order(rows: Rows, chance: random.Random) -> Rows:
    return chance.sample(rows, len(rows))


def truncated_page(rows: Rows, chance: random.Random) -> Rows:
    """Fewer rows than there are, and nothing says so."""
    return rows[: chance.randint(0, max(0, len(rows) - 1))]


def missing(rows: Rows, chance: random.Random) -> Rows:
    """A hole, as of an indexer that works in parallel."""
    at = chance.randrange(len(rows)) if rows else 0
    return rows[:at] + rows[at + 1 :]


def not_final(rows: Rows, chance: random.Random) -> Rows:
    """The newest ones are not committed yet: they may vanish."""
    at = chance.randint(0, len(rows))
    pending = [row | {"mc_block_seqno": None, "finality": "pending", "emulated": True} for row in rows[at:]]
    return rows[:at] + pending


def reorganised(rows: Rows, chance: random.Random) -> Rows:
    """The tail is of another history: other hashes, following each other, not yet committed."""
    at = chance.randint(0, len(rows))
    tail: Rows = []
    for row in rows[at:]:
        before = {"prev_trans_hash": tail[-1]["hash"]} if tail else {}
        digest = b64encode(sha256(str(row["hash"]).encode()).digest()).decode()
        tail.append(row | before | {"hash": digest, "mc_block_seqno": None})
    return rows[:at] + tail


def foreign(rows: Rows, chance: random.Random) -> Rows:
    """The filter by account is ignored."""
    return rows + [row | {"account": f"0:{chance.getrandbits(256):064X}"} for row in rows[:1]]


PAGE_FAULTS: Final[dict[str, Callable[[Rows, random.Random], Rows]]] = {
    "duplicates": duplicates,
    "out_of_order": out_of_order,
    "truncated_page": truncated_page,
    "missing": missing,
    "not_final": not_final,
    "reorganised": reorganised,
    "foreign": foreign,
}
ANSWER_FAULTS: Final = (
    "slow",
    "silent",
    "hang_up",
    "cut_off",
    "truncated_json",
    "html",
    "oversized",
    "bomb",
    "redirect",
)
ALL_FAULTS: Final = ("429", "500", "503", *PAGE_FAULTS, "hang_up", "cut_off", "truncated_json", "html", "redirect")
"""What `Faults.rate` draws from: everything that costs no time."""


class Faults:
    """Which fault the next request meets."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - not for secrets
        self.kinds: tuple[str, ...] = ALL_FAULTS
        self.rate = 0.0
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        """Raises ValueError: no such kind."""
        if not fault.kind.isdecimal() and fault.kind not in (*PAGE_FAULTS, *ANSWER_FAULTS):
            raise ValueError(f"no fault {fault.kind!r}")
        self._planned.append(fault)

    def clear(self) -> None:
        self._planned.clear()
        self.rate = 0.0

    def next(self, path: str) -> Fault | None:
        for fault in self._planned:
            if fault.path in ("", path):
                fault.times -= 1
                if not fault.times:
                    self._planned.remove(fault)
                return fault
        if self.chance.random() < self.rate:
            return Fault(kind=self.chance.choice(self.kinds))
        return None

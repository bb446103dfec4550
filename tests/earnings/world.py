"""A small true world: owners, proxies, workers that work. It knows what happened; the ledger only gets looks at it."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from cocoonpool.earnings.ledger import Claim, Observation
from tests.earnings.books import PROXY, START


@dataclass
class Figure:
    """One contract's true cumulative tokens over time; a look through a worker lags behind."""

    address: str
    times: list[int] = field(default_factory=lambda: [-(10**9)])
    values: list[int] = field(default_factory=lambda: [0])

    @property
    def value(self) -> int:
        return self.values[-1]

    def set(self, at: int, value: int) -> None:
        self.times.append(at)
        self.values.append(value)

    def seen(self, at: int) -> int:
        return self.values[bisect_right(self.times, at) - 1]


@dataclass
class Machine:
    worker_id: int
    figures: list[Figure]
    counter: int = 0  # since its start, as printed


@dataclass
class World:
    figures: list[Figure]
    machines: list[Machine]
    fee: int = 19
    hired: int = 0
    worked: Counter[int] = field(default_factory=Counter)  # by worker id, in its life

    def work(self, machine: Machine, at: int, tokens: int, figure: int = 0) -> None:
        target = machine.figures[figure % len(machine.figures)]
        target.set(at, target.value + tokens)
        machine.counter += tokens
        self.worked[machine.worker_id] += tokens

    def look(
        self, machine: Machine, at: int, lags: tuple[int, ...] = (0,), *, priced: bool = True, trusted: bool = True
    ) -> Observation:
        shown = tuple(
            Claim(figure.address, PROXY, figure.seen(at - lags[i % len(lags)]), None, 0, 0)
            for i, figure in enumerate(machine.figures)
        )
        fee = self.fee if priced else None
        return Observation(machine.worker_id, 7, START + at, machine.counter, None, fee, shown, trusted)


def address(number: int) -> str:
    return f"0:{number:064x}"

"""Where every worker is looked at regularly, its share is its true work, to the token."""

from typing import NamedTuple, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.earnings.ledger import Observation
from tests.earnings.books import SECOND, Books
from tests.earnings.world import Figure, Machine, World, address

T = TypeVar("T")


class Part(NamedTuple):
    """One worker in one round: what it did and when it was looked at (shares of the round, per mille)."""

    tokens: int
    worked_at: int
    looked_at: int
    lag: int  # of the contract's figure, ms


parts = st.builds(
    Part,
    tokens=st.sampled_from((0, 0, 1, 7)) | st.integers(0, 10**6),
    worked_at=st.integers(0, 999),
    looked_at=st.integers(0, 999),
    lag=st.integers(0, 20_000),
)


class Pool(NamedTuple):
    interval: int  # ms between two looks at a worker
    owners: list[int]  # contract number by worker
    past: list[int]  # tokens by worker before we came, in its counter
    gone: int  # earned by each contract through machines that are gone
    joins: list[int]  # the round each worker is first looked at
    rounds: list[list[Part]]


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    size, length = draw(st.integers(1, 4)), draw(st.integers(1, 14))

    def per_worker(one: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
        return st.lists(one, min_size=size, max_size=size)

    return Pool(
        interval=draw(st.sampled_from((5, 15, 30, 45))) * SECOND,
        owners=draw(per_worker(st.integers(0, 1))),
        past=draw(per_worker(st.integers(0, 10**6))),
        gone=draw(st.sampled_from((0, 1, 10**6))),
        joins=draw(per_worker(st.integers(0, length))),
        rounds=draw(st.lists(per_worker(parts), min_size=length, max_size=length)),
    )


def a_world(pool: Pool) -> World:
    figures = [Figure(address(number)) for number in range(2)]
    for figure in figures:
        figure.set(-(10**6), pool.gone)
    world = World(figures, [Machine(i + 1, [figures[owner]]) for i, owner in enumerate(pool.owners)])
    for machine, tokens in zip(world.machines, pool.past, strict=True):
        world.work(machine, -(10**5), tokens)
    return world


def happenings(pool: Pool) -> list[tuple[int, bool, int, Part]]:
    """Work and looks of all workers in the order of time: (at, is it a look, worker index, part)."""
    found = []
    for number, round_ in enumerate(pool.rounds):
        for i, part in enumerate(round_):
            start = number * pool.interval
            found.append((start + part.worked_at * pool.interval // 1_000, False, i, part))
            if number >= pool.joins[i]:
                found.append((start + part.looked_at * pool.interval // 1_000, True, i, part))
    return sorted(found, key=lambda happening: happening[:3])


def all_looks(world: World, pool: Pool) -> list[Observation]:
    looks = []
    for at, is_look, i, part in happenings(pool):
        if is_look:
            looks.append(world.look(world.machines[i], at, (part.lag,)))
        else:
            world.work(world.machines[i], at, part.tokens)
    end = len(pool.rounds) * pool.interval + 20 * SECOND
    return looks + [world.look(machine, end + i) for i, machine in enumerate(world.machines)]


@settings(max_examples=250, deadline=None)
@given(pools(), st.sampled_from((1, 3, 1_000)))
def test_every_share_is_the_true_work(pool: Pool, batch: int) -> None:
    world = a_world(pool)
    looks = all_looks(world, pool)
    books = Books()
    for start in range(0, len(looks), batch):
        books.take(*looks[start : start + batch])
    for machine in world.machines:
        assert books.tokens_of(machine.worker_id) == world.worked[machine.worker_id]
    for figure in world.figures:
        if figure.address in books.contracts:
            assert books.contracts[figure.address].tokens == figure.value
            assert books.unattributed(figure.address) == pool.gone * world.fee

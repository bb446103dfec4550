"""Any history of work, restarts, gaps, lost proxies and fee changes: the books balance and nothing counts twice."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.earnings.ledger import Observation
from tests.earnings.books import HOUR, SECOND, START, Books
from tests.earnings.world import Figure, Machine, World, address

# what each worker is connected to, by contract number: two owners, three proxies
CONNECTED = ((0,), (0,), (0, 1), (1, 2), (3,))
ACTIONS = ("work", "look", "look", "look", "restart", "lose", "fee", "unpriced", "foreign", "replace")

Step = tuple[str, int, int, int]  # action, machine, amount, seconds until the next step
steps = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.integers(0, len(CONNECTED) - 1),
        st.integers(0, 1_000),
        st.sampled_from((0, 1, 15, 15, 60, 200, 4_000, 90_000)),
    ),
    max_size=70,
)


def a_world(past: Sequence[int]) -> World:
    figures = [Figure(address(number), values=[past[number]]) for number in range(4)]
    return World(figures, [Machine(i + 1, [figures[n] for n in own]) for i, own in enumerate(CONNECTED)])


def play(world: World, history: Sequence[Step]) -> Iterator[Observation]:
    """Let the history happen: the looks as they are taken, then a last look at everyone after all lags."""
    now = 0
    for action, number, amount, pause in history:
        machine = world.machines[number]
        if action in ("look", "unpriced", "foreign"):
            lags = (amount * 20, amount * 7)
            yield world.look(machine, now, lags, priced=action != "unpriced", trusted=action != "foreign")
        elif action == "work":
            world.work(machine, now, amount, figure=amount)
        else:
            disturb(world, machine, action, amount, now)
        now += pause * SECOND
    for i, machine in enumerate(world.machines):
        yield world.look(machine, now + HOUR + i)


def disturb(world: World, machine: Machine, action: str, amount: int, now: int) -> None:
    if action == "restart":
        machine.counter = 0
    elif action == "lose":  # the proxy comes back with an older figure, perhaps 0
        figure = machine.figures[amount % len(machine.figures)]
        figure.set(now, figure.value * (amount % 3) // 3)
    elif action == "fee":
        world.fee = amount % 30
    else:  # a machine is taken out and a new one put in its place
        world.hired += 1
        fresh = Machine(100 + world.hired, machine.figures)
        world.machines[world.machines.index(machine)] = fresh


def expected(looks: Sequence[Observation]) -> dict[str, tuple[int, int]]:
    """The rule, said again as simply as can be: (earned, opening) by contract."""
    highest: dict[str, int] = {}
    sums: dict[str, tuple[int, int]] = {}
    for seen in sorted(looks, key=lambda look: look.at):
        for claim in seen.claims if seen.trusted else ():
            if seen.fee is None or claim.max_known is None:
                continue
            known = highest.get(claim.sc_address)
            highest[claim.sc_address] = max(known or 0, claim.max_known)
            if known is None:
                sums[claim.sc_address] = (claim.max_known * seen.fee,) * 2
            else:
                earned, opening = sums[claim.sc_address]
                sums[claim.sc_address] = earned + max(0, claim.max_known - known) * seen.fee, opening
    return sums


def split(looks: list[Observation], cuts: Sequence[int]) -> list[list[Observation]]:
    edges = [0, *sorted({cut % (len(looks) + 1) for cut in cuts}), len(looks)]
    return [looks[one:two] for one, two in pairwise(edges)]


def state(books: Books) -> dict[str, tuple[int, int, int]]:
    return {a: (c.earned, c.opening, c.tokens) for a, c in books.contracts.items()}


pasts = st.lists(st.integers(0, 5_000), min_size=4, max_size=4)
cuts = st.lists(st.integers(0, 200), max_size=20)


@settings(max_examples=150, deadline=None)
@given(pasts, steps, cuts)
def test_every_contract_earns_its_opening_and_its_growth_at_the_fee_of_the_day(
    past: list[int], history: list[Step], cut: list[int]
) -> None:
    looks = list(play(a_world(past), history))
    books = Books()
    for batch in split(looks, cut):
        books.take(*batch)  # checks after each batch that shares + unattributed == earned, and that nothing shrinks
    assert {a: (c.earned, c.opening) for a, c in books.contracts.items()} == expected(looks)
    openings = sum(contract.opening for contract in books.contracts.values())
    earned = sum(contract.earned for contract in books.contracts.values())
    assert books.in_period(-START, START) == earned - openings


@settings(max_examples=150, deadline=None)
@given(pasts, steps)
def test_no_worker_gets_more_than_it_worked(past: list[int], history: list[Step]) -> None:
    world = a_world(past)
    books = Books()
    for seen in play(world, history):
        books.take(seen)
        for worker_id in books.workers:
            assert books.tokens_of(worker_id) <= world.worked[worker_id]


@settings(max_examples=150, deadline=None)
@given(pasts, steps, cuts)
def test_a_restart_of_the_server_changes_nothing(past: list[int], history: list[Step], cut: list[int]) -> None:
    looks = list(play(a_world(past), history))
    steady, killed = Books(), Books()
    for batch in split(looks, cut):
        steady.take(*batch)
        killed.take(*batch)
        killed.restart_the_server()
    assert killed.entries == steady.entries
    assert (killed.contracts, killed.workers) == (steady.contracts, steady.workers)


@settings(max_examples=150, deadline=None)
@given(pasts, steps, cuts)
def test_where_batches_are_cut_changes_no_total(past: list[int], history: list[Step], cut: list[int]) -> None:
    looks = list(play(a_world(past), history))
    whole, single, some = Books(), Books(), Books()
    whole.take(*looks)
    for seen in looks:
        single.take(seen)
    for batch in split(looks, cut):
        some.take(*batch)
    assert state(whole) == state(single) == state(some)


@settings(max_examples=150, deadline=None)
@given(pasts, steps)
def test_delivering_everything_twice_changes_no_total(past: list[int], history: list[Step]) -> None:
    looks = list(play(a_world(past), history))
    once, twice = Books(), Books()
    for seen in looks:
        once.take(seen)
        twice.take(seen)
        twice.take(seen)
    assert (twice.entries, twice.workers) == (once.entries, once.workers)

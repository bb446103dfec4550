"""The books of the world balance: what a ledger is compared with must itself be right."""

import re
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.simulator import SCENARIOS, Options
from cocoonpool.simulator.options import GENERATIONS
from cocoonpool.simulator.world import World
from tests.simulator.wire import body_of, page, simulated

CONTRACT = re.compile(rb'"sc_address": "(\S+)",\s+"\w+": (\d+),\s+"\w+": (\d+),\s+"\w+": (\d+),\s+"\w+": (\d+)')
TOTALS = re.compile(rb'"(\w+)_adjusted_tokens_used": \[\s+(\d+)\.000000,')


def world_of(**chosen: object) -> World:
    return World(Options(**chosen), wall_clock=lambda: 1.8e9)  # type: ignore[arg-type]


def assert_books_balance(world: World) -> None:
    for contract in world.contracts:
        assert contract.earned - contract.baseline == contract.by_worker.total()
        assert contract.cashed_out <= contract.expected_cashed_out <= contract.blockchain
        assert contract.blockchain <= contract.proxy_db <= contract.earned


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    steps=st.lists(st.tuples(st.integers(0, 11), st.sampled_from(sorted(SCENARIOS)), st.integers(1, 90)), max_size=12),
)
def test_whatever_happens_a_contract_grows_by_what_its_workers_bring(
    seed: int, steps: list[tuple[int, str, int]]
) -> None:
    world = world_of(workers=12, scenario="mixed", seed=seed)
    for worker, scenario, seconds in steps:
        world.set_scenario(worker, scenario)
        if seconds % 3 == 0:
            world.workers[worker].restart()
        before = [contract.earned for contract in world.contracts]
        world.advance(seconds)
        assert all(now >= then for now, then in zip((c.earned for c in world.contracts), before, strict=True))
        assert_books_balance(world)


def test_the_same_seed_gives_the_same_world_and_another_another() -> None:
    def told(seed: int) -> bytes:
        world = world_of(workers=20, scenario="mixed", seed=seed)
        world.advance(200)
        return msgspec.json.encode([world.truth(), [world.worker_truth(worker) for worker in world.workers]])

    assert told(5) == told(5)
    assert told(5) != told(6)


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_pages_never_show_more_than_the_truth_and_never_go_back(generation: str) -> None:
    seen: list[list[tuple[int, ...]]] = [[], []]
    async with simulated(workers=2, generation=generation, owners=1) as simulator:
        for _ in range(30):
            simulator.advance(7)
            for i in range(2):
                found = CONTRACT.search(body_of(await page(simulator, "/jsonstats", i)))
                assert found is not None
                assert found[1] == simulator.world.contracts[0].address
                seen[i].append(tuple(map(int, found.groups()[1:])))
                blockchain, proxy_db, max_known, cashed_out = seen[i][-1]
                assert cashed_out <= blockchain <= proxy_db <= max_known <= simulator.world.contracts[0].earned
    for values in seen:
        assert all(a <= b for before, after in pairwise(values) for a, b in zip(before, after, strict=True))
    assert seen[0] != seen[1]  # the same contract, heard of at different times


async def test_tokens_are_the_sum_of_their_kinds_on_both_pages() -> None:
    async with simulated() as simulator:
        simulator.advance(200)
        kinds = {key: int(value) for key, value in TOTALS.findall(await page(simulator, "/jsonstats"))}
        html = await page(simulator, "/stats")
    total = kinds.pop(b"total")
    assert total == sum(kinds.values()) > 0
    assert b"<tr><td>total adjusted tokens</td><td>%d.000000</td>" % total in html


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_restart_drops_own_counters_and_brings_the_contract_back(generation: str) -> None:
    async with simulated(generation=generation) as simulator:
        simulator.advance(120)
        before = CONTRACT.search(await page(simulator, "/jsonstats"))
        simulator.restart(0)
        just_after = await page(simulator, "/jsonstats")
        assert b'"queries": [\n      0.000000,' in just_after
        assert b'"proxies": [\n  ]' in just_after
        simulator.advance(30)
        after = CONTRACT.search(await page(simulator, "/jsonstats"))
        truth = simulator.state()["workers"][0]
    assert before is not None and after is not None
    assert int(after[4]) >= int(before[4]) > 0
    assert truth["tokens_since_start"] < sum(truth["own_tokens"].values())


async def test_two_proxies_share_what_a_worker_earns() -> None:
    async with simulated(workers=3, proxies=2, owners=1) as simulator:
        simulator.advance(300)
        body = await page(simulator, "/jsonstats")
        truth = simulator.state()
    assert len(CONTRACT.findall(body)) == 2
    assert msgspec.json.decode(body_of(body))["root_contract_config"]["last_proxy_seqno"] == 2
    own = [sum(worker["own_tokens"].values()) for worker in truth["workers"]]
    assert sum(own) == sum(contract["earned"] - contract["baseline"] for contract in truth["contracts"])

"""Which workers a fleet holds, and where they answer."""

import base64
import binascii
from typing import Any

import pytest

from cocoonpool.simulator import SCENARIOS, Options
from cocoonpool.simulator.fleet import assign
from cocoonpool.simulator.options import addresses_of
from cocoonpool.simulator.world import World
from tests.simulator.wire import page, simulated

# How a connection can go wrong in several ways that are one cause.
VARIANTS = {"reset", "hang", "slow", "too_large", "redirect", "garbage", "noise", "cut_off", "not_a_worker"}
NOT_A_CAUSE = {"coefficient", "quote", "no_gpu"}


def names(**chosen: Any) -> list[str]:
    return [post.scenario for post in assign(Options(**chosen))]


def test_24_mixed_workers_show_each_cause_once() -> None:
    assert set(names(workers=24, scenario="mixed")) == set(SCENARIOS) - VARIANTS - NOT_A_CAUSE


@pytest.mark.parametrize("workers", [150, 1000])
def test_a_large_mixed_fleet_is_mostly_healthy(workers: int) -> None:
    fleet = names(workers=workers, scenario="mixed")
    assert fleet.count("healthy") > 0.6 * workers
    assert set(SCENARIOS) - {"noise", "cut_off"} <= set(fleet)


def test_a_list_is_assigned_in_turn_and_may_name_the_build() -> None:
    posts = assign(Options(workers=5, scenario="healthy@2025-12,disabled"))
    assert [tuple(post) for post in posts[:2]] == [("healthy", "2025-12"), ("disabled", "2025-12")]
    assert [post.scenario for post in posts] == ["healthy", "disabled"] * 2 + ["healthy"]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"scenario": "nosuch"}, "unknown scenario 'nosuch'"),
        ({"scenario": "healthy@2024"}, "unknown generation"),
        ({"generation": "2024"}, "unknown generation"),
        ({"workers": 0}, "number of workers"),
        ({"workers": 6000}, "the ports run out at worker"),
        ({"hosts": "nowhere"}, "neither an address nor a network"),
        ({"hosts": "10.0.0.0/8"}, "too many addresses"),
        ({"base_port": 70_000}, "not a port"),
    ],
)
def test_what_cannot_be_is_refused_in_words(chosen: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        assign(Options(**chosen))


def test_workers_are_spread_over_addresses() -> None:
    places = addresses_of(Options(workers=5, hosts="127.0.1.0/31", base_port=12000), 12000)
    assert places == [
        ("127.0.1.0", 12000),
        ("127.0.1.1", 12000),
        ("127.0.1.0", 12010),
        ("127.0.1.1", 12010),
        ("127.0.1.0", 12020),
    ]


async def test_workers_answer_on_each_address() -> None:
    async with simulated(workers=4, hosts="127.0.0.2,127.0.0.3") as simulator:
        assert [listener.host for listener in simulator.listeners] == ["127.0.0.2", "127.0.0.3"] * 2
        for worker in range(4):
            assert b"wallet_balance" in await page(simulator, "/jsonstats", worker)


def test_every_address_is_a_valid_one() -> None:
    world = World(Options(workers=40, scenario="mixed"))
    found = {worker.wallet for worker in world.workers} | {world.root.address}
    for contract in world.contracts:
        found |= {contract.owner, contract.proxy_address, contract.address}
    assert len(found) > 60
    for text in found:
        raw = base64.urlsafe_b64decode(text)
        assert raw[:2] == b"\x51\x00"
        assert binascii.crc_hqx(raw[:34], 0) == int.from_bytes(raw[34:], "big")


async def test_a_mixed_fleet_has_mainnet_prices_and_they_can_be_chosen() -> None:
    async with simulated(scenario="mixed") as simulator:
        body = await page(simulator, "/jsonstats")
        assert b'"is_test": false,\n    "price_per_token": 20,\n    "worker_fee_per_token": 19,' in body
    async with simulated(scenario="mixed", worker_fee_per_token=7, is_test=True) as simulator:
        body = await page(simulator, "/jsonstats")
        assert b'"is_test": true,\n    "price_per_token": 20,\n    "worker_fee_per_token": 7,' in body

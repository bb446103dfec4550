"""The whole way: simulated workers over real sockets, through the collector, into the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from prometheus_client import CollectorRegistry
from sqlalchemy import select

from cocoonpool.care.check import find_faults
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.collector.collector import Collector
from cocoonpool.collector.discover import PortRow, discover_if_empty, parse_row
from cocoonpool.db import Database
from cocoonpool.earnings.models import EarningContract
from cocoonpool.events import Events
from cocoonpool.participants.models import Participant
from cocoonpool.simulator import Options, Simulator
from cocoonpool.ton.address import parse
from cocoonpool.workers.models import Worker, WorkerState
from tests import make

LOOPBACK = AllowedNetworks.parse("127.0.0.0/8")


@asynccontextmanager
async def simulated(**options: Any) -> AsyncIterator[Simulator]:
    simulator = Simulator(Options(base_port=0, control_port=None, **options))
    await simulator.start()
    try:
        yield simulator
    finally:
        await simulator.stop()


@asynccontextmanager
async def collecting(db: Database, interval: float = 1.0) -> AsyncIterator[CollectorRegistry]:
    registry = CollectorRegistry()
    collector = Collector(db, Events(), registry, LOOPBACK, interval=interval, connect_timeout=0.5, fetch_timeout=0.9)
    await collector.start()
    try:
        yield registry
    finally:
        await collector.stop()


async def register_all(db: Database, simulator: Simulator) -> dict[str, int]:
    """Scenario -> worker id."""
    person = await make.alice(db)
    ids = {}
    for described in simulator.state()["workers"]:
        worker = await make.worker(db, person, described["port"], health_source=described["health"])
        ids[described["scenario"]] = worker.id
    return ids


async def states(db: Database) -> dict[int, WorkerState]:
    async with db.reading() as session:
        return {row.worker_id: row for row in await session.scalars(select(WorkerState))}


async def until(db: Database, wanted: dict[int, tuple[str, str]]) -> dict[int, WorkerState]:
    """Waits until each worker has the status and, among its causes, the code."""
    for _ in range(150):
        now = await states(db)
        if all(now[w].status == status and f'"{code}"' in now[w].causes for w, (status, code) in wanted.items()):
            return now
        await asyncio.sleep(0.1)
    raise AssertionError({w: (s.status, s.causes) for w, s in now.items()})


EXPECTED = {
    "healthy": ("healthy", ""),
    "disabled": ("degraded", "disabled"),
    "down": ("down", "port_closed"),
    "reset": ("down", "runner_down"),
    "not_a_worker": ("down", "not_a_worker"),
    "garbage": ("down", "not_a_worker"),
    "redirect": ("down", "not_a_worker"),
    "too_large": ("down", "not_a_worker"),
    "starting": ("degraded", "starting"),
    "needs_access_hash": ("degraded", "needs_access_hash"),
    "image_not_allowed": ("degraded", "image_not_allowed"),
    "model_not_allowed": ("degraded", "model_not_allowed"),
    "ton_late": ("degraded", "ton_late"),
    "ton_out_of_sync": ("degraded", "ton_out_of_sync"),
    "wallet_low": ("degraded", "wallet_low"),
    "wallet_too_low": ("degraded", "wallet_too_low"),
    "no_proxy": ("degraded", "no_proxy"),
    "proxy_gone": ("degraded", "no_proxy"),
    "contract_closing": ("degraded", "contract_closing"),
    "contract_not_inited": ("degraded", "contract_not_initialised"),
    "model_loading": ("degraded", "model_loading"),
    "gpu_hot": ("degraded", "gpu_hot"),
    "no_gpu": ("degraded", "gpu_not_seen"),
    "busy": ("degraded", "saturated"),
}


async def test_every_trouble_of_a_mixed_fleet_is_named(db: Database, tmp_path_factory: Any) -> None:
    names = list(EXPECTED)
    folder = tmp_path_factory.mktemp("s")
    async with simulated(workers=len(names), scenario=",".join(names), health_dir=folder) as simulator:
        ids = await register_all(db, simulator)
        async with collecting(db):
            wanted = {ids[name]: (status, code) for name, (status, code) in EXPECTED.items() if code}
            now = await until(db, wanted)
        assert now[ids["healthy"]].status == "healthy"
    assert await find_faults(db) == []


async def test_a_hanging_worker_delays_nobody(db: Database) -> None:
    async with simulated(workers=6, scenario="hang,slow,hang,slow,hang,healthy") as simulator:
        ids = await register_all(db, simulator)
        async with collecting(db) as registry:
            await until(db, {ids["hang"]: ("down", "no_answer")})
            healthy = (await states(db))[ids["healthy"]]
            assert healthy.status == "healthy"
        assert registry.get_sample_value("cocoonpool_scrape_failures_total", {"kind": "timeout"})


async def earned_by_contract(db: Database) -> dict[str, int]:
    async with db.reading() as session:
        rows = await session.execute(select(EarningContract.sc_address, EarningContract.earned))
        return {address: earned for address, earned in rows}  # noqa: C416 - rows, not pairs


async def test_the_ledger_equals_what_the_workers_really_did(db: Database) -> None:
    """Two owners, two proxies, a restart in the middle; the simulated world knows the truth."""
    async with simulated(workers=6, owners=2, proxies=2, tick=0) as simulator:
        await register_all(db, simulator)
        async with collecting(db):
            for step in range(6):
                await asyncio.sleep(1)
                simulator.advance(40)
                if step == 2:
                    simulator.restart(1)
            for index in range(6):
                await simulator.set_scenario(index, "idle")
            simulator.advance(120)  # every figure has arrived everywhere
            truth = simulator.world.truth()
            fee = truth["worker_fee_per_token"]
            wanted = {parse(c["address"]): c["earned"] * fee for c in truth["contracts"] if c["earned"]}
            for _ in range(80):
                if {address: earned for address, earned in (await earned_by_contract(db)).items() if earned} == wanted:
                    break
                await asyncio.sleep(0.1)
        assert {a: e for a, e in (await earned_by_contract(db)).items() if e} == wanted
        assert await find_faults(db) == []


async def test_a_worker_goes_down_and_comes_back(db: Database) -> None:
    async with simulated(workers=1) as simulator:
        ids = await register_all(db, simulator)
        async with collecting(db):
            await until(db, {ids["healthy"]: ("healthy", "gpu_source_missing")})
            await simulator.set_scenario(0, "down")
            await until(db, {ids["healthy"]: ("down", "port_closed")})
            await simulator.set_scenario(0, "healthy")
            await until(db, {ids["healthy"]: ("healthy", "gpu_source_missing")})


async def test_discovery_registers_workers_under_their_owners(db: Database) -> None:
    async with simulated(workers=1) as simulator:
        described = simulator.state()["workers"][0]
        row = PortRow("127.0.0.1", described["port"], described["port"])
        created = await discover_if_empty(db, row, LOOPBACK)
        assert await discover_if_empty(db, row, LOOPBACK) == []
    async with db.reading() as session:
        worker = (await session.scalars(select(Worker))).one()
        person = (await session.scalars(select(Participant))).one()
    assert created == [worker.id]
    assert worker.stats_port == described["port"]
    assert person.ton_wallet_address == parse(described["owner"], testnet=True)


def test_a_row_of_ports_is_checked() -> None:
    assert parse_row("off") is None
    assert list((parse_row("on") or PortRow()).ports) == list(range(12000, 12311, 10))
    assert parse_row("127.0.0.2:13000-13010") == PortRow("127.0.0.2", 13000, 13010)

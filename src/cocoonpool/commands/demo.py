"""`cocoonpool demo`: a lively simulated fleet and a server beside it, on a temporary data folder."""

import tempfile
from pathlib import Path
from typing import Any

from cocoonpool.commands.output import say
from cocoonpool.commands.serve import open_database, serve
from cocoonpool.db import Database
from cocoonpool.participants.ensure import ensure_participant
from cocoonpool.settings import Settings
from cocoonpool.simulator import Options, Simulator
from cocoonpool.ton.address import parse
from cocoonpool.wire import utc_now
from cocoonpool.workers.register import NewWorker, register

CONTROL_BELOW = 100
"""The simulator's control URL is this many ports below its first worker."""

_AT_HOME: dict[str, Any] = {"reads_per_minute": 0, "writes_per_minute": 0}  # to play with, as fast as one likes

_SOCKET_PATH_BYTES = 104  # sun_path has 108 on Linux and 104 on BSD, its closing zero included


async def demo(workers: int, scenario: str, port: int, base_port: int, interval: float) -> None:
    """Runs until stopped; everything it wrote is removed then."""
    with tempfile.TemporaryDirectory(prefix="cocoonpool-demo-") as name:
        folder = Path(name)
        control = base_port - CONTROL_BELOW
        simulator = Simulator(
            Options(
                workers=workers,
                scenario=scenario,
                base_port=base_port,
                control_port=control,
                indexer_port=0,
                price_port=0,
                living_chain=True,
                **_health(folder),
            )
        )
        await simulator.start()
        settings = demo_settings(folder, port, interval, simulator)
        try:
            async with open_database(settings) as db:
                await _register_all(db, simulator, settings)
            say(
                f"{workers} simulated workers answer from port {base_port} on. Change the fate of one:\n"
                f"    curl -X POST http://127.0.0.1:{control}/workers/0/scenario/disabled"
            )
            await serve(settings)
        finally:
            await simulator.stop()


def demo_settings(folder: Path, port: int, interval: float, simulator: Simulator | None = None) -> Settings:
    """A pool of its own: it writes into no other database, and asks nobody outside.

    Without a simulator that has them, the chain and prices are unknown.
    """
    market = simulator.market_url if simulator else ""
    return Settings(
        data_dir=folder,
        database_url=None,
        port=port,
        scrape_interval=interval,
        discover="off",
        pool_wallets=(simulator and simulator.pool_wallet) or "",
        toncenter_url=simulator.indexer_url if simulator else "",
        toncenter_per_second=50,
        outgoing_networks="127.0.0.0/8",  # the simulated chain and market are here
        chain_interval=interval,
        price_sources=f"binance={market}, coingecko={market}, tonapi={market}" if market else "off",
        **_AT_HOME,
    )


def _health(folder: Path) -> dict[str, Any]:
    """Where the health monitors listen: unix sockets, or TCP where the folder's path is too long for a socket's."""
    longest = folder / "worker-99999.sock"
    return {"health_dir": folder} if len(bytes(longest)) < _SOCKET_PATH_BYTES else {"health_base_port": 0}


async def _register_all(db: Database, simulator: Simulator, settings: Settings) -> None:
    """By hand, not by discovery: that would not find those that are down or want their access hash."""
    now = utc_now()
    async with db.transaction() as session:
        for worker in simulator.state()["workers"]:
            owner = await ensure_participant(session, parse(worker["owner"]), now)
            await register(session, _new_worker(worker, owner.id), networks=settings.networks, now=now)


def _new_worker(worker: dict[str, Any], owner: int) -> NewWorker:
    number = worker["index"]
    return NewWorker(
        participant_id=owner,
        worker_name=f"Worker-{number} ({worker['scenario']})",
        instance_number=number,
        host=worker["host"],
        stats_port=worker["port"],
        health_source=worker["health"],
    )

"""Starts what a benchmark measures as processes of their own, and reads what the kernel says they used."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import insert

from cocoonpool.db import Database
from cocoonpool.migrations import upgrade
from cocoonpool.participants.models import Participant
from cocoonpool.wire import utc_now
from cocoonpool.workers.models import Worker, WorkerState

HOSTS_PER_NETWORK = 254
BASE_PORT = 21_000


@contextmanager
def running(arguments: list[str], **options: object) -> Iterator[psutil.Process]:
    """A process that is ended at the end of the block."""
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def wait_for_port(host: str, port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as attempt:
            attempt.settimeout(1)
            if attempt.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on {host}:{port}")


@dataclass
class Used:
    """What a process used in a window."""

    cpu_seconds: float
    wall_seconds: float
    peak_rss_mib: float


@contextmanager
def measuring(process: psutil.Process) -> Iterator[Used]:
    """CPU (user and system, all threads) of a process over the block; filled in at its end."""
    used = Used(0.0, 0.0, 0.0)
    before, started = process.cpu_times(), time.monotonic()
    yield used
    after = process.cpu_times()
    used.cpu_seconds = (after.user + after.system) - (before.user + before.system)
    used.wall_seconds = time.monotonic() - started
    used.peak_rss_mib = process.memory_info().rss / 2**20


def place(index: int) -> tuple[str, int]:
    """Where the simulator puts worker `index`: addresses first, then the next port."""
    return f"127.0.1.{index % HOSTS_PER_NETWORK + 1}", BASE_PORT + 10 * (index // HOSTS_PER_NETWORK)


def simulator_command(workers: int, scenario: str = "healthy") -> list[str]:
    return [
        *(sys.executable, "-m", "cocoonpool", "simulate", "--workers", str(workers), "--scenario", scenario),
        *("--hosts", "127.0.1.0/24", "--base-port", str(BASE_PORT), "--control-port", "0"),
    ]


def register_workers(folder: Path, count: int) -> None:
    """Writes a database that knows `count` workers of one participant at the simulator's places."""
    asyncio.run(registered(f"sqlite:///{folder / 'cocoonpool.db'}", count))


async def registered(url: str, count: int) -> None:
    """As `register_workers`, in any empty database."""
    db = Database(url)
    await upgrade(db)
    now = utc_now()
    async with db.transaction() as session:
        session.add(
            Participant(id=1, ton_wallet_address="0:" + "1" * 64, is_active=True, created_at=now, updated_at=now)
        )
        await session.flush()
        rows = [
            {
                "id": index + 1,
                "participant_id": 1,
                "worker_name": f"Worker-{index}",
                "instance_number": index,
                "host": place(index)[0],
                "stats_port": place(index)[1],
                "collection": "pull",
                "is_active": True,
                "created_at": now,
                "updated_at": now,
            }
            for index in range(count)
        ]
        await session.execute(insert(Worker), rows)
        await session.execute(insert(WorkerState), [{"worker_id": row["id"]} for row in rows])
    await db.close()

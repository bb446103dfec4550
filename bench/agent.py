"""What an agent of eight workers costs its host, and what 2,000 such agents cost the server.

The agent, the server and the simulated workers are processes of their own. For the 2,000, batches are made from
recorded pages with other figures in each, and sent as agents send them: one connection a batch, spread over 15 s.
"""

import argparse
import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from sqlalchemy import insert

from bench.processes import measuring, running, wait_for_port
from cocoonpool.agents.models import Agent
from cocoonpool.auth.keys import digest
from cocoonpool.auth.models import ApiKey
from cocoonpool.cocoon.batch import Batch, PortLook, Record, Round, pack_batch, pack_round
from cocoonpool.cocoon.pages import Pages
from cocoonpool.db import Database
from cocoonpool.migrations import upgrade
from cocoonpool.participants.models import Participant
from cocoonpool.wire import utc_now
from tests.agents.faults import Shown
from tests.captures import PAYLOADS, load

PORT, BASE, WORKERS, INTERVAL_S = 28_750, 27_000, 8, 15.0
WINDOW_S = 60
STATS = load("2025-12/03_traffic_w12000_stats").body
_CONTRACT = re.compile(rb'"sc_address": "[^"]+"')
_CHANGING = re.compile(r"((?:Load:? +|Mem |Temperature: |Utilization: ))\d{1,3}")
_HEAD = (
    b"POST /api/v1/agent/readings HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %b\r\n"
    b"Content-Type: application/vnd.cocoonpool.batch\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
)
GUEST = {
    command: (PAYLOADS / "2025-12" / f"15_health_{command}.txt").read_text(errors="replace")
    for command in ("gpu", "sys", "status", "tdx")
}


def environment(name: str) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin", "COCOONPOOL_DATA_DIR": name, "COCOONPOOL_PORT": str(PORT),
        "COCOONPOOL_PRICE_SOURCES": "off", "COCOONPOOL_TONCENTER_URL": "", "COCOONPOOL_DISCOVER": "off",
    }  # fmt: skip


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "cocoonpool", *arguments]


async def fill(folder: Path, agents: int) -> list[str]:
    """A database with so many agents let in; their keys."""
    db = Database(f"sqlite+aiosqlite:///{folder / 'cocoonpool.db'}")
    await upgrade(db)
    now, keys = utc_now(), [f"ckp_bench{number:06d}" for number in range(agents)]
    async with db.transaction() as session:
        session.add(
            Participant(id=1, ton_wallet_address="0:" + "1" * 64, is_active=True, created_at=now, updated_at=now)
        )
        await session.flush()
        of = {"prefix": "ckp_bench", "role": "participant", "participant_id": 1, "created_at": now}
        codes = {"id": agents + 1, "name": "code", "digest": digest("code"), "scopes": "enrol", **of}
        rows = [
            {"id": number + 1, "name": f"agent {number}", "digest": digest(key), "scopes": "agent", **of}
            for number, key in enumerate(keys)
        ]
        await session.execute(insert(ApiKey), [*rows, codes])
        about = {"participant_id": 1, "code_id": agents + 1, "version": "1", "created_at": now, "since": now}
        await session.execute(
            insert(Agent),
            [{"key_id": n + 1, "host": f"gpu-{n:04d}", "machine": f"machine-{n}", **about} for n in range(agents)],
        )
    await db.close()
    return keys


def page(number: int, turn: int, worker: int) -> bytes:
    """Of a worker whose owner has this host only: its contract is shared by eight workers, as in the field."""
    shown = Shown(0, 100 * turn + worker).page((turn * WORKERS + worker) * 1_000 + number)
    return _CONTRACT.sub(b'"sc_address": "0:%064x"' % number, shown)


def guest(number: int) -> dict[str, str]:
    """What the monitors say changes from look to look."""
    return {command: _CHANGING.sub(lambda found: f"{found[1]}{number % 80}", text) for command, text in GUEST.items()}


def body(number: int, turn: int, at: int) -> bytes:
    """Batch `turn` of an agent, sent at `at` (unix ms): eight workers, each with figures of its own."""
    looks = [
        PortLook(
            12_000 + 10 * worker,
            Pages(page(number, turn, worker), STATS, None),
            guest=guest(number + turn + worker),
            duration_ms=5,
        )
        for worker in range(WORKERS)
    ]
    record = Record(turn, pack_round(Round("boot", at, at, looks)))
    return pack_batch(Batch("stream", "boot", at, at, turn, [record], version="1"))


def prepare(keys: Sequence[str], turns: Sequence[int], seconds: float) -> list[tuple[float, bytes]]:
    """All requests of some turns and when each leaves (unix seconds); made beforehand, not while anything is measured.

    The first leaves when they are made, as long as that takes no more than 2 ms for each.
    """
    start, requests = time.time() + 0.002 * len(keys) * len(turns), []
    for nth, turn in enumerate(turns):
        for number, key in enumerate(keys):
            at = start + seconds * (nth + number / len(keys))
            content = body(number, turn, int(at * 1000))
            requests.append((at, _HEAD % (key.encode(), len(content)) + content))
    return requests


async def send_all(requests: Sequence[tuple[float, bytes]]) -> int:
    """Sends each when it is time, on a connection of its own. How many were not taken."""
    answers = []
    for at, request in requests:
        await asyncio.sleep(max(0.0, at - time.time()))
        answers.append(asyncio.create_task(ask(request)))
    taken = f'"looks":{WORKERS},'.encode()
    return sum(
        not answer.startswith(b"HTTP/1.1 200") or taken not in answer for answer in await asyncio.gather(*answers)
    )


async def ask(request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return answer


def server_side(agents: int, turns: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        keys = asyncio.run(fill(Path(name), agents))
        with running(command("serve"), env=environment(name)) as server:
            wait_for_port("127.0.0.1", PORT)
            asyncio.run(send_all(prepare(keys, [1], 2 * INTERVAL_S)))  # the workers are registered
            requests = prepare(keys, range(2, 2 + turns), INTERVAL_S)
            time.sleep(max(0.0, requests[0][0] - time.time()))
            with measuring(server) as used:
                refused = asyncio.run(send_all(requests))
    batches = agents * turns
    print(
        f"server: {batches} batches of {WORKERS} workers from {agents} agents in {used.wall_seconds:.0f} s, "
        f"{refused} not taken; {used.cpu_seconds / batches * 1e3:.2f} ms CPU a batch, "
        f"{used.cpu_seconds / batches / WORKERS * 1e6:.0f} µs a look, {used.peak_rss_mib:.0f} MiB"
    )
    share = used.cpu_seconds / batches * agents / INTERVAL_S
    print(f"{agents} agents on one server process: {share:.0%} of a core (goal: at most 50 %)")


def host_side() -> None:
    with tempfile.TemporaryDirectory(prefix="cpa-") as name:
        folder = Path(name)
        simulate = ("--workers", str(WORKERS), "--base-port", str(BASE), "--control-port", "0", "--health-dir", name)
        with running(command("simulate", *simulate)), running(command("serve"), env=environment(name)):
            wait_for_port("127.0.0.1", PORT)
            wait_for_port("127.0.0.1", BASE)
            http = httpx.Client(headers={"X-API-Key": (folder / "operator.key").read_text().strip()})
            api = f"http://127.0.0.1:{PORT}/api/v1"
            person = http.post(f"{api}/participants", json={"ton_wallet_address": "0:" + "a1" * 32}).json()["id"]
            code = http.post(f"{api}/agents/codes", json={"participant_id": person}).json()["code"]
            with running(command("agent", "enroll", f"http://127.0.0.1:{PORT}", code, "--dir", f"{name}/a")) as enrol:
                enrol.wait(60)
            ports = f"{BASE}-{BASE + 10 * WORKERS - 10}"
            where = ("--dir", f"{name}/a", "--ports", ports, "--health", f"unix:{name}/worker-{{instance}}.sock")
            with running(command("agent", *where)) as agent:
                time.sleep(20)
                with measuring(agent) as used:
                    time.sleep(WINDOW_S)
            seen = len(http.get(f"{api}/workers").json())
    print(
        f"agent: {seen} workers every {INTERVAL_S:.0f} s: {used.cpu_seconds / used.wall_seconds:.2%} of a core "
        f"(goal: 1 %), {used.peak_rss_mib:.0f} MiB (goal: 60 MiB)"
    )


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--agents", type=int, default=2_000)
    parser.add_argument("--turns", type=int, default=3)
    chosen = parser.parse_args(list(arguments))
    host_side()
    server_side(chosen.agents, chosen.turns)


if __name__ == "__main__":
    main(sys.argv[1:])

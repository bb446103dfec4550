"""The client, blocking and asynchronous, against the real server."""

import asyncio
import inspect
import threading
from decimal import Decimal
from typing import Any

import pytest
from fastapi import FastAPI

from cocoonpool.client import AsyncPool, NoAnswer, Pool, Refused, calls
from cocoonpool.client.answers import Call
from cocoonpool.client.following import Fleet, Update
from cocoonpool.db import Database
from tests import make
from tests.flows.process import free_port
from tests.live.serving import look, serving

# For people, browsers with a wallet, and agents; the content of the event stream comes over the socket.
NOT_FOR_PROGRAMS = {
    ("GET", "/docs"),
    ("GET", "/api/v1/events"),
    ("POST", "/api/v1/auth/ton-proof/payload"),
    ("POST", "/api/v1/auth/ton-proof"),
    ("POST", "/api/v1/auth/logout"),
    ("POST", "/api/v1/agent/enrolment"),
    ("POST", "/api/v1/agent/readings"),
}
EXAMPLES: dict[str, Any] = {
    "worker_id": 1, "participant_id": 1, "payout_id": 1, "key_id": 1, "session_id": 1, "agent_id": 1, "code_id": 1,
    "wallet_address": "UQ", "worker_name": "w",
    "host": "h", "stats_port": 1, "ton_wallet_address": "UQ", "month": "2026-05", "transaction_hash": "00",
    "amount_ton": Decimal(1), "from_address": "UQ", "to_address": "UQ", "transaction_time": make.NOW, "year": 2026,
    "name": "k",
}  # fmt: skip


def all_calls() -> set[tuple[str, str]]:
    """Method and path of everything that the client can ask."""
    found = set()
    for function in vars(calls).values():
        if getattr(function, "__module__", "") == calls.__name__ and not function.__name__.startswith("_"):
            wanted = inspect.signature(function).parameters.values()
            needed = [one.name for one in wanted if one.default is one.empty and one.kind is not one.VAR_KEYWORD]
            call: Call[Any] = function(**{name: EXAMPLES[name] for name in needed})
            found.add((call.method, call.template))
    return found


def test_the_client_knows_every_operation(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    offered = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert offered - NOT_FOR_PROGRAMS == all_calls()


async def test_what_is_made_is_found_and_exact(app: FastAPI, db: Database) -> None:
    key = await make.operator_key(db)
    async with serving(app) as place, AsyncPool(f"http://{place}", key) as pool:
        alice = await pool.ask(calls.add_participant(make.ALICE, username="alice"))
        made = await pool.ask(
            calls.add_worker(alice.id, "Worker-0", "127.0.0.1", 12_000, price_coefficient=Decimal("1.2"))
        )
        assert (made.price_coefficient, made.latest_status) == (Decimal("1.2"), "unknown")
        await look(db, made.id)
        seen = await pool.ask(calls.worker(made.id))
        assert seen.detail is not None
        assert [cause.severity for cause in seen.latest_causes] == ["warning", "info"]
        series = await pool.ask(calls.metrics(made.id, hours=1, resolution="raw"))
        assert [point.gpu_utilization for point in series.metrics] == [50]
        assert (await pool.ask(calls.participant_by_wallet(alice.ton_wallet_address))).id == alice.id
        assert b"cocoon_worker_status" in await pool.ask(calls.prometheus_page())
        await pool.ask(calls.delete_worker(made.id))
        assert await pool.ask(calls.workers()) == ()


async def test_a_list_is_gone_through_to_its_end(app: FastAPI, db: Database) -> None:
    alice = await make.alice(db)
    ids = [(await make.worker(db, alice, port)).id for port in range(1, 8)]
    key = await make.operator_key(db)

    def blocking(url: str) -> list[int]:
        with Pool(url, key) as pool:
            return [worker.id for worker in pool.every(calls.workers(limit=3, is_active=True))]

    async with serving(app) as place, AsyncPool(f"http://{place}", key) as pool:
        assert await asyncio.to_thread(blocking, f"http://{place}") == ids
        assert [worker.id async for worker in pool.every(calls.workers(limit=3))] == ids


async def test_a_refusal_says_why(app: FastAPI, db: Database) -> None:
    async with serving(app) as place:
        async with AsyncPool(f"http://{place}", "ckp_wrong") as stranger:
            with pytest.raises(Refused, match="not known") as refused:
                await stranger.ask(calls.workers())
            assert (refused.value.status, refused.value.code) == (401, "key_unknown")
            with pytest.raises(Refused, match="not known"):
                await anext(aiter(stranger.listen()))
        async with AsyncPool(f"http://{place}", await make.operator_key(db)) as pool:
            with pytest.raises(Refused) as refused:
                await pool.ask(calls.add_worker(1, "", "127.0.0.1", 0))
            assert {fault["loc"][-1] for fault in refused.value.detail} == {"worker_name", "stats_port"}
    async with AsyncPool(f"http://127.0.0.1:{free_port()}") as nobody:
        with pytest.raises(NoAnswer):
            await nobody.ask(calls.health())


async def test_listening_survives_a_restart_of_the_server(app: FastAPI, db: Database) -> None:
    alice, port = await make.alice(db), free_port()
    worker, other = await make.worker(db, alice, 1), await make.worker(db, alice, 2)
    key = await make.key_of(db, alice)
    async with AsyncPool(f"http://127.0.0.1:{port}", key) as pool:
        heard = pool.listen(worker_ids=[worker.id])
        async with serving(app, port):
            first = await anext(heard)
            await look(db, other.id, app=app)
        await look(db, worker.id)
        async with serving(app, port):
            second = await anext(heard)
        await heard.aclose()
    assert (first.worker_id, second.worker_id) == (worker.id, worker.id)
    assert first.worker is not None and second.worker is not None
    assert (first.worker.latest_status, second.worker.latest_status) == ("unknown", "healthy")
    assert second.worker.sample is not None


async def test_a_thread_listens_too_and_can_be_called_off(app: FastAPI, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    key, heard = await make.operator_key(db), []
    async with serving(app) as place:
        pool = Pool(f"http://{place}", key)
        enough = threading.Event()

        def listen() -> None:
            for update in pool.listen():
                heard.append(update.worker_id)
                enough.set()

        thread = threading.Thread(target=listen)
        thread.start()
        assert await asyncio.to_thread(enough.wait, 20)
    pool.close()
    await asyncio.to_thread(thread.join, 20)
    assert (heard, thread.is_alive()) == ([worker.id], False)


def test_what_is_gone_after_a_long_break_is_said_to_be() -> None:
    fleet = Fleet()
    fleet.take('{"snapshot": true, "cursor": "a-5"}')
    fleet.workers[3] = fleet.workers[4] = None  # type: ignore[assignment]
    assert fleet.take('{"snapshot": false, "cursor": "a-6"}') == []
    assert fleet.take('{"id": 4, "removed": true, "cursor": "a-7"}') == [Update(4, None)]
    assert [one.worker_id for one in fleet.take('{"snapshot": true, "cursor": "b-1"}')] == [3]
    assert (fleet.workers, fleet.cursor) == ({}, "b-1")

"""Enrolled hosts, and the batches their agents send: pages as recorded from real workers."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import update

from cocoonpool.agents.models import Agent
from cocoonpool.cocoon.batch import Batch, PortLook, Record, Round, pack_batch, pack_round
from cocoonpool.cocoon.pages import Pages
from cocoonpool.db import to_ms
from cocoonpool.wire import utc_now
from tests import captures, make

READINGS = "/api/v1/agent/readings"
BUSY = captures.pages("2025-12/03_traffic_w12000")
GPU = (captures.PAYLOADS / "2025-12" / "15_health_gpu.txt").read_text(errors="replace")


def now_ms() -> int:
    return to_ms(utc_now())


def busy(port: int = 12_000, pages: Pages = BUSY, **fields: Any) -> PortLook:
    return PortLook(port, pages, guest={"gpu": GPU}, **fields)


def taken(at: int, *looks: PortLook, boot: str = "boot-1", **fields: Any) -> Round:
    """A round at a time (unix ms) of a host whose even clock started with 1970."""
    return Round(**{"boot": boot, "wall_ms": at, "mono_ms": at, "looks": list(looks) or [busy()], **fields})


def batch(*rounds: Round | bytes, first: int = 1, **fields: Any) -> Batch:
    frames = [frame if isinstance(frame, bytes) else pack_round(frame) for frame in rounds]
    now = now_ms()
    return Batch(
        **{
            "stream": "stream-1",
            "boot": "boot-1",
            "wall_ms": now,
            "mono_ms": now,
            "oldest": first,
            "records": [Record(first + index, frame) for index, frame in enumerate(frames)],
            **fields,
        }
    )


async def send(agent: AsyncClient, sent: Batch | bytes) -> Response:
    body = sent if isinstance(sent, bytes) else pack_batch(sent)
    return await agent.post(READINGS, content=body)


async def code(client: AsyncClient, participant_id: int, **fields: Any) -> str:
    answer = await client.post("/api/v1/agents/codes", json={"participant_id": participant_id, **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


async def enrolled(app: FastAPI, with_code: str, host: str = "gpu-01", machine: str = "") -> dict[str, Any]:
    body = {"host": host, "machine": machine or f"machine-of-{host}", "version": "1"}
    async with make.client(app, with_code) as newcomer:
        answer = await newcomer.post("/api/v1/agent/enrolment", json=body)
    return {**answer.json(), "status": answer.status_code}


async def agent_of(app: FastAPI, client: AsyncClient, participant_id: int, host: str = "gpu-01") -> AsyncClient:
    """A client that speaks as the agent of a host that was let in long ago."""
    made = await enrolled(app, await code(client, participant_id), host)
    async with app.state.db.transaction() as session:
        await session.execute(update(Agent).where(Agent.id == made["agent_id"]).values(since=make.NOW))
    return make.client(app, made["key"])


def codes(answer: Response) -> Sequence[str]:
    return sorted(refused["code"] for refused in answer.json()["refused"])

"""HTTP: codes for hosts, agents as people see them, and the two doors that agents themselves use."""

import time
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy.exc import SQLAlchemyError

from cocoonpool.agents import enrol as enrolment
from cocoonpool.agents import queries
from cocoonpool.agents.intake import Intake
from cocoonpool.agents.models import Wish
from cocoonpool.agents.reading import read_records
from cocoonpool.agents.shapes import (
    AgentOut,
    CodeOut,
    EnrolledOut,
    MadeCode,
    NewAgent,
    NewCode,
    NewWish,
    RefusedOut,
    TakenOut,
    WishedOut,
    WishOut,
)
from cocoonpool.agents.take import Delivery, Taken
from cocoonpool.agents.wishes import list_wishes, make_wish, waiting
from cocoonpool.auth.guards import Agent, Newcomer, Operator, Reader, Writer
from cocoonpool.auth.principal import Principal
from cocoonpool.cocoon.batch import NotABatch, unpack_batch
from cocoonpool.db import to_ms
from cocoonpool.errors import Forbidden, Invalid
from cocoonpool.session import Connected, Read, Write
from cocoonpool.telemetry import get_logger
from cocoonpool.wire import Cursor, ExactRoute, Limit, page, respond, utc_now
from cocoonpool.workers import queries as workers
from cocoonpool.workers.models import Worker

log = get_logger(__name__)
router = APIRouter(tags=["agents"], route_class=ExactRoute)

Id = Annotated[int, Path(ge=0, le=2**63 - 1)]
_A_DAY: Final = timedelta(days=1)
_BATCH: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/vnd.cocoonpool.batch": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/agents", response_model=list[AgentOut])
async def list_agents(
    request: Request, caller: Reader, session: Read, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """Agents, revoked ones too. A participant sees its own."""
    rows, total = await queries.list_agents(session, only=caller.only_participant, after=cursor or 0, limit=limit + 1)
    now, shown = utc_now(), rows[:limit]
    next_cursor = shown[-1].agent.id if len(rows) > limit else None
    return page(request, [AgentOut.of(row, now) for row in shown], total, next_cursor)


@router.get("/agents/codes", response_model=list[CodeOut])
async def list_enrolment_codes(
    request: Request, caller: Reader, session: Read, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """Enrolment codes, ended ones too. A participant sees its own."""
    rows, total = await queries.list_codes(session, only=caller.only_participant, after=cursor or 0, limit=limit + 1)
    shown = rows[:limit]
    next_cursor = shown[-1][0].id if len(rows) > limit else None
    return page(request, [CodeOut.of(row, code) for row, code in shown], total, next_cursor)


@router.post("/agents/codes", status_code=201, response_model=MadeCode)
async def create_enrolment_code(request: Request, caller: Writer, session: Write, body: NewCode) -> Response:
    """Makes a code that lets hosts in, and shows it, once. A participant makes codes for itself."""
    now = utc_now()
    owner = _owner(caller, body.participant_id)
    expires_at = _expiry(body.expires_at, now)
    row, code = await enrolment.make_code(
        session, participant_id=owner, hosts=body.hosts, expires_at=expires_at, by=caller, now=now
    )
    made = MadeCode(
        id=row.id,
        prefix=row.prefix,
        participant_id=owner,
        hosts=body.hosts,
        used=0,
        created_at=now,
        expires_at=expires_at,
        revoked_at=None,
        code=code,
    )
    return respond(made, 201, {"Location": f"{request.url.path}/{row.id}"})


@router.delete("/agents/codes/{code_id}", status_code=204)
async def revoke_enrolment_code(request: Request, code_id: Id, caller: Writer, db: Connected) -> Response:
    """Ends a code. Hosts that came in with it stay."""
    async with db.transaction() as session:
        await queries.revoke_code(session, code_id, by=caller, now=utc_now())
    request.app.state.known_keys.forget()
    return Response(status_code=204)


@router.get("/agents/{agent_id}", response_model=AgentOut)
async def get_agent(agent_id: Id, caller: Reader, session: Read) -> Response:
    """One agent, and what of its last batch was not taken."""
    return respond(AgentOut.of(await queries.get(session, agent_id, only=caller.only_participant), utc_now()))


@router.delete("/agents/{agent_id}", status_code=204)
async def revoke_agent(request: Request, agent_id: Id, caller: Writer, db: Connected) -> Response:
    """Ends an agent's key for good: it stops at its next batch. Its workers and their history stay."""
    async with db.transaction() as session:
        await queries.revoke(session, agent_id, by=caller, now=utc_now())
    request.app.state.known_keys.forget()
    return Response(status_code=204)


@router.post("/agent/enrolment", status_code=201, response_model=EnrolledOut)
async def enrol_host(caller: Newcomer, session: Write, body: NewAgent) -> Response:
    """Lets a host in. The credential is the enrolment code; the answer has the host's own key."""
    now = utc_now()
    if caller.key_id is None or caller.participant_id is None:
        raise Forbidden("This is no enrolment code.", "not_a_code")
    enrolled = await enrolment.enrol(
        session,
        code_id=caller.key_id,
        participant_id=caller.participant_id,
        host=body.host,
        machine=body.machine,
        version=body.version,
        by=caller,
        now=now,
    )
    answer = EnrolledOut(
        agent_id=enrolled.agent_id,
        host=enrolled.host,
        key=enrolled.key,
        other_agents=list(enrolled.others),
        server_time_ms=to_ms(now),
    )
    return respond(answer, 201)


@router.post("/agent/readings", response_model=TakenOut, openapi_extra=_BATCH)
async def take_readings(request: Request, caller: Agent, db: Connected) -> Response:
    """Takes a batch of raw looks. Again and again gives the same: a record is stored once."""
    received = time.time_ns() // 1_000_000  # before the body, which may take a while
    intake: Intake = request.app.state.intake
    try:
        agent_id = await intake.agent_of(caller.key_id)
        request.app.state.outside.note(agent_id, caller.address)
        body = await request.body()
        if wait := request.app.state.agent_pace.wait_s(agent_id, len(body), time.monotonic()):
            return _too_fast(wait)
        batch = unpack_batch(body)
        taken = await intake.deliver(Delivery(agent_id, batch, await read_records(batch), received))
    except NotABatch as error:
        raise Invalid(str(error), "body") from None
    except (SQLAlchemyError, OSError) as error:
        log.error("the database takes no batches of agents; they send again", error=type(error).__name__)
        return respond({"detail": "The database takes nothing now. Send again.", "code": "unavailable"}, 503)
    answer = _taken(taken, received)
    if batch.allows_control:
        async with db.reading() as session:
            answer.wishes = [_wished(*found) for found in await waiting(session, Worker.agent_id == agent_id)]
    return respond(answer)


@router.post("/workers/{worker_id}/wishes", status_code=201, response_model=WishOut)
async def create_wish(request: Request, worker_id: Id, caller: Operator, session: Write, body: NewWish) -> Response:
    """Wishes that the worker be told something. It is, where control is switched on; `command` does it by hand."""
    owned = await workers.owned_by(session, worker_id, caller)
    wish = await make_wish(session, owned.id, body.command(), caller, utc_now())
    worker = await session.get_one(Worker, owned.id)
    return respond(WishOut.of(wish, worker), 201, {"Location": request.url.path})


@router.get("/workers/{worker_id}/wishes", response_model=list[WishOut])
async def get_wishes(
    request: Request, worker_id: Id, caller: Reader, session: Read, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """All that the worker was ever wished, newest first, and what came of it."""
    owned = await workers.owned_by(session, worker_id, caller)
    rows, total = await list_wishes(session, owned.id, before=cursor, limit=limit + 1)
    worker, shown = await session.get_one(Worker, owned.id), rows[:limit]
    next_cursor = shown[-1].id if len(rows) > limit else None
    return page(request, [WishOut.of(wish, worker) for wish in shown], total, next_cursor)


def _wished(wish: Wish, worker: Worker) -> WishedOut:
    return WishedOut(id=wish.id, port=worker.stats_port, kind=wish.kind, value=wish.value, proxy=wish.proxy)


def _too_fast(seconds: int) -> Response:
    refusal = {"detail": "This agent sends more than a host can have to say.", "code": "too_fast"}
    return respond(refusal, 429, {"Retry-After": str(seconds)})


def _taken(taken: Taken, received: int) -> TakenOut:
    return TakenOut(
        server_time_ms=received,
        looks=taken.looks,
        duplicates=taken.duplicates,
        refused=[
            RefusedOut(code=refusal.code, detail=refusal.detail, port=refusal.port, looks=count)
            for refusal, count in taken.refused.most_common(100)
        ],
    )


def _owner(caller: Principal, participant_id: int | None) -> int:
    if not caller.is_operator:
        if caller.participant_id is None or participant_id not in (None, caller.participant_id):
            raise Forbidden("A participant makes codes for itself only.", "code_of_another")
        return caller.participant_id
    if participant_id is None:
        raise Invalid("Whose hosts shall it let in? Give the participant.", "body", "participant_id")
    return participant_id


def _expiry(wanted: datetime | None, now: datetime) -> datetime:
    if wanted is not None and wanted <= now:
        raise Invalid("This moment has passed.", "body", "expires_at")
    return wanted or now + _A_DAY

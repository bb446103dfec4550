"""HTTP: workers. An operator sees and changes all, a participant sees its own and may rename them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from cocoonpool.auth.audit import facts, record
from cocoonpool.auth.guards import Operator, Reader, Writer
from cocoonpool.auth.principal import Principal
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.errors import Forbidden
from cocoonpool.session import Write
from cocoonpool.wire import Cursor, ExactRoute, Limit, page_headers, respond, respond_tagged, utc_now
from cocoonpool.workers import change as changes
from cocoonpool.workers import queries
from cocoonpool.workers.causes import Status
from cocoonpool.workers.change import WorkerChange
from cocoonpool.workers.listing import Listing
from cocoonpool.workers.models import Worker
from cocoonpool.workers.queries import Filters, OwnedWorkerId
from cocoonpool.workers.register import NewWorker, register
from cocoonpool.workers.shapes import WorkerAnswer, WorkerItem

router = APIRouter(prefix="/workers", tags=["workers"], route_class=ExactRoute)

WorkerId = Annotated[int, Path(ge=0, le=2**63 - 1)]
ParticipantFilter = Annotated[int | None, Query(ge=0, le=2**63 - 1, description="Only this participant's.")]
ModelFilter = Annotated[str | None, Query(max_length=320, description="Only with exactly this model, as reported.")]


async def _lists(request: Request) -> Listing:
    await request.app.state.fleet.current()
    listing: Listing = request.app.state.listing
    return listing


Lists = Annotated[Listing, Depends(_lists)]


@router.get("", response_model=list[WorkerItem])
async def list_workers(
    request: Request,
    caller: Reader,
    lists: Lists,
    participant_id: ParticipantFilter = None,
    is_active: Annotated[bool | None, Query(description="Only active, or only paused workers.")] = None,
    status: Annotated[Status | None, Query(description="Only with this `latest_status`.")] = None,
    model: ModelFilter = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Workers in order of id, each with its latest figures. A participant finds only its own."""
    filters = Filters(participant_id, is_active, status, model)
    found = lists.page(caller.only_participant, filters, limit, cursor or 0)
    return respond_tagged(request, found.body, found.tag, page_headers(request, found.total, found.next_cursor))


@router.get("/{worker_id}", response_model=WorkerAnswer)
async def get_worker(request: Request, worker_id: WorkerId, caller: Reader, lists: Lists) -> Response:
    """One worker, with all that its last reading says."""
    found = lists.one(caller.only_participant, worker_id)
    return respond_tagged(request, found.body, found.tag)


@router.post("", status_code=201, response_model=WorkerAnswer)
async def create_worker(request: Request, caller: Operator, session: Write, body: NewWorker) -> Response:
    """Registers a worker that the pool itself asks. Its host must be inside the allowed networks."""
    now = utc_now()
    worker = await register(session, body, networks=_networks(request), now=now)
    await record(session, caller, "worker.created", f"workers/{worker.id}", now, after=facts(worker))
    answer = await queries.get(session, OwnedWorkerId(worker.id))  # just made by an operator, who sees all
    return respond(answer, 201, {"Location": f"{request.url.path}/{worker.id}"})


@router.patch("/{worker_id}", response_model=WorkerAnswer)
async def change_worker(
    request: Request, worker_id: WorkerId, caller: Writer, session: Write, body: WorkerChange
) -> Response:
    """Changes a worker. With `is_active` false it is paused at once. A participant may rename its own."""
    owned = await queries.owned_by(session, worker_id, caller)
    _refuse_beyond_name(caller, body)
    now, worker = utc_now(), await session.get_one(Worker, owned.id)
    before = facts(worker)
    await changes.change(session, owned.id, body, networks=_networks(request), now=now)
    await record(session, caller, "worker.changed", f"workers/{worker.id}", now, before=before, after=facts(worker))
    return respond(await queries.get(session, owned.id))


@router.delete("/{worker_id}", status_code=204)
async def delete_worker(worker_id: WorkerId, caller: Operator, session: Write) -> Response:
    """Takes a worker out of the pool. What it earned, and its history, stay on the books."""
    owned = await queries.owned_by(session, worker_id, caller)
    now, worker = utc_now(), await session.get_one(Worker, owned.id)
    before = facts(worker)
    await changes.delete(session, owned.id, now)
    await record(session, caller, "worker.deleted", f"workers/{worker.id}", now, before=before, after=facts(worker))
    return Response(status_code=204)


def _networks(request: Request) -> AllowedNetworks:
    networks: AllowedNetworks = request.app.state.settings.networks
    return networks


def _refuse_beyond_name(caller: Principal, body: WorkerChange) -> None:
    beyond = body.model_fields_set - {"worker_name"}
    if beyond and not caller.is_operator:
        raise Forbidden(f"Only an operator may change: {', '.join(sorted(beyond))}.", "operator_only")

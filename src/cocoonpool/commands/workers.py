"""`cocoonpool workers …`: list, show, add, discover."""

from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from cocoonpool.auth.audit import facts, record
from cocoonpool.collector.discover import parse_row, probe, register_found
from cocoonpool.commands.output import OK, PROBLEM, USAGE, cell, fail, print_json, say, show
from cocoonpool.commands.refusal import explain
from cocoonpool.commands.serve import open_database
from cocoonpool.commands.shell import operator
from cocoonpool.commands.worker_table import show_list, show_one
from cocoonpool.db import ReadSession, Session
from cocoonpool.participants.models import Participant
from cocoonpool.settings import Settings
from cocoonpool.wire import utc_now
from cocoonpool.workers import queries
from cocoonpool.workers.models import Worker
from cocoonpool.workers.register import NewWorker, register


async def all_workers(session: ReadSession) -> list[dict[str, Any]]:
    """Every worker, in the shape of `WorkerItem`."""
    items: list[dict[str, Any]] = []
    after: int | None = 0
    while after is not None:
        page, _, after = await queries.list_page(session, operator(), queries.Filters(), 1000, after)
        items += page
    return items


async def list_workers(settings: Settings, as_json: bool) -> int:
    async with open_database(settings) as db, db.reading() as session:
        workers = await all_workers(session)
    if as_json:
        print_json(workers)
        return OK
    show_list(workers)
    return OK


async def show_worker(settings: Settings, worker_id: int, as_json: bool) -> int:
    async with open_database(settings) as db, db.reading() as session:
        owned = await queries.owned_by(session, worker_id, operator())
        worker = await queries.get(session, owned.id)
    if as_json:
        print_json(worker)
        return OK
    show_one(worker, None if worker["detail"] is None else worker["detail"].model_dump())
    return OK


def _parsed(fields: dict[str, Any]) -> NewWorker:
    try:
        if "price_coefficient" in fields:
            fields["price_coefficient"] = Decimal(fields["price_coefficient"])
        return NewWorker(**fields)
    except InvalidOperation:
        fail("price_coefficient: not a number", USAGE)
    except ValidationError as error:
        fail(explain(error), USAGE)


async def add_worker(settings: Settings, fields: dict[str, Any], as_json: bool) -> int:
    new = _parsed(fields)
    async with open_database(settings) as db, db.transaction() as session:
        now = utc_now()
        worker = await register(session, new, networks=settings.networks, now=now)
        await record(session, operator(), "worker.created", f"workers/{worker.id}", now, after=facts(worker))
        answer = await queries.get(session, queries.OwnedWorkerId(worker.id))
    if as_json:
        print_json(answer)
    else:
        say(f"Worker {answer['id']} is registered; it is looked at within {settings.scrape_interval:g} s.")
    return OK


async def _note(session: Session, owner: Participant, worker: Worker) -> None:
    caller, now = operator(), worker.created_at
    if owner.created_at == now:
        await record(session, caller, "participant.created", f"participants/{owner.id}", now, after=facts(owner))
    await record(session, caller, "worker.created", f"workers/{worker.id}", now, after=facts(worker))


async def discover(settings: Settings, where: str, as_json: bool) -> int:
    """Exit code 1 when nothing answers."""
    try:
        row = parse_row(where)
    except ValueError as error:
        fail(str(error), USAGE)
    if row is None:
        fail("nothing to do: discovery is off", USAGE)
    found = await probe(row, settings.networks)
    async with open_database(settings) as db:
        created = await register_found(db, row, found, settings.networks, _note)
    if as_json:
        print_json({"answered": found, "registered": created})
    else:
        columns = ("port", "owner", "note")
        show(f"{len(found)} answer as workers", columns, [(f.port, f.owner, cell(f.why_not or "")) for f in found])
        say(f"{len(created)} newly registered.")
    return OK if found else PROBLEM

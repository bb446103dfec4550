"""`cocoonpool participants …`: list and add."""

from typing import Any

from pydantic import ValidationError

from cocoonpool.auth.audit import facts, record
from cocoonpool.commands.output import OK, USAGE, fail, print_json, say, show
from cocoonpool.commands.refusal import explain
from cocoonpool.commands.serve import open_database
from cocoonpool.commands.shell import operator
from cocoonpool.db import ReadSession
from cocoonpool.participants import queries
from cocoonpool.participants.shapes import NewParticipant, ParticipantOut
from cocoonpool.participants.view import shown, shown_one
from cocoonpool.settings import Settings
from cocoonpool.wire import utc_now


async def _all(session: ReadSession) -> list[ParticipantOut]:
    found: list[ParticipantOut] = []
    after = 0
    while True:
        rows, _ = await queries.list_participants(session, only=None, after=after, limit=1000)
        found += await shown(session, rows)
        if not rows:
            return found
        after = rows[-1].id


async def list_participants(settings: Settings, as_json: bool) -> int:
    async with open_database(settings) as db, db.reading() as session:
        people = await _all(session)
    if as_json:
        print_json(people)
        return OK
    columns = ("id", "wallet", "name", "workers", "revenue TON", "active")
    rows = [
        (
            person.id,
            person.ton_wallet_address,
            person.username,
            f"{person.active_workers}/{person.total_workers}",
            person.total_revenue_ton,
            "yes" if person.is_active else "no",
        )
        for person in people
    ]
    show(f"{len(people)} participants", columns, rows)
    return OK


async def add_participant(settings: Settings, fields: dict[str, Any], as_json: bool) -> int:
    try:
        new = NewParticipant(**fields)
    except ValidationError as error:
        fail(explain(error), USAGE)
    async with open_database(settings) as db, db.transaction() as session:
        now = utc_now()
        row = await queries.create(
            session,
            wallet=new.ton_wallet_address,
            telegram_user_id=new.telegram_user_id,
            username=new.username,
            email=new.email,
            now=now,
        )
        await record(session, operator(), "participant.created", f"participants/{row.id}", now, after=facts(row))
        person = await shown_one(session, row)
    if as_json:
        print_json(person)
    else:
        say(f"Participant {person.id} is registered with the wallet {person.ton_wallet_address}.")
    return OK

"""HTTP: payouts. An operator sees and records all, a participant sees its own."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from cocoonpool.auth.audit import facts
from cocoonpool.auth.audit import record as note
from cocoonpool.auth.guards import Operator, Reader
from cocoonpool.db import Database
from cocoonpool.participants import queries as participants
from cocoonpool.payouts import queries
from cocoonpool.payouts.amounts import Moment
from cocoonpool.payouts.queries import Filters
from cocoonpool.payouts.record import record
from cocoonpool.payouts.shapes import NewPayout, PayoutOut, UnassignedOut
from cocoonpool.payouts.status import ChainOut
from cocoonpool.payouts.summary import SummaryOut, totals_of
from cocoonpool.payouts.verify import check_now
from cocoonpool.payouts.view import view
from cocoonpool.session import Read, Write, database
from cocoonpool.wire import Cursor, ExactRoute, Limit, page, respond, utc_now

router = APIRouter(prefix="/payouts", tags=["payouts"], route_class=ExactRoute)

RowPath = Annotated[int, Path(ge=0, le=2**63 - 1)]
ParticipantFilter = Annotated[int | None, Query(ge=0, le=2**63 - 1, description="Only this participant's.")]
Start = Annotated[Moment | None, Query(alias="from", description="Only paid at or after this moment.")]
End = Annotated[Moment | None, Query(alias="to", description="Only paid before this moment.")]
Verified = Annotated[bool | None, Query(description="Only those the chain has confirmed, or only the others.")]


@router.get("", response_model=list[PayoutOut])
async def list_payouts(
    request: Request,
    caller: Reader,
    session: Read,
    participant_id: ParticipantFilter = None,
    start: Start = None,
    end: End = None,
    verified: Verified = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Payouts, newest first. A participant finds only its own."""
    filters = Filters(participant_id, start, end, verified)
    rows, total = await queries.list_page(  # one more than is shown: it tells whether there is a next page
        session, filters, only=caller.only_participant, before=cursor, limit=limit + 1
    )
    next_cursor = rows[limit - 1].id if len(rows) > limit else None
    return page(request, [PayoutOut.of(row) for row in rows[:limit]], total, next_cursor)


@router.get("/unassigned", response_model=list[UnassignedOut])
async def list_unassigned_transfers(
    request: Request, _: Operator, session: Read, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """TON that left the pool's wallets and is nobody's payout, newest first."""
    rows, total = await queries.list_unassigned(session, before=cursor, limit=limit + 1)
    next_cursor = rows[limit - 1].id if len(rows) > limit else None
    return page(request, [UnassignedOut.of(row) for row in rows[:limit]], total, next_cursor)


@router.get("/chain", response_model=ChainOut)
async def get_chain_view(_: Reader, session: Read) -> Response:
    """How old our view of the chain is, and how far the pool's wallets are read."""
    return respond(ChainOut.of(await view(session), utc_now()))


@router.get("/participant/{participant_id}/summary", response_model=SummaryOut)
async def get_payout_summary(participant_id: RowPath, caller: Reader, session: Read) -> Response:
    """What a participant was paid: in all, by year and by month (UTC)."""
    await participants.get(session, participant_id, only=caller.only_participant)
    return respond(SummaryOut.of(participant_id, await totals_of(session, participant_id)))


@router.get("/{payout_id}", response_model=PayoutOut)
async def get_payout(payout_id: RowPath, caller: Reader, session: Read) -> Response:
    """One payout, with what the chain says of it."""
    return respond(PayoutOut.of(await queries.get(session, payout_id, only=caller.only_participant)))


@router.post("", status_code=201, response_model=PayoutOut)
async def create_payout(request: Request, caller: Operator, session: Write, body: NewPayout) -> Response:
    """Records a payout by hand. It is a claim until the chain is asked, which happens by itself."""
    now = utc_now()
    row = await record(session, body, now)
    await note(session, caller, "payout.recorded", f"payouts/{row.id}", now, after=facts(row))
    return respond(PayoutOut.of(row), 201, {"Location": f"{request.url.path}/{row.id}"})


@router.post("/{payout_id}/verify", response_model=PayoutOut)
async def verify_payout(
    request: Request, payout_id: RowPath, caller: Operator, db: Annotated[Database, Depends(database)]
) -> Response:
    """Asks the chain at once. When nobody can say, the payout stays as it is, with the reason."""
    now = utc_now()
    async with db.transaction() as session:  # the question is somebody's; what the chain answers is nobody's decision
        await queries.get(session, payout_id, only=None)
        await note(session, caller, "payout.check_asked", f"payouts/{payout_id}", now)
    row = await check_now(db, request.app.state.chain, payout_id, now)
    return respond(PayoutOut.of(row))

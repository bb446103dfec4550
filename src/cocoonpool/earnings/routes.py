"""HTTP: what was earned, from the workers' claims to the money received, by worker and by participant."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from cocoonpool.auth.guards import Reader
from cocoonpool.earnings.known import contracts_named, contracts_of
from cocoonpool.earnings.queries import Share, contracts_shown, received_of, shares_of_worker
from cocoonpool.earnings.shapes import ParticipantEarnings, WorkerEarnings, share_of
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.participants import queries as participants
from cocoonpool.session import Read
from cocoonpool.wire import respond, utc_now
from cocoonpool.workers.queries import owned_by

router = APIRouter(tags=["earnings"])

Identity = Annotated[int, Path(ge=0, le=2**63 - 1)]


@router.get("/participants/{participant_id}/earnings", response_model=ParticipantEarnings)
async def get_participant_earnings(participant_id: Identity, caller: Reader, session: Read) -> Response:
    """How sure the earnings of a participant's worker contracts are: claimed, committed, cashed out, received.

    The gap is what was cashed out and never arrived, and since when. What nobody has told is null.
    """
    row = await participants.get(session, participant_id, only=caller.only_participant)
    contracts = await contracts_of(session, row.id)
    received = await received_of(session, contracts)
    return respond(ParticipantEarnings.of(row.id, contracts, received, utc_now()))


@router.get("/workers/{worker_id}/earnings", response_model=WorkerEarnings)
async def get_worker_earnings(worker_id: Identity, caller: Reader, session: Read) -> Response:
    """A worker's share in its worker contracts, beside what is known of each contract.

    A worker contract belongs to an owner and a proxy, not to a machine: what was committed, cashed out and received is
    known of the contract only.
    """
    worker = await owned_by(session, worker_id, caller)
    shares = await shares_of_worker(session, worker.id)
    shown = await contracts_shown(session, worker.id) - {share.sc_address for share in shares}
    contracts = await contracts_named(session, {share.sc_address for share in shares} | shown)
    # What it shows may be somebody else's contract, of which it knows nothing but the address.
    idle = [one for one in sorted(shown & contracts.keys()) if contracts[one].participant_id == worker.participant_id]
    shares += [Share(sc_address, 0, 0, 0) for sc_address in idle]
    received = await received_of(session, list(contracts.values()))
    now = utc_now()
    answer = WorkerEarnings(
        worker_id=worker.id,
        worker_name=worker.worker_name,
        participant_id=worker.participant_id,
        earned_ton=to_ton(Nanoton(sum(share.amount for share in shares))),
        opening_ton=to_ton(Nanoton(sum(share.opening for share in shares))),
        contracts=[
            share_of(one, contracts[one.sc_address], worker.participant_id, received.get(one.sc_address), now)
            for one in shares
        ],
    )
    return respond(answer)

"""Loads the ledger's state, lets the rule record, and writes what it decided: in the caller's transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import select

from cocoonpool.bulk import Rows, upsert
from cocoonpool.db import Session
from cocoonpool.earnings.ledger import Contract, Entry, Observation, Refused, WorkerTokens, record
from cocoonpool.earnings.models import UNATTRIBUTED, EarningContract, EarningHour, EarningWorker

HOUR_MS = 3_600_000

_CONTRACTS, _WORKERS, _HOURS = (
    model.metadata.tables[model.__tablename__] for model in (EarningContract, EarningWorker, EarningHour)
)

_decode_contract = msgspec.json.Decoder(Contract).decode
_decode_worker = msgspec.json.Decoder(WorkerTokens).decode
_encode = msgspec.json.Encoder().encode


class Booked(msgspec.Struct):
    """What a batch changed: nanoTON by worker, the part of it that is an opening balance, and refused claims.

    Nothing of it is stored before `save`.
    """

    shares: dict[int, int]
    openings: dict[int, int]
    refused: Sequence[Refused]
    contracts: Sequence[Contract]
    workers: Sequence[WorkerTokens]
    entries: Sequence[Entry]

    async def save(self, session: Session) -> None:
        await _save_contracts(session, self.contracts)
        await _save_workers(session, self.workers)
        await _save_entries(session, self.entries)


class Books:
    """The part of the ledger's state that was needed so far. Once saved, memory equals the database."""

    def __init__(self) -> None:
        self._contracts: dict[str, Contract] = {}
        self._workers: dict[int, WorkerTokens] = {}
        self._absent: set[int] = set()  # workers known to have no record yet

    async def book(
        self, session: Session, observations: Sequence[Observation], read_at: Mapping[int, int | None], now: int
    ) -> Booked:
        """Records a batch of observations in the ledger.

        `read_at` says when each worker gave its last reading before this batch (unix ms). The ledger's own rows do
        not carry that along, so that a look at an idle worker writes nothing here.
        """
        await self._load(session, observations)
        for worker_id, moment in read_at.items():
            if moment is not None and (worker := self._workers.get(worker_id)) is not None:
                worker.last_at = max(moment, worker.last_at or moment)
        result = record(self._contracts, self._workers, observations, now)
        self._absent -= result.changed_workers
        shares, openings = _shares(result.entries)
        return Booked(
            shares,
            openings,
            result.refused,
            [self._contracts[key] for key in sorted(result.changed_contracts)],
            [self._workers[key] for key in sorted(result.changed_workers)],
            result.entries,
        )

    async def _load(self, session: Session, observations: Sequence[Observation]) -> None:
        """Every contract the observations name, the workers looked at, and those that wait on these contracts."""
        named = {claim.sc_address for seen in observations for claim in seen.claims}
        if new := named - self._contracts.keys():
            self._contracts |= await _contracts(session, new)
        wanted = {seen.worker_id for seen in observations}
        for address in named:
            if (contract := self._contracts.get(address)) is not None:
                wanted.update(contract.waiting)
        if unknown := wanted - self._workers.keys() - self._absent:
            self._workers |= await _workers(session, unknown)
            self._absent |= unknown - self._workers.keys()


def _shares(entries: Sequence[Entry]) -> tuple[dict[int, int], dict[int, int]]:
    """nanoTON by worker, and the part of it that is an opening balance."""
    shares: dict[int, int] = defaultdict(int)
    openings: dict[int, int] = defaultdict(int)
    for entry in entries:
        if entry.worker_id is not None:
            shares[entry.worker_id] += entry.amount
            if entry.opening:
                openings[entry.worker_id] += entry.amount
    return shares, openings


async def _contracts(session: Session, addresses: set[str]) -> dict[str, Contract]:
    rows = await session.scalars(select(EarningContract.state).where(EarningContract.sc_address.in_(addresses)))
    return {contract.sc_address: contract for contract in map(_decode_contract, rows)}


async def _workers(session: Session, worker_ids: set[int]) -> dict[int, WorkerTokens]:
    rows = await session.scalars(select(EarningWorker.state).where(EarningWorker.worker_id.in_(worker_ids)))
    return {worker.worker_id: worker for worker in map(_decode_worker, rows)}


async def _save_contracts(session: Session, contracts: Sequence[Contract]) -> None:
    rows: Rows = [
        (one.sc_address, one.participant_id, one.earned, one.opening, one.unattributed, _encode(one).decode())
        for one in contracts
    ]
    names = ("sc_address", "participant_id", "earned", "opening", "unattributed", "state")
    await upsert(session, _CONTRACTS, names, rows)


async def _save_workers(session: Session, workers: Sequence[WorkerTokens]) -> None:
    rows: Rows = [(worker.worker_id, _encode(worker).decode()) for worker in workers]
    await upsert(session, _WORKERS, ("worker_id", "state"), rows)


async def _save_entries(session: Session, entries: Sequence[Entry]) -> None:
    """The journal has one of each contract, worker, hour and kind."""
    rows: Rows = [
        (
            entry.sc_address,
            UNATTRIBUTED if entry.worker_id is None else entry.worker_id,
            entry.at - entry.at % HOUR_MS,
            entry.opening,
            entry.tokens,
            entry.amount,
        )
        for entry in entries
    ]
    names = ("sc_address", "worker_id", "hour", "opening", "tokens", "amount")
    await upsert(session, _HOURS, names, rows, add=("tokens", "amount"))

"""What one ingest leaves in memory for the next, so that a batch reads from the database only what is new to it.

True only while nobody else wrote: see generation.py. Anything that goes wrong makes it forget everything.
"""

from collections.abc import Sequence

from cocoonpool.cocoon.reading import Reading
from cocoonpool.db import Session
from cocoonpool.earnings.store import Books
from cocoonpool.generation import raise_generation
from cocoonpool.samples.claims import canonical
from cocoonpool.samples.owners import ContractOwners, participants_of
from cocoonpool.workers import state
from cocoonpool.workers.state import Known


class Remembered:
    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._generation: int | None = None
        self._known: dict[int, Known] = {}
        self._owners: dict[str, int | None] = {}  # wallet -> participant; None: nobody has it
        self.books = Books()

    async def begin(self, session: Session) -> int:
        """Forgets if anybody else wrote since `end`. Until `end` nothing here counts as true.

        Returns the generation of this transaction.
        """
        generation = await raise_generation(session)
        if self._generation != generation - 1:
            self.forget()
        self._pending, self._generation = generation, None
        return generation

    def end(self) -> None:
        """What is here now is what the transaction wrote. If its commit fails, call `forget`."""
        self._generation = self._pending

    async def workers(self, session: Session, worker_ids: set[int]) -> dict[int, Known]:
        """Those of the workers that exist. Changing them changes what is remembered."""
        if new := worker_ids - self._known.keys():
            self._known |= await state.load(session, new)
        return {worker_id: self._known[worker_id] for worker_id in worker_ids if worker_id in self._known}

    def worker(self, worker_id: int) -> Known | None:
        return self._known.get(worker_id)

    async def owners(self, session: Session, readings: Sequence[Reading]) -> ContractOwners:
        """Which participants stand behind the owner addresses of these readings."""
        wallets = {canonical(reading.owner_address, bool(reading.is_test)) for reading in readings} - {None}
        if new := {wallet for wallet in wallets if wallet is not None and wallet not in self._owners}:
            found = await participants_of(session, new)
            self._owners |= {wallet: found.get(wallet) for wallet in new}
        return ContractOwners({wallet: who for wallet, who in self._owners.items() if who is not None})

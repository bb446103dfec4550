"""A random history: a pool that pays, recipients that return it, people who write it down right or wrong, an indexer
with bad days, and a process that is killed. At the end the books are compared with the chain.

`python -m tests.payouts.history 10000` plays so many and says what it saw.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import uvloop
from sqlalchemy import delete, select

from cocoonpool.db import Database
from cocoonpool.migrations import upgrade
from cocoonpool.participants import queries as participants
from cocoonpool.participants.models import Participant
from cocoonpool.payouts.models import ChainView, Payout, PoolWallet, UnassignedTransfer
from cocoonpool.payouts.record import AlreadyRecorded, record
from cocoonpool.payouts.shapes import NewPayout
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.transaction import Transaction
from tests.payouts.ledger import GENESIS, JETTON_TRANSFER, Ledger, LedgerClient, Out, Sent, Weather
from tests.payouts.watch import Killed, killed_after, turn

POOLS = ["0:" + f"{0xA0 + n:02x}" * 32 for n in range(2)]
PEOPLE = ["0:" + f"{0xC0 + n:02x}" * 32 for n in range(4)]
LATECOMER, STRANGER = "0:" + "d0" * 32, "0:" + "d1" * 32
START = datetime.fromtimestamp(GENESIS, UTC)
PASSING = ChainFault(FaultKind.SERVER_ERROR, "the indexer failed (500)")
LASTING = ChainFault(FaultKind.MALFORMED, "the answer is not what it should be")

MEMORY = next((str(place) for place in [Path("/dev/shm")] if place.is_dir()), None)
"""A folder that costs no waiting for the disk, where there is one."""


class History:
    """One pool's life. What happens is drawn from `random`; `seen` counts what did."""

    def __init__(self, db: Database, random: Random) -> None:
        self.db, self.random = db, random
        self.ledger = Ledger()
        self.client = LedgerClient(self.ledger)
        self.ids: dict[str, int] = {}
        self.now = START
        self.seen: Counter[str] = Counter()

    async def play(self, steps: int) -> None:
        for wallet in PEOPLE[: self.random.randint(1, len(PEOPLE))]:
            await self.register(wallet)
        actions = [self.pay, self.pay, self.pay, self.arrivals, self.deposit, self.write_down, self.storm, self.storm]
        for _ in range(steps):
            await self.random.choice(actions)()
        if self.random.random() < 0.5:
            await self.register(LATECOMER)
        await self.settle()

    async def register(self, wallet: str) -> None:
        async with self.db.transaction() as session:
            self.ids[wallet] = (await participants.create(session, wallet=wallet, now=self.now)).id

    async def pay(self) -> None:
        outs = [self.an_out() for _ in range(self.random.choice((1, 1, 1, 2, 4)))]
        fails = self.random.random() < 0.05
        self.ledger.pay(self.random.choice(POOLS), outs, fails=fails, fees=self.random.randint(0, 9_999_999))
        self.seen["transactions"] += 1

    def an_out(self) -> Out:
        draw = self.random
        bounce = draw.random() < 0.4
        amount = draw.choice((0, 1, draw.randint(1, 10**9), draw.randint(1, 10**18), 123_456_789_123_456_789))
        return Out(
            to=draw.choice([*PEOPLE, *PEOPLE, LATECOMER, STRANGER, *POOLS]),
            amount=amount,
            bounce=bounce,
            returns=bounce and amount > 0 and draw.random() < 0.4,
            comment=draw.choice((None, "", "payout", "выплата\0")),
            opcode=JETTON_TRANSFER if draw.random() < 0.1 else None,
        )

    async def arrivals(self) -> None:
        waiting = self.ledger.on_the_way
        for sent in self.random.sample(waiting, self.random.randint(0, len(waiting))):
            self.ledger.arrive(sent)

    async def deposit(self) -> None:
        self.ledger.receive(self.random.choice(POOLS), self.random.randint(0, 10**12))

    async def write_down(self) -> None:
        """Somebody records a payment by hand: by any of its hashes, perhaps with a wrong amount, sender or payee."""
        draw, sent = self.random, self.random.choice(self.ledger.sent) if self.ledger.sent else None
        wallet = sent.out.to if sent is not None and draw.random() < 0.9 else draw.choice(list(self.ids))
        if wallet not in self.ids:
            return
        claim = NewPayout.model_construct(
            participant_id=self.ids[wallet],
            transaction_hash=self.a_hash(sent),
            amount_ton=sent.out.amount if sent and sent.out.amount and draw.random() < 0.7 else draw.randint(1, 10**12),
            from_address=sent.sender if sent is not None and draw.random() < 0.9 else STRANGER,
            to_address=wallet,
            transaction_time=self.now,
        )
        try:
            with self.perhaps_killed():
                async with self.db.transaction() as session:
                    await record(session, claim, self.now)
            self.seen["recorded"] += 1
        except AlreadyRecorded:
            self.seen["already recorded"] += 1
        except Killed:
            self.seen["kills"] += 1

    def a_hash(self, sent: Sent | None) -> str:
        if sent is None or self.random.random() < 0.1:
            return self.ledger.name("nowhere", self.random.random())
        order, received = sent.transaction.in_msg, self.ledger.received_by(sent.message.hash)
        hashes = [sent.transaction.hash, sent.transaction.hash, sent.message.hash]
        hashes += [order.hash] if order is not None else []
        return self.random.choice(hashes + ([received.hash] if received is not None else []))

    def perhaps_killed(self) -> AbstractContextManager[None]:
        return killed_after(self.db, self.random.randint(1, self.random.choice((30, 200, 5_000))))

    async def storm(self) -> None:
        """A round of the watch in whatever weather; the books are checked after it, however it ended."""
        self.pass_time(self.random.choice((0, 1, 30, 200)))
        self.client.weather = self.weather(self.random.choice((0.0, 0.0, 0.05, 0.3)))
        self.client.thin = self.thinning(self.random.choice((0.0, 0.3, 0.6)))
        self.client.veiled = self.veil(self.random.choice((0.0, 0.0, 0.5)))
        try:
            with self.perhaps_killed():
                await turn(self.db, self.client, POOLS, self.now, limit=self.random.randint(1, 8))
        except Killed:
            self.seen["kills"] += 1
        self.seen["rounds"] += 1
        await self.check_cursors()

    def weather(self, badness: float) -> Weather:
        def fault(question: str) -> ChainFault | None:
            if self.random.random() >= badness:
                return None
            self.seen["faults"] += 1
            if self.random.random() < 0.2:
                raise Killed
            lasting = question != "parents"  # else what came back is guessed after an hour, and guesses may be wrong
            return self.random.choice((PASSING, LASTING)) if lasting else PASSING

        return fault

    def thinning(self, badness: float) -> Callable[[tuple[Transaction, ...]], tuple[Transaction, ...]]:
        """Rows that are missing, not final yet, or cut off: a page may always be less than there is."""

        def thin(page: tuple[Transaction, ...]) -> tuple[Transaction, ...]:
            if self.random.random() >= badness:
                return page
            self.seen["thin pages"] += 1
            return tuple(one for one in page if self.random.random() < 0.8)[: self.random.randint(0, 8)]

        return thin

    def veil(self, badness: float) -> Callable[[Transaction], bool]:
        """What the indexer does not show yet: never for longer than half an hour."""
        fresh = (self.now - timedelta(minutes=30)).timestamp()
        return lambda one: one.now > fresh and self.random.random() < badness

    def pass_time(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.ledger.clock = int(self.now.timestamp())

    async def settle(self) -> None:
        """Good weather, and time: everything arrives, everything is asked about, until nothing is left to say."""
        self.client.weather, self.client.thin, self.client.veiled = (
            (lambda _: None),
            (lambda page: page),
            (lambda _: False),
        )
        for sent in list(self.ledger.on_the_way):
            self.ledger.arrive(sent)
        for _ in range(3):
            self.pass_time(7 * 60)
            await turn(self.db, self.client, POOLS, self.now)
        await self.check_cursors()
        await self.check_books()

    async def check_cursors(self) -> None:
        """What lies before a cursor is booked to the last nanoTON; of what lies behind it, only what was looked up."""
        async with self.db.reading() as session:
            cursors = {row.address: row.last_lt for row in await session.scalars(select(PoolWallet))}
            booked = set(await session.scalars(select(Payout.message_hash).where(Payout.message_hash.is_not(None))))
            strange = set(await session.scalars(select(UnassignedTransfer.message_hash)))
        read = {sent.message.hash for sent in self.transfers() if sent.transaction.lt <= cursors.get(sent.sender, 0)}
        assert not booked & strange
        assert read <= booked | strange
        assert strange <= read

    def transfers(self) -> list[Sent]:
        """What pays somebody else, as the one who sent it knows."""
        return [
            sent
            for sent in self.ledger.sent
            if sent.out.amount and sent.out.to != sent.sender and sent.out.opcode != JETTON_TRANSFER
        ]

    async def check_books(self) -> None:
        async with self.db.reading() as session:
            payouts = list(await session.scalars(select(Payout)))
            strange = list(await session.scalars(select(UnassignedTransfer)))
        kept = [sent for sent in self.transfers() if not sent.out.returns]
        paid = [sent for sent in kept if sent.out.to in self.ids]
        counted = [row for row in payouts if row.counted]
        assert {_row(row) for row in counted} == {_truth(sent, self.ids) for sent in paid}
        assert len(counted) == len(paid)
        assert sum(row.amount for row in counted) == sum(sent.out.amount for sent in paid)
        others = {sent.message.hash for sent in kept if sent.out.to not in self.ids}
        assert {row.message_hash for row in strange if row.reason == "stranger"} == others
        self.check_the_rest(payouts, strange)

    def check_the_rest(self, payouts: Sequence[Payout], strange: Sequence[UnassignedTransfer]) -> None:
        """What came back is nobody's payout, and what was only written down does not count."""
        back = {sent.message.hash for sent in self.transfers() if sent.out.returns}
        gone = {row.message_hash for row in strange if row.reason == "returned"}
        said = {row.message_hash for row in payouts if not row.counted and row.message_hash is not None}
        assert gone | said == back
        assert not gone & said
        assert {row.verification for row in payouts if not row.counted} <= {"mismatch", "not_found"}
        assert {row.verification for row in payouts if row.counted} <= {"verified", "mismatch"}
        self.seen["payouts"] += sum(row.counted for row in payouts)
        self.seen["returned"] += len(back)
        self.seen["strangers'"] += len(strange) - len(gone)
        self.seen["refuted claims"] += sum(not row.counted and row.message_hash is None for row in payouts)
        self.seen["mismatches"] += sum(row.verification == "mismatch" and row.counted for row in payouts)


def _row(row: Payout) -> tuple[object, ...]:
    return (
        row.message_hash, row.transaction_hash, row.participant_id, row.from_address, row.to_address, row.amount,
        row.lt, row.mc_block_seqno, row.transaction_time, row.comment,
    )  # fmt: skip


def _truth(sent: Sent, ids: dict[str, int]) -> tuple[object, ...]:
    made, out = sent.transaction, sent.out
    return (
        sent.message.hash, made.hash, ids[out.to], sent.sender, out.to, out.amount,
        made.lt, made.mc_block_seqno, datetime.fromtimestamp(made.now, UTC),
        None if out.comment is None else out.comment.replace("\0", "\ufffd"),
    )  # fmt: skip


async def emptied(db: Database) -> None:
    async with db.transaction() as session:
        for table in (Payout, UnassignedTransfer, PoolWallet, ChainView, Participant):
            await session.execute(delete(table))


async def play_many(histories: int, first: int = 0) -> Counter[str]:
    """Plays them on one database, emptied in between."""
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        db = Database(f"sqlite+aiosqlite:///{folder}/cocoonpool.db")
        await upgrade(db)
        for seed in range(first, first + histories):
            random = Random(seed)
            history = History(db, random)
            try:
                await history.play(random.randint(3, 40))
            except BaseException:
                sys.stderr.write(f"seed {seed}\n")
                raise
            seen += history.seen
            await emptied(db)
        await db.close()
    return seen


if __name__ == "__main__":
    started = time.monotonic()
    totals = dict(uvloop.run(play_many(int(sys.argv[1]), *map(int, sys.argv[2:]))))
    sys.stdout.write(f"{totals} in {time.monotonic() - started:.0f} s\n")

"""A small chain whose every payment is known: wallets, transactions that name the one before, what arrived and what
came back. It answers like a client of an indexer; of our rules it knows nothing."""

from collections.abc import Callable, Iterable
from hashlib import sha256

import msgspec

from cocoonpool.money import Nanoton
from cocoonpool.ton.client import PAGE, ChainClient
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.hashes import NO_HASH
from cocoonpool.ton.transaction import Head, Message, Transaction

JETTON_TRANSFER = 0x0F8A7EA5
GENESIS = 1_780_000_000  # unix time of the first block


class Out(msgspec.Struct, frozen=True):
    """What somebody asks their wallet to send."""

    to: str
    amount: int
    bounce: bool = False
    returns: bool = False  # the recipient will send it back
    comment: str | None = None
    opcode: int | None = None


class Sent(msgspec.Struct, frozen=True):
    """A message on its way, with the truth about it."""

    out: Out
    sender: str
    transaction: Transaction
    message: Message


class Ledger:
    """Everything that happened, in order. `pay` sends; `arrive` lets what is on its way happen at its recipient."""

    def __init__(self) -> None:
        self.accounts: dict[str, list[Transaction]] = {}
        self.by_hash: dict[str, Transaction] = {}
        self.sent: list[Sent] = []
        self.on_the_way: list[Sent] = []
        self.clock = GENESIS  # unix time of what happens next
        self._lt = 1_000_000

    def name(self, *parts: object) -> str:
        return sha256(repr(parts).encode()).hexdigest()

    def pay(self, wallet: str, outs: Iterable[Out], *, fails: bool = False, fees: int = 3_000_001) -> Transaction:
        """One transaction of a wallet, set off from outside, with a message for each of `outs`."""
        self._lt += 1_000
        order = Message(hash=self.name("order", self._lt))
        messages = tuple(self._message(wallet, out, index) for index, out in enumerate(outs))
        made = self._append(wallet, order, messages, fees=fees, success=not fails)
        if not fails:
            sent = [Sent(out, wallet, made, message) for out, message in zip(outs, messages, strict=True)]
            self.sent += sent
            self.on_the_way += sent
        return made

    def receive(self, wallet: str, amount: int) -> Transaction:
        self._lt += 1_000
        message = Message(
            hash=self.name("deposit", self._lt), source="0:" + "77" * 32, destination=wallet, value=Nanoton(amount)
        )
        return self._append(wallet, message, ())

    def arrive(self, sent: Sent) -> None:
        """The recipient's transaction; if the money comes back, the sender's that takes it, too."""
        self.on_the_way.remove(sent)
        self._lt += 1_000
        back: tuple[Message, ...] = ()
        if sent.out.returns:
            back = (self._message(sent.out.to, Out(sent.sender, max(0, sent.out.amount - 400_000)), 0, bounced=True),)
        self._append(sent.out.to, sent.message, back, success=not back)
        if back:
            self._lt += 1_000
            self._append(sent.sender, back[0], ())

    def received_by(self, message_hash: str) -> Transaction | None:
        return next(
            (one for one in self.by_hash.values() if one.in_msg is not None and one.in_msg.hash == message_hash), None
        )

    def _message(self, source: str, out: Out, index: int, *, bounced: bool = False) -> Message:
        return Message(
            hash=self.name("message", self._lt, index),
            source=source,
            destination=out.to,
            value=Nanoton(out.amount),
            fwd_fee=Nanoton(400_000),
            created_lt=self._lt + 1 + index,
            bounce=out.bounce,
            bounced=bounced,
            opcode=out.opcode if out.opcode is not None else (0 if out.comment is not None else None),
            comment=out.comment,
        )

    def _append(
        self, account: str, in_msg: Message, outs: tuple[Message, ...], *, fees: int = 100_000, success: bool = True
    ) -> Transaction:
        before = self.accounts.setdefault(account, [])
        made = Transaction(
            account=account,
            hash=self.name("transaction", self._lt, account),
            lt=self._lt,
            now=self.clock,
            total_fees=Nanoton(fees),
            prev_trans_hash=before[-1].hash if before else NO_HASH,
            prev_trans_lt=before[-1].lt if before else 0,
            mc_block_seqno=self._lt // 1_000,
            aborted=not success,
            compute_success=success,
            action_success=success,
            in_msg=in_msg,
            out_msgs=outs,
        )
        before.append(made)
        self.by_hash[made.hash] = made
        return made


Weather = Callable[[str], ChainFault | None]
"""Called with the name of each question; what it returns is answered instead, what it raises kills."""


class LedgerClient(ChainClient):
    """Answers from a `Ledger`, in the weather that a test makes.

    `thin` may take transactions out of a page of an account; `veiled` ones are not found by any other question.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.weather: Weather = lambda _: None
        self.thin: Callable[[tuple[Transaction, ...]], tuple[Transaction, ...]] = lambda page: page
        self.veiled: Callable[[Transaction], bool] = lambda _: False
        self.asked: list[str] = []

    def _fault(self, question: str) -> ChainFault | None:
        self.asked.append(question)
        return self.weather(question)

    async def transactions(
        self, account: str, *, after_lt: int, after_hash: str | None = None, limit: int = PAGE
    ) -> tuple[Transaction, ...] | ChainFault:
        if fault := self._fault("transactions"):
            return fault
        later = [one for one in self.ledger.accounts.get(account, ()) if one.lt > after_lt]
        return self.thin(tuple(later[:limit]))

    async def transaction(self, digest: str) -> Transaction | ChainFault | None:
        found = self._seen(one for one in [self.ledger.by_hash.get(digest)] if one is not None)
        return self._fault("transaction") or next(iter(found), None)

    async def by_message(self, digest: str) -> tuple[Transaction, ...] | ChainFault:
        found = self._seen(one for one in self.ledger.by_hash.values() if digest in _messages(one))
        return self._fault("by_message") or found

    async def parents(self, digest: str) -> tuple[Transaction, ...] | ChainFault:
        received = self.ledger.by_hash[digest].in_msg
        wanted = received.hash if received is not None else ""
        found = (one for one in self.ledger.by_hash.values() if any(out.hash == wanted for out in one.out_msgs))
        return self._fault("parents") or self._seen(found)

    async def children(self, digest: str) -> tuple[Transaction, ...] | ChainFault:
        received = (self.ledger.received_by(out.hash) for out in self.ledger.by_hash[digest].out_msgs)
        return self._fault("children") or self._seen(one for one in received if one is not None)

    def _seen(self, found: Iterable[Transaction]) -> tuple[Transaction, ...]:
        return tuple(one for one in found if not self.veiled(one))

    async def since(self, account: str, at: int) -> Transaction | ChainFault | None:
        found = (one for one in self.ledger.accounts.get(account, ()) if one.now >= at)
        return self._fault("since") or next(found, None)

    async def head(self) -> Head | ChainFault:
        return self._fault("head") or Head(99, GENESIS)


def _messages(transaction: Transaction) -> set[str]:
    received = {transaction.in_msg.hash} if transaction.in_msg is not None else set()
    return received | {out.hash for out in transaction.out_msgs}

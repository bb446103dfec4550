"""A pretended chain, as an indexer of it sees it: wallets that pay, recipients that take it or send it back.

The same seed and the same calls give the same chain. Fees and times are plausible, nothing is computed by contracts.
"""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from .chainbody import EMPTY, body, call_body, text_body
from .chainrecord import NO_HASH, Json, Message, Record, record_of, recorded

_LT_STEP: Final = 1_000_000
_BLOCK_S: Final = 5
_TRANSACTION_FEE: Final = 2_114_147
_RETURN_FEE: Final = 400_000


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One out message of a wallet. `returned`: the recipient sends it back; then it is bounceable, too."""

    to: str
    amount: int
    comment: str | None = None
    opcode: int | None = None  # a call, instead of a comment
    bounce: bool = False
    returned: bool = False


class Chain:
    """All transactions, by account and by hash. Addresses are raw, in any case of letters."""

    def __init__(self, seed: int = 1, now: int = 1_795_000_000, seqno: int = 60_000_000) -> None:
        self.seed = seed
        self.now = now
        self.seqno = seqno
        self.records: list[Record] = []
        self.by_account: dict[str, list[Record]] = defaultdict(list)
        self.by_hash: dict[str, Record] = {}
        self.by_message: dict[str, list[Record]] = defaultdict(list)
        self.balances: dict[str, int] = {}  # of /accountStates, by address as v3 prints it
        self.states: dict[str, Json] = {}  # what else is known of an account there: code_hash, data_boc …
        self.methods: dict[tuple[str, str], Json] = {}  # answers of /runGetMethod, by address and method
        self._made = 0
        self._lt = 0

    def address(self, name: str) -> str:
        """An account made up from a name, raw, as v3 prints it."""
        return f"0:{sha256(f'{self.seed}:account:{name}'.encode()).hexdigest().upper()}"

    def load(self, answer: Json) -> None:
        """Adds the transactions of a recorded answer."""
        for printed in answer["transactions"]:
            self._add(record_of(printed))

    def block(self, seconds: int = _BLOCK_S) -> None:
        """The next block begins."""
        self.now += seconds
        self.seqno += 1

    def pay(self, wallet: str, payments: Sequence[Payment], *, deliver: bool = True) -> Record:
        """A wallet's transaction in a new block, and what its recipients make of it, unless not yet delivered."""
        self.block()
        wallet = wallet.upper()
        lt = self.next_lt()
        outs = tuple(self._out(wallet, payment, lt + 1 + number) for number, payment in enumerate(payments))
        told = self._message(None, wallet, None, None, b"\x86\x99\xd1\xb0" + self._made.to_bytes(8))
        sent = self._happen(wallet, lt, told, outs)
        if deliver:
            for payment, message in zip(payments, outs, strict=True):
                self.deliver(message, sent, returned=payment.returned)
        return sent

    def deliver(self, message: Message, sent: Record, *, returned: bool = False) -> Record:
        """The recipient's transaction of a message that `sent` sent."""
        if message.destination is None:
            return sent
        lt = self.next_lt()
        if not returned:
            return self._happen(message.destination, lt, message, (), trace=sent.trace_id)
        value = max(0, (message.value or 0) - _RETURN_FEE)
        back = self._message(message.destination, message.source, value, lt + 1, b"\xff\xff\xff\xff", bounced=True)
        unable = self._happen(message.destination, lt, message, (back,), trace=sent.trace_id, aborted=True)
        self._happen(sent.account, self.next_lt(), back, (), trace=sent.trace_id)
        return unable

    def receive(self, account: str, amount: int, source: str, comment: str | None = None) -> Record:
        """Somebody pays `account`; what he did for it is not seen."""
        self.block()
        lt = self.next_lt()
        message = self._out(source.upper(), Payment(to=account, amount=amount, comment=comment), lt - 1)
        return self._happen(account.upper(), lt, message, ())

    def reorganise(self, account: str, depth: int) -> None:
        """The last `depth` transactions of an account are others now: same figures, other hashes."""
        tail = self.by_account[account.upper()][-depth:]
        before: Record | None = None
        for record in tail:
            del self.by_hash[record.hash]
            record.hash = self._hash("reorganised")
            self.by_hash[record.hash] = record
            if before is not None:
                record.prev_trans_hash = before.hash
            before = record

    def hide(self, records: Iterable[Record], hidden: bool = True) -> None:
        """The indexer loses transactions, or gets them."""
        for record in records:
            record.hidden = hidden

    def _out(self, source: str, payment: Payment, lt: int) -> Message:
        if payment.opcode is not None:
            return self._message(
                source, payment.to, payment.amount, lt, None, boc=call_body(payment.opcode), opcode=payment.opcode
            )
        bounce = payment.bounce or payment.returned
        if payment.comment is None:
            return self._message(source, payment.to, payment.amount, lt, None, bounce=bounce)
        text = text_body(payment.comment)
        return self._message(
            source, payment.to, payment.amount, lt, None, boc=text, opcode=0, bounce=bounce, comment=payment.comment
        )

    def _message(
        self,
        source: str | None,
        destination: str | None,
        value: int | None,
        created_lt: int | None,
        data: bytes | None,
        *,
        boc: str = EMPTY,
        opcode: int | None = None,
        bounce: bool = False,
        bounced: bool = False,
        comment: str | None = None,
    ) -> Message:
        if data is not None:
            boc, opcode = body(data), int.from_bytes(data[:4])
        return Message(
            hash=self._hash("message"),
            source=source.upper() if source else None,
            destination=destination.upper() if destination else None,
            value=value,
            created_lt=created_lt,
            created_at=None if created_lt is None else self.now,
            opcode=None if opcode is None else f"0x{opcode:08x}",
            body=boc,
            comment=comment,
            bounce=bounce,
            bounced=bounced,
        )

    def _happen(
        self,
        account: str,
        lt: int,
        received: Message | None,
        sent: tuple[Message, ...],
        *,
        trace: str | None = None,
        aborted: bool = False,
    ) -> Record:
        before = self.by_account[account][-1] if self.by_account[account] else None
        digest = self._hash("transaction")
        return self._add(
            Record(
                account=account,
                hash=digest,
                lt=lt,
                now=self.now,
                prev_trans_hash=before.hash if before else NO_HASH,
                prev_trans_lt=before.lt if before else 0,
                mc_block_seqno=self.seqno,
                trace_id=trace or digest,
                total_fees=_TRANSACTION_FEE if sent else 123_600,
                in_msg=received,
                out_msgs=sent,
                aborted=aborted,
            )
        )

    def _add(self, record: Record) -> Record:
        self.records.append(record)
        self.by_account[record.account].append(record)
        self.by_hash[record.hash] = record
        for digest in record.messages():
            self.by_message[digest].append(record)
        self._lt = max(self._lt, record.lt + len(record.out_msgs))
        self.now = max(self.now, record.now)
        self.seqno = max(self.seqno, record.mc_block_seqno or 0)
        return record

    def next_lt(self) -> int:
        """A logical time after all that happened so far."""
        self._lt = (self._lt // _LT_STEP + 1) * _LT_STEP
        return self._lt

    def _hash(self, kind: str) -> str:
        self._made += 1
        return b64encode(sha256(f"{self.seed}:{kind}:{self._made}".encode()).digest()).decode()


def recorded_chain() -> Chain:
    """What was recorded: a pool wallet's payouts, and payouts of a Cocoon proxy to a worker's owner."""
    chain = Chain()
    chain.load(recorded("pool_payouts_v4r2"))
    chain.load(recorded("cocoon_payouts_ok"))
    return chain

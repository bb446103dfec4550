"""What the chain says: transactions and messages, in our terms. No source of them shows through.

Addresses are canonical raw (`wc:lowerhex`), hashes 64 lower hex digits, amounts integer nanoTON, times unix seconds.
"""

import msgspec

from cocoonpool.money import Nanoton


class Message(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One message. `source` is None for an external-in message, `destination` for an external-out one (a log)."""

    hash: str
    normalised_hash: str | None = None  # of external-in messages (TEP-467): what wallets show as the hash they sent
    source: str | None = None
    destination: str | None = None
    value: Nanoton | None = None  # None for external messages, which carry none
    fwd_fee: Nanoton | None = None
    created_lt: int | None = None
    bounce: bool = False  # would be returned if the recipient fails
    bounced: bool = False  # is itself such a return
    opcode: int | None = None  # the first 32 bits of the body, None when it is shorter
    comment: str | None = None
    encrypted_comment: bool = False
    body: str | None = None  # base64 of the BoC


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """One transaction of one account. `(account, lt)` and `hash` are both unique."""

    account: str
    hash: str
    lt: int
    now: int  # unix time of its block
    total_fees: Nanoton
    prev_trans_hash: str  # NO_HASH for the first of an account
    prev_trans_lt: int
    mc_block_seqno: int | None  # the masterchain block that made it final; None: not final
    trace_id: str | None = None
    orig_status: str | None = None
    end_status: str | None = None
    aborted: bool | None = None
    compute_success: bool | None = None  # None: the compute phase was skipped
    exit_code: int | None = None
    action_success: bool | None = None  # None: there was no action phase
    skipped_actions: int = 0
    balance_before: Nanoton | None = None
    balance_after: Nanoton | None = None
    in_msg: Message | None = None
    out_msgs: tuple[Message, ...] = ()

    @property
    def final(self) -> bool:
        """Whether the masterchain has committed it: from then on nothing can take it back."""
        return self.mc_block_seqno is not None


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """All transactions that one external message set off, by hash."""

    trace_id: str
    is_incomplete: bool
    transactions: dict[str, Transaction]


class Head(msgspec.Struct, frozen=True):
    """The newest masterchain block an indexer knows. It does not promise that all below is indexed."""

    seqno: int
    at: int  # unix time


class AccountState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An account as it is now."""

    address: str
    status: str  # active, uninit, frozen, nonexist
    balance: Nanoton | None = None
    code_hash: str | None = None
    data: str | None = None  # base64 of the BoC
    last_trans_lt: int | None = None
    last_trans_hash: str | None = None


class StackEntry(msgspec.Struct, frozen=True, gc=False):
    """One entry of a get method's stack: `num` as an int; `cell`, `slice` as base64 of a BoC; others not read."""

    type: str
    value: int | str | None


class MethodResult(msgspec.Struct, frozen=True):
    """What a get method answered. Only exit codes 0 and 1 are success."""

    exit_code: int
    stack: tuple[StackEntry, ...]

    @property
    def ok(self) -> bool:
        return self.exit_code in (0, 1)

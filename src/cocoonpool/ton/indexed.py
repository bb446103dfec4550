"""The shapes of a toncenter v3 indexer on the wire, only the fields we read.

API: https://toncenter.com/api/v3/ (TransactionsResponse, TracesResponse, MasterchainInfo, AccountStatesResponse). Long
numbers come as strings there; a decoder that is not strict takes both. A `None` default means that the field is absent
on some deployments or for some kinds of messages.
"""

from typing import Annotated, Any, Final

import msgspec

from cocoonpool.money import SUPPLY_LIMIT

Lt = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Coins = Annotated[int, msgspec.Meta(ge=0, le=SUPPLY_LIMIT)]
Seqno = Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
UnixTime = Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
Small = Annotated[int, msgspec.Meta(ge=-(2**31), lt=2**32)]
Text = Annotated[str, msgspec.Meta(max_length=128)]


class Content(msgspec.Struct, gc=False):
    body: str | None = None
    decoded: msgspec.Raw = msgspec.Raw(b"null")


class WireMessage(msgspec.Struct, gc=False):
    hash: Text
    hash_norm: Text | None = None
    source: Text | None = None
    destination: Text | None = None
    value: Coins | None = None
    fwd_fee: Coins | None = None
    created_lt: Lt | None = None
    opcode: Small | Text | None = None  # "0x%08x", although the schema says an integer
    bounce: bool | None = None
    bounced: bool | None = None
    message_content: Content | None = None


class Compute(msgspec.Struct, gc=False):
    skipped: bool = False
    success: bool | None = None
    exit_code: Small | None = None


class Action(msgspec.Struct, gc=False):
    success: bool | None = None
    skipped_actions: Seqno | None = None


class Description(msgspec.Struct, gc=False):
    aborted: bool | None = None
    compute_ph: Compute | None = None
    action: Action | None = None


class State(msgspec.Struct, gc=False):
    balance: Coins | None = None


class WireTransaction(msgspec.Struct, gc=False):
    account: Text
    hash: Text
    lt: Lt
    now: UnixTime
    total_fees: Coins
    prev_trans_lt: Lt
    description: Description
    out_msgs: list[WireMessage]
    in_msg: WireMessage | None = None
    prev_trans_hash: Text | None = None
    mc_block_seqno: Seqno | None = None
    trace_id: Text | None = None
    orig_status: Text | None = None
    end_status: Text | None = None
    account_state_before: State | None = None
    account_state_after: State | None = None
    emulated: bool | None = None
    finality: Small | Text | None = None  # 2 in the schema, "finalized" in answers


class Transactions(msgspec.Struct):
    transactions: list[WireTransaction]


class WireTrace(msgspec.Struct):
    trace_id: Text
    transactions: dict[str, WireTransaction]
    is_incomplete: bool = False


class Traces(msgspec.Struct):
    traces: list[WireTrace]


class Block(msgspec.Struct):
    seqno: Seqno
    gen_utime: UnixTime


class MasterchainInfo(msgspec.Struct):
    last: Block


class WireAccount(msgspec.Struct):
    address: Text
    status: Text
    balance: Coins | None = None
    code_hash: Text | None = None
    data_boc: str | None = None
    last_transaction_lt: Lt | None = None
    last_transaction_hash: Text | None = None


class AccountStates(msgspec.Struct):
    accounts: list[WireAccount]


class WireEntry(msgspec.Struct):
    type: Text
    value: Any = None


class WireMethod(msgspec.Struct):
    exit_code: Small
    stack: list[WireEntry] = []


transactions_decoder: Final = msgspec.json.Decoder(Transactions, strict=False)
traces_decoder: Final = msgspec.json.Decoder(Traces, strict=False)
masterchain_decoder: Final = msgspec.json.Decoder(MasterchainInfo, strict=False)
accounts_decoder: Final = msgspec.json.Decoder(AccountStates, strict=False)
method_decoder: Final = msgspec.json.Decoder(WireMethod, strict=False)

"""One transaction of the pretended chain, and how an indexer prints it: in the shape of a recorded one."""

from importlib.resources import files
from typing import Any, Final

import msgspec

Json = dict[str, Any]

NO_HASH: Final = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


def recorded(name: str) -> Json:
    """A recorded answer of the v3 index API: `pool_payouts_v4r2`, `cocoon_payouts_ok` or `toncenter_v3_errors`."""
    return msgspec.json.decode(files(__package__).joinpath(f"recorded/chain/{name}.json").read_bytes(), type=Json)


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message. Hashes in base64, addresses in upper-case raw, as v3 prints them."""

    hash: str
    source: str | None
    destination: str | None
    value: int | None
    created_lt: int | None
    created_at: int | None
    opcode: str | None = None
    body: str
    comment: str | None = None
    bounce: bool = False
    bounced: bool = False
    fwd_fee: int = 266_669


class Record(msgspec.Struct, kw_only=True):
    """A transaction. `as_recorded` is a real one, printed as it came."""

    account: str
    hash: str
    lt: int
    now: int
    prev_trans_hash: str
    prev_trans_lt: int
    mc_block_seqno: int | None
    trace_id: str
    total_fees: int = 0
    in_msg: Message | None = None
    out_msgs: tuple[Message, ...] = ()
    aborted: bool = False
    as_recorded: Json | None = None
    hidden: bool = False  # the indexer has not got it (yet)

    def print(self) -> Json:
        return self.as_recorded if self.as_recorded is not None else _printed(self)

    def messages(self) -> list[str]:
        """The hashes of its messages."""
        if self.as_recorded is None:
            return [message.hash for message in (*self.out_msgs, *([self.in_msg] if self.in_msg else []))]
        printed = [*self.as_recorded["out_msgs"], *filter(None, [self.as_recorded["in_msg"]])]
        return [spelling for message in printed for spelling in (message["hash"], message.get("hash_norm")) if spelling]


def record_of(printed: Json) -> Record:
    """A record of a recorded transaction."""
    return Record(
        account=printed["account"],
        hash=printed["hash"],
        lt=int(printed["lt"]),
        now=printed["now"],
        prev_trans_hash=printed["prev_trans_hash"],
        prev_trans_lt=int(printed["prev_trans_lt"]),
        mc_block_seqno=printed["mc_block_seqno"],
        trace_id=printed["trace_id"],
        as_recorded=printed,
    )


_SAMPLE: Final = recorded("pool_payouts_v4r2")["transactions"]
_SENT: Final = _SAMPLE[0]  # a wallet told by an external message
_RECEIVED: Final = _SAMPLE[3]
_UNABLE: Final = _SAMPLE[1]  # aborted: no code to run


def _printed(record: Record) -> Json:
    model: Json = _SENT if record.out_msgs and not record.aborted else _UNABLE if record.aborted else _RECEIVED
    description = model["description"]
    if "action" in description:
        sent = len(record.out_msgs)
        description = description | {"action": description["action"] | {"tot_actions": sent, "msgs_created": sent}}
    return model | {
        "account": record.account,
        "hash": record.hash,
        "lt": str(record.lt),
        "now": record.now,
        "mc_block_seqno": record.mc_block_seqno,
        "trace_id": record.trace_id,
        "prev_trans_hash": record.prev_trans_hash,
        "prev_trans_lt": str(record.prev_trans_lt),
        "total_fees": str(record.total_fees),
        "description": description,
        "in_msg": _message(record.in_msg) if record.in_msg else None,
        "out_msgs": [_message(message) for message in record.out_msgs],
    }


def _message(message: Message) -> Json:
    external = message.source is None or message.destination is None
    model: Json = _SENT["in_msg"] if message.source is None else _SENT["out_msgs"][0]
    decoded = None if message.comment is None else {"type": "text_comment", "comment": message.comment}
    changed = {
        "hash": message.hash,
        "source": message.source,
        "destination": message.destination,
        "value": None if message.value is None else str(message.value),
        "fwd_fee": None if external else str(message.fwd_fee),
        "created_lt": None if message.created_lt is None else str(message.created_lt),
        "created_at": None if message.created_at is None else str(message.created_at),
        "opcode": message.opcode,
        "bounce": None if external else message.bounce,
        "bounced": None if external else message.bounced,
        "message_content": model["message_content"] | {"body": message.body, "decoded": decoded},
    }
    return model | changed | ({"hash_norm": message.hash} if "hash_norm" in model else {})

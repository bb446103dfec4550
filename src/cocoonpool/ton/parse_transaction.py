"""One transaction of a toncenter v3 indexer in our terms."""

import re
from typing import Final

import msgspec

from cocoonpool.money import Nanoton
from cocoonpool.ton import address, comments
from cocoonpool.ton.hashes import NO_HASH, parse_hash
from cocoonpool.ton.indexed import Content, State, WireMessage, WireTransaction
from cocoonpool.ton.transaction import Message, Transaction

_OPCODE: Final = re.compile(r"0[xX][0-9a-fA-F]{1,8}|-?\d{1,10}", re.ASCII)
_FINAL: Final = (None, 2, "finalized")  # None: a deployment that serves nothing else


class _Decoded(msgspec.Struct):
    comment: str | None = None


_decoded: Final = msgspec.json.Decoder(_Decoded)


def transaction_from(wire: WireTransaction) -> Transaction:
    """Raises ValueError: an address, a hash or an opcode that is none. The message never repeats it."""
    compute, action = wire.description.compute_ph, wire.description.action
    ran = compute is not None and not compute.skipped
    return Transaction(
        account=address.parse(wire.account),
        hash=parse_hash(wire.hash),
        lt=wire.lt,
        now=wire.now,
        total_fees=Nanoton(wire.total_fees),
        prev_trans_hash=_previous(wire),
        prev_trans_lt=wire.prev_trans_lt,
        mc_block_seqno=_committed_by(wire),
        trace_id=parse_hash(wire.trace_id) if wire.trace_id else None,
        orig_status=wire.orig_status,
        end_status=wire.end_status,
        aborted=wire.description.aborted,
        compute_success=compute.success if compute and ran else None,
        exit_code=compute.exit_code if compute and ran else None,
        action_success=action.success if action else None,
        skipped_actions=(action.skipped_actions or 0) if action else 0,
        balance_before=_balance(wire.account_state_before),
        balance_after=_balance(wire.account_state_after),
        in_msg=_message(wire.in_msg) if wire.in_msg else None,
        out_msgs=tuple(map(_message, wire.out_msgs)),
    )


def _previous(wire: WireTransaction) -> str:
    if wire.prev_trans_hash:
        return parse_hash(wire.prev_trans_hash)
    if wire.prev_trans_lt:
        raise ValueError("the hash of the transaction before is missing")
    return NO_HASH


def _committed_by(wire: WireTransaction) -> int | None:
    """The masterchain block, when there is one and nothing else says that the transaction may still vanish."""
    if wire.emulated or wire.finality not in _FINAL:
        return None
    return wire.mc_block_seqno or None


def _balance(state: State | None) -> Nanoton | None:
    return Nanoton(state.balance) if state and state.balance is not None else None


def _message(wire: WireMessage) -> Message:
    opcode, content = _opcode(wire.opcode), wire.message_content
    return Message(
        hash=parse_hash(wire.hash),
        normalised_hash=parse_hash(wire.hash_norm) if wire.hash_norm else None,
        source=address.parse(wire.source) if wire.source else None,
        destination=address.parse(wire.destination) if wire.destination else None,
        value=Nanoton(wire.value) if wire.value is not None else None,
        fwd_fee=Nanoton(wire.fwd_fee) if wire.fwd_fee is not None else None,
        created_lt=wire.created_lt,
        bounce=bool(wire.bounce),
        bounced=bool(wire.bounced),
        opcode=opcode,
        comment=_comment(content) if content and opcode == comments.TEXT else None,
        encrypted_comment=opcode == comments.ENCRYPTED,
        body=content.body if content else None,
    )


def _opcode(value: int | str | None) -> int | None:
    if value is None:
        return None
    if isinstance(value, str):
        if not _OPCODE.fullmatch(value):
            raise ValueError("an opcode that is not a number")
        value = int(value, 16) if value[:2] in ("0x", "0X") else int(value)
    if not -(2**31) <= value < 2**32:
        raise ValueError("an opcode of more than 32 bits")
    return value & 0xFFFFFFFF  # the schema has them signed


def _comment(content: Content) -> str | None:
    """From the body itself; as the indexer decoded it only where it withholds the body."""
    if content.body:
        return comments.text_of(content.body)
    try:
        decoded = _decoded.decode(content.decoded)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return comments.tidy(decoded.comment) if decoded.comment else None

"""Out messages of every sort a wallet sends, with what each of them is; and every way to make a wallet send.

What a message is stands here by hand; nothing is worked out.
"""

from base64 import b64encode
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from cocoonpool.simulator.chainbody import EMPTY, body, call_body, text_body
from tests.ton.recordings import CHAIN, Json, batch, recorded

_META = recorded("pool_payouts_v4r2")["_meta"]
POOL: str = _META["pool_wallet"].upper()
PAYEE: str = _META["participants"][0].upper()
STRANGER: str = _META["ghost"].upper()
MASTER = "-1:" + "5" * 64

_VECTORS = msgspec.json.decode((CHAIN.parent / "vectors" / "cocoon_vectors.json").read_bytes(), type=Json)
COCOON: dict[str, Json] = {message["opcode"]: message for message in _VECTORS["messages"]}
LONG = "выплата за неделю 46, " * 30


class Sort(NamedTuple):
    """An out message and what it is."""

    kind: str
    fields: dict[str, Any]
    comment: str | None = None


def _call(kind: str, opcode: int, value: int = 50_000_000, data: str = "") -> Sort:
    content = {"body": data or call_body(opcode), "decoded": None}
    return Sort(kind, {"opcode": f"0x{opcode:08x}", "value": str(value), "message_content": content, "bounce": True})


def _text(kind: str, text: str, **fields: object) -> Sort:
    content = {"body": text_body(text), "decoded": {"type": "text_comment", "comment": text}}
    return Sort(kind, {"opcode": "0x00000000", "message_content": content} | fields, text)


SORTS: dict[str, Sort] = {
    "plain": Sort("transfer", {}),
    "plain, bounceable": Sort("transfer", {"bounce": True}),
    "one nano": Sort("transfer", {"value": "1"}),
    "nineteen nano": Sort("transfer", {"value": "19"}),
    "a fortune": Sort("transfer", {"value": "5000000000000000000"}),
    "odd nanos": Sort("transfer", {"value": "1234567891"}),
    "no bounce fields": Sort("transfer", {"bounce": None, "bounced": None}),
    "fee unknown": Sort("transfer", {"fwd_fee": None}),
    "body not kept": Sort("transfer", {"message_content": None}),
    "to the masterchain": Sort("transfer", {"destination": MASTER}),
    "to a stranger": Sort("transfer", {"destination": STRANGER}),
    "deploys the recipient": Sort("transfer", {"init_state": {"hash": b64encode(bytes(32)).decode(), "body": EMPTY}}),
    "with another currency": Sort("transfer", {"value_extra_currencies": {"100": "5"}}),
    "text": _text("transfer", "payout 2026-11 w1"),
    "cyrillic": _text("transfer", "выплата"),
    "emoji": _text("transfer", "🥥🏊 payout"),
    "a formula": _text("transfer", '=HYPERLINK("http://127.0.0.1/")'),
    "lines": _text("transfer", "one\ntwo\ttabbed"),
    "over many cells": _text("transfer", LONG),
    "text, bounceable": _text("transfer", "back if you must", bounce=True),
    "text to a stranger": _text("transfer", "refund", destination=STRANGER),
    "looks like an opcode": _text("transfer", "0x0f8a7ea5"),
    "empty text": Sort(
        "transfer", {"opcode": "0x00000000", "message_content": {"body": body(bytes(4)), "decoded": None}}
    ),
    "text only decoded": Sort(
        "transfer",
        {
            "opcode": "0x00000000",
            "message_content": {"body": None, "decoded": {"type": "text_comment", "comment": "hi"}},
        },
        "hi",
    ),
    "text with a broken body": Sort(
        "transfer", {"opcode": "0x00000000", "message_content": {"body": "?", "decoded": None}}
    ),
    "encrypted text": _call("transfer", 0x2167DA4B, data=body(bytes.fromhex("2167da4b") + bytes(range(90)))),
    "unknown call": _call("transfer", 0x12345678),
    "opcode above the sign": _call("transfer", 0x87654321),
    "short body": Sort("transfer", {"message_content": {"body": body(b"\1\2"), "decoded": None}}),
    "decoded as something odd": Sort("transfer", {"message_content": {"body": EMPTY, "decoded": ["odd", {"deep": 1}]}}),
    "self": Sort("self", {"destination": POOL}),
    "self, text": _text("self", "to self", destination=POOL),
    "self, zero": Sort("self", {"destination": POOL, "value": "0"}),
    "self, highload list": _call("service", 0xAE42E5A4)._replace(kind="self"),
    "zero": Sort("zero", {"value": "0"}),
    "zero, text": _text("zero", "just saying", value="0"),
    "zero, call": _call("zero", 0x12345678, value=0),
    "no value": Sort("zero", {"value": None}),
    "jetton transfer": _call("jetton", 0x0F8A7EA5),
    "jetton internal transfer": _call("jetton", 0x178D4519),
    "jetton notification": _call("jetton", 0x7362D09C, value=1),
    "jetton notification, much TON": _call("jetton", 0x7362D09C, value=2_000_000_000),
    "jetton burn": _call("jetton", 0x595F07BC),
    "jetton burn notification": _call("jetton", 0x7BDD97DE),
    "jetton wallet asked": _call("jetton", 0x2C76B973),
    "jetton wallet told": _call("jetton", 0xD1735400),
    "NFT transfer": _call("nft", 0x5FCC3D14),
    "NFT assigned": _call("nft", 0x05138D91),
    "NFT data asked": _call("nft", 0x2FCB26A2),
    "NFT data told": _call("nft", 0x8B771735),
    "excesses": _call("service", 0xD53276DB),
    "plugin asks": _call("service", 0x706C7567),
    "plugin answered": _call("service", 0xF06C7567),
    "plugin ends": _call("service", 0x64737472),
    "signed for a wallet v5": _call("service", 0x73696E74),
    "extension of a wallet v5": _call("service", 0x6578746E),
    "new stake": _call("service", 0x4E73744B, value=300_000_000_000_000),
    "recover stake": _call("service", 0x47657424),
    "DNS record": _call("service", 0x4EB1F0F9),
    "Cocoon payout asked": _call("service", 0xA040AD28, data=COCOON["0xa040ad28"]["body"]),
    "Cocoon last payout asked": _call("service", 0xF5F26A36),
    "Cocoon worker registered": _call("service", 0x26ED7F65),
    "Cocoon worker to proxy": _call("service", 0x4D725D2C, data=COCOON["0x4d725d2c"]["body"]),
    "Cocoon proxy's own share": _call("service", 0x7610E6EB),
    "Cocoon owner sends": _call("service", 0x9C69F376),
    "Cocoon excesses": _call("service", 0x2565934C, data=COCOON["0x2565934c"]["body"]),
    "log": Sort("log", {"destination": None, "value": None, "bounce": None, "bounced": None, "fwd_fee": None}),
    "log with an opcode": Sort("log", {"destination": None, "value": None, "opcode": "0x8011315a"}),
    "sends back": Sort("returned", {"bounced": True, "opcode": "0xffffffff"}),
    "sends back, new format": Sort("returned", {"bounced": True, "opcode": "0xfffffffe"}),
    "sends back, no body": Sort("returned", {"bounced": True, "opcode": None}),
    "body like a bounce, but sent": _call("transfer", 0xFFFFFFFF),
}
SORTS["self, highload list"].fields["destination"] = POOL

_EXTERNAL: Json = batch()["in_msg"]
_INTERNAL: Json = {
    "source": STRANGER,
    "value": "50000000",
    "created_lt": "6000001",
    "bounce": True,
    "bounced": False,
    "fwd_fee": "1",
}

TRIGGERS: dict[str, Json | None] = {
    "wallet v3 or v4, external": _EXTERNAL,
    "wallet v5, external": _EXTERNAL | {"opcode": "0x7369676e"},
    "wallet v5, relayed": _EXTERNAL | _INTERNAL | {"opcode": "0x73696e74"},
    "wallet v5, extension": _EXTERNAL | _INTERNAL | {"opcode": "0x6578746e"},
    "Telegram's wallet, relayed": _EXTERNAL | _INTERNAL | {"opcode": "0x00000019"},
    "highload v2": _EXTERNAL | {"opcode": None},
    "highload v3, from itself": _EXTERNAL | _INTERNAL | {"opcode": "0xae42e5a4", "source": POOL},
    "multisig": _EXTERNAL | _INTERNAL | {"opcode": "0x75097f5d"},
    "tick or tock": None,
}


def transaction(*sorts: Sort, trigger: Json | None = _EXTERNAL, **description: object) -> Json:
    """The pool wallet's recorded batch, with these out messages instead."""
    printed = batch()
    model = printed["out_msgs"][2]
    outs = [
        model | {"hash": _digest(index), "created_lt": str(7_000_001 + index), "destination": PAYEE} | sort.fields
        for index, sort in enumerate(sorts)
    ]
    return printed | {"in_msg": trigger, "out_msgs": outs, "description": printed["description"] | description}


def _digest(index: int) -> str:
    return b64encode(sha256(f"out message {index}".encode()).digest()).decode()

"""What a toncenter v3 index API answers about the pretended chain. Parameters it does not know it ignores, as there."""

from base64 import b64decode, b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs

import msgspec

from .chain import Chain
from .chainrecord import NO_HASH, Json, Record, recorded

DEFAULT_LIMIT: Final = 100
LARGEST_LIMIT: Final = 1000
ERRORS: Final = recorded("toncenter_v3_errors")

_BLOCK: Final = {"workchain": -1, "shard": "8000000000000000", "root_hash": NO_HASH, "file_hash": NO_HASH}


class Refused(Exception):
    """Answered with a status and a recorded body."""

    def __init__(self, status: HTTPStatus, content: Json | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.content = ERRORS.get(str(int(status)), {"error": status.phrase}) if content is None else content


class Query:
    """The parameters of a request, the last of several wins where one is meant."""

    def __init__(self, text: str) -> None:
        self._found = parse_qs(text)

    def all(self, name: str) -> list[str]:
        return self._found.get(name, [])

    def text(self, name: str, otherwise: str = "") -> str:
        return self._found.get(name, [otherwise])[-1]

    def number(self, name: str) -> int | None:
        """Raises Refused (422): not a number."""
        text = self.text(name)
        if text and not text.isdecimal():
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": f"failed to parse {name}"})
        return int(text) if text else None

    def digest(self, name: str) -> str:
        """A hash in any spelling, as the chain keeps it: base64. Raises Refused (422)."""
        text = self.text(name).removeprefix("0x")
        try:
            if len(text) == 64:
                return b64encode(bytes.fromhex(text)).decode()
            raw = b64decode(text.translate(_STANDARD).rstrip("=") + "=", validate=True)
        except ValueError:
            raw = b""
        if len(raw) != 32:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": f"failed to parse {name}"})
        return b64encode(raw).decode()


_STANDARD: Final = str.maketrans("-_", "+/")


def answer(chain: Chain, path: str, query: str, content: bytes) -> Json:
    """The JSON of a good answer. Raises Refused for the others."""
    if path == "runGetMethod":
        return _run_get_method(chain, content)
    found = _ROUTES.get(path)
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, {"error": "not found"})
    return found(chain, Query(query))


def _masterchain_info(chain: Chain, _: Query) -> Json:
    last = _BLOCK | {"seqno": chain.seqno, "gen_utime": str(chain.now)}
    return {"last": last, "first": _BLOCK | {"seqno": 1, "gen_utime": "1573822385"}}


def _transactions(chain: Chain, query: Query) -> Json:
    if query.text("hash"):
        found = chain.by_hash.get(query.digest("hash"))
        return _page([found] if found else [])
    low, high, limit = query.number("start_lt"), query.number("end_lt"), query.number("limit")
    if limit is not None and limit > LARGEST_LIMIT:
        error = f"limit is not allowed: {limit} > {LARGEST_LIMIT}"
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": error})
    rows = [row for account in query.all("account") or [""] for row in _between(chain, account, low, high)]
    since, until = query.number("start_utime") or 0, query.number("end_utime")
    rows = [row for row in rows if since <= row.now and (until is None or row.now <= until) and not row.hidden]
    if query.text("sort", "desc") == "desc":
        rows.reverse()
    start = query.number("offset") or 0
    return _page(rows[start : start + (DEFAULT_LIMIT if limit is None else limit)])


def _between(chain: Chain, account: str, low: int | None, high: int | None) -> list[Record]:
    """Bounds are inclusive."""
    rows = chain.by_account.get(account.upper(), []) if account else chain.records
    first = 0 if low is None else bisect_left(rows, low, key=_lt)
    last = len(rows) if high is None else bisect_right(rows, high, key=_lt)
    return rows[first:last]


def _lt(record: Record) -> int:
    return record.lt


def _by_message(chain: Chain, query: Query) -> Json:
    return _page(chain.by_message.get(query.digest("msg_hash"), []))


def _adjacent(chain: Chain, query: Query) -> Json:
    record = chain.by_hash.get(query.digest("hash"))
    if record is None:
        raise Refused(HTTPStatus.NOT_FOUND, {"error": "transaction not found"})
    printed = record.print()
    received = [printed["in_msg"]["hash"]] if printed["in_msg"] and printed["in_msg"]["source"] else []
    sent = [message["hash"] for message in printed["out_msgs"]]
    wanted = {"in": received, "out": sent}.get(query.text("direction"), received + sent)
    rows = [other for digest in wanted for other in chain.by_message[digest] if other is not record]
    if not rows:
        raise Refused(HTTPStatus.NOT_FOUND, {"error": "adjacent transactions not found"})
    return _page(rows)


def _traces(chain: Chain, query: Query) -> Json:
    if query.text("tx_hash"):
        record = chain.by_hash.get(query.digest("tx_hash"))
        trace_id = record.trace_id if record else ""
    else:
        trace_id = query.digest("trace_id")
    rows = [row for row in chain.records if row.trace_id == trace_id and not row.hidden]
    return {"traces": [_trace(trace_id, rows)] if rows else [], "address_book": {}, "metadata": {}}


def _trace(trace_id: str, rows: list[Record]) -> Json:
    return {
        "trace_id": trace_id,
        "external_hash": trace_id,
        "mc_seqno_start": str(rows[0].mc_block_seqno),
        "mc_seqno_end": str(rows[-1].mc_block_seqno),
        "start_lt": str(rows[0].lt),
        "start_utime": rows[0].now,
        "end_lt": str(rows[-1].lt),
        "end_utime": rows[-1].now,
        "trace_info": {"trace_state": "complete", "transactions": len(rows), "pending_messages": 0},
        "is_incomplete": False,
        "transactions_order": [row.hash for row in rows],
        "transactions": {row.hash: row.print() for row in rows},
    }


def _account_states(chain: Chain, query: Query) -> Json:
    accounts = [_account(chain, address.upper()) for address in query.all("address")]
    return {"accounts": accounts, "address_book": {}, "metadata": {}}


def _account(chain: Chain, address: str) -> Json:
    rows = [row for row in chain.by_account.get(address, []) if not row.hidden]
    state: Json = {
        "address": address,
        "status": "active" if rows else "nonexist",
        "balance": str(chain.balances.get(address, 0)),
        "last_transaction_lt": str(rows[-1].lt) if rows else "0",
        "last_transaction_hash": rows[-1].hash if rows else NO_HASH,
    }
    return state | chain.states.get(address, {})


def _run_get_method(chain: Chain, content: bytes) -> Json:
    """An answer put into `chain.methods`, or exit code 11: there is no such method."""
    try:
        asked = msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.DecodeError:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": "failed to parse the request"}) from None
    key = str(asked.get("address", "")).upper(), str(asked.get("method", ""))
    return chain.methods.get(key, {"gas_used": 500, "exit_code": 11, "stack": []})


def _page(rows: list[Record]) -> Json:
    return {"transactions": [row.print() for row in rows if not row.hidden], "address_book": {}}


_ROUTES: Final[dict[str, Callable[[Chain, Query], Json]]] = {
    "masterchainInfo": _masterchain_info,
    "transactions": _transactions,
    "transactionsByMessage": _by_message,
    "adjacentTransactions": _adjacent,
    "traces": _traces,
    "accountStates": _account_states,
}

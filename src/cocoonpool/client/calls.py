"""One function for each operation of the API: what may be given to it, and what it answers.

They only describe a request; a `Pool` or an `AsyncPool` makes it. What lists answer page by page, `every` goes through.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from cocoonpool.client.answers import Call, facts, nothing, raw, reader
from cocoonpool.client.shapes import Facts, Key, Participant, Payout, Series, TargetGroup, Worker

_API: Final = "/api/v1"
_WORKERS, _WORKER = reader(tuple[Worker, ...]), reader(Worker)
_PARTICIPANTS, _PARTICIPANT = reader(tuple[Participant, ...]), reader(Participant)
_PAYOUTS, _PAYOUT = reader(tuple[Payout, ...]), reader(Payout)
_KEYS, _KEY = reader(tuple[Key, ...]), reader(Key)
_SERIES, _TARGETS = reader(Series), reader(tuple[TargetGroup, ...])


def workers(
    *, participant_id: int | None = None, is_active: bool | None = None, status: str | None = None,
    model: str | None = None, limit: int | None = None, cursor: int | None = None,
) -> Call[tuple[Worker, ...]]:  # fmt: skip
    query = {"participant_id": participant_id, "is_active": is_active, "status": status, "model": model}
    return Call("GET", f"{_API}/workers", _WORKERS, query={**query, "limit": limit, "cursor": cursor})


def worker(worker_id: int) -> Call[Worker]:
    return Call("GET", f"{_API}/workers/{{worker_id}}", _WORKER, {"worker_id": worker_id})


def add_worker(participant_id: int, worker_name: str, host: str, stats_port: int, **more: object) -> Call[Worker]:
    """`more`: `instance_number`, `price_coefficient`, `access_hash`, `health_source`, `cid`, `is_active`."""
    told = {"participant_id": participant_id, "worker_name": worker_name, "host": host, "stats_port": stats_port}
    return Call("POST", f"{_API}/workers", _WORKER, body={**told, **more})


def change_worker(worker_id: int, **changes: object) -> Call[Worker]:
    return Call("PATCH", f"{_API}/workers/{{worker_id}}", _WORKER, {"worker_id": worker_id}, body=changes)


def delete_worker(worker_id: int) -> Call[None]:
    return Call("DELETE", f"{_API}/workers/{{worker_id}}", nothing, {"worker_id": worker_id})


def metrics(
    worker_id: int, *, hours: int | None = None, start: datetime | None = None, end: datetime | None = None,
    resolution: str | None = None, fields: tuple[str, ...] | None = None,
) -> Call[Series]:  # fmt: skip
    query = {**_period(hours, start, end), "resolution": resolution, "fields": ",".join(fields) if fields else None}
    return Call("GET", f"{_API}/workers/{{worker_id}}/metrics", _SERIES, {"worker_id": worker_id}, query)


def stats(
    worker_id: int, *, hours: int | None = None, start: datetime | None = None, end: datetime | None = None
) -> Call[Facts]:
    query = _period(hours, start, end)
    return Call("GET", f"{_API}/workers/{{worker_id}}/stats", facts, {"worker_id": worker_id}, query)


def worker_earnings(worker_id: int) -> Call[Facts]:
    return Call("GET", f"{_API}/workers/{{worker_id}}/earnings", facts, {"worker_id": worker_id})


def participants(*, limit: int | None = None, cursor: int | None = None) -> Call[tuple[Participant, ...]]:
    return Call("GET", f"{_API}/participants", _PARTICIPANTS, query={"limit": limit, "cursor": cursor})


def participant(participant_id: int) -> Call[Participant]:
    parts = {"participant_id": participant_id}
    return Call("GET", f"{_API}/participants/{{participant_id}}", _PARTICIPANT, parts)


def participant_by_wallet(wallet_address: str) -> Call[Participant]:
    parts = {"wallet_address": wallet_address}
    return Call("GET", f"{_API}/participants/wallet/{{wallet_address}}", _PARTICIPANT, parts)


def add_participant(ton_wallet_address: str, **contact: object) -> Call[Participant]:
    """`contact`: `telegram_user_id`, `username`, `email`."""
    body = {"ton_wallet_address": ton_wallet_address, **contact}
    return Call("POST", f"{_API}/participants", _PARTICIPANT, body=body)


def change_participant(participant_id: int, **changes: object) -> Call[Participant]:
    parts = {"participant_id": participant_id}
    return Call("PATCH", f"{_API}/participants/{{participant_id}}", _PARTICIPANT, parts, body=changes)


def participant_earnings(participant_id: int) -> Call[Facts]:
    parts = {"participant_id": participant_id}
    return Call("GET", f"{_API}/participants/{{participant_id}}/earnings", facts, parts)


def statement(participant_id: int, month: str, *, timezone: str | None = None) -> Call[Facts]:
    """`month` as `2026-11`."""
    parts, query = {"participant_id": participant_id}, {"month": month, "timezone": timezone}
    return Call("GET", f"{_API}/participants/{{participant_id}}/statement", facts, parts, query)


def payouts(
    *, participant_id: int | None = None, start: datetime | None = None, end: datetime | None = None,
    verified: bool | None = None, limit: int | None = None, cursor: str | None = None,
) -> Call[tuple[Payout, ...]]:  # fmt: skip
    query = {"participant_id": participant_id, "verified": verified, **_period(None, start, end)}
    return Call("GET", f"{_API}/payouts", _PAYOUTS, query={**query, "limit": limit, "cursor": cursor})


def payout(payout_id: int) -> Call[Payout]:
    return Call("GET", f"{_API}/payouts/{{payout_id}}", _PAYOUT, {"payout_id": payout_id})


def record_payout(
    participant_id: int, transaction_hash: str, amount_ton: Decimal, *, from_address: str, to_address: str,
    transaction_time: datetime, **more: object,
) -> Call[Payout]:  # fmt: skip
    """`more`: `amount_usd`, `period_start`, `period_end`."""
    told: Mapping[str, object] = {
        "participant_id": participant_id, "transaction_hash": transaction_hash, "amount_ton": amount_ton,
        "from_address": from_address, "to_address": to_address, "transaction_time": transaction_time,
    }  # fmt: skip
    return Call("POST", f"{_API}/payouts", _PAYOUT, body={**told, **more})


def verify_payout(payout_id: int) -> Call[Payout]:
    return Call("POST", f"{_API}/payouts/{{payout_id}}/verify", _PAYOUT, {"payout_id": payout_id})


def payout_summary(participant_id: int) -> Call[Facts]:
    parts = {"participant_id": participant_id}
    return Call("GET", f"{_API}/payouts/participant/{{participant_id}}/summary", facts, parts)


def unassigned_transfers(*, limit: int | None = None, cursor: str | None = None) -> Call[Any]:
    return Call("GET", f"{_API}/payouts/unassigned", facts, query={"limit": limit, "cursor": cursor})


def chain() -> Call[Facts]:
    return Call("GET", f"{_API}/payouts/chain", facts)


def tax_report(participant_id: int, year: int, **more: str) -> Call[bytes]:
    """The file. `more`: `timezone`, `year_start`, `currency`, `format`, `file`, `label`, `asset`."""
    query = {"participant_id": participant_id, "year": year, **more}
    return Call("GET", f"{_API}/payouts/export/tax-report", raw, query=query)


def keys(*, limit: int | None = None, cursor: int | None = None) -> Call[tuple[Key, ...]]:
    return Call("GET", f"{_API}/keys", _KEYS, query={"limit": limit, "cursor": cursor})


def make_key(name: str, **more: object) -> Call[Key]:
    """`more`: `role`, `scopes`, `participant_id`, `expires_at`, `networks`. The key itself is in the answer, once."""
    return Call("POST", f"{_API}/keys", _KEY, body={"name": name, **more})


def revoke_key(key_id: int) -> Call[None]:
    return Call("DELETE", f"{_API}/keys/{{key_id}}", nothing, {"key_id": key_id})


def key(key_id: int) -> Call[Key]:
    return Call("GET", f"{_API}/keys/{{key_id}}", _KEY, {"key_id": key_id})


def me() -> Call[Facts]:
    """Who is asking, and what they may do."""
    return Call("GET", f"{_API}/auth/me", facts)


def sessions(*, limit: int | None = None, cursor: int | None = None) -> Call[Any]:
    return Call("GET", f"{_API}/auth/sessions", facts, query={"limit": limit, "cursor": cursor})


def end_session(session_id: int) -> Call[None]:
    return Call("DELETE", f"{_API}/auth/sessions/{{session_id}}", nothing, {"session_id": session_id})


def cancel_wallet_change(participant_id: int) -> Call[None]:
    parts = {"participant_id": participant_id}
    return Call("DELETE", f"{_API}/participants/{{participant_id}}/wallet-change", nothing, parts)


def audit(**which: object) -> Call[Any]:
    """`which`: `action`, `subject`, `from`, `to`, `limit`, `cursor`."""
    return Call("GET", f"{_API}/audit", facts, query=which)


def log(*, worker_id: int | None = None, limit: int | None = None, cursor: int | None = None) -> Call[Any]:
    """What happened to workers, newest first."""
    return Call("GET", f"{_API}/log", facts, query={"worker_id": worker_id, "limit": limit, "cursor": cursor})


def current_price(*, currency: str = "USD") -> Call[Facts]:
    """What one coin is worth now; `price` is null while nobody knows."""
    return Call("GET", f"{_API}/prices/current", facts, query={"currency": currency})


def query(**asked: object) -> Call[Facts]:
    """Many workers as one series. `asked`: the parameters of `GET /metrics/query`; lists as text with commas."""
    return Call("GET", f"{_API}/metrics/query", facts, query=asked)


def agents(*, limit: int | None = None, cursor: int | None = None) -> Call[Any]:
    return Call("GET", f"{_API}/agents", facts, query={"limit": limit, "cursor": cursor})


def agent(agent_id: int) -> Call[Facts]:
    return Call("GET", f"{_API}/agents/{{agent_id}}", facts, {"agent_id": agent_id})


def revoke_agent(agent_id: int) -> Call[None]:
    return Call("DELETE", f"{_API}/agents/{{agent_id}}", nothing, {"agent_id": agent_id})


def enrolment_codes(*, limit: int | None = None, cursor: int | None = None) -> Call[Any]:
    return Call("GET", f"{_API}/agents/codes", facts, query={"limit": limit, "cursor": cursor})


def make_enrolment_code(**wanted: object) -> Call[Facts]:
    """`wanted`: `participant_id`, `hosts`, `expires_at`. The code itself is in the answer, once."""
    return Call("POST", f"{_API}/agents/codes", facts, body=wanted)


def revoke_enrolment_code(code_id: int) -> Call[None]:
    return Call("DELETE", f"{_API}/agents/codes/{{code_id}}", nothing, {"code_id": code_id})


def wishes(worker_id: int, *, limit: int | None = None, cursor: int | None = None) -> Call[Any]:
    query = {"limit": limit, "cursor": cursor}
    return Call("GET", f"{_API}/workers/{{worker_id}}/wishes", facts, {"worker_id": worker_id}, query)


def wish(worker_id: int, **wanted: object) -> Call[Facts]:
    """`wanted`: one of `price_coefficient`, `enabled`, `payout_proxy`."""
    return Call("POST", f"{_API}/workers/{{worker_id}}/wishes", facts, {"worker_id": worker_id}, body=wanted)


def targets(*, ports: tuple[int, ...] = (9100,)) -> Call[tuple[TargetGroup, ...]]:
    return Call("GET", f"{_API}/prometheus/targets", _TARGETS, query={"port": ports})


def prometheus_page() -> Call[bytes]:
    return Call("GET", "/metrics", raw)


def health() -> Call[Facts]:
    return Call("GET", "/health", facts)


def ready() -> Call[Facts]:
    """Raises Refused (503) when it is not."""
    return Call("GET", "/ready", facts)


def _period(hours: int | None, start: datetime | None, end: datetime | None) -> dict[str, object]:
    moments = {"from": start, "to": end}
    return {
        "hours": hours,
        **{name: None if moment is None else moment.isoformat() for name, moment in moments.items()},
    }

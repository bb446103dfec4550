"""What the API answers, as typed values. Unknown is `None`; TON is an exact `Decimal`; new fields are let be."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec


class Cause(msgspec.Struct, frozen=True):
    code: str
    severity: str
    since: datetime
    detail: str


class Worker(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `GET /workers`; `detail` only where one worker was asked for."""

    id: int
    participant_id: int
    worker_name: str
    instance_number: int
    host: str
    stats_port: int
    is_active: bool
    latest_status: str
    latest_gpu_utilization: float | None
    latest_revenue_ton: Decimal
    cid: int | None
    price_coefficient: Decimal | None
    reported_price_coefficient: Decimal | None
    collection: str
    model: str | None
    latest_causes: tuple[Cause, ...]
    latest_sample_at: datetime | None
    last_seen: datetime | None
    has_access_hash: bool
    health_source: str | None
    created_at: datetime
    updated_at: datetime
    detail: dict[str, Any] | None = None


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One look, as in a series and as in the live feed."""

    timestamp: datetime
    status: str
    gpu_utilization: float | None = None
    gpu_temperature: float | None = None
    gpu_memory_used_gb: float | None = None
    gpu_power_watts: float | None = None
    inference_requests_total: int | None = None
    avg_inference_latency_ms: float | None = None
    requests_succeeded_total: int | None = None
    requests_failed_total: int | None = None
    tokens_total: int | None = None
    tokens_prompt_total: int | None = None
    tokens_cached_total: int | None = None
    tokens_completion_total: int | None = None
    tokens_reasoning_total: int | None = None
    bytes_received_total: int | None = None
    bytes_sent_total: int | None = None
    active_requests: float | None = None
    revenue_ton: Decimal | None = None
    wallet_balance_ton: Decimal | None = None
    ton_age_seconds: int | None = None


class LiveWorker(Worker, frozen=True, kw_only=True):
    """A worker as the live feed tells it."""

    sample: Sample | None
    cursor: str


class Series(msgspec.Struct, frozen=True):
    worker_id: int
    worker_name: str
    period_hours: float
    resolution_seconds: float
    metrics_count: int
    metrics: tuple[Sample, ...]


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    ton_wallet_address: str
    username: str | None
    email: str | None
    telegram_user_id: int | None
    is_active: bool
    total_workers: int
    active_workers: int
    total_revenue_ton: Decimal
    total_payouts: int
    total_paid_ton: Decimal
    balance_ton: Decimal
    last_payout_at: datetime | None
    created_at: datetime
    updated_at: datetime


class Payout(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    participant_id: int
    transaction_hash: str
    amount_ton: Decimal
    amount_usd: Decimal | None
    from_address: str
    to_address: str
    transaction_time: datetime
    comment: str | None
    source: str
    verification: str
    verification_reason: str | None
    verified: bool
    counted: bool
    created_at: datetime


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """`key`, the secret itself, is there once: in the answer that made it."""

    id: int
    name: str
    prefix: str
    role: str
    scopes: tuple[str, ...]
    participant_id: int | None
    networks: tuple[str, ...] | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    key: str | None = None

    def __repr__(self) -> str:
        return f"Key({self.id}, {self.name!r}, {self.prefix}...)"  # never the key


class TargetGroup(msgspec.Struct, frozen=True):
    targets: tuple[str, ...]
    labels: dict[str, str]


Facts = dict[str, Any]
"""An answer with much inside, as it comes: numbers with a decimal point are `Decimal`."""

"""The wire shape of a worker, as in every list, answer and event."""

from datetime import datetime

from pydantic import Field

from cocoonpool.wire import Figure, Ton, UtcTime, Wire
from cocoonpool.workers.causes import Severity, Status
from cocoonpool.workers.detail import WorkerDetail


class CauseItem(Wire):
    code: str = Field(description="What holds; docs/causes.md explains each.", examples=["no_proxy"])
    severity: Severity
    since: UtcTime
    detail: str = Field(description="What to do about it, for a person.")


class WorkerItem(Wire):
    """What a list says of a worker. `null` is "not known", never zero."""

    id: int
    participant_id: int
    worker_name: str
    instance_number: int
    host: str
    stats_port: int
    is_active: bool
    latest_status: Status
    latest_gpu_utilization: float | None = Field(description="Percent, mean of the cards; null without a GPU source.")
    latest_revenue_ton: Ton = Field(description="Its share of what its worker contracts have earned in all.")
    cid: int | None
    price_coefficient: Figure | None = Field(description="As wanted by the operator.")
    reported_price_coefficient: Figure | None = Field(description="As the worker says.")
    collection: str = Field(description="`pull`: the pool asks it; `push`: an agent sends.")
    model: str | None
    latest_causes: list[CauseItem]
    latest_sample_at: UtcTime | None = Field(description="The last look, answered or not.")
    last_seen: UtcTime | None = Field(description="The last answer; no failure touches it.")
    has_access_hash: bool
    health_source: str | None
    created_at: datetime
    updated_at: datetime


class WorkerAnswer(WorkerItem):
    detail: WorkerDetail | None = Field(description="From the last reading; null before the first.")

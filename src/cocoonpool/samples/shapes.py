"""The wire shapes of a worker's history. `null` is "not known" or "not told", never zero."""

from pydantic import Field

from cocoonpool.wire import Figure, Ton, UtcTime, Wire
from cocoonpool.workers.causes import Status


class MetricPoint(Wire):
    """One look, or all looks of one bucket: counters and money as last told in it, gauges as their mean."""

    timestamp: UtcTime = Field(description="Of the look, or where the bucket begins.")
    status: Status = Field(description="The worst that was seen in the bucket.")
    gpu_utilization: float | None = Field(description="Percent, mean of the cards.")
    gpu_temperature: float | None = Field(description="°C of the hottest card.")
    inference_requests_total: int | None = Field(description="As the worker counts: back to 0 when it restarts.")
    avg_inference_latency_ms: float | None = Field(description="Of the requests that finished since the point before.")
    revenue_ton: Ton = Field(description="Its share of all that its worker contracts have earned until then.")
    requests_succeeded_total: int | None
    requests_failed_total: int | None = Field(description="Real failures, each once.")
    tokens_total: int | None = Field(description="Adjusted tokens, as all that follow.")
    tokens_prompt_total: int | None
    tokens_cached_total: int | None
    tokens_completion_total: int | None
    tokens_reasoning_total: int | None
    bytes_received_total: int | None
    bytes_sent_total: int | None
    active_requests: float | None
    gpu_memory_used_gb: float | None = Field(description="All cards together.")
    gpu_power_watts: float | None = Field(description="All cards together.")
    wallet_balance_ton: Ton | None
    ton_age_seconds: int | None = Field(description="How old the worker's view of TON was.")
    price_coefficient: Figure | None = Field(description="As the worker said.")
    restarts: int
    looks: int = Field(description="How many looks the point stands for.")


class Series(Wire):
    worker_id: int
    worker_name: str
    period_hours: int | float
    resolution_seconds: int | float = Field(description="Width of a bucket; for `raw` the time between two looks.")
    metrics_count: int
    metrics: list[MetricPoint] = Field(description="Oldest first. Time without any look has no point.")


class TokenStats(Wire):
    """Adjusted tokens used in the period. They are not TON."""

    total: int | None
    prompt: int | None
    cached: int | None
    completion: int | None
    reasoning: int | None


class Stats(Wire):
    """What a worker did in a period. Increases hold across restarts: never negative, nothing twice."""

    worker_id: int
    worker_name: str
    hours: int | float
    period_start: UtcTime
    period_end: UtcTime
    requests: int | None
    requests_succeeded: int | None
    requests_failed: int | None
    success_rate: float | None = Field(description="Share of finished requests, 0 to 1; null when none finished.")
    avg_inference_latency_ms: float | None
    tokens: TokenStats
    bytes_received: int | None
    bytes_sent: int | None
    revenue_ton: Ton | None = Field(description="Earned in the period; what was earned before we looked is in none.")
    gpu_utilization_avg: float | None
    gpu_utilization_p95: int | None
    uptime_percentage: float | None = Field(description="Of the known time, in which it was not down.")
    restarts: int | None
    coverage: float = Field(description="Share of the period with evidence, 0 to 1. The rest is unknown, not down.")

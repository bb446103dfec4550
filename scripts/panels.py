"""The panels of the Grafana dashboards: what is asked, how it is drawn. `scripts/dashboards.py` makes the JSON."""

from dataclasses import dataclass
from typing import Final, Literal

STATUSES: Final = (("healthy", 1.0, "green"), ("degraded", 0.5, "orange"), ("down", 0.0, "red"))


@dataclass(frozen=True)
class Panel:
    """`queries`: PromQL and the legend of its series. `kind`: a curve, a number, or a table of now."""

    title: str
    queries: tuple[tuple[str, str], ...]
    kind: Literal["curve", "number", "table"] = "curve"
    unit: str = "short"
    help: str = ""
    is_status: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Board:
    """`variable`: the label by which the viewer picks one of many."""

    name: str
    title: str
    rows: tuple[tuple[str, tuple[Panel, ...]], ...]
    variable: tuple[str, str] | None = None


_ONE: Final = '{worker_id="$worker"}'
_MINE: Final = '{participant_id=~"$participant"}'
_DAY: Final = f"increase(cocoon_worker_earned_ton_total{_MINE}[1d])"
_MONTH: Final = f"increase(cocoon_worker_earned_ton_total{_MINE}[30d])"
_BY_NAME: Final = "{{worker_name}}"

FLEET: Final = Board(
    "fleet",
    "Cocoon Pool: fleet",
    (
        (
            "Now",
            (
                Panel("Healthy", (("count(cocoon_worker_status == 1) or vector(0)", ""),), "number"),
                Panel("Degraded", (("count(cocoon_worker_status == 0.5) or vector(0)", ""),), "number"),
                Panel("Down", (("count(cocoon_worker_status == 0) or vector(0)", ""),), "number"),
                Panel("Earned in a day", (("sum(increase(cocoon_worker_earned_ton_total[1d]))", ""),), "number", "TON"),
                Panel(
                    "Not healthy",
                    (("cocoon_worker_status < 1", ""),),
                    "table",
                    is_status=True,
                    wide=True,
                    help="docs/causes.md explains each cause.",
                ),
                Panel("Why", (("sum by (code, severity) (cocoon_worker_cause)", ""),), "table", wide=True),
            ),
        ),
        (
            "Work",
            (
                Panel("Requests a second", (("sum(rate(cocoon_inference_requests_total[5m]))", "all"),), unit="reqps"),
                Panel(
                    "Failed requests",
                    (("cocoonpool:failed_requests:ratio5m", "share"),),
                    unit="percentunit",
                ),
                Panel("Tokens a second", (("sum by (kind) (rate(cocoon_worker_tokens_total[5m]))", "{{kind}}"),)),
                Panel(
                    "Seconds a request",
                    (
                        (
                            "sum(rate(cocoon_worker_busy_seconds_total[5m]))"
                            " / sum(rate(cocoon_worker_requests_success_total[5m]))",
                            "mean",
                        ),
                    ),
                    unit="s",
                ),
            ),
        ),
        (
            "Cards",
            (
                Panel("Utilization", (("cocoon_gpu_utilization", _BY_NAME),), unit="percent"),
                Panel("Temperature", (("cocoon_gpu_temperature_celsius", _BY_NAME),), unit="celsius"),
            ),
        ),
        (
            "The pool itself",
            (
                Panel(
                    "Looks",
                    (
                        ("rate(cocoonpool_looks_stored_total[5m])", "stored"),
                        ("rate(cocoonpool_looks_dropped_total[5m])", "lost"),
                        ("rate(cocoonpool_ticks_missed_total[5m])", "missed"),
                    ),
                    unit="ops",
                ),
                Panel("Waiting to be stored", (("cocoonpool_ingest_queue_length", "looks"),)),
            ),
        ),
    ),
)

WORKER: Final = Board(
    "worker",
    "Cocoon Pool: one worker",
    (
        (
            "How it is",
            (
                Panel("Status", ((f"cocoon_worker_status{_ONE}", ""),), "number", is_status=True),
                Panel("Seconds since its last answer",
                      ((f"time() - cocoon_worker_last_seen_timestamp_seconds{_ONE}", ""),), "number", "s"),
                Panel("Connected proxies", ((f"cocoon_worker_connected_proxies{_ONE}", ""),), "number"),
                Panel("Its gas wallet", ((f"cocoon_worker_wallet_balance_ton{_ONE}", ""),), "number", "TON"),
                Panel("Causes", ((f"cocoon_worker_cause{_ONE}", ""),), "table", wide=True),
            ),
        ),
        (
            "Work",
            (
                Panel("Requests a second", (
                    (f"rate(cocoon_inference_requests_total{_ONE}[5m])", "taken"),
                    (f"rate(cocoon_worker_errors_total{_ONE}[5m])", "failed"),
                ), unit="reqps"),
                Panel("In flight", (
                    (f"cocoon_worker_active_requests{_ONE}", "active"),
                    (f"cocoon_worker_max_requests{_ONE}", "at most"),
                )),
                Panel("Tokens a second", ((f"rate(cocoon_worker_tokens_total{_ONE}[5m])", "{{kind}}"),)),
                Panel("Bytes a second", (
                    (f"rate(cocoon_worker_received_bytes_total{_ONE}[5m])", "received"),
                    (f"rate(cocoon_worker_sent_bytes_total{_ONE}[5m])", "sent"),
                ), unit="Bps"),
                Panel("Age of its view of TON", ((f"cocoon_worker_ton_age_seconds{_ONE}", ""),), unit="s"),
                Panel("Earned in an hour", ((f"increase(cocoon_worker_earned_ton_total{_ONE}[1h])", ""),), unit="TON"),
            ),
        ),
        (
            "Cards",
            (
                Panel("Utilization", ((f"cocoon_gpu_utilization{_ONE}", "{{gpu_id}}"),), unit="percent"),
                Panel("Temperature", ((f"cocoon_gpu_temperature_celsius{_ONE}", "{{gpu_id}}"),), unit="celsius"),
                Panel("Memory in use", ((f"cocoon_gpu_memory_used_gb{_ONE}", "{{gpu_id}}"),), unit="gbytes"),
            ),
        ),
    ),
    variable=("worker", "worker_id"),
)  # fmt: skip

MONEY: Final = Board(
    "money",
    "Cocoon Pool: money",
    (
        (
            "Earned",
            (
                Panel("In all", ((f"sum(cocoon_revenue_ton{_MINE})", ""),), "number", "TON"),
                Panel("In a day", ((f"sum({_DAY})", ""),), "number", "TON"),
                Panel("In 30 days", ((f"sum({_MONTH})", ""),), "number", "TON"),
                Panel("By participant, a day", (
                    (f"sum by (participant_id) ({_DAY})", "{{participant_id}}"),
                ), unit="TON", wide=True),
                Panel("By worker, a day", (
                    (f"topk(20, {_DAY})", _BY_NAME),
                ), "table", unit="TON", wide=True),
            ),
        ),
        (
            "Paid",
            (
                Panel("Payouts booked", (("increase(cocoonpool_payouts_booked_total[1d])", "a day"),)),
                Panel("Age of what is known of the chain",
                      (("time() - cocoonpool_chain_complete_timestamp_seconds", "{{wallet}}"),), unit="s"),
            ),
        ),
    ),
    variable=("participant", "participant_id"),
)  # fmt: skip

BOARDS: Final = (FLEET, WORKER, MONEY)

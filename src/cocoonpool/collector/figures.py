"""The collector's own figures, for `/metrics`."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from cocoonpool.cocoon.reading import Failure, FailureKind


class Figures:
    """Names are documented in docs/metrics.md."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.duration = Histogram(
            "cocoonpool_scrape_duration_seconds",
            "How long one whole look at a worker took.",
            buckets=(0.005, 0.025, 0.1, 0.5, 1, 2, 5),
            registry=registry,
        )
        self.failures = Counter(
            "cocoonpool_scrape_failures_total", "Looks that gave no reading, by kind.", ["kind"], registry=registry
        )
        for kind in FailureKind:
            self.failures.labels(kind.value)
        self.missed = Counter(
            "cocoonpool_ticks_missed_total", "Ticks in which a worker was not looked at.", registry=registry
        )
        self.targets = Gauge("cocoonpool_targets", "Workers that are pulled.", registry=registry)
        self.queue = Gauge("cocoonpool_ingest_queue_length", "Looks waiting to be stored.", registry=registry)
        self.dropped = Counter(
            "cocoonpool_looks_dropped_total",
            "Looks lost because the database took none for too long.",
            registry=registry,
        )
        self.refused = Counter(
            "cocoonpool_claims_refused_total", "Token figures that cannot be true and were ignored.", registry=registry
        )
        self.ingest = Histogram(
            "cocoonpool_ingest_duration_seconds",
            "One batch: diagnosis, ledger, history, commit.",
            buckets=(0.002, 0.01, 0.05, 0.25, 1, 5),
            registry=registry,
        )
        self.stored = Counter("cocoonpool_looks_stored_total", "Looks stored.", registry=registry)

    def looked(self, result: object, milliseconds: int | None) -> None:
        if milliseconds is not None:
            self.duration.observe(milliseconds / 1000)
        if isinstance(result, Failure):
            self.failures.labels(result.kind.value).inc()


class HistoryFigures:
    """What keeping the history says of itself. Names are documented in docs/metrics.md."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.sealed = Counter("cocoonpool_looks_sealed_total", "Looks moved into sealed segments.", registry=registry)
        self.cpu = Counter("cocoonpool_sealing_cpu_seconds_total", "Processor time of sealing.", registry=registry)


class ChainFigures:
    """What the watch of the chain says of itself. Names are documented in docs/metrics.md."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.answers = Gauge(
            "cocoonpool_chain_up", "1 while the source of the chain answers.", ["source"], registry=registry
        )
        self.complete = Gauge(
            "cocoonpool_chain_complete_timestamp_seconds",
            "Until when all that a pool wallet paid is on the books.",
            ["wallet"],
            registry=registry,
        )
        self.booked = Counter(
            "cocoonpool_payouts_booked_total", "Payouts made or recognised from the chain.", registry=registry
        )
        self.checked = Counter(
            "cocoonpool_payouts_checked_total", "Questions asked about single payouts.", registry=registry
        )

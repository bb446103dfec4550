"""The server's own figures, for `/metrics`. Names are documented in docs/metrics.md."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from cocoonpool.agents.outside import Outside
from cocoonpool.live.audience import Audience


def show_feeds(registry: CollectorRegistry, audience: Audience) -> None:
    """How many listen, counted when somebody asks."""
    feeds = Gauge("cocoonpool_live_feeds", "Live feeds that are open: sockets and event streams.", registry=registry)
    feeds.set_function(lambda: audience.size)


class PortChecks(Collector):
    """How often workers' ports were asked from outside, and what came of it."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    def collect(self) -> Iterator[Metric]:
        checks = CounterMetricFamily(
            "cocoonpool_port_checks_total", "Ports of agents' workers asked from outside.", labels=["open"]
        )
        for is_open in (False, True):
            checks.add_metric(["yes" if is_open else "no"], self._outside.asked[is_open])
        yield checks

"""The server's own figures, for `/metrics`. Names are documented in docs/metrics.md."""

from prometheus_client import CollectorRegistry, Gauge

from cocoonpool.live.audience import Audience


def show_feeds(registry: CollectorRegistry, audience: Audience) -> None:
    """How many listen, counted when somebody asks."""
    feeds = Gauge("cocoonpool_live_feeds", "Live feeds that are open: sockets and event streams.", registry=registry)
    feeds.set_function(lambda: audience.size)

"""The workers' hosts as Prometheus' HTTP service discovery wants them.

https://prometheus.io/docs/prometheus/latest/http_sd/: whoever runs a node or GPU exporter on them scrapes those.
"""

from collections.abc import Iterable, Sequence

from pydantic import Field

from cocoonpool.wire import Wire
from cocoonpool.workers.feed import Entry


class TargetGroup(Wire):
    targets: list[str] = Field(description="`host:port` of the exporters.", examples=[["10.20.0.5:9100"]])
    labels: dict[str, str] = Field(description="For relabelling: which workers and participants stand on this host.")


def targets(workers: Iterable[Entry], ports: Sequence[int]) -> list[TargetGroup]:
    """A group for each host of an active worker, in order of its first worker."""
    hosts: dict[str, list[Entry]] = {}
    for entry in workers:
        if entry.row.is_active:
            hosts.setdefault(entry.row.host, []).append(entry)
    return [
        TargetGroup(
            targets=[f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for port in ports],
            labels={
                "__meta_cocoonpool_worker_ids": _listed(entry.worker_id for entry in entries),
                "__meta_cocoonpool_participant_ids": _listed(entry.participant_id for entry in entries),
            },
        )
        for host, entries in hosts.items()
    ]


def _listed(ids: Iterable[int]) -> str:
    """As Prometheus writes lists in labels: a comma on both ends, so that `.*,7,.*` finds 7 and not 17."""
    return "".join(f",{one}" for one in dict.fromkeys(ids)) + ","

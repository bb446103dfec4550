"""Workers for a person's eyes, wherever they come from: from the database or from a server far away."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from cocoonpool.commands.output import say, show, show_facts, status_cell

COLUMNS: Final = ("id", "name", "where", "status", "GPU %", "revenue TON", "why")


def row(worker: Mapping[str, Any]) -> tuple[object, ...]:
    """A worker in the shape of the API, as a row of `COLUMNS`."""
    return (
        worker["id"],
        worker["worker_name"],
        f"{worker['host']}:{worker['stats_port']}",
        status_cell(worker["latest_status"]),
        worker["latest_gpu_utilization"],
        worker["latest_revenue_ton"],
        _why(worker["latest_causes"]),
    )


def _why(causes: Iterable[Mapping[str, Any]]) -> str:
    found = list(causes)
    serious = [cause["code"] for cause in found if cause["severity"] != "info"]
    return ", ".join(serious or [cause["code"] for cause in found])


def show_list(workers: Sequence[Mapping[str, Any]]) -> None:
    show(f"{len(workers)} workers", COLUMNS, [row(worker) for worker in workers])


def show_one(worker: Mapping[str, Any], detail: Mapping[str, Any] | None) -> None:
    facts = {name: value for name, value in worker.items() if name not in {"latest_causes", "detail"}}
    facts["latest_status"] = status_cell(facts["latest_status"])
    show(f"Worker {worker['id']}", ("", ""), list(facts.items()))
    say("")
    causes = [(cause["severity"], cause["code"], cause["since"], cause["detail"]) for cause in worker["latest_causes"]]
    show("Causes", ("severity", "code", "since", "what to do"), causes or [("", "none", "", "")])
    if detail is not None:
        show_facts("", detail)

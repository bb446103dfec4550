"""Writes the Prometheus text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/

Written by hand because it is written for thousands of workers at each scrape, and from values, not from live objects.
"""

from collections.abc import Iterable
from typing import Final

from cocoonpool.exposition.families import (
    CAUSE,
    DOCUMENTED,
    GPU,
    INFO,
    MOST_CAUSES,
    OWN,
    Value,
    info_labels,
    room_for_own,
    shown_gpus,
)
from cocoonpool.exposition.snapshot import Known

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def escape(value: str) -> str:
    """A label's value: backslash, double quote and line feed are the only ones the format escapes."""
    return value.translate(_ESCAPES)


class _Page:
    """Collects the lines of each metric: the format wants them together, workers bring them one by one."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}
        for family in (*DOCUMENTED, *OWN):
            self._head(family.name, family.kind, family.help)
        for gpu in GPU:
            self._head(gpu.name, "gauge", gpu.help)
        for name, text in (CAUSE, INFO):
            self._head(name, "gauge", text)

    def _head(self, name: str, kind: str, text: str) -> None:
        self._lines.setdefault(name, [f"# HELP {name} {text}\n# TYPE {name} {kind}\n"])

    def add(self, name: str, labels: str, value: Value) -> None:
        self._lines[name].append(f"{name}{{{labels}}} {value}\n")

    def text(self) -> bytes:
        return "".join("".join(lines) for lines in self._lines.values()).encode(errors="replace")


def render(workers: Iterable[Known]) -> bytes:
    """The whole page for these workers."""
    page = _Page()
    for known in workers:
        _worker(page, known)
    return page.text()


def _worker(page: _Page, known: Known) -> None:
    labels = _labels(known)
    for family in (*DOCUMENTED, *OWN[: room_for_own(known)]):
        value = family.value(known)
        if value is not None:
            page.add(family.name, f"{labels},{family.labels}" if family.labels else labels, value)
    for gpu in shown_gpus(known):
        for of_gpu in GPU:
            value = of_gpu.value(gpu)
            if value is not None:
                page.add(of_gpu.name, f'{labels},gpu_id="{gpu.index}"', value)
    for cause in known.causes[:MOST_CAUSES]:  # the gravest come first
        page.add(CAUSE[0], f'{labels},code="{escape(cause.code)}",severity="{cause.severity}"', 1)
    told = info_labels(known)
    if told:
        page.add(INFO[0], ",".join((labels, *(f'{name}="{escape(value)}"' for name, value in told.items()))), 1)


def _labels(known: Known) -> str:
    host = f"[{known.host}]" if ":" in known.host else known.host
    return (
        f'worker_id="{known.worker_id}",worker_name="{escape(known.worker_name)}",'
        f'participant_id="{known.participant_id}",instance="{escape(host)}:{known.stats_port}"'
    )

"""Writes what Prometheus reads: its text format 0.0.4, and OpenMetrics 1.0.

https://prometheus.io/docs/instrumenting/exposition_formats/, https://prometheus.io/docs/specs/om/open_metrics_spec/

Written by hand because it is written for thousands of workers at each scrape, and from values, not from live objects.
"""

from collections.abc import Iterable, Iterator, Sequence
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
from cocoonpool.exposition.known import Known

_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def escape(value: str) -> str:
    """A label's value: backslash, double quote and line feed are the only ones the format escapes."""
    return value.translate(_ESCAPES)


def _heads(openmetrics: bool) -> dict[str, str]:
    """What introduces each metric, in the order of the page. OpenMetrics names a counter without its suffix."""
    kinds = {family.name: (family.kind, family.help) for family in (*DOCUMENTED, *OWN)}
    kinds |= {gpu.name: ("gauge", gpu.help) for gpu in GPU} | {name: ("gauge", text) for name, text in (CAUSE, INFO)}
    return {
        name: "# HELP {0} {2}\n# TYPE {0} {1}\n".format(
            name.removesuffix("_total") if openmetrics and kind == "counter" else name, kind, text
        )
        for name, (kind, text) in kinds.items()
    }


_HEADS: Final = {form: tuple(head.encode() for head in _heads(form).values()) for form in (False, True)}
_PLACES: Final = {name: place for place, name in enumerate(_heads(False))}

Lines = tuple[bytes, ...]
"""A worker's lines of each metric, in the order of the page: the same in both formats."""


def page(workers: Sequence[Lines], *, openmetrics: bool = False) -> bytes:
    """The page for these workers; the format wants each metric's lines together, whichever workers they are of.

    An OpenMetrics page is still to be ended, after what others add to it.
    """
    columns = zip(*workers, strict=True) if workers else ((),) * len(_PLACES)
    return b"".join([part for head, lines in zip(_HEADS[openmetrics], columns, strict=True) for part in (head, *lines)])


def render(workers: Iterable[Known], *, openmetrics: bool = False) -> bytes:
    """The whole page for these workers."""
    return page([lines_of(known) for known in workers], openmetrics=openmetrics)


def lines_of(known: Known) -> Lines:
    lines = [""] * len(_PLACES)
    for name, labels, value in _series(known):
        lines[_PLACES[name]] += f"{name}{{{labels}}} {value}\n"
    return tuple([line.encode(errors="replace") for line in lines])


def _series(known: Known) -> Iterator[tuple[str, str, Value]]:
    """Name, labels and value of all that is known of a worker."""
    labels = _labels(known)
    for family in (*DOCUMENTED, *OWN[: room_for_own(known)]):
        value = family.value(known)
        if value is not None:
            yield family.name, f"{labels},{family.labels}" if family.labels else labels, value
    for gpu in shown_gpus(known):
        for of_gpu in GPU:
            value = of_gpu.value(gpu)
            if value is not None:
                yield of_gpu.name, f'{labels},gpu_id="{gpu.index}"', value
    for cause in known.causes[:MOST_CAUSES]:  # the gravest come first
        yield CAUSE[0], f'{labels},code="{escape(cause.code)}",severity="{cause.severity}"', 1
    told = info_labels(known)
    if told:
        yield INFO[0], ",".join((labels, *(f'{name}="{escape(value)}"' for name, value in told.items()))), 1


def _labels(known: Known) -> str:
    host = f"[{known.host}]" if ":" in known.host else known.host
    return (
        f'worker_id="{known.worker_id}",worker_name="{escape(known.worker_name)}",'
        f'participant_id="{known.participant_id}",instance="{escape(host)}:{known.stats_port}"'
    )

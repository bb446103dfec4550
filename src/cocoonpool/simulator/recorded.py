"""The captures this package ships: what real workers sent, byte for byte. Nothing here is written by hand."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

_HERE = files(__package__) / "recorded"


class Capture(NamedTuple):
    """One recorded answer, with its chunks already joined."""

    head: bytes  # status line and headers, up to and with the empty line
    body: bytes


@cache
def capture(generation: str, name: str) -> Capture:
    """The answer in `recorded/<generation>/<name>.http`."""
    head, mark, body = (_HERE / generation / f"{name}.http").read_bytes().partition(b"\r\n\r\n")
    return Capture(head + mark, body)


@cache
def health_text(generation: str, name: str) -> bytes:
    """The health monitor's answer in `recorded/<generation>/15_health_<name>.txt`."""
    return (_HERE / generation / f"15_health_{name}.txt").read_bytes()


@cache
def health_names(generation: str) -> frozenset[str]:
    """Which answers of the health monitor were recorded for this generation."""
    names = (entry.name for entry in (_HERE / generation).iterdir())
    return frozenset(name[len("15_health_") : -len(".txt")] for name in names if name.startswith("15_health_"))

"""What the host says of itself, from /proc. What it does not say is None."""

import os
from pathlib import Path
from typing import Final

from cocoonpool.cocoon.batch import HostFigures
from cocoonpool.cocoon.health import VSOCK_DEVICE

_PROC: Final = Path("/proc")


def host_figures(proc: Path = _PROC) -> HostFigures:
    memory = _memory(_text(proc / "meminfo"))
    uptime = _text(proc / "uptime").split()
    load = _text(proc / "loadavg").split()
    return HostFigures(
        cpus=os.cpu_count(),
        load_1m=_number(load[0]) if load else None,
        memory_total_mib=memory.get("MemTotal"),
        memory_available_mib=memory.get("MemAvailable"),
        uptime_s=int(seconds) if uptime and (seconds := _number(uptime[0])) is not None else None,
        has_vsock=VSOCK_DEVICE.exists(),
    )


def _memory(text: str) -> dict[str, int]:
    """MiB by name; the kernel prints kB."""
    rows = (line.split() for line in text.splitlines())
    return {row[0].rstrip(":"): int(row[1]) // 1024 for row in rows if len(row) > 1 and row[1].isdigit()}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""

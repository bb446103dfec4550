"""Opens the recorded answers of real programs: `tests/payloads/<generation>/<name>.http`, as `curl -i` printed them."""

import re
from dataclasses import dataclass
from pathlib import Path

from cocoonpool.cocoon.pages import Pages

PAYLOADS = Path(__file__).parent / "payloads"
_OF_ANOTHER_PROGRAM = re.compile(r"(?<!without)_(proxy|client)_(jsonstats|stats)$")
GENERATIONS = ("2025-12", "2026-04")


@dataclass(frozen=True)
class Capture:
    """One answer. Header names are in lower case; `status` is 0 where nothing answered."""

    status: int
    reason: str
    headers: dict[str, str]
    body: bytes

    @property
    def new_http(self) -> bool:
        """The HTTP server of 2026-01-05 and later names itself."""
        return "server" in self.headers


def load(name: str) -> Capture:
    """The capture `name`, as in "2026-04/03_traffic_w12000_jsonstats" (".http" may be left out)."""
    raw = (PAYLOADS / f"{name.removesuffix('.http')}.http").read_bytes()
    head, _, body = raw.partition(b"\r\n\r\n")
    if not raw.startswith(b"HTTP/"):
        return Capture(0, "", {}, raw)
    first, *lines = head.decode("latin-1").split("\r\n")
    _, status, reason = first.split(" ", 2)
    headers = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    return Capture(int(status), reason, headers, body)


def pages(name: str, *, stats: bool = True) -> Pages:
    """Both pages of one look: `name` is a capture without "_jsonstats" and "_stats"."""
    figures = load(f"{name}_jsonstats")
    page = load(f"{name}_stats").body if stats else None
    return Pages(jsonstats=figures.body, stats=page, new_http=figures.new_http)


def worker_names(suffix: str) -> list[str]:
    """Captures of 200 answers that end in `suffix` and came from a worker, "2025-12/01_fresh_jsonstats", …"""
    names = (f"{path.parent.name}/{path.stem}" for path in sorted(PAYLOADS.glob(f"*/*{suffix}.http")))
    return [name for name in names if not _OF_ANOTHER_PROGRAM.search(name) and _has_figures(name)]


def _has_figures(name: str) -> bool:
    capture = load(name)
    return capture.status == 200 and len(capture.body) > 1000

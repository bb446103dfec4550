"""Which of the formats and compressions that we can write a scraper likes best (RFC 9110, 12.5)."""

import gzip
from collections.abc import Callable, Mapping
from typing import Final

import zstandard

TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"
OPENMETRICS: Final = "application/openmetrics-text; version=1.0.0; charset=utf-8"

# For pages in a local network: the quickest level, which already makes a tenth of them.
COMPRESSORS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "zstd": lambda page: zstandard.ZstdCompressor(level=1).compress(page),
    "gzip": lambda page: gzip.compress(page, compresslevel=1, mtime=0),
}


def content_type(accept: str) -> str:
    """OpenMetrics only for those who ask for it by name and do not like the old text better."""
    wanted = _weights(accept)
    openmetrics, text = wanted.get("application/openmetrics-text", 0.0), wanted.get("text/plain", 0.0)
    return OPENMETRICS if openmetrics > 0 and openmetrics >= text else TEXT


def compression(accept_encoding: str) -> str | None:
    """The name of the best one of `COMPRESSORS`; None: as it is."""
    wanted = _weights(accept_encoding)
    accepted = [(wanted.get(name, wanted.get("*", 0.0)), name) for name in COMPRESSORS]
    best = max(accepted, key=lambda pair: pair[0])
    return best[1] if best[0] > 0 else None


def _weights(header: str) -> dict[str, float]:
    """The highest weight that is given to each name."""
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((_weight(p.removeprefix("q=")) for p in parameters if p.startswith("q=")), 1.0)
        found[name] = max(weight, found.get(name, 0.0))
    return found


def _weight(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0

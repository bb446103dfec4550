"""Which ports of this host may have workers, what is known about each, and which of them ever had one."""

import asyncio
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.health import HealthSource, default_source, parse_source
from cocoonpool.cocoon.networks import AllowedNetworks, is_loopback
from cocoonpool.cocoon.reading import Failure, Signal
from cocoonpool.outgoing.addresses import valid_host
from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

STEP: Final = 10
FIRST: Final = 12_000
_ROW: Final = re.compile(r"(\d{1,5})-(\d{1,5})", re.ASCII)
_HASH_LINE: Final = re.compile(r"(?:(\d{1,5})\s+)?([A-Za-z0-9_-]{1,128})", re.ASCII)
_ANSWERS: Final = frozenset({Signal.STARTING, Signal.NEEDS_ACCESS_HASH})


class Site(msgspec.Struct, frozen=True):
    """Where workers are looked for. `health`: a source with {port} and {instance} in it; None: the launch script's."""

    address: str = "127.0.0.1"
    first: int = FIRST
    last: int = FIRST + 31 * STEP
    health: str | None = None
    hashes: Mapping[int | None, str] = {}  # by port; None: all others
    firewalled: bool = False  # somebody vouches that others do not reach the ports

    @property
    def networks(self) -> AllowedNetworks:
        """Only loopback and the one address: an agent asks nobody else."""
        own = ["127.0.0.0/8", "::1/128"]
        return AllowedNetworks(own if is_loopback(self.address) else [*own, self.address])

    def access_hash(self, port: int) -> str | None:
        return self.hashes.get(port, self.hashes.get(None))

    def health_source(self, port: int) -> HealthSource | None:
        instance = (port - self.first) // STEP
        text = (
            self.health.format(port=port, instance=instance) if self.health else default_source("127.0.0.1", instance)
        )
        return None if text is None else parse_source(text)


def make_site(
    address: str, ports: str, health: str | None, hash_file: Path | None, *, firewalled: bool = False
) -> Site:
    """Raises ValueError in words for the command line."""
    row = _ROW.fullmatch(ports)
    if row is None or not 1 <= int(row[1]) <= int(row[2]) <= 65_535 or int(row[2]) - int(row[1]) > 255 * STEP:
        raise ValueError("ports are written FIRST-LAST, as 12000-12310, at most 256 of them in steps of ten")
    site = Site(
        valid_host(address), int(row[1]), int(row[2]), health, _hashes(hash_file) if hash_file else {}, firewalled
    )
    try:
        site.health_source(site.first)
    except (KeyError, IndexError):
        raise ValueError("the health source may hold {port} and {instance}, nothing else in braces") from None
    return site


def _hashes(path: Path) -> dict[int | None, str]:
    found: dict[int | None, str] = {}
    try:
        lines = path.read_text(encoding="ascii").split("\n")
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"{path} cannot be read") from None
    for line in filter(None, map(str.strip, lines)):
        match = _HASH_LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"{path}: a line is `HASH` for all workers or `PORT HASH` for one")
        found[int(match[1]) if match[1] else None] = match[2]
    return found


async def find_ports(site: Site, but: Iterable[int]) -> list[int]:
    """Ports of the site on which a worker answers now, those that are known already left out."""
    known = set(but)
    wanted = [port for port in range(site.first, site.last + 1, STEP) if port not in known]
    answers = await asyncio.gather(*(_answers(site, port) for port in wanted))
    return [port for port, answers_there in zip(wanted, answers, strict=True) if answers_there]


async def _answers(site: Site, port: int) -> bool:
    client = WorkerClient(site.address, port, site.networks, site.access_hash(port), connect_timeout=1.0)
    try:
        outcome = await client.fetch()
    finally:
        client.close()
    return outcome.signal in _ANSWERS if isinstance(outcome, Failure) else True


def read_known(path: Path) -> list[int]:
    """Ports that had a worker once: one that is down now must be told of, not forgotten."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[int])
    except (OSError, msgspec.DecodeError):
        return []


def write_known(path: Path, ports: Iterable[int]) -> None:
    try:
        path.write_bytes(msgspec.json.encode(sorted(ports)))
    except OSError as error:
        log.warning("the list of ports could not be written", error=error.strerror)

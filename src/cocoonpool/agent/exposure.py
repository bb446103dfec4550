"""Whether a worker's port answers without access hash on addresses that others reach. Nothing but figures is asked.

A connection from the host to itself passes no firewall, so one that closes the port cannot be seen from here.
"""

import asyncio
import re
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import Final

from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.cocoon.reading import Failure, Signal

_MOST: Final = 8
_LOCAL: Final = re.compile(r"\|-- (\d+\.\d+\.\d+\.\d+)\n\s+/32 host LOCAL", re.ASCII)


def own_addresses(proc: Path = Path("/proc")) -> tuple[str, ...]:
    """The addresses of this host that others may reach: neither loopback nor link-local."""
    found = dict.fromkeys(_LOCAL.findall(_text(proc / "net" / "fib_trie")))
    for line in _text(proc / "net" / "if_inet6").splitlines():
        digits = line.split()[0] if line.split() else ""
        if re.fullmatch(r"[0-9a-f]{32}", digits):
            found[str(IPv6Address(int(digits, 16)))] = None
    return tuple(a for a in found if not (ip_address(a).is_loopback or ip_address(a).is_link_local))[:_MOST]


async def exposed_on(port: int, addresses: Sequence[str]) -> tuple[str, ...]:
    """Those of the addresses on which a worker gives its figures to anybody."""
    answers = await asyncio.gather(*(_answers(address, port) for address in addresses))
    return tuple(address for address, answers_there in zip(addresses, answers, strict=True) if answers_there)


async def _answers(address: str, port: int) -> bool:
    client = WorkerClient(address, port, AllowedNetworks([address]), connect_timeout=1.0, total_timeout=3.0)
    try:
        outcome = await client.fetch()
    finally:
        client.close()
    return outcome.signal is Signal.STARTING if isinstance(outcome, Failure) else True


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""

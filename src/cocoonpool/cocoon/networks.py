"""Which workers' addresses we may connect to: what a host resolves to, and the operator's allowed networks.

Worker hosts come from people and from DNS, both untrusted: without this check the pool could be made to
fetch from anything its machine can reach. The address that was checked is the address that is dialled.
"""

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from cocoonpool.cocoon.reading import Failure, FailureKind
from cocoonpool.outgoing.addresses import literal, never_dialled

DEFAULT_NETWORKS: Final = "127.0.0.0/8, ::1/128"

_MAX_ADDRESSES: Final = 4  # of one name; the rest could only make a dead host slower to judge

_NOT_ALLOWED: Final = Failure(FailureKind.NOT_ALLOWED, "The address is outside the allowed networks.")
_NO_SUCH_NAME: Final = Failure(FailureKind.UNREACHABLE, "The host name does not resolve.")


class AllowedNetworks:
    """The networks that workers may live in; an address in none of them is never dialled."""

    __slots__ = ("_networks",)

    def __init__(self, cidrs: Iterable[str]) -> None:
        """Raises ValueError, naming the first entry that is not an IPv4 or IPv6 network."""
        self._networks: tuple[IPv4Network | IPv6Network, ...] = tuple(map(_network, cidrs))

    @classmethod
    def parse(cls, text: str) -> "AllowedNetworks":
        """Networks separated by commas or spaces; an empty text allows nothing."""
        return cls(text.replace(",", " ").split())

    def allows(self, address: str) -> bool:
        """Whether this IP address may be dialled. Anything that is not one unicast address may not."""
        ip = literal(address)
        if ip is None or never_dialled(ip):
            return False
        return any(ip in network for network in self._networks)

    def __repr__(self) -> str:
        return f"AllowedNetworks({', '.join(map(str, self._networks))})"


def _network(cidr: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(cidr)
    except ValueError as error:
        raise ValueError(f"{cidr!r} is not a network such as 10.0.0.0/8 or fd00::/8") from error


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its own spelling: "localhost" or a loopback address. No look-up."""
    ip = literal(host.removeprefix("[").removesuffix("]"))
    return ip.is_loopback if ip is not None else host.lower() == "localhost"


async def resolve(host: str, port: int, allowed: AllowedNetworks) -> str | Failure:
    """The first allowed address of a host; NOT_ALLOWED when it has none, UNREACHABLE when it does not resolve."""
    found = await resolve_all(host, port, allowed)
    return found if isinstance(found, Failure) else found[0]


async def resolve_all(host: str, port: int, allowed: AllowedNetworks) -> tuple[str, ...] | Failure:
    """The allowed addresses of a host, at least one, in the resolver's order. Failures as in `resolve`."""
    if literal(host) is not None:
        # A zone is free text that only a resolver could judge, and a literal must not reach one.
        return (host,) if "%" not in host and allowed.allows(host) else _NOT_ALLOWED
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return _NO_SUCH_NAME
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    return tuple(filter(allowed.allows, addresses))[:_MAX_ADDRESSES] or _NOT_ALLOWED

"""Which addresses we may connect to: how a host is written, what it resolves to, and the operator's allowed networks.

Worker hosts come from people and from DNS, both untrusted: without this check the pool could be made to
fetch from anything its machine can reach. The address that was checked is the address that is dialled.
"""

import asyncio
import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from cocoonpool.cocoon.reading import Failure, FailureKind

DEFAULT_NETWORKS: Final = "127.0.0.0/8, ::1/128"

_MAX_HOST: Final = 253  # RFC 1035: 255 octets on the wire
_MAX_ADDRESSES: Final = 4  # of one name; the rest could only make a dead host slower to judge
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")  # "_" is no host name, but container networks use it
_NUMERIC_LABEL: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BROADCAST: Final = IPv4Address("255.255.255.255")

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
        ip = _literal(address)
        if ip is None or ip.is_unspecified or ip.is_multicast or ip == _BROADCAST:
            return False
        return any(ip in network for network in self._networks)

    def __repr__(self) -> str:
        return f"AllowedNetworks({', '.join(map(str, self._networks))})"


def _network(cidr: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(cidr)
    except ValueError as error:
        raise ValueError(f"{cidr!r} is not a network such as 10.0.0.0/8 or fd00::/8") from error


def _literal(text: str) -> IPv4Address | IPv6Address | None:
    """The IP address that `text` is, an IPv4-mapped one as its IPv4; None for a name."""
    try:
        ip = ip_address(text)
    except ValueError:
        return None
    return (ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip


def valid_host(text: str) -> str:
    """The host in its one spelling: lower case, no brackets, no final dot, a mapped address as IPv4.

    Raises:
        ValueError: one sentence for a person, without the input.
    """
    if not text:
        raise ValueError("The host is empty.")
    if len(text) > _MAX_HOST:
        raise ValueError(f"The host is longer than {_MAX_HOST} characters.")
    if not text.isascii():
        raise ValueError("The host has characters beyond ASCII; write an international name in its xn-- form.")
    if ":" in text or text[0] == "[":
        return _valid_ipv6(text)
    name = text.lower().removesuffix(".")
    # Resolvers read 2130706433, 0x7f.1 and 0177.0.0.1 as 127.0.0.1, so a name that ends in a number is an address.
    if _NUMERIC_LABEL.fullmatch(name.rpartition(".")[2]):
        return _valid_ipv4(text)
    if not all(map(_LABEL.fullmatch, name.split("."))):
        raise ValueError("The host is not a name or an IP address; give it without scheme, path, user or port.")
    return name


def _valid_ipv4(text: str) -> str:
    try:
        return str(IPv4Address(text))
    except ValueError as error:
        raise ValueError("The host is not an IPv4 address of four decimal numbers.") from error


def _valid_ipv6(text: str) -> str:
    bare = text[1:-1] if text[0] == "[" and text[-1] == "]" else text
    if "%" in bare:
        raise ValueError("The host has a zone (%), which means something else on every machine.")
    try:
        ip = IPv6Address(bare)
    except ValueError as error:
        raise ValueError("The host is not an IPv6 address; give it without a port.") from error
    return str(ip.ipv4_mapped or ip)


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its own spelling: "localhost" or a loopback address. No look-up."""
    ip = _literal(host.removeprefix("[").removesuffix("]"))
    return ip.is_loopback if ip is not None else host.lower() == "localhost"


async def resolve(host: str, port: int, allowed: AllowedNetworks) -> str | Failure:
    """The first allowed address of a host; NOT_ALLOWED when it has none, UNREACHABLE when it does not resolve."""
    found = await resolve_all(host, port, allowed)
    return found if isinstance(found, Failure) else found[0]


async def resolve_all(host: str, port: int, allowed: AllowedNetworks) -> tuple[str, ...] | Failure:
    """The allowed addresses of a host, at least one, in the resolver's order. Failures as in `resolve`."""
    if _literal(host) is not None:
        # A zone is free text that only a resolver could judge, and a literal must not reach one.
        return (host,) if "%" not in host and allowed.allows(host) else _NOT_ALLOWED
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return _NO_SUCH_NAME
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    return tuple(filter(allowed.allows, addresses))[:_MAX_ADDRESSES] or _NOT_ALLOWED

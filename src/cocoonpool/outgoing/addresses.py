"""How a host may be written, and which addresses are never dialled, or only where the operator says so.

One rule for everything that leaves this machine: workers, the chain, prices. Resolvers read many spellings of an
address; here each has one, so that what is checked is what is dialled.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

IP = IPv4Address | IPv6Address

_MAX_HOST: Final = 253  # RFC 1035: 255 octets on the wire
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")  # "_" is no host name, but container networks use it
_NUMERIC_LABEL: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BROADCAST: Final = IPv4Address("255.255.255.255")
# Services that hand out a machine's credentials to whoever asks from it.
_METADATA: Final = frozenset(
    map(ip_address, ("169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "fd00:ec2::254"))
)
_GLOBAL_IPV6: Final = IPv6Network("2000::/3")  # all that was ever given out; the rest has special meanings
_NAT64: Final = IPv6Network("64:ff9b::/96")  # an IPv4 address in its last 32 bits (RFC 6052)
_TEREDO: Final = IPv6Network("2001::/32")
_RELAY: Final = IPv4Network("192.88.99.0/24")  # 6to4 anycast, given up


def literal(text: str) -> IP | None:
    """The IP address that `text` is, an IPv4-mapped one as its IPv4; None for a name."""
    try:
        ip = ip_address(text)
    except ValueError:
        return None
    return (ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip


def never_dialled(ip: IP) -> bool:
    """Not one machine, or one that hands out credentials: refused whatever the operator allows."""
    return any(one.is_unspecified or one.is_multicast or one in (_BROADCAST, *_METADATA) for one in (ip, _carried(ip)))


def is_public(ip: IP) -> bool:
    """Whether this is a machine of the public internet, also when the address carries another one inside."""
    inner = _carried(ip)
    if isinstance(inner, IPv6Address):
        return inner in _GLOBAL_IPV6 and inner.is_global and inner not in _TEREDO
    return inner.is_global and not inner.is_multicast and not inner.is_reserved and inner not in _RELAY


def _carried(ip: IP) -> IP:
    """The IPv4 address where packets to this one end up: mapped, compatible, through NAT64 or 6to4."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64 or int(ip) >> 32 == 0:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


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

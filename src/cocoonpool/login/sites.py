"""Which sites a wallet may have signed for: hosts, exactly as wallets show them."""

from ipaddress import ip_address
from typing import Final

_LONGEST: Final = 128  # bytes: more no wallet signs


def parse_sites(text: str) -> frozenset[str]:
    """From a list separated by commas.

    Raises:
        ValueError: one is no host in lower case, with a port or without.
    """
    return frozenset(_site(part.strip()) for part in text.split(",") if part.strip())


def _site(text: str) -> str:
    if "/" in text:
        raise ValueError("a host as in pool.example.com, without https:// and without a path")
    if text != text.lower() or not text.isprintable() or " " in text or "@" in text:
        raise ValueError("a host is written in lower case, without blanks")
    if len(text.encode()) > _LONGEST:
        raise ValueError("a host of 128 bytes at the most: more no wallet signs")
    return text


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def local_sites(port: int) -> frozenset[str]:
    """What a browser on this machine may call us, as long as nobody else can reach us."""
    hosts = ("localhost", "127.0.0.1", "[::1]")
    return frozenset((*hosts, *(f"{host}:{port}" for host in hosts)))

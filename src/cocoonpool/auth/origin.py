"""Which page sent a browser here. A cookie goes wherever a page points its browser, so a cookie alone proves nothing.

Browsers name the page's origin in `Origin` on everything that changes something, and on every WebSocket.
"""

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from cocoonpool.errors import Forbidden

_LOOKING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_PORTS: Final = {"http": 80, "https": 443}


class ForeignOrigin(Forbidden):
    code = "foreign_origin"

    def __init__(self) -> None:
        super().__init__("With a cookie, this is possible only from a page of this server (`Origin` is another's).")


def is_own(connection: HTTPConnection) -> bool:
    """Whether `Origin` names this very server: the host and port that were asked, over TLS if we are."""
    sent = connection.headers.getlist("origin")
    if len(sent) != 1:
        return False
    origin = _place(sent[0])
    here = _place(f"{origin[0]}://{connection.headers.get('host', '')}") if origin else None
    if origin is None or origin != here:
        return False
    # A proxy may end TLS before us, so `https` there and `http` here is one place; the other way round it is not.
    return origin[0] == "https" or connection.scope.get("scheme", "http") in ("http", "ws")


def refuse_foreign(connection: HTTPConnection) -> None:
    """For a WebSocket that is to trust a cookie.

    Raises:
        ForeignOrigin: it was opened by a page of another server, or by something that names no page.
    """
    if not is_own(connection):
        raise ForeignOrigin


def refuse_foreign_change(connection: HTTPConnection) -> None:
    """For every request: one that carries a cookie and changes something comes from a page of ours.

    Raises:
        ForeignOrigin: it does not.
    """
    changes = connection.scope["type"] == "http" and connection.scope["method"] not in _LOOKING
    if changes and "cookie" in connection.headers:
        refuse_foreign(connection)


def parse_origins(text: str) -> tuple[str, ...]:
    """Origins separated by commas, each as a browser writes it.

    Raises:
        ValueError: says which one is none.
    """
    origins = tuple(text.replace(",", " ").split())
    for origin in origins:
        if _place(origin) is None or origin != origin.lower():
            raise ValueError(f"{origin!r} is not an origin such as https://stats.example or http://10.0.0.5:3000")
    return origins


def _place(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what is no origin."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    beyond = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    if port is None or not parts.hostname or beyond or url.endswith(("?", "#")):
        return None
    return parts.scheme, parts.hostname.lower(), port

"""Whether a page of this server opened a socket. Browsers send cookies with every socket, whoever's page opens it."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection


def same_origin(connection: HTTPConnection) -> bool:
    """True only if the browser says so; whoever sends no `Origin` is no browser and has no business with a cookie."""
    origin = urlsplit(connection.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc.lower() == connection.headers.get("host", "").lower()

"""Cookies of a login: read by no script, sent by no other site, over https only where the page came by https.

With https their names begin with `__Host-`: then browsers let no other host of the domain set them.
"""

from datetime import timedelta
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION: Final = "cocoonpool_session"
BROWSER: Final = "cocoonpool_login"
"""Holds, before the login, the secret that binds a payload to the browser that asked for it."""


def _secure(connection: HTTPConnection) -> bool:
    return connection.url.scheme in ("https", "wss")


def _name(connection: HTTPConnection, name: str) -> str:
    return f"__Host-{name}" if _secure(connection) else name


def read(connection: HTTPConnection, name: str) -> str | None:
    return connection.cookies.get(_name(connection, name))


def give(response: Response, connection: HTTPConnection, name: str, value: str, lifetime: timedelta) -> None:
    response.set_cookie(
        _name(connection, name),
        value,
        max_age=int(lifetime.total_seconds()),
        path="/",
        secure=_secure(connection),
        httponly=True,
        samesite="strict",
    )


def take_back(response: Response, connection: HTTPConnection, name: str) -> None:
    response.delete_cookie(
        _name(connection, name), path="/", secure=_secure(connection), httponly=True, samesite="strict"
    )

"""Around every answer: a request id, and headers that keep browsers from doing what we did not ask for."""

import secrets
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""On every answer that does not set its own: pages that need more say so themselves."""

_ONLY_TLS: Final = "max-age=63072000"  # two years; not for subdomains, which are none of our business


def safe_headers(scope: Scope) -> dict[str, str]:
    """`SAFE_HEADERS`, and over TLS the order to come back over TLS only."""
    return SAFE_HEADERS | {"Strict-Transport-Security": _ONLY_TLS} if scope.get("scheme") == "https" else SAFE_HEADERS


def request_id(scope: Scope) -> str:
    """The id of this request, made when first asked for. Never the client's: the log must be able to trust it."""
    state = scope.setdefault("state", {})
    return str(state.setdefault("request_id", secrets.token_hex(8)))


class Frame:
    """ASGI middleware: adds what every answer carries."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        number = request_id(scope)

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = number
                for name, value in safe_headers(scope).items():
                    headers.setdefault(name, value)
            await send(message)

        return await self.app(scope, receive, framed)

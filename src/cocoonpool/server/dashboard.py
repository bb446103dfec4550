"""The dashboard: the built files of `web/`, served from memory for what no other route answers."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
from starlette.datastructures import URL, Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cocoonpool.rates.coin import CoinSymbol, parse_symbol
from cocoonpool.server.doors import door_of
from cocoonpool.settings import Settings
from cocoonpool.wire import utc_now

BUILT: Final = Path(__file__).parent / "built"

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
WALLET_BRIDGES: Final = (
    "https://bridge.tonapi.io",
    "https://connect.tonhubapi.com",
    "https://tonconnectbridge.mytonwallet.org",
    "https://walletbot.me",
)
"""Where wallets on other devices answer: the hosts of `web/public/wallets.json`. Only the login page may ask them."""

LOGIN_POLICY: Final = POLICY.replace("connect-src 'self'", f"connect-src 'self' {' '.join(WALLET_BRIDGES)}")
_POLICIES: Final = {"/index.html": POLICY, "/login.html": LOGIN_POLICY}

_FOR_EVER: Final = "public, max-age=31536000, immutable"  # the name of such a file changes with its content
_FOR_WALLETS: Final = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_OTHERS: Final = re.compile(r"/(api|assets|docs|health|metrics|openapi\.json|ready|ws)(/|$)")
_NOT_BUILT: Final = (
    "<!doctype html><title>Cocoon Pool</title><p>The dashboard is not built here: <code>make web</code> builds it, "
    "with Node 20.19 or newer. The API works without it: <a href='/docs'>its documentation</a>."
)


class File(msgspec.Struct, frozen=True):
    """One file as it is sent: plain and compressed, with its kind and how long it may be kept."""

    body: bytes
    packed: bytes
    kind: str
    etag: str
    headers: dict[str, str]

    @classmethod
    def of(cls, name: str, body: bytes) -> "File":
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return cls(
            body=body,
            packed=gzip.compress(body, 9, mtime=0),
            kind="application/manifest+json" if name.endswith(".webmanifest") else kind,
            etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            headers=_headers(name),
        )

    def response(self, headers: Headers) -> Response:
        sent = {**self.headers, "ETag": self.etag, "Vary": "Accept-Encoding"}
        if headers.get("if-none-match") == self.etag:
            return Response(status_code=304, headers=sent)
        if "gzip" in headers.get("accept-encoding", ""):
            return Response(self.packed, headers={**sent, "Content-Encoding": "gzip"}, media_type=self.kind)
        return Response(self.body, headers=sent, media_type=self.kind)


class Dashboard:
    """ASGI middleware: for what no route answers, a built file, or the page for an address of the dashboard.

    What is neither goes on to `app`, whose "not found" it is.
    """

    def __init__(self, app: ASGIApp, settings: Settings, built: Path = BUILT) -> None:
        self.app = app
        self._files = _read(built)
        self._login = self._files.pop("/login.html", None)
        self._page = _page(self._files.pop("/index.html", None), settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks = scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and door_of(scope) is None
        await ((asks and self._answer(scope)) or self.app)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        file = self._files.get(scope["path"])
        if file is not None:
            return file.response(headers)
        if scope["path"] == "/tonconnect-manifest.json":
            return _manifest(URL(scope=scope))
        if not _wants_page(scope["path"], headers):
            return None
        if self._page is None:
            return Response(_NOT_BUILT, 404, media_type="text/html")
        if scope["path"] == "/login" and self._login is not None:
            return self._login.response(headers)
        return self._page(utc_now()).response(headers)


def _headers(name: str) -> dict[str, str]:
    """How long browsers keep a file, and what a page may do. A wallet shows the icon, so others may fetch it."""
    headers = {"Cache-Control": _FOR_EVER if name.startswith("/assets/") else "no-cache"}
    if name in _POLICIES:
        headers["Content-Security-Policy"] = _POLICIES[name]
    return headers | _FOR_WALLETS if name.startswith("/icon") else headers


def _manifest(url: URL) -> Response:
    """What a wallet shows of the site that asks it to sign: the one under which the page was opened."""
    site = f"{url.scheme}://{url.netloc}"
    told = {"url": site, "name": "Cocoon Pool", "iconUrl": f"{site}/icon-180.png"}
    return JSONResponse(told, headers={"Cache-Control": "no-cache", **_FOR_WALLETS})


def _wants_page(path: str, headers: Headers) -> bool:
    """Whether a browser asks for a page, at an address that is not one of the API's."""
    return path == "/" or ("text/html" in headers.get("accept", "") and not _OTHERS.match(path))


def _read(built: Path) -> dict[str, File]:
    found = [path for path in sorted(built.rglob("*")) if path.is_file()] if built.is_dir() else []
    names = [f"/{path.relative_to(built).as_posix()}" for path in found]
    return {name: File.of(name, path.read_bytes()) for name, path in zip(names, found, strict=True)}


def _page(index: File | None, settings: Settings) -> Callable[[datetime], File] | None:
    """The page at a moment: it is told how the coin is called then, how often workers are asked, and in which
    currencies prices are looked up."""
    if index is None:
        return None
    symbol: CoinSymbol = parse_symbol(settings.coin_symbol)

    @lru_cache(maxsize=4)
    def called(name: str) -> File:
        facts = {
            b"coin-symbol": name.encode(),
            b"scrape-interval": f"{settings.scrape_interval:g}".encode(),
            b"price-currencies": ",".join(settings.currencies if settings.price_urls else ()).encode(),
        }
        body = index.body
        for fact, value in facts.items():
            body = re.sub(rb'(<meta name="%s" content=")[^"]*' % fact, rb"\g<1>" + value, body)
        return File.of("/index.html", body)

    return lambda now: called(symbol.at(now))

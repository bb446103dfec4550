"""One request to the pool, by the standard library: system trust, the proxies of the environment, no redirects.

Blocks: call it from a thread. Why no HTTP library: docs/decisions/0016-an-agent-that-sends-what-it-saw.md.
"""

import http.client
import ssl
import urllib.error
import urllib.request
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from cocoonpool.cocoon.networks import is_loopback
from cocoonpool.errors import BadRequest

TIMEOUT_S: Final = 15.0
_MOST_ANSWER: Final = 1 << 20


class BadServer(BadRequest):
    code = "bad_server"


class Answered(msgspec.Struct, frozen=True):
    """What came back. `code` is the pool's own word for a refusal."""

    status: int
    body: bytes
    code: str | None = None
    detail: str | None = None
    retry_after_s: float | None = None


class NotReached(msgspec.Struct, frozen=True):
    why: str


class _Refusal(msgspec.Struct):
    detail: str | list[Any] = ""
    code: str | None = None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A key is shown to nobody but the server it was made by."""

    def redirect_request(self, *_: Any) -> None:
        return None


def server_url(text: str, *, plain_http: bool = False) -> str:
    """The pool's address without a final slash.

    Raises:
        BadServer: no URL, or one whose key anybody on the way could read.
    """
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
        raise BadServer("The server is written as https://pool.example.org")
    if parts.scheme == "http" and not (plain_http or is_loopback(parts.hostname)):
        raise BadServer("Over http:// anybody on the way reads the key. Use https://, or say --plain-http.")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


class Pool:
    """The server as the agent sees it."""

    def __init__(self, server: str, key: str) -> None:
        self._server, self._key = server, key
        self._opener = urllib.request.build_opener(
            _NoRedirect(), urllib.request.HTTPSHandler(context=ssl.create_default_context())
        )

    def post(self, path: str, body: bytes, kind: str) -> Answered | NotReached:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": kind, "User-Agent": "cocoonpool-agent"}
        request = urllib.request.Request(f"{self._server}{path}", body, headers, method="POST")  # noqa: S310 - checked
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                return Answered(answer.status, answer.read(_MOST_ANSWER))
        except urllib.error.HTTPError as error:
            with error:
                return _refused(error)
        except (OSError, http.client.HTTPException) as error:
            return NotReached(_why(error))


def _refused(error: urllib.error.HTTPError) -> Answered | NotReached:
    try:
        body = error.read(_MOST_ANSWER)
    except (OSError, http.client.HTTPException) as failure:
        return NotReached(_why(failure))
    try:
        refusal = msgspec.json.decode(body, type=_Refusal)
    except msgspec.DecodeError:
        refusal = _Refusal(f"HTTP status {error.code}")
    wait = error.headers.get("Retry-After", "")
    detail = refusal.detail if isinstance(refusal.detail, str) else str(refusal.detail)
    seconds = float(wait) if wait.isdecimal() and len(wait) < 6 else None
    return Answered(error.code, body, refusal.code, _printable(detail), seconds)


def _why(error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return _printable(str(reason) or type(reason).__name__)


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())[:300]

"""Asks an indexer over HTTP: paced, retried, bounded in size and time, never redirected. Bytes come back, or a fault.

The key of the API travels in a header only. Nothing here puts it, or what the server wrote, into a fault or a repr.
"""

import asyncio
from typing import Any, Final

import httpx
import msgspec

from cocoonpool.outgoing.client import NotAllowed
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.pace import Backoff, Pace, retry_after

LARGEST: Final = 32 * 2**20  # bytes; 200 transactions of a wallet have about one million
_ENCODINGS: Final = ("", "identity", "gzip")


class Fetcher:
    """One server, asked `per_second` times a second at most, by however many callers."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        api_key: str | None,
        per_second: float,
        backoff: Backoff,
        timeout_s: float,
        largest: int = LARGEST,
    ) -> None:
        self._http = http
        self._headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
        if api_key:
            self._headers["X-API-Key"] = api_key
        self._pace = Pace(per_second)
        self._backoff = backoff
        self._timeout_s = timeout_s
        self._largest = largest

    async def fetch(self, url: str, query: dict[str, str] | None = None, content: object = None) -> bytes | ChainFault:
        """The body of the answer to a GET, or to a POST of `content` as JSON."""
        if not _is_url(url):
            return ChainFault(FaultKind.REFUSED, "the address of the indexer is not a URL")
        attempt = 0
        while True:
            attempt += 1
            await self._pace.turn()
            answer = await self._once(url, query, content)
            if not isinstance(answer, ChainFault) or not answer.passing:
                return answer
            pause = self._backoff.pause(attempt, answer.retry_after)
            self._pace.hold(min(pause, self._backoff.most_s))
            if attempt >= self._backoff.attempts or pause > self._backoff.most_s:
                return answer

    async def _once(self, url: str, query: dict[str, str] | None, content: object) -> bytes | ChainFault:
        asked: dict[str, Any] = {"params": query, "headers": self._headers, "follow_redirects": False}
        if content is not None:
            asked["headers"] = self._headers | {"Content-Type": "application/json"}
            asked["content"] = msgspec.json.encode(content)
        try:
            async with asyncio.timeout(self._timeout_s):
                async with self._http.stream("GET" if content is None else "POST", url, **asked) as response:
                    return await self._judged(response)
        except NotAllowed as error:
            return ChainFault(FaultKind.REFUSED, f"the indexer is not asked: {error}")
        except (TimeoutError, httpx.TimeoutException):
            return ChainFault(FaultKind.TIMEOUT, "the indexer did not answer in time")
        except httpx.HTTPError as error:
            return ChainFault(FaultKind.UNREACHABLE, f"the indexer cannot be reached ({type(error).__name__})")

    async def _judged(self, response: httpx.Response) -> bytes | ChainFault:
        if response.status_code == httpx.codes.OK:
            return await self._body(response)
        if response.status_code == httpx.codes.NOT_FOUND:
            return _not_found(await self._body(response))
        return _refusal(response)

    async def _body(self, response: httpx.Response) -> bytes | ChainFault:
        too_large = ChainFault(FaultKind.TOO_LARGE, f"the answer is larger than {self._largest} bytes")
        if response.headers.get("Content-Encoding", "") not in _ENCODINGS:
            return ChainFault(FaultKind.MALFORMED, "the answer is in an encoding that was not asked for")
        length = response.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > self._largest:
            return too_large
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._largest:
                return too_large
        return bytes(body)


def _is_url(text: str) -> bool:
    """Whether it can be dialled at all: for the rest, such as a port above 65535, the dialling raises anything."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError):
        return False
    return url.scheme in ("http", "https") and bool(url.host) and (url.port is None or 0 < url.port < 65_536)


def _not_found(body: bytes | ChainFault) -> ChainFault:
    """The indexer's own 404 says so in JSON; any other means that there is no indexer at this address."""
    if isinstance(body, bytes):
        try:
            said = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            said = None
        if isinstance(said, dict) and "error" in said:
            return ChainFault(FaultKind.NOT_FOUND, "the indexer does not have it")
    return ChainFault(FaultKind.REFUSED, "there is no indexer at this address (404)")


def _refusal(response: httpx.Response) -> ChainFault:
    status = response.status_code
    wait = retry_after(response.headers.get("Retry-After"))
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return ChainFault(FaultKind.RATE_LIMITED, "the indexer wants to be asked less often (429)", wait)
    if status >= 500 or status == httpx.codes.REQUEST_TIMEOUT:
        return ChainFault(FaultKind.SERVER_ERROR, f"the indexer failed ({status})", wait)
    if 300 <= status < 400:
        return ChainFault(FaultKind.REDIRECTED, f"the indexer points elsewhere ({status}); not followed")
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return ChainFault(FaultKind.REFUSED, f"the indexer refused the API key ({status})")
    return ChainFault(FaultKind.REFUSED, f"the indexer refused the question ({status})")

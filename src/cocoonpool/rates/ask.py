"""One question to one source of prices: paced, capped in size and time, no redirects; rests when it is told to."""

import asyncio
import time
from collections.abc import Mapping
from typing import Final

import httpx
import msgspec

from cocoonpool.outgoing.client import NotAllowed
from cocoonpool.rates.faults import RateFault, Trouble

WHOLE_ANSWER_S: Final = 20.0
MOST_BYTES: Final = 4 << 20
FIRST_REST_S: Final = 30.0
LONGEST_REST_S: Final = 3600.0

_HEADERS: Final = {"Accept-Encoding": "identity", "User-Agent": "cocoonpool"}  # no packed answer: sizes are true


class Answer(msgspec.Struct, frozen=True):
    """A complete answer, a refusal with a body too. Untrusted."""

    status: int
    body: bytes


class Asker:
    """Asks one source, at most one question every `every_s` seconds.

    After a failure the source is left alone: as long as it said, or 30 s, doubled each time up to an hour.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        *,
        every_s: float = 0.0,
        headers: Mapping[str, str] | None = None,
        most_bytes: int = MOST_BYTES,
        whole_answer_s: float = WHOLE_ANSWER_S,
    ) -> None:
        self._http, self._base_url = http, base_url.rstrip("/")
        self._headers = {**_HEADERS, **(headers or {})}
        self._every_s, self._most_bytes, self._whole_answer_s = every_s, most_bytes, whole_answer_s
        self._turn = asyncio.Lock()
        self._next = self._rest_until = time.monotonic()
        self._rest_s = FIRST_REST_S

    async def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Answer | RateFault:
        """The answer with status 200 or 4xx, or why there is none. Never raises for what the other side does."""
        if time.monotonic() < self._rest_until:
            return RateFault(Trouble.RESTING, "left alone after a failure")
        async with self._turn:
            await asyncio.sleep(max(0.0, self._next - time.monotonic()))
            answer = await self._ask(path, params)
            self._next = time.monotonic() + self._every_s
        if isinstance(answer, Answer):
            self._rest_s = FIRST_REST_S
        return answer

    async def _ask(self, path: str, params: Mapping[str, str | int] | None) -> Answer | RateFault:
        try:
            async with (
                asyncio.timeout(self._whole_answer_s),
                self._http.stream(
                    "GET", self._base_url + path, params=params, headers=self._headers, follow_redirects=False
                ) as response,
            ):
                return self._refused(response) or await self._whole(response)
        except NotAllowed as error:
            return self._failed(Trouble.REFUSED, f"not asked: {error}")
        except (TimeoutError, httpx.TimeoutException):
            return self._failed(Trouble.TIMEOUT, "no whole answer in time")
        except httpx.HTTPError as error:
            return self._failed(Trouble.UNREACHABLE, f"no answer ({type(error).__name__})")

    def _refused(self, response: httpx.Response) -> RateFault | None:
        status, wait = response.status_code, response.headers.get("retry-after", "")
        if status in (418, 429) or status >= 500:
            trouble = Trouble.SERVER_ERROR if status >= 500 else Trouble.BUSY
            seconds = int(wait) if wait.isascii() and wait.isdecimal() and len(wait) < 7 else None
            return self._failed(trouble, f"status {status}", seconds)
        if status != 200 and not 400 <= status < 500:
            return RateFault(Trouble.REFUSED, f"status {status}; a redirect is not followed")
        return None

    async def _whole(self, response: httpx.Response) -> Answer | RateFault:
        if response.headers.get("content-encoding", "identity") != "identity":
            return RateFault(Trouble.MALFORMED, "a packed answer, which was not asked for")
        body = bytearray()
        async for part in response.aiter_raw():
            body += part
            if len(body) > self._most_bytes:
                return RateFault(Trouble.TOO_LARGE, f"more than {self._most_bytes} bytes")
        return Answer(response.status_code, bytes(body))

    def _failed(self, trouble: Trouble, detail: str, wait_s: float | None = None) -> RateFault:
        rest_s = min(self._rest_s if wait_s is None else wait_s, LONGEST_REST_S)
        self._rest_until = time.monotonic() + rest_s
        self._rest_s = min(self._rest_s * 2, LONGEST_REST_S)
        return RateFault(trouble, detail)

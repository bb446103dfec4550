"""The asynchronous pool: `async with AsyncPool(url, key) as pool`."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Sequence
from typing import Any, Self, TypeVar

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from cocoonpool.client.answers import Call, NoAnswer, refuse
from cocoonpool.client.blocking import refuse_final
from cocoonpool.client.following import FIRST_PAUSE_S, LONGEST_PAUSE_S, Fleet, Update, feed_url

T = TypeVar("T")


class AsyncPool:
    """A server, and who asks it. Raises Refused and NoAnswer."""

    def __init__(self, url: str, key: str | None = None, *, timeout: float = 30.0) -> None:
        self._url, self._headers = url, {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.AsyncClient(base_url=url, headers=self._headers, timeout=timeout)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def ask(self, call: Call[T]) -> T:
        return call.read((await self._send(call)).content)

    async def every(self, call: Call[Sequence[T]]) -> AsyncIterator[T]:
        """All rows of a list, page after page."""
        answer = await self._send(call)
        while True:
            for row in call.read(answer.content):
                yield row
            following = answer.links.get("next")
            if following is None:
                return
            answer = await self._checked("GET", following["url"])

    async def listen(
        self, *, worker_ids: Collection[int] | None = None, participant_id: int | None = None
    ) -> AsyncGenerator[Update, None]:
        """The live feed, without end: all workers first, then each change. A lost connection is made again.

        Raises Refused when the server does not let us listen (any more).
        """
        fleet, pause = Fleet(), FIRST_PAUSE_S
        while True:
            url = feed_url(self._url, fleet.cursor, worker_ids, participant_id)
            try:
                async with connect(url, additional_headers=self._headers, compression=None, max_size=None) as feed:
                    while True:
                        message = await feed.recv()
                        pause = FIRST_PAUSE_S
                        for update in fleet.take(message):
                            yield update
            except ConnectionClosed as closed:
                refuse_final(closed)
            except (OSError, InvalidHandshake):
                pass
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)

    async def _send(self, call: Call[Any]) -> httpx.Response:
        return await self._checked(call.method, call.path, params=call.pairs, content=call.content)

    async def _checked(self, method: str, path: str, **what: Any) -> httpx.Response:
        try:
            answer = await self._http.request(method, path, headers={"Content-Type": "application/json"}, **what)
        except httpx.TransportError as error:
            raise NoAnswer(f"{self._url}: {error}") from error
        refuse(answer.status_code, answer.content)
        return answer

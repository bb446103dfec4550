"""The blocking pool: `with Pool(url, key) as pool`."""

import threading
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Self, TypeVar

import httpx
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import connect

from cocoonpool.client.answers import Call, NoAnswer, Refused, refuse
from cocoonpool.client.following import FINAL, FIRST_PAUSE_S, LONGEST_PAUSE_S, Fleet, Update, feed_url

T = TypeVar("T")


class Pool:
    """A server, and who asks it. Raises Refused and NoAnswer."""

    def __init__(self, url: str, key: str | None = None, *, timeout: float = 30.0) -> None:
        self._url, self._headers = url, {"Authorization": f"Bearer {key}"} if key else {}
        self._closed = threading.Event()
        self._http = httpx.Client(base_url=url, headers=self._headers, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Also from another thread: whoever waits for a lost connection to come back, waits no longer."""
        self._closed.set()
        self._http.close()

    def ask(self, call: Call[T]) -> T:
        return call.read(self._send(call).content)

    def every(self, call: Call[Sequence[T]]) -> Iterator[T]:
        """All rows of a list, page after page."""
        answer = self._send(call)
        while True:
            yield from call.read(answer.content)
            following = answer.links.get("next")
            if following is None:
                return
            answer = self._checked("GET", following["url"])

    def listen(
        self, *, worker_ids: Collection[int] | None = None, participant_id: int | None = None
    ) -> Iterator[Update]:
        """The live feed, without end: all workers first, then each change. A lost connection is made again.

        Raises Refused when the server does not let us listen (any more).
        """
        fleet, pause = Fleet(), FIRST_PAUSE_S
        while True:
            url = feed_url(self._url, fleet.cursor, worker_ids, participant_id)
            try:
                with connect(url, additional_headers=self._headers, compression=None, max_size=None) as feed:
                    for message in feed:
                        pause = FIRST_PAUSE_S
                        yield from fleet.take(message)
            except ConnectionClosed as closed:
                refuse_final(closed)
            except (OSError, InvalidHandshake):
                pass
            if self._closed.wait(pause):
                return
            pause = min(2 * pause, LONGEST_PAUSE_S)

    def _send(self, call: Call[Any]) -> httpx.Response:
        return self._checked(call.method, call.path, params=call.pairs, content=call.content)

    def _checked(self, method: str, path: str, **what: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, headers={"Content-Type": "application/json"}, **what)
        except httpx.TransportError as error:
            raise NoAnswer(f"{self._url}: {error}") from error
        refuse(answer.status_code, answer.content)
        return answer


def refuse_final(closed: ConnectionClosed) -> None:
    """Raises Refused for an end that trying again does not mend."""
    if closed.rcvd is not None and closed.rcvd.code in FINAL:
        raise Refused(closed.rcvd.code - 4000, "feed_closed", closed.rcvd.reason) from closed

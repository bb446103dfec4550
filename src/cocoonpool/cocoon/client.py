"""Fetches a worker's two pages over one kept-open socket and names what went wrong when they do not come."""

import asyncio
import re
from typing import Final

from cocoonpool.cocoon.dial import dial_host
from cocoonpool.cocoon.http import Answer, Fault, HttpConnection
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.perf import is_alive
from cocoonpool.cocoon.reading import Failure, FailureKind, Signal
from cocoonpool.outgoing.addresses import valid_host

# One generation takes the query as it stands, the other decodes it: only these mean the same to both.
_ACCESS_HASH: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_NEW_SERVER: Final = b"cocoon-client"

PERF_EVERY: Final = 4  # looks: its figures are means of 10 s and more, and the page is as long as the others together
PERF_CAP: Final = 64 << 10  # bytes; a real page has 8 to 20 kB
_NO_PERF_FOR: Final = 240  # looks: a build that does not give it will not start to

_FAULTS: Final = {
    Fault.CLOSED: Failure(FailureKind.RESET, "It accepted the connection and closed it without an answer."),
    Fault.CUT: Failure(FailureKind.RESET, "It closed the connection in the middle of its answer."),
    Fault.TIMEOUT: Failure(FailureKind.TIMEOUT, "It did not answer in time.", Signal.ANSWER_TIMEOUT),
    Fault.TOO_LARGE: Failure(FailureKind.TOO_LARGE, "Its answer is larger than any worker's."),
    Fault.NOT_HTTP: Failure(FailureKind.NOT_A_WORKER, "What answers on this port does not speak HTTP."),
}
_STARTING: Final = Failure(
    FailureKind.BAD_STATUS, "The runner lives but is not initialised yet: it waits for TON.", Signal.STARTING
)
_HASH_MISSING: Final = Failure(
    FailureKind.BAD_STATUS, "It asks for an access hash and none is set.", Signal.NEEDS_ACCESS_HASH
)
_HASH_WRONG: Final = Failure(FailureKind.BAD_STATUS, "It refuses the access hash.", Signal.NEEDS_ACCESS_HASH)
_REDIRECTS: Final = Failure(FailureKind.NOT_A_WORKER, "It redirects to another place, which no worker does.")
_NO_PAGES: Final = Failure(FailureKind.NOT_A_WORKER, "A web server answers, but it has none of a worker's pages.")


class WorkerClient:
    """Looks at one worker again and again. Failures are values; only bad arguments and cancelling raise."""

    def __init__(
        self,
        host: str,
        port: int,
        allowed: AllowedNetworks,
        access_hash: str | None = None,
        *,
        connect_timeout: float = 2.0,
        total_timeout: float = 5.0,
        body_cap: int = 1 << 20,
        perf_every: int | None = None,
    ) -> None:
        """`total_timeout` (seconds) covers everything one `fetch` does; `body_cap` (bytes) is for each page.

        `perf_every`: at how many looks once `/perf` is fetched, too; None: never.

        Raises:
            ValueError: the host, the port or the access hash cannot be one.
        """
        if not 0 < port < 65536:
            raise ValueError("The port is not between 1 and 65535.")
        self._host = valid_host(host)
        self._port = port
        self._allowed = allowed
        self._has_hash = access_hash is not None
        self._requests = _requests(self._host, port, access_hash)
        self._connect_timeout = connect_timeout
        self._total_timeout = total_timeout
        self._body_cap = body_cap
        self._perf_every = perf_every
        self._perf_in = 0  # looks
        self._connection: HttpConnection | None = None
        self._deadline = 0.0  # of the running fetch, on the loop's clock
        self._expired = False
        self._lock = asyncio.Lock()  # the socket carries one request at a time

    def __repr__(self) -> str:
        return f"WorkerClient({self._host!r}, {self._port})"

    async def fetch(self) -> Pages | Failure:
        """`/jsonstats`, then `/stats`; where only the second fails, its page is None."""
        async with self._lock:
            self._expired = False
            loop = asyncio.get_running_loop()
            self._deadline = loop.time() + self._total_timeout
            timer = loop.call_at(self._deadline, self._expire)
            try:
                return await self._look()
            finally:
                timer.cancel()

    def close(self) -> None:
        """Drops the kept socket; a later `fetch` opens a new one."""
        if self._connection is not None:
            self._connection.abort()
            self._connection = None

    async def aclose(self) -> None:
        """As `close`, and lets the loop release the socket."""
        self.close()
        await asyncio.sleep(0)

    def _expire(self) -> None:
        self._expired = True
        if self._connection is not None:
            self._connection.expire()

    async def _look(self) -> Pages | Failure:
        jsonstats = await self._ask("/jsonstats")
        if isinstance(jsonstats, Failure):
            return jsonstats
        if jsonstats.status != 200:
            return await self._judge(jsonstats)
        stats = await self._ask("/stats")
        html = stats.body if isinstance(stats, Answer) and stats.status == 200 else None
        return Pages(jsonstats=jsonstats.body, stats=html, new_http=_is_new_server(jsonstats), perf=await self._perf())

    async def _perf(self) -> bytes | None:
        """The page where it is due and the worker has it. It costs nothing else: what went before it stays."""
        if self._perf_every is None:
            return None
        self._perf_in -= 1
        if self._perf_in >= 0:
            return None
        self._perf_in = self._perf_every - 1
        answer = await self._ask("/perf")
        if isinstance(answer, Answer) and answer.status == 200 and len(answer.body) <= PERF_CAP:
            return answer.body
        self._perf_in = _NO_PERF_FOR
        return None

    async def _ask(self, page: str) -> Answer | Failure:
        """One page on the kept socket; once more on a fresh one if the kept one turns out to be dead."""
        if self._expired:
            return _FAULTS[Fault.TIMEOUT]
        if self._connection is not None:
            outcome = await self._connection.ask(self._requests[page])
            if outcome is not Fault.CLOSED:
                return outcome if isinstance(outcome, Answer) else _FAULTS[outcome]
        fresh = await self._connect()
        if isinstance(fresh, Failure):
            return fresh
        outcome = Fault.TIMEOUT if self._expired else await fresh.ask(self._requests[page])
        return outcome if isinstance(outcome, Answer) else _FAULTS[outcome]

    async def _connect(self) -> HttpConnection | Failure:
        self.close()
        loop = asyncio.get_running_loop()
        seconds = min(self._connect_timeout, self._deadline - loop.time())
        opened = await dial_host(self._host, self._port, self._allowed, seconds)
        if isinstance(opened, Failure):
            return opened
        try:
            _, connection = await loop.create_connection(lambda: HttpConnection(self._body_cap), sock=opened)
        except OSError:
            opened.close()
            return _FAULTS[Fault.CLOSED]
        self._connection = connection
        return connection

    async def _judge(self, answer: Answer) -> Failure:
        """What an answer that is no page says: how workers put it is in docs/worker-protocol.md."""
        status, reason = answer.status, answer.reason.strip().lower()
        if status in (401, 403) or (status == 400 and reason == b"bad request"):
            return _HASH_WRONG if self._has_hash else _HASH_MISSING
        if status == 404 or (status == 400 and reason == b"not found"):
            perf = await self._ask("/perf")
            if isinstance(perf, Failure):
                return perf
            return _STARTING if is_alive(perf.status, perf.body) else _NO_PAGES
        if 300 <= status < 400:
            return _REDIRECTS
        if _is_new_server(answer):
            return Failure(FailureKind.BAD_STATUS, f"The worker answered with HTTP status {status}.")
        return Failure(FailureKind.NOT_A_WORKER, f"A web server answered with HTTP status {status}.")


def _requests(host: str, port: int, access_hash: str | None) -> dict[str, bytes]:
    if access_hash is not None and not _ACCESS_HASH.fullmatch(access_hash):
        raise ValueError("The access hash may only have the characters A-Z, a-z, 0-9, _ and -.")
    query = f"?access_hash={access_hash}" if access_hash is not None else ""
    authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    # `/perf` is not protected, so it is not shown the hash.
    targets = {"/jsonstats": query, "/stats": query, "/perf": ""}
    return {
        page: f"GET {page}{more} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: cocoonpool\r\n\r\n".encode("ascii")
        for page, more in targets.items()
    }


def _is_new_server(answer: Answer) -> bool:
    return answer.server is not None and answer.server.strip().lower().startswith(_NEW_SERVER)

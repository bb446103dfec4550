"""A port that can be opened and closed: a worker that is down has none."""

import asyncio

from .faults import connection_for
from .site import Site

_BACKLOG = 64


class Listener:
    """The socket of one worker. Its port stays the same when it closes and opens again."""

    def __init__(self, site: Site, host: str, port: int) -> None:
        self.site = site
        self.host = host
        self.port = port
        self.restarts_seen = 0
        self._server: asyncio.Server | None = None
        self._live: set[asyncio.Transport] = set()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def choose(self) -> None:
        """Takes a free port, where none was given: a closed port must be known, too. All choose before any closes."""
        if not self.port:
            await self._open()

    async def follow(self) -> None:
        """Opens or closes the port, as the worker's scenario wants. Raises OSError when the port is taken."""
        if self.site.fault == "down":
            self.close()
        elif self._server is None:
            await self._open()

    def hang_up(self) -> None:
        """Ends all connections at once, as a process that stops does."""
        for transport in list(self._live):
            transport.abort()

    def close(self) -> None:
        """Closes the port and ends the connections."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.hang_up()

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: connection_for(self.site, self._live), self.host, self.port, reuse_address=True, backlog=_BACKLOG
        )
        self._server = server
        self.port = server.sockets[0].getsockname()[1]

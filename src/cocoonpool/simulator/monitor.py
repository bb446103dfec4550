"""Where a worker's health monitor listens: a unix socket in a directory, or a TCP port."""

import asyncio
from pathlib import Path

from .health import HealthConnection, answer
from .options import Options, addresses_of
from .worker import Worker


class Monitor:
    """The health monitor of one worker. `address` is `unix:/path/worker-0.sock`, `tcp://127.0.0.1:9999`, or None."""

    def __init__(self, worker: Worker, path: Path | None, host: str, port: int | None) -> None:
        self.worker = worker
        self.address: str | None = None
        self._path = path
        self._host = host
        self._port = port
        self._server: asyncio.Server | None = None
        self._live: set[asyncio.Transport] = set()

    async def start(self) -> None:
        """Listens, where it was told to. Raises OSError when it cannot."""
        loop = asyncio.get_running_loop()
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.unlink(missing_ok=True)
            self._server = await loop.create_unix_server(self._connection, str(self._path))
            self.address = f"unix:{self._path}"
        elif self._port is not None:
            self._server = await loop.create_server(self._connection, self._host, self._port)
            self.address = f"tcp://{self._host}:{self._server.sockets[0].getsockname()[1]}"

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for transport in list(self._live):
            transport.abort()
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _connection(self) -> HealthConnection:
        return HealthConnection(lambda request: answer(self.worker, request), self._live)


def monitors_of(options: Options, workers: list[Worker]) -> list[Monitor]:
    """One for each worker, not yet listening."""
    base = options.health_base_port
    ports = addresses_of(options, base or 0)
    return [
        Monitor(
            worker,
            options.health_dir / f"worker-{worker.index}.sock" if options.health_dir is not None else None,
            host,
            None if base is None else port,
        )
        for worker, (host, port) in zip(workers, ports, strict=True)
    ]

"""Debian's Redis on a free port, started and stopped by the test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.flows.process import free_port


class Redis:
    """`url` stays the same when it is stopped and started again."""

    def __init__(self) -> None:
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        options = ("--bind", "127.0.0.1", "--port", str(self._port), "--save", "", "--appendonly", "no")
        self._process = await asyncio.create_subprocess_exec(
            "redis-server", *options, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        async with asyncio.timeout(20):
            while not await self._answers():  # noqa: ASYNC110  it cannot tell us
                await asyncio.sleep(0.02)

    async def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            await self._process.wait()
            self._process = None

    async def _answers(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            return False
        writer.write(b"PING\r\n")
        pong = await reader.readline()
        writer.close()
        return pong.startswith(b"+PONG")


@asynccontextmanager
async def redis() -> AsyncIterator[Redis]:
    one = Redis()
    await one.start()
    try:
        yield one
    finally:
        await one.stop()

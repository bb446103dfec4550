"""Runs `cocoonpool …` as a process of its own, as a person would."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(folder: Path, **settings: object) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "COCOONPOOL_DATA_DIR": str(folder),
        "COCOONPOOL_PRICE_SOURCES": "off",  # nothing outside this machine is asked
        **{f"COCOONPOOL_{name}_PER_MINUTE": "0" for name in ("READS", "WRITES", "FAILURES")},  # tests ask fast
        **{f"COCOONPOOL_{name.upper()}": str(value) for name, value in settings.items()},
    }


@asynccontextmanager
async def running(*arguments: str, env: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process, ended by SIGTERM at the end of the block if it still runs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cocoonpool", *arguments),
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def operator_of(folder: Path, port: int) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the operator key of the first start, once the server is ready."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
        for _ in range(200):
            key = folder / "operator.key"
            try:
                if key.exists() and (await client.get("/ready")).status_code == 200:
                    client.headers["X-API-Key"] = key.read_text().strip()
                    break
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
        yield client

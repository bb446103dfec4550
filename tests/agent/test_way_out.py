"""The agent goes out as its host does: by the environment's proxy, trusting what the environment trusts."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.db import Database
from tests import make
from tests.agents.hosts import code
from tests.cocoon.listening import listening

NAME = "pool.invalid"  # no resolver knows it: only a proxy can lead there


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate authority of its own (ca.pem), and what it vouches for (site.pem, site.key)."""
    place = tmp_path_factory.mktemp("authority")
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-x509", "-days", "2")
    mine = ("-subj", "/CN=Own authority", "-keyout", "ca.key", "-out", "ca.pem")
    names = f"subjectAltName=DNS:localhost,DNS:{NAME}"
    site = ("-subj", "/CN=pool", "-CA", "ca.pem", "-CAkey", "ca.key", "-keyout", "site.key", "-out", "site.pem")
    not_one = ("-addext", names, "-addext", "basicConstraints=critical,CA:FALSE")
    for arguments in ((*new, *mine), (*new, *site, *not_one)):
        subprocess.run(["openssl", "req", *arguments], cwd=place, check=True, capture_output=True)
    return place


@asynccontextmanager
async def served(app: FastAPI, authority: Path) -> AsyncIterator[int]:
    """The pool over TLS; its port."""
    config = uvicorn.Config(
        app, log_config=None, ssl_certfile=authority / "site.pem", ssl_keyfile=authority / "site.key"
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    task = asyncio.create_task(server.serve([listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await task


class Proxy:
    """Connects whoever asks to one port of this machine, and notes where they wanted to go and what they showed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: list[str] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        inner, outer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            await asyncio.gather(_carry(reader, outer), _carry(inner, writer))
        finally:
            outer.transport.abort()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1 << 16):
        writer.write(data)
    writer.close()


async def enrol(server: str, with_code: str, folder: Path, env: Mapping[str, str]) -> tuple[int, str]:
    """`cocoonpool agent enroll`: its exit code, and all it said."""
    words = ("-m", "cocoonpool", "agent", "enroll", server, with_code, "--dir", str(folder), "--name", "gpu-01")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *words), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_a_certificate_authority_of_ones_own_is_trusted_where_the_environment_names_it(
    app: FastAPI, client: AsyncClient, db: Database, authority: Path, tmp_path: Path
) -> None:
    with_code = await code(client, (await make.alice(db)).id)
    async with served(app, authority) as port:
        server = f"https://localhost:{port}"
        refused, why = await enrol(server, with_code, tmp_path, {})
        trusted, said = await enrol(server, with_code, tmp_path, {"SSL_CERT_FILE": str(authority / "ca.pem")})
    assert refused != 0
    assert "certificate verify failed" in why
    assert (trusted, "enrolled as gpu-01" in said) == (0, True)


async def test_the_way_leads_through_the_proxy_of_the_environment_which_sees_no_key(
    app: FastAPI, client: AsyncClient, db: Database, authority: Path, tmp_path: Path
) -> None:
    with_code = await code(client, (await make.alice(db)).id)
    async with served(app, authority) as port:
        proxy = Proxy(port)
        async with listening(proxy) as on:
            env = {"SSL_CERT_FILE": str(authority / "ca.pem"), "HTTPS_PROXY": f"http://127.0.0.1:{on}"}
            exit_code, said = await enrol(f"https://{NAME}", with_code, tmp_path, env)
    assert (exit_code, "enrolled as gpu-01" in said) == (0, True), said
    assert [head.split()[:2] for head in proxy.asked] == [["CONNECT", f"{NAME}:443"]]
    assert with_code not in proxy.asked[0]


async def test_no_proxy_is_asked_for_what_the_environment_excepts(
    app: FastAPI, client: AsyncClient, db: Database, authority: Path, tmp_path: Path
) -> None:
    with_code = await code(client, (await make.alice(db)).id)
    async with served(app, authority) as port:
        proxy = Proxy(port)
        async with listening(proxy) as on:
            env = {"SSL_CERT_FILE": str(authority / "ca.pem"), "HTTPS_PROXY": f"http://127.0.0.1:{on}"}
            direct = await enrol(f"https://localhost:{port}", with_code, tmp_path, {**env, "NO_PROXY": "localhost"})
    assert direct[0] == 0, direct[1]
    assert proxy.asked == []

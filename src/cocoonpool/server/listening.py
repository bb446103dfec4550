"""How the app is put on a socket: uvicorn, told what we want of it."""

import socket
from typing import Final

import uvicorn
from fastapi import FastAPI

from cocoonpool.live.audience import Audience
from cocoonpool.server.socketprotocol import SocketProtocol

MAX_MESSAGE: Final = 256 * 1024
"""Bytes of one message that a WebSocket's client may send."""
PING_S: Final = 20.0


class Server(uvicorn.Server):
    """Tells those who listen that it stops: feeds never end by themselves, and would be waited for in vain."""

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        super().__init__(_config(app, host, port))
        self._audience: Audience = app.state.audience

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._audience.stop()
        await super().shutdown(sockets)


def _config(app: FastAPI, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws=SocketProtocol,
        ws_max_size=MAX_MESSAGE,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        ws_per_message_deflate=False,  # what is sent is made once for all: docs/decisions/0011
        timeout_graceful_shutdown=5,
    )

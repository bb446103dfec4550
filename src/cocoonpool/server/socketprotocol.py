"""uvicorn's WebSocket protocol, and one thing more: it can write frames that were made before, for many sockets.

A thousand sockets that hear of sixty workers a second are sixty thousand messages. Each goes out as it is, and what one
socket gets at a time is one write of bytes that all share.
"""

import socket
from typing import Final

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State

from cocoonpool.live.sockets import FRAMES

SEND_BUFFER: Final = 256 * 1024
"""Bytes that the kernel keeps for one that does not read; left alone it would keep some megabytes for each."""


class SocketProtocol(WebSocketsSansIOProtocol):
    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        connection = self.transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if self.response.status_code == 101:
            self.scope["extensions"] = {**(self.scope["extensions"] or {}), FRAMES: {}}

    async def send(self, message: ASGISendEvent) -> None:
        frames = message.get("frames")
        if not isinstance(frames, bytes):
            return await super().send(message)
        await self.writable.wait()
        if self.disconnected or self.close_sent or self.conn.state is not State.OPEN:
            raise ClientDisconnected
        self.transport.write(frames)
        return None

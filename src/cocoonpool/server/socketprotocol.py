"""uvicorn's WebSocket protocol, and one thing more: it can write frames that were made before, for many sockets.

A thousand sockets that hear of sixty workers a second are sixty thousand messages. Each goes out as it is, and what one
socket gets at a time is one write of bytes that all share.

Compression is agreed on without a memory of earlier messages on either side: so compressed bytes are shared as well,
and an idle socket holds no compressor.
"""

import asyncio
import socket
from typing import Any, Final

from uvicorn._types import ASGISendEvent
from uvicorn.config import Config
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.http11 import Request
from websockets.protocol import State

from cocoonpool.live.sockets import FRAMES

SEND_BUFFER: Final = 256 * 1024
"""Bytes that the kernel keeps for one that does not read; left alone it would keep some megabytes for each."""

WHOLE_WINDOW: Final = 15
_DEFLATE: Final = ServerPerMessageDeflateFactory(server_no_context_takeover=True, client_no_context_takeover=True)


class SocketProtocol(WebSocketsSansIOProtocol):
    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn.available_extensions = [_DEFLATE]

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
        packed = message.get("packed")
        self.transport.write(packed if isinstance(packed, bytes) and self._takes_packed() else frames)
        return None

    def _takes_packed(self) -> bool:
        """Whether this client agreed on compression, and keeps a window as large as the shared bytes need."""
        return any(
            isinstance(one, PerMessageDeflate) and one.local_max_window_bits == WHOLE_WINDOW
            for one in self.conn.extensions
        )

"""Asks a port for `/jsonstats` as any stranger would: without access hash, one address, one page, no redirect."""

import asyncio
import socket
from typing import Final

from cocoonpool.cocoon.dial import dial
from cocoonpool.cocoon.http import Answer, HttpConnection
from cocoonpool.cocoon.jsonstats import Figures, parse
from cocoonpool.cocoon.reading import Failure

_CONNECT_S: Final = 2.0
_ANSWER_S: Final = 3.0
_MOST_ANSWER: Final = 64 << 10


async def knock(address: str, port: int) -> Figures | None:
    """The figures that a worker gives there to anybody; None where it gives none, or something else answers.

    Args:
        address: an IP address that the caller has judged: nothing is looked up here.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = await dial(family, (address, port), _CONNECT_S)
    if isinstance(opened, Failure):
        return None
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(lambda: HttpConnection(_MOST_ANSWER), sock=opened)
    timer = loop.call_later(_ANSWER_S, connection.expire)
    try:
        authority = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        answer = await connection.ask(
            f"GET /jsonstats HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: cocoonpool\r\n\r\n".encode("ascii")
        )
    finally:
        timer.cancel()
        connection.abort()
    parsed = parse(answer.body) if isinstance(answer, Answer) and answer.status == 200 else None
    return None if parsed is None or isinstance(parsed, Failure) else parsed[0]

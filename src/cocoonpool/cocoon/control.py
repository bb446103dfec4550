"""The few commands a worker takes, and whether it obeyed. Plain GETs that act: nobody else here calls them.

A worker answers 200 whatever it understood, and stores odd values for odd texts: so texts are made here from numbers
only, and what came of it is read back.
"""

import asyncio
import re
from typing import Final

import msgspec

from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.dial import dial_host
from cocoonpool.cocoon.http import Answer, HttpConnection
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Failure, Reading

LEAST_COEFFICIENT: Final = 1  # per mille
MOST_COEFFICIENT: Final = 1_000_000
_TIMEOUT_S: Final = 5.0
_MOST_ANSWER: Final = 256 << 10
_PROXY: Final = re.compile(r"[A-Za-z0-9_:-]{1,128}")
_ACCESS_HASH: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Command(msgspec.Struct, frozen=True):
    """`kind`: `coefficient`, `enabled` or `payout`. `value`: per mille for a coefficient, 1 or 0 for enabled.

    `proxy`: whose contract a payout empties.
    """

    kind: str
    value: int | None = None
    proxy: str | None = None

    def path(self) -> str:
        """The request, without access hash.

        Raises:
            ValueError: a command that no worker understands as it is meant.
        """
        if self.kind == "payout" and self.proxy is not None and _PROXY.fullmatch(self.proxy):
            return f"/request/payout?proxy={self.proxy}"
        if self.kind == "enabled" and self.value in (0, 1):
            return "/request/enable" if self.value else "/request/disable"
        value = self.value or 0
        if self.kind == "coefficient" and LEAST_COEFFICIENT <= value <= MOST_COEFFICIENT:
            return f"/request/change_coefficient?coefficient={value // 1000}.{value % 1000:03d}"
        raise ValueError("no worker understands this command")


class Outcome(msgspec.Struct, frozen=True):
    """Whether the worker shows what was asked for, and a sentence for a person."""

    done: bool
    detail: str


async def command_worker(
    host: str, port: int, allowed: AllowedNetworks, access_hash: str | None, command: Command
) -> Outcome:
    """Gives a command and reads the worker back. Only bad arguments raise.

    Raises:
        ValueError: the command, the host or the access hash cannot be one.
    """
    failure = await _give(host, port, allowed, _with_hash(command.path(), access_hash))
    if failure is not None:
        return Outcome(False, failure)
    if command.kind == "payout":
        return Outcome(True, "The worker took the request; the chain shows what came of it.")
    client = WorkerClient(host, port, allowed, access_hash)
    try:
        pages = await client.fetch()
    finally:
        client.close()
    seen = pages if isinstance(pages, Failure) else read(pages)
    if isinstance(seen, Failure):
        return Outcome(False, f"It could not be read back: {seen.detail}")
    return _judge(command, seen)


def _judge(command: Command, seen: Reading) -> Outcome:
    shown = seen.coefficient if command.kind == "coefficient" else seen.enabled
    if shown is not None and int(shown) == command.value:
        return Outcome(True, "The worker shows what was asked for.")
    return Outcome(False, "The worker took the request, but it does not show what was asked for.")


async def _give(host: str, port: int, allowed: AllowedNetworks, path: str) -> str | None:
    """None when the worker answered 200; else why not."""
    loop = asyncio.get_running_loop()
    opened = await dial_host(host, port, allowed, _TIMEOUT_S)
    if isinstance(opened, Failure):
        return opened.detail
    _, connection = await loop.create_connection(lambda: HttpConnection(_MOST_ANSWER), sock=opened)
    timer = loop.call_later(_TIMEOUT_S, connection.expire)
    try:
        authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        answer = await connection.ask(f"GET {path} HTTP/1.1\r\nHost: {authority}\r\n\r\n".encode("ascii"))
    finally:
        timer.cancel()
        connection.abort()
    if isinstance(answer, Answer):
        return None if answer.status == 200 else f"The worker answered with HTTP status {answer.status}."
    return "The worker gave no answer to the request."


def _with_hash(path: str, access_hash: str | None) -> str:
    if access_hash is None:
        return path
    if not _ACCESS_HASH.fullmatch(access_hash):
        raise ValueError("the access hash cannot be one")
    return f"{path}{'&' if '?' in path else '?'}access_hash={access_hash}"

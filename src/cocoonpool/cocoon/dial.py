"""Opens a stream socket to an address that was already checked, or says why it could not."""

import asyncio
import errno
import os
import socket
from typing import Final, TypeAlias

from cocoonpool.cocoon.networks import AllowedNetworks, resolve_all
from cocoonpool.cocoon.reading import Failure, FailureKind, Signal

Address: TypeAlias = tuple[str, int] | tuple[int, int] | str

_TOO_SLOW: Final = Failure(FailureKind.TIMEOUT, "The connection could not be opened in time.", Signal.CONNECT_TIMEOUT)
_REFUSED: Final = Failure(FailureKind.REFUSED, "The connection was refused: nothing listens there.")
_RESET: Final = Failure(FailureKind.RESET, "The connection was reset while it was being opened.")
_NO_ROUTE: Final = Failure(FailureKind.UNREACHABLE, "There is no way to this address from here.")
_OUR_FAULT: Final = Failure(FailureKind.UNREACHABLE, "This machine has no socket left; raise its limit of open files.")
_EXHAUSTED: Final = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EADDRNOTAVAIL}


async def dial_host(host: str, port: int, allowed: AllowedNetworks, seconds: float) -> socket.socket | Failure:
    """A connected socket to the first allowed address that takes it, all within `seconds`.

    A name may have several addresses and the worker may listen on one of them only: "localhost" is often
    ::1 first, while the ports of a guest are forwarded on IPv4.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    try:
        async with asyncio.timeout(seconds):
            addresses = await resolve_all(host, port, allowed)
    except TimeoutError:
        return _TOO_SLOW
    if isinstance(addresses, Failure):
        return addresses
    outcome: socket.socket | Failure = _NO_ROUTE
    for tried, address in enumerate(addresses):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        outcome = await dial(family, (address, port), (deadline - loop.time()) / (len(addresses) - tried))
        if isinstance(outcome, socket.socket):
            break
    return outcome


async def dial(family: int, address: Address, seconds: float) -> socket.socket | Failure:
    """A connected, non-blocking stream socket of any family. The address must be numeric: nothing is looked up."""
    opened = False
    try:
        sock = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        return _why(error)
    try:
        sock.setblocking(False)
        async with asyncio.timeout(seconds):
            await _connect(sock, address)
        opened = True
        return sock
    except OSError as error:
        return _why(error)
    finally:
        if not opened:
            sock.close()


async def _connect(sock: socket.socket, address: Address) -> None:
    # Not loop.sock_connect: uvloop's resolves every address, and a vsock one has no name.
    code = sock.connect_ex(address)
    if code == errno.EINPROGRESS:
        await _writable(sock)
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


async def _writable(sock: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    loop.add_writer(sock.fileno(), _wake, ready)
    try:
        await ready
    finally:
        loop.remove_writer(sock.fileno())


def _wake(ready: "asyncio.Future[None]") -> None:
    if not ready.done():
        ready.set_result(None)


def _why(error: OSError) -> Failure:
    if isinstance(error, TimeoutError):
        return _TOO_SLOW
    if isinstance(error, ConnectionRefusedError):
        return _REFUSED
    if isinstance(error, ConnectionError):
        return _RESET
    return _OUR_FAULT if error.errno in _EXHAUSTED else _NO_ROUTE

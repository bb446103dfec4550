"""Asks a guest's health monitor, the only source of GPU figures: the card is passed through, the host cannot see it.

A frame is a little-endian u32 length and that many bytes, both ways. The monitor answers one command after the
other on one connection; it does not take pipelined commands, and a half-closed connection gets no answer.
"""

import asyncio
import re
import socket
from pathlib import Path
from typing import Final, Literal

import msgspec

from cocoonpool.cocoon.dial import dial, dial_host
from cocoonpool.cocoon.health_text import read_guest, read_tee
from cocoonpool.cocoon.networks import AllowedNetworks, is_loopback
from cocoonpool.cocoon.reading import Failure, FailureKind, Guest, Signal
from cocoonpool.outgoing.addresses import valid_host

DEFAULT_PORT: Final = 9999
VSOCK_DEVICE: Final = Path("/dev/vsock")

_AF_VSOCK: Final[int] = getattr(socket, "AF_VSOCK", -1)  # Linux only
_MAX_CID: Final = 0xFFFF_FFFE  # the next one means "any"
_MAX_PATH: Final = 107  # bytes in sockaddr_un
_SOURCE: Final = re.compile(r"(vsock|tcp)://(.+)", re.S)
_PORT: Final = re.compile(r"(.+?)(?::([0-9]{1,5}))?", re.S)
_PIECE: Final = 64 << 10

_SILENT: Final = Failure(FailureKind.TIMEOUT, "The health monitor did not answer in time.", Signal.ANSWER_TIMEOUT)
_HUNG_UP: Final = Failure(FailureKind.RESET, "The health monitor closed the connection without a whole answer.")
_TOO_LARGE: Final = Failure(FailureKind.TOO_LARGE, "The answer is larger than any health monitor's.")
NO_MONITOR: Final = Failure(FailureKind.MALFORMED, "What answers there does not speak as a health monitor does.")
_NO_VSOCK: Final = Failure(FailureKind.UNREACHABLE, "This machine has no vsock, so it cannot reach a guest by it.")
_NO_ACCESS: Final = Failure(FailureKind.UNREACHABLE, "There is no such socket, or this user may not open it.")


class HealthSource(msgspec.Struct, frozen=True, gc=False):
    """Where a health monitor listens. `address` is the CID, the path or the host."""

    scheme: Literal["vsock", "unix", "tcp"]
    address: str
    port: int = DEFAULT_PORT  # not used by unix

    def __str__(self) -> str:
        if self.scheme == "unix":
            return f"unix:{self.address}"
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{host}:{self.port}"


def parse_source(text: str) -> HealthSource:
    """A source written `vsock://CID[:port]`, `unix:/path` or `tcp://host[:port]`.

    Raises:
        ValueError: one sentence for a person, without the input.
    """
    if text.startswith("unix:"):
        return _unix_source(text.removeprefix("unix:").removeprefix("//"))
    found = _SOURCE.fullmatch(text)
    if found is None:
        raise ValueError("The health source must be vsock://CID:9999, unix:/path or tcp://host:port.")
    host, port = _host_and_port(found[2])
    if found[1] == "tcp":
        return HealthSource("tcp", valid_host(host), port)
    if not re.fullmatch(r"[0-9]{1,10}", host) or not 3 <= int(host) <= _MAX_CID:
        raise ValueError("The vsock CID of a guest is a number from 3 on.")
    return HealthSource("vsock", str(int(host)), port)


def _unix_source(path: str) -> HealthSource:
    if not path.startswith("/") or not path.isprintable() or len(path.encode(errors="replace")) > _MAX_PATH:
        raise ValueError(f"The path of a unix socket must be absolute, printable and at most {_MAX_PATH} bytes.")
    return HealthSource("unix", path)


def _host_and_port(text: str) -> tuple[str, int]:
    bare_ipv6 = text.count(":") > 1 and not text.startswith("[")
    host, port = (text, None) if bare_ipv6 or text.endswith("]") else _split_port(text)
    number = DEFAULT_PORT if port is None else int(port)
    if not 0 < number < 65536:
        raise ValueError("The port is not between 1 and 65535.")
    return host, number


def _split_port(text: str) -> tuple[str, str | None]:
    found = _PORT.fullmatch(text)
    return (found[1], found[2]) if found else (text, None)


def default_source(host: str, instance: int) -> str | None:
    """The guest of the launch script's `instance` on this machine; None where a guest cannot be reached by vsock."""
    if instance < 0 or not is_loopback(host) or _AF_VSOCK < 0 or not VSOCK_DEVICE.exists():
        return None
    return f"vsock://{6 + 10 * instance}:{DEFAULT_PORT}"


class HealthClient:
    """Looks at one guest again and again over a kept connection. Only cancelling raises."""

    def __init__(
        self,
        source: HealthSource,
        allowed: AllowedNetworks,
        *,
        connect_timeout: float = 2.0,
        total_timeout: float = 5.0,
        answer_cap: int = 4 << 20,
    ) -> None:
        """`total_timeout` (seconds) covers everything one `fetch` does; `answer_cap` (bytes) is for each answer."""
        self._source = source
        self._allowed = allowed
        self._connect_timeout = connect_timeout
        self._total_timeout = total_timeout
        self._answer_cap = answer_cap
        self._sock: socket.socket | None = None
        self._identity: dict[str, str] | None = None  # the answers that cannot change while the guest runs
        self._lock = asyncio.Lock()  # the monitor takes one command at a time

    def __repr__(self) -> str:
        return f"HealthClient({self._source})"

    async def fetch(self) -> Guest | Failure:
        """One look, read."""
        texts = await self.fetch_texts()
        return texts if isinstance(texts, Failure) else read_guest(texts) or NO_MONITOR

    async def fetch_texts(self) -> dict[str, str] | Failure:
        """One look, unread: answers by command. What came before a failure counts, if the cards are in it: those
        nobody else can tell."""
        texts: dict[str, str] = {}
        async with self._lock:
            failure = await self._collect_in_time(texts)
        if failure is not None and "gpu" not in texts:
            return failure
        return texts | (self._identity or {})

    def close(self) -> None:
        """Drops the kept connection; a later `fetch` opens a new one."""
        if self._sock is not None:
            self._sock.close()
            self._sock = None

    async def aclose(self) -> None:
        """As `close`, for those who close everything alike."""
        self.close()

    async def _collect_in_time(self, texts: dict[str, str]) -> Failure | None:
        whole = False
        try:
            async with asyncio.timeout(self._total_timeout):
                failure = await self._collect(texts)
            whole = failure is None
            return failure
        except TimeoutError:
            return _SILENT
        finally:
            if not whole:
                self.close()  # an answer may still be under way, and would be taken for the next one

    async def _collect(self, texts: dict[str, str]) -> Failure | None:
        for command in ("gpu", "sys", "status"):
            answer = await self._ask(command)
            if isinstance(answer, Failure):
                return answer
            texts[command] = answer
        if self._identity is None:
            return await self._identify()
        return None

    async def _identify(self) -> Failure | None:
        """Asks what kind of guest it is, once: a report costs the guest work, and needs a reboot to change."""
        self._identity = found = {}
        for command in ("tdx", "sev"):
            answer = await self._ask(command)
            if isinstance(answer, Failure):
                return answer
            found[command] = answer
            if read_tee(answer) is not None:
                break
        return None

    async def _ask(self, command: str) -> str | Failure:
        """One answer on the kept connection; once more on a fresh one if the kept one turns out to be dead."""
        if self._sock is not None:
            answer = await self._exchange(self._sock, command)
            if answer is not None:
                return answer
            self.close()
            self._identity = None  # the guest may have been started anew
        opened = await self._open()
        if isinstance(opened, Failure):
            return opened
        self._sock = opened
        answer = await self._exchange(opened, command)
        return _HUNG_UP if answer is None else answer

    async def _open(self) -> socket.socket | Failure:
        source = self._source
        if source.scheme == "tcp":
            return await dial_host(source.address, source.port, self._allowed, self._connect_timeout)
        if source.scheme == "unix":
            opened = await dial(socket.AF_UNIX, source.address, self._connect_timeout)
            unreachable = isinstance(opened, Failure) and opened.kind is FailureKind.UNREACHABLE
            return _NO_ACCESS if unreachable else opened
        if _AF_VSOCK < 0:
            return _NO_VSOCK
        return await dial(_AF_VSOCK, (int(source.address), source.port), self._connect_timeout)

    async def _exchange(self, sock: socket.socket, command: str) -> str | Failure | None:
        """None: the connection was dead before the first byte of an answer."""
        loop = asyncio.get_running_loop()
        payload = command.encode("ascii")
        header = b""
        try:
            await loop.sock_sendall(sock, len(payload).to_bytes(4, "little") + payload)
            header = await _receive(sock, 4)
            if not header:
                return None
            length = int.from_bytes(header, "little")
            if len(header) == 4 and length > self._answer_cap:
                return _TOO_LARGE
            body = await _receive(sock, length)
        except OSError:
            return _HUNG_UP if header else None
        # `sys` is not valid UTF-8: it has lone bytes in the network lines.
        return body.decode(errors="replace") if len(header) == 4 and len(body) == length else _HUNG_UP


async def _receive(sock: socket.socket, count: int) -> bytes:
    """`count` bytes, fewer where the stream ends before."""
    loop = asyncio.get_running_loop()
    received = bytearray()
    while len(received) < count:
        piece = await loop.sock_recv(sock, min(count - len(received), _PIECE))
        if not piece:
            break
        received += piece
    return bytes(received)

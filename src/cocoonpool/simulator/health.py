"""The health monitor of a guest: recorded texts in its framing, with living GPU figures. Captures 15_."""

import asyncio
import re
from collections.abc import Callable
from typing import Final

from .connection import Tracked
from .options import OLD
from .recorded import health_names, health_text
from .worker import Worker

_LARGEST_REQUEST: Final = 16_536
_WORK_S: Final = 0.005  # a client that closes its side meanwhile gets no answer, as recorded
_GPU_SECTION: Final = re.compile(rb"=== GPU METRICS ===\n.*?(?=\n===)", re.DOTALL)
_FIGURES: Final = (
    (re.compile(rb"(?<=Utilization: )\d+"), "utilization"),
    (re.compile(rb"(?<=Temperature: )\d+"), "temperature"),
    (re.compile(rb"(?<=Power:       )\d+"), "power"),
)
_HOT_C: Final = 92
_BAD_NAME: Final = b'{"error":"Invalid or unauthorized service name"}'


def answer(worker: Worker, request: bytes) -> bytes:
    """The text for a request such as `gpu` or `logs cocoon-worker-runner 3`."""
    generation = worker.generation
    words = request.decode("utf-8", "replace").split()
    name = "_".join(words)
    if words == ["gpu"]:
        return _gpu(worker)
    if words == ["all"]:
        return _GPU_SECTION.sub(lambda _: _gpu(worker), health_text(generation, "all"))
    if words[:1] in (["svc"], ["logs"], ["status"]) and len(words) > 1 and name not in health_names(generation):
        return _BAD_NAME
    # Names of captures that are no commands must not be asked for.
    known = words and words[0].islower() and words[0] != "bogus" and name in health_names(generation)
    return health_text(generation, name) if known else _unknown(generation)


def _gpu(worker: Worker) -> bytes:
    if worker.scenario.gpu == "missing":
        return health_text(worker.generation, "gpu_case_fail")
    text = health_text(worker.generation, "gpu_case_one")
    figures = _figures(worker)
    for pattern, name in _FIGURES:
        text = pattern.sub(b"%d" % figures[name], text, count=1)
    return text


def _figures(worker: Worker) -> dict[str, int]:
    """Figures that follow the load, with a little noise that is the same for the same moment."""
    load = min(1.0, 2 * worker.active / worker.max_active)
    noise = (worker.index * 7 + int(worker.now) * 3) % 5
    warm = 38 + int(36 * load) + noise
    return {
        "utilization": min(100, int(96 * load) + noise * bool(load)),
        "temperature": _HOT_C if worker.scenario.gpu == "hot" else warm,
        "power": 76 + int(560 * load) + noise,
    }


def _unknown(generation: str) -> bytes:
    return health_text(generation, "EMPTYREQUEST" if generation == OLD else "bogus")


class HealthConnection(Tracked):
    """Frames: u32 little-endian length, then the payload, both ways. One request at a time; too long ends it."""

    def __init__(self, respond: Callable[[bytes], bytes], live: set[asyncio.Transport]) -> None:
        super().__init__(live)
        self._respond = respond
        self._buffer = b""
        self._working: asyncio.TimerHandle | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._working is not None:
            self._working.cancel()

    def data_received(self, data: bytes) -> None:
        if self._working is not None:
            return  # pipelined requests are lost
        self._buffer += data
        if len(self._buffer) < 4:
            return
        length = int.from_bytes(self._buffer[:4], "little")
        if length > _LARGEST_REQUEST:
            self.transport.abort()
        elif len(self._buffer) >= 4 + length:
            request, self._buffer = self._buffer[4 : 4 + length], b""
            self._working = asyncio.get_running_loop().call_later(_WORK_S, self._send, request)

    def _send(self, request: bytes) -> None:
        self._working = None
        text = self._respond(request)
        self.transport.write(len(text).to_bytes(4, "little") + text)

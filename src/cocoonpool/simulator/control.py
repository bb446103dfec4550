"""The simulator's own URL: look at the truth, switch causes on and off.

GET  /state                          where each worker is, what it really earned
POST /workers/{i|all}/scenario/{name}
POST /workers/{i|all}/restart
"""

import re
from http import HTTPStatus
from typing import Any, Final, Protocol

from .door import Door, answer
from .scenarios import SCENARIOS

_REQUEST: Final = re.compile(rb"(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) (/\S*) HTTP/1\.[01]\r\n")
_SCENARIO: Final = re.compile(r"/workers/(all|\d{1,6})/scenario/(\w{1,40})", re.ASCII)
_RESTART: Final = re.compile(r"/workers/(all|\d{1,6})/restart", re.ASCII)


class Controlled(Protocol):
    """What can be controlled: the simulator."""

    def state(self) -> dict[str, Any]: ...
    async def set_scenario(self, index: int, name: str) -> None: ...
    def restart(self, index: int) -> None: ...


class _Refused(Exception):
    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class Control(Door):
    """Serves the control URL. One request per connection."""

    def __init__(self, simulator: Controlled, workers: int) -> None:
        super().__init__(self._told)
        self._simulator = simulator
        self._workers = workers

    async def _told(self, head: bytes) -> bytes:
        try:
            return answer(HTTPStatus.OK, await self._act(head))
        except _Refused as refusal:
            return answer(refusal.status, {"detail": refusal.detail})

    async def _act(self, head: bytes) -> dict[str, Any]:
        request = _REQUEST.match(head)
        if request is None:
            raise _Refused(HTTPStatus.BAD_REQUEST, "not an HTTP request")
        method, path = request[1].decode(), request[2].decode("ascii", "replace")
        if path == "/state":
            _only("GET", method)
            return self._simulator.state()
        if chosen := _SCENARIO.fullmatch(path):
            _only("POST", method)
            return await self._set_scenario(self._which(chosen[1]), chosen[2])
        if chosen := _RESTART.fullmatch(path):
            _only("POST", method)
            return self._restart(self._which(chosen[1]))
        raise _Refused(HTTPStatus.NOT_FOUND, "no such path: /state, /workers/{i|all}/scenario/{name} or …/restart")

    async def _set_scenario(self, workers: range, name: str) -> dict[str, Any]:
        if name not in SCENARIOS:
            raise _Refused(HTTPStatus.NOT_FOUND, f"no scenario {name}; there are {', '.join(SCENARIOS)}")
        for index in workers:
            await self._simulator.set_scenario(index, name)
        return {"workers": len(workers), "scenario": name}

    def _restart(self, workers: range) -> dict[str, Any]:
        for index in workers:
            self._simulator.restart(index)
        return {"workers": len(workers), "restarted": True}

    def _which(self, text: str) -> range:
        if text == "all":
            return range(self._workers)
        if int(text) >= self._workers:
            raise _Refused(HTTPStatus.NOT_FOUND, f"no worker {int(text)}; there are {self._workers}, from 0")
        return range(int(text), int(text) + 1)


def _only(wanted: str, method: str) -> None:
    if method != wanted:
        raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED, f"this path takes {wanted}")

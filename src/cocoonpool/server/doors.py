"""Which route will answer a request, and what it declares: known before anything of the request is read."""

from re import Pattern
from typing import Final

import msgspec
from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import WebSocketRoute
from starlette.types import Scope

from cocoonpool.auth.policy import Policy, policy_of

_SOCKETS: Final = frozenset[str]()


class Door(msgspec.Struct, frozen=True):
    """One route. `policy` None: it declares nothing, so nobody may use it. `methods` None: any; empty: a WebSocket."""

    path: str
    name: str
    methods: frozenset[str] | None
    policy: Policy | None
    pattern: Pattern[str]


def doors_of(app: FastAPI) -> tuple[Door, ...]:
    """Every route of the app, in the order in which they are tried."""
    return tuple(_door(route) for route in iter_route_contexts(app.routes))


def door_of(scope: Scope) -> Door | None:
    """The door of this request, looked up once; None for a path or a method that nothing answers to."""
    state = scope.setdefault("state", {})
    if "door" not in state:
        state["door"] = scope["app"].state.doors.find(scope)
    door: Door | None = state["door"]
    return door


def asks_nobody(scope: Scope) -> bool:
    """Whether strangers may knock here. With a method that nothing answers to they learn that, as anybody does."""
    door = door_of(scope)
    doors = scope["app"].state.doors.at(scope["path"]) if door is None else (door,)
    return any(one.policy is not None and one.policy.anonymous for one in doors)


class Doors:
    """The routes of an app, by request. Routes that are added later are found, too."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._known: tuple[Door, ...] = ()

    def find(self, scope: Scope) -> Door | None:
        found = self._among_known(scope)
        if found is None:  # nothing answers, or a route is newer than our list
            self._known = doors_of(self._app)
            found = self._among_known(scope)
        return found

    def at(self, path: str) -> tuple[Door, ...]:
        """All doors of a path, whatever the method."""
        return tuple(door for door in self._known if door.pattern.match(path))

    def _among_known(self, scope: Scope) -> Door | None:
        path = scope["path"]
        method = None if scope["type"] == "websocket" else scope["method"]
        return next((door for door in self._known if _leads(door, method) and door.pattern.match(path)), None)


def _leads(door: Door, method: str | None) -> bool:
    if door.methods is None:
        return True
    return method in door.methods if method is not None else door.methods == _SOCKETS


def _door(route: RouteContext) -> Door:
    sockets_only = isinstance(route.original_route, WebSocketRoute)
    methods = _SOCKETS if sockets_only else None if route.methods is None else frozenset(route.methods)
    return Door(route.path or "", route.name or "", methods, policy_of(route), route.path_regex)

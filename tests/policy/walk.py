"""Goes through one route with every caller and compares what they get with the declared table."""

from typing import Any, Final

from httpx import Response

from cocoonpool.server.doors import Door
from tests.policy.cases import Case, case_of
from tests.policy.endless import farewell_of_socket, first_of_stream
from tests.policy.table import TABLE, Caller, May
from tests.policy.world import Visit, Whose

_DONE: Final = frozenset({200, 201, 204})
_NOT_THERE: Final = frozenset({404})
_REFUSED: Final = frozenset({400, 403, 404})

Told = dict[Whose, tuple[Case, Response]]


async def faults_of(door: Door, visit: Visit, document: dict[str, Any]) -> list[str]:
    """What is not as declared, a sentence each. `document`: the OpenAPI one, from which requests are made."""
    if door.policy is None:
        return [f"{door.path} ({door.name}) declares no policy, or two: see docs/access.md"]
    if door.methods is None and door.policy.name not in ("public", "probe"):
        return [f"{door.path} ({door.name}) is no route of ours: the walk does not know how to ask it"]
    rights = TABLE[door.policy.name]
    found = list[str]()
    for method in sorted(door.methods or ({"GET"} if door.methods is None else {"WEBSOCKET"})):
        for caller in Caller:
            told = await _told(door, method, caller, visit, document)
            found += [f"{method} {door.path} by {caller}: {fault}" for fault in _faults(told, caller, rights[caller])]
    return found


async def _told(door: Door, method: str, caller: Caller, visit: Visit, document: dict[str, Any]) -> Told:
    """What a caller gets, for each owner of what is asked for, in a world where nothing happened before."""
    told = Told()
    for whose in Whose:
        case = case_of(door, method, document, whose)
        told[whose] = case, await _answer(case, door, caller, visit)
    return told


async def _answer(case: Case, door: Door, caller: Caller, visit: Visit) -> Response:
    if case.method == "WEBSOCKET":
        return await farewell_of_socket(visit.app, door, case.whose, visit.key_of(caller))
    if case.endless:
        return await first_of_stream(visit.app, case.url, case.query, visit.key_of(caller))
    return await visit.ask(caller, case.method, case.url, case.query, case.body)


def _faults(told: Told, caller: Caller, may: May) -> list[str]:
    found = [
        f"{whose} gives {answer.status_code} {answer.text[:200]}"
        for whose, (case, answer) in told.items()
        if answer.status_code not in _right_answers(may, caller, case)
    ]
    hidden = [] if may is not May.OWN or told[Whose.OWN][0].by is None else [Whose.ANOTHERS]
    hidden += [Whose.OWN] if hidden and caller is Caller.STRANGER else []
    missing = _seen(told[Whose.MISSING][1])
    return found + [f"{whose} differs from missing" for whose in hidden if _seen(told[whose][1]) != missing]


def _right_answers(may: May, caller: Caller, case: Case) -> frozenset[int]:
    if may in (May.NO, May.UNKNOWN):
        return frozenset({int(may)})
    there = case.whose is not Whose.MISSING
    theirs = there if may is May.ALL else case.whose is Whose.OWN and caller is not Caller.STRANGER
    if case.by is None or theirs:
        return _DONE
    # A list narrowed to another's things is empty; a body that names another's thing is refused.
    return {"path": _NOT_THERE, "query": _DONE | _NOT_THERE, "body": _REFUSED}[case.by]


def _seen(answer: Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All that a client can compare: everything but the number of the request."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "x-request-id")
    return answer.status_code, answer.content, headers

"""What a route declares about its callers, where it is defined. A route that declares nothing answers 403.

A route declares by what it depends on (`caller: Reader`, `dependencies=[PUBLIC]`), or, where it is no function of ours
(a mounted folder), by `declared(app, policy)`. Whatever a guard is, it carries its policy as the attribute `policy`:
the runtime, the OpenAPI document, docs/access.md and the test that walks every route read the same one.
"""

from collections.abc import Iterator
from typing import Any, Final, TypeVar

import msgspec

from cocoonpool.auth.principal import Scope

_T = TypeVar("_T")


class Policy(msgspec.Struct, frozen=True):
    """`who` is a sentence for people. `scope` None: by the method, `read` to look and `write` to change."""

    name: str
    who: str
    scope: Scope | None = None
    operators_only: bool = False
    anonymous: bool = False  # nobody needs to say who they are
    counted: bool = True  # within the limits of requests a minute


READER: Final = Policy(
    "reader", "Operators, for everything; participants, for what is theirs. Scope `read`.", Scope.READ
)
WRITER: Final = Policy(
    "writer", "Operators, for everything; participants, for what is theirs. Scope `write`.", Scope.WRITE
)
OPERATOR: Final = Policy("operator", "Operators. Scope `read` to look, `write` to change.", operators_only=True)
SCRAPER: Final = Policy(
    "scraper", "Scope `metrics`, and operators with scope `read`; anybody where metrics are public.", Scope.METRICS,
    counted=False,
)  # fmt: skip
AGENT: Final = Policy("agent", "Agents, for their own workers. Scope `agent`.", Scope.AGENT, counted=False)
NEWCOMER: Final = Policy("newcomer", "Whoever brings an enrolment code. Scope `enrol`.", Scope.ENROL, counted=False)
FRESH: Final = Policy(
    "fresh", "Operators' keys; else whoever has just logged in, for what is theirs. Scope `write`.", Scope.WRITE
)
PRESENT: Final = Policy(
    "present", "Operators; else whoever is logged in with the wallet that it is about. Scope `write`.", Scope.WRITE
)
SESSION: Final = Policy("session", "Whoever logged in with a wallet, for that session.", Scope.READ)
LOGIN: Final = Policy("login", "Everybody; only the proof of a wallet is let in.", anonymous=True)
SOCKET: Final = Policy(
    "socket", "As reader: a session with an `Origin` of ours, or a key in the first frame.", Scope.READ, anonymous=True
)
PUBLIC: Final = Policy("public", "Everybody.", anonymous=True)
PROBE: Final = Policy("probe", "Everybody, as often as they like.", anonymous=True, counted=False)

POLICIES: Final = (
    READER,
    WRITER,
    FRESH,
    PRESENT,
    SESSION,
    OPERATOR,
    SCRAPER,
    AGENT,
    NEWCOMER,
    SOCKET,
    LOGIN,
    PUBLIC,
    PROBE,
)


def declared(thing: _T, policy: Policy) -> _T:
    """The same thing, a guard or an ASGI application, with its policy on it."""
    thing.policy = policy  # type: ignore[attr-defined]
    return thing


def policies_of(route: Any) -> set[Policy]:
    """What a route declares, as a guard or by itself: one policy, if all is well."""
    things = [
        *_guards(getattr(route, "dependant", None)),
        getattr(route, "endpoint", None),
        getattr(route, "app", None),
    ]
    policies = (getattr(thing, "policy", None) for thing in things)
    return {policy for policy in policies if isinstance(policy, Policy)}


def policy_of(route: Any) -> Policy | None:
    """The one policy of a route; None for a route that declares none, or contradicts itself."""
    found = policies_of(route)
    return found.pop() if len(found) == 1 else None


def _guards(dependant: Any) -> Iterator[Any]:
    for needed in () if dependant is None else dependant.dependencies:
        yield needed.call
        yield from _guards(needed)

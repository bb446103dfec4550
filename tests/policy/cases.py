"""A request for every route, made from the OpenAPI document; what cannot be made is a failure that says what to add."""

import re
from typing import Any, Final

import msgspec

from cocoonpool.cocoon.batch import pack_batch
from cocoonpool.server.doors import Door
from tests import make
from tests.agents.hosts import batch
from tests.payouts.pool import body as payout_body
from tests.policy.world import REFERENCES, Whose

# Values for what is no reference to a thing: by name.
QUERIES: Final[dict[str, str]] = {"month": "2026-05", "year": "2026"}
NO_REFERENCES: Final = {"telegram_user_id"}  # named like one, and none: somebody else's number

# A body that an entitled caller may send, by method and path; the references in it are filled in.
BODIES: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("POST", "/api/v1/participants"): {"ton_wallet_address": "0:" + "c4" * 32},
    ("PATCH", "/api/v1/participants/{participant_id}"): {"username": "renamed"},
    ("POST", "/api/v1/workers"): {"participant_id": 1, "worker_name": "new", "host": "127.0.0.1", "stats_port": 13_000},
    ("PATCH", "/api/v1/workers/{worker_id}"): {"worker_name": "renamed"},
    ("POST", "/api/v1/payouts"): payout_body(),
    ("POST", "/api/v1/keys"): {"name": "new", "participant_id": 1},
    ("POST", "/api/v1/agents/codes"): {"participant_id": 1},
    ("POST", "/api/v1/agent/enrolment"): {"host": "gpu-01", "machine": "machine-01", "version": "1"},
    ("POST", "/api/v1/workers/{worker_id}/wishes"): {"enabled": True},
    ("POST", "/api/v1/auth/ton-proof"): {
        "address": make.ALICE,
        "network": "-239",
        "proof": {
            "timestamp": 0,
            "domain": {"lengthBytes": 4, "value": "door"},
            "payload": "none of ours",
            "signature": "",
        },
    },
}
# A body that is no JSON.
BYTES: Final[dict[tuple[str, str], bytes]] = {("POST", "/api/v1/agent/readings"): pack_batch(batch())}


class CannotMakeCase(AssertionError):
    pass


class Case(msgspec.Struct):
    """`by`: where the thing that is asked for is named: `path`, `query`, `body`, or nowhere."""

    method: str
    url: str
    query: dict[str, str]
    body: dict[str, Any] | bytes | None
    whose: Whose
    by: str | None
    endless: bool = False


def case_of(door: Door, method: str, document: dict[str, Any], whose: Whose) -> Case:
    """The request that a route is for, about somebody's things."""
    if method == "WEBSOCKET":
        return Case(method, door.path, {}, None, whose, "query")
    template = re.sub(r"{(\w+):\w+}", r"{\1}", door.path)
    operation = document["paths"].get(template, {}).get(method.lower(), {})
    path = {name: _reference(name, whose, door) for name in re.findall(r"{(\w+)}", template)}
    query, asked = _query(operation, whose, door)
    body, named = _body(operation, method, template, whose, document)
    if (method, template) in BYTES:
        return Case(method, template, {}, BYTES[method, template], whose, None)
    if body is not None and path:  # about the thing in the path: what else could be named is nobody's to change here
        body, named = BODIES[method, template], False
    by = "path" if path else "body" if named else "query" if asked else None
    endless = "text/event-stream" in operation.get("responses", {}).get("200", {}).get("content", {})
    return Case(method, template.format(**path), query, body, whose, by, endless)


def _reference(name: str, whose: Whose, door: Door) -> Any:
    if name not in REFERENCES:
        raise CannotMakeCase(f"{door.path} names `{name}`: say in tests/policy/world.py what that is, and whose")
    return REFERENCES[name][whose]


def _query(operation: dict[str, Any], whose: Whose, door: Door) -> tuple[dict[str, str], bool]:
    query, asked = dict[str, str](), False
    for one in operation.get("parameters", ()):
        name = one["name"]
        if one["in"] != "query":
            continue
        if name in REFERENCES or name.endswith(("_id", "_ids")):
            query[name], asked = _written(_reference(name, whose, door)), True
        elif name in QUERIES:
            query[name] = QUERIES[name]
        elif one.get("required"):
            raise CannotMakeCase(f"{door.path} needs `{name}`: give a good value in tests/policy/cases.py")
    return query, asked


def _written(reference: Any) -> str:
    return ",".join(map(str, reference)) if isinstance(reference, list) else str(reference)


def _body(
    operation: dict[str, Any], method: str, path: str, whose: Whose, document: dict[str, Any]
) -> tuple[dict[str, Any] | None, bool]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None, False
    if (method, path) not in BODIES:
        raise CannotMakeCase(f"{method} {path} needs a body: give a good one in tests/policy/cases.py")
    shape = document["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    names = [name for name in shape["properties"] if name.endswith(("_id", "_ids")) and name not in NO_REFERENCES]
    if unknown := set(names) - REFERENCES.keys():
        raise CannotMakeCase(f"the body of {method} {path} names {unknown}: say in tests/policy/world.py what that is")
    named = {name: REFERENCES[name][whose] for name in names}
    body = BODIES[method, path] | named
    if method == "POST" and path == "/api/v1/payouts" and whose is Whose.ANOTHERS:
        body |= {"to_address": make.BOB}
    return body, bool(named)

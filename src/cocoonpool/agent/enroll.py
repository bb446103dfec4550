"""Turns an enrolment code into this host's own key."""

from pathlib import Path

import msgspec

from cocoonpool.agent.identity import Identity, write_identity
from cocoonpool.agent.post import NotReached, Pool
from cocoonpool.errors import BadRequest


class NotLetIn(BadRequest):
    code = "not_let_in"


class _Enrolled(msgspec.Struct):
    agent_id: int
    host: str
    key: str
    other_agents: list[int] = []


def enroll(
    folder: Path, server: str, code: str, *, host: str, machine: str, version: str
) -> tuple[Identity, tuple[int, ...]]:
    """Asks the pool, and keeps the key in the folder. Gives also the agents that run on this machine already.

    Raises:
        NotLetIn: the pool said no, or is not reached; why is in the text.
    """
    body = msgspec.json.encode({"host": host, "machine": machine, "version": version})
    outcome = Pool(server, code).post("/api/v1/agent/enrolment", body, "application/json")
    if isinstance(outcome, NotReached):
        raise NotLetIn(f"{server} is not reached: {outcome.why}")
    if outcome.status != 201:
        raise NotLetIn(f"{server} says: {outcome.detail or f'HTTP status {outcome.status}'}")
    try:
        made = msgspec.json.decode(outcome.body, type=_Enrolled)
    except msgspec.DecodeError:
        raise NotLetIn(f"What answers at {server} is no Cocoon Pool.") from None
    identity = Identity(server, made.agent_id, made.host, made.key)
    write_identity(folder, identity)
    return identity, tuple(made.other_agents)

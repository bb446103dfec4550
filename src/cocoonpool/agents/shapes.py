"""The wire shapes of agents and codes."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Final, Self

import msgspec
from pydantic import Field

from cocoonpool.agents.models import EnrolmentCode, Wish, WishState
from cocoonpool.agents.queries import Shown
from cocoonpool.auth.models import ApiKey
from cocoonpool.cocoon.control import Command
from cocoonpool.db import from_ms
from cocoonpool.errors import Invalid
from cocoonpool.text import Line
from cocoonpool.wire import UtcTime, Wire
from cocoonpool.workers.fields import Coefficient, Flag, to_per_mille
from cocoonpool.workers.models import Worker

SILENT_AFTER: Final = timedelta(seconds=90)
_MOST_HOSTS: Final = 10_000


class NewCode(Wire):
    """`participant_id` is needed from an operator; a participant may leave it out."""

    participant_id: Annotated[int | None, Field(strict=True, ge=0, le=2**63 - 1)] = None
    hosts: Annotated[int, Field(strict=True, ge=1, le=_MOST_HOSTS, description="How many hosts it lets in.")] = 1
    expires_at: UtcTime | None = Field(default=None, description="Left out: in a day.")


class CodeOut(Wire):
    id: int
    prefix: str = Field(description="The first characters of the code, to recognise it by.")
    participant_id: int | None
    hosts: int = Field(description="How many hosts it lets in.")
    used: int
    created_at: UtcTime
    expires_at: UtcTime | None
    revoked_at: UtcTime | None

    @classmethod
    def of(cls, row: ApiKey, code: EnrolmentCode, **more: str) -> Self:
        return cls(
            id=row.id,
            prefix=row.prefix,
            participant_id=row.participant_id,
            hosts=code.hosts,
            used=code.used,
            created_at=row.created_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
            **more,
        )


class MadeCode(CodeOut):
    code: str = Field(description="The code itself. It is shown this once and stored nowhere.")


class NewAgent(Wire):
    """What a host says of itself when it enrols."""

    host: Annotated[Line, Field(max_length=253, description="Its name. Where it is taken, a number is added.")]
    machine: Annotated[str, Field(pattern=r"^[0-9A-Za-z._-]{8,64}$", description="Tells hosts apart, however called.")]
    version: Annotated[Line, Field(max_length=32)]


class EnrolledOut(Wire):
    agent_id: int
    host: str = Field(description="How the pool calls the host.")
    key: str = Field(description="The agent's own key. It is shown this once and stored nowhere.")
    other_agents: list[int] = Field(description="Agents that run on this machine already.")
    server_time_ms: int = Field(description="Unix milliseconds.")


class AgentState(StrEnum):
    SENDING = "sending"
    SILENT = "silent"
    NEVER_SENT = "never_sent"
    REVOKED = "revoked"


class Trouble(Wire):
    """What of the last batch was not taken."""

    code: str
    detail: str
    port: int | None


class AgentOut(Wire):
    id: int
    participant_id: int
    host: str
    version: str
    state: AgentState
    workers: int
    created_at: UtcTime
    last_batch_at: UtcTime | None
    clock_wrong_seconds: int | None = Field(description="How far its clock is ahead of ours; null: right.")
    records_dropped: int = Field(description="Rounds of looks lost because its spool was full.")
    records_damaged: int = Field(description="Rounds of looks that its disk did not give back as they were.")
    looks_refused: int
    allows_control: bool = Field(description="Whether its owner lets the pool's wishes be granted.")
    troubles: list[Trouble]
    figures: dict[str, Any] | None = Field(description="What the host says of itself.")

    @classmethod
    def of(cls, shown: Shown, now: datetime) -> Self:
        agent = shown.agent
        return cls(
            id=agent.id,
            participant_id=agent.participant_id,
            host=agent.host,
            version=agent.version,
            state=_state(shown, now),
            workers=shown.workers,
            created_at=agent.created_at,
            last_batch_at=None if agent.last_batch_at is None else from_ms(agent.last_batch_at),
            clock_wrong_seconds=agent.clock_wrong_s,
            records_dropped=agent.dropped,
            records_damaged=agent.damaged,
            looks_refused=agent.refused,
            allows_control=agent.allows_control,
            troubles=msgspec.json.decode(agent.troubles),
            figures=None if agent.figures is None else msgspec.json.decode(agent.figures),
        )


def _state(shown: Shown, now: datetime) -> AgentState:
    if shown.revoked_at is not None:
        return AgentState.REVOKED
    if shown.agent.last_batch_at is None:
        return AgentState.NEVER_SENT
    fresh = now - from_ms(shown.agent.last_batch_at) < SILENT_AFTER
    return AgentState.SENDING if fresh else AgentState.SILENT


class RefusedOut(Wire):
    code: str
    detail: str
    port: int | None
    looks: int = Field(description="How many looks, or records where the port is null.")


class WishedOut(Wire):
    """For an agent that allows control: what to tell the worker on this port."""

    id: int
    port: int
    kind: str
    value: int | None
    proxy: str | None


class TakenOut(Wire):
    """Everything in the batch is settled: the agent may forget it."""

    server_time_ms: int = Field(description="When the batch arrived here, unix milliseconds.")
    looks: int = Field(description="Looks stored.")
    duplicates: int = Field(description="Records that were there already.")
    refused: list[RefusedOut]
    wishes: list[WishedOut] = Field(default_factory=list)


class NewWish(Wire):
    """One thing that the worker shall be told."""

    price_coefficient: Coefficient | None = None
    enabled: Flag | None = None
    payout_proxy: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_:-]{1,128}$")] = Field(
        default=None, description="Pay out now what was earned with this proxy's contract."
    )

    def command(self) -> Command:
        """Raises Invalid: none, or more than one."""
        found = []
        if self.price_coefficient is not None:
            found.append(Command("coefficient", to_per_mille(self.price_coefficient)))
        if self.enabled is not None:
            found.append(Command("enabled", int(self.enabled)))
        if self.payout_proxy is not None:
            found.append(Command("payout", proxy=self.payout_proxy))
        if len(found) != 1:
            raise Invalid("A wish is one of price_coefficient, enabled and payout_proxy.", "body")
        return found[0]


class WishOut(Wire):
    id: int
    worker_id: int
    kind: str
    value: int | None = Field(description="Per mille for a coefficient, 1 or 0 for enabled.")
    proxy: str | None
    state: WishState
    detail: str | None = Field(description="What came of it.")
    made_by_key: int | None
    made_at: UtcTime
    settled_at: UtcTime | None
    command: str = Field(description="The same by hand, on the worker's host.")

    @classmethod
    def of(cls, wish: Wish, worker: Worker) -> Self:
        path = Command(wish.kind, wish.value, wish.proxy).path()
        mark = "&" if "?" in path else "?"
        secret = "" if worker.access_hash is None else f"{mark}access_hash=…"  # never shown
        return cls(
            id=wish.id,
            worker_id=wish.worker_id,
            kind=wish.kind,
            value=wish.value,
            proxy=wish.proxy,
            state=WishState(wish.state),
            detail=wish.detail,
            made_by_key=wish.made_by,
            made_at=wish.made_at,
            settled_at=wish.settled_at,
            command=f"curl 'http://127.0.0.1:{worker.stats_port}{path}{secret}'",
        )

"""Who is asking: an operator, a participant, a scraper, an agent."""

from enum import StrEnum

import msgspec


class Role(StrEnum):
    OPERATOR = "operator"
    PARTICIPANT = "participant"


class Scope(StrEnum):
    READ = "read"
    WRITE = "write"
    METRICS = "metrics"  # GET /metrics, nothing else
    AGENT = "agent"  # send readings of its own workers, nothing else
    ENROL = "enrol"  # an enrolment code: become an agent, nothing else


class Principal(msgspec.Struct, frozen=True):
    """The caller, proven. `participant_id` is set for participants and for keys bound to one."""

    role: Role
    scopes: frozenset[Scope]
    participant_id: int | None = None
    key_id: int | None = None

    @property
    def is_operator(self) -> bool:
        return self.role is Role.OPERATOR

    @property
    def only_participant(self) -> int | None:
        """Restricts a query: the one participant this caller may see, or None for everything (operators)."""
        return None if self.is_operator else (self.participant_id if self.participant_id is not None else -1)

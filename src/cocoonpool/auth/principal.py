"""Who is asking: an operator, a participant, a scraper, an agent."""

from datetime import datetime
from enum import StrEnum

import msgspec

from cocoonpool.errors import Forbidden


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
    session_id: int | None = None  # of a login; then `wallet` (canonical) is what was proven
    wallet: str | None = None
    proof_counts_until: datetime | None = None  # of a login: how long it is a fresh proof of the wallet
    who: str = ""  # in words, for the audit log
    address: str | None = None  # from where; None: from no network

    @property
    def is_operator(self) -> bool:
        return self.role is Role.OPERATOR

    @property
    def only_participant(self) -> int | None:
        """Restricts a query: the one participant this caller may see, or None for everything (operators)."""
        return None if self.is_operator else (self.participant_id if self.participant_id is not None else -1)

    def prove_fresh(self, now: datetime) -> None:
        """For what moves money or hands out rights: a cookie or a participant's key may have been stolen.

        Raises:
            Forbidden: neither an operator's key nor a wallet that was proven a moment ago.
        """
        fresh = self.proof_counts_until is not None and now < self.proof_counts_until
        operators_key = self.is_operator and self.session_id is None
        if not (fresh or operators_key):
            raise Forbidden("This needs a fresh proof of the wallet: log in with it again.", "fresh_proof_needed")

"""Why an answer of the chain's indexer cannot be used: a value with a reason, never an exception."""

import enum

import msgspec


class FaultKind(enum.StrEnum):
    UNREACHABLE = "unreachable"  # no connection, or it broke
    TIMEOUT = "timeout"
    RATE_LIMITED = "rate_limited"  # 429
    SERVER_ERROR = "server_error"  # 5xx
    REFUSED = "refused"  # another 4xx: our request or our key is at fault
    NOT_FOUND = "not_found"  # 404, from the indexer itself
    REDIRECTED = "redirected"  # never followed: the key would go with it
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"  # not the JSON it should be
    WRONG_ANSWER = "wrong_answer"  # sound, but not what was asked for
    HISTORY_CHANGED = "history_changed"  # the transaction we ended at is another one now


PASSING = frozenset({FaultKind.UNREACHABLE, FaultKind.TIMEOUT, FaultKind.RATE_LIMITED, FaultKind.SERVER_ERROR})


class ChainFault(msgspec.Struct, frozen=True):
    """`reason` is a sentence for the operator; it holds no secret and nothing that the server wrote."""

    kind: FaultKind
    reason: str
    retry_after: float | None = None  # seconds, when the server named them

    @property
    def passing(self) -> bool:
        """Whether asking again later may help without anybody doing anything."""
        return self.kind in PASSING

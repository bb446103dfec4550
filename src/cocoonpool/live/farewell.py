"""Why a feed is ended, for the one who is cut off. docs/live.md explains each."""

from typing import Final

import msgspec


class Farewell(msgspec.Struct, frozen=True):
    code: int  # of the WebSocket's close
    reason: str  # at most 123 bytes


MALFORMED: Final = Farewell(4400, "malformed message: see docs/live.md")
NO_CREDENTIALS: Final = Farewell(4401, "no session, no key, and no token within 5 seconds")
NOT_ALLOWED: Final = Farewell(4403, "this needs the scope read")
OTHER_ORIGIN: Final = Farewell(4403, "a page of another origin may not use the session")
NO_LONGER_VALID: Final = Farewell(4401, "the credentials are no longer valid")
TOO_FAR_BEHIND: Final = Farewell(4410, "too far behind: connect again")
TOO_MANY_MESSAGES: Final = Farewell(4429, "too many messages")
FAULT: Final = Farewell(1011, "a fault of the server")
STOPPING: Final = Farewell(1012, "the server stops or restarts")


def refused(reason: str) -> Farewell:
    """Credentials that do not do, in the words of the API."""
    return Farewell(4401, reason.encode()[:120].decode(errors="ignore"))


def too_many(what: str) -> Farewell:
    return Farewell(4429, f"too many open feeds {what}")

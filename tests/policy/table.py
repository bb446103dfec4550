"""The declared table: what each kind of caller gets from a route, by the policy that the route declares.

Written down here by hand, on purpose: it is not derived from the code that decides. docs/access.md prints it.
"""

from enum import StrEnum
from typing import Final


class Caller(StrEnum):
    NOBODY = "nobody"  # no credentials at all
    STRANGER = "stranger"  # another participant, who owns nothing that is asked for
    OWNER = "owner"  # a participant, with a key to read and write
    READ_KEY = "read key"  # the owner's, with this scope only; so for the next
    WRITE_KEY = "write key"
    AGENT_KEY = "agent key"
    METRICS_KEY = "metrics key"
    OPERATOR = "operator"


class May(StrEnum):
    ALL = "all"
    OWN = "own"  # what is another's is the same as what does not exist
    NO = "403"
    UNKNOWN = "401"


def _row(nobody: May, stranger: May, owner: May, read: May, write: May, agent: May, metrics: May) -> dict[Caller, May]:
    return dict(zip(Caller, (nobody, stranger, owner, read, write, agent, metrics, May.ALL), strict=True))


_ALL, _OWN, _NO, _UNKNOWN = May.ALL, May.OWN, May.NO, May.UNKNOWN
_EVERYBODY: Final = _row(_ALL, _ALL, _ALL, _ALL, _ALL, _ALL, _ALL)

TABLE: Final[dict[str, dict[Caller, May]]] = {
    #                nobody    stranger owner  read   write  agent  metrics
    "reader": _row(_UNKNOWN, _OWN, _OWN, _OWN, _NO, _NO, _NO),
    "writer": _row(_UNKNOWN, _OWN, _OWN, _NO, _OWN, _NO, _NO),
    # A key is no fresh proof, and no session.
    "fresh": _row(_UNKNOWN, _NO, _NO, _NO, _NO, _NO, _NO),
    "present": _row(_UNKNOWN, _NO, _NO, _NO, _NO, _NO, _NO),
    "session": _row(_UNKNOWN, _NO, _NO, _NO, _NO, _NO, _NO) | {Caller.OPERATOR: May.NO},
    "operator": _row(_UNKNOWN, _NO, _NO, _NO, _NO, _NO, _NO),
    "scraper": _row(_UNKNOWN, _NO, _NO, _NO, _NO, _NO, _OWN),
    "agent": _row(_UNKNOWN, _NO, _NO, _NO, _NO, _OWN, _NO) | {Caller.OPERATOR: May.NO},
    "newcomer": _row(_UNKNOWN, _NO, _NO, _NO, _NO, _NO, _NO) | {Caller.OPERATOR: May.NO},
    "socket": _row(_UNKNOWN, _OWN, _OWN, _OWN, _NO, _NO, _NO),
    "login": dict.fromkeys(Caller, May.UNKNOWN),  # nobody brings a proof here
    "public": _EVERYBODY,
    "probe": _EVERYBODY,
}

"""What an error of the database means: this row is impossible, or the database takes and gives nothing just now."""

from typing import Final

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from cocoonpool.postgres import sqlstate

FULL: Final = "its disk is full"
_UNREACHABLE: Final = "it cannot be reached"
_BUSY: Final = "somebody else holds its lock for too long"

# SQLSTATE, or its first two digits.
_BY_STATE: Final = {
    "53100": FULL,
    "53200": "it is out of memory",
    "53300": "it takes no more connections",
    "55P03": _BUSY,
    "40P01": _BUSY,
    "25P03": "it ended a transaction that was open for too long",
    "25006": "it is read-only",
    "57014": "a statement took too long",
    "57": "it is starting or stopping",
    "08": _UNREACHABLE,
    "28": "it does not let us in: user, password or its pg_hba.conf",
    "3D": "there is no such database on that server",
}
_BY_WORDS: Final = {
    "database or disk is full": FULL,
    "disk I/O error": "its disk has errors",
    "database is locked": _BUSY,
    "readonly database": "it is read-only",
    "unable to open database file": "its file cannot be opened",
    "database disk image is malformed": "its file is damaged",
    "file is not a database": "its file is damaged",
}


def is_refusal(error: BaseException) -> bool:
    """Whether the database refused a value or a row. Trying again would not help."""
    return isinstance(error, IntegrityError | DataError) or (sqlstate(error) or "")[:2] in {"22", "23"}


def is_unstorable_text(error: BaseException) -> bool:
    """Whether PostgreSQL was asked about text with U+0000, of which it has none and SQLite may."""
    return sqlstate(error) == "22021"


def why_unavailable(error: BaseException) -> str | None:
    """Why the database does not work just now, in words; None: it is something else, such as a fault of ours."""
    state = sqlstate(error)
    if state is not None:
        return _BY_STATE.get(state) or _BY_STATE.get(state[:2])
    if isinstance(error, NoConnectionFree):
        return "too many wait for it at once"
    if isinstance(error, ConnectionError | TimeoutError):
        return _UNREACHABLE
    said = str(getattr(error, "orig", None) or "")
    return next((meaning for words, meaning in _BY_WORDS.items() if words in said), None)

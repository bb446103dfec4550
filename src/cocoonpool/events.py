"""Tells who cares what has just been committed: this process, and on PostgreSQL every other one.

Events carry ids; listeners re-read. On PostgreSQL an event is a NOTIFY inside the transaction that wrote: it is heard
exactly when its rows are there. SQLite has one process, so there it needs nothing.
"""

from collections.abc import Callable, Sequence
from secrets import token_hex
from typing import Final

import msgspec
from sqlalchemy import func, select

from cocoonpool.db import Session

CHANNEL: Final = "cocoonpool_workers"
_MOST_BYTES: Final = 7_900  # PostgreSQL takes 7,999


class WorkersChanged(msgspec.Struct, frozen=True):
    """New state for these workers is in the database."""

    worker_ids: tuple[int, ...]
    generation: int | None = None  # of the transaction that brought it, see generation.py


ANYTHING: Final = WorkersChanged(())
"""Something may have been missed: without a generation no event says that the others are as they were. Read all."""

Listener = Callable[[WorkersChanged], None]


class Events:
    """This process's bus. Listeners are called after the commit, in order, and must not block."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._origin = token_hex(8)  # tells what other processes announce from what comes back to us

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Adds a listener; call what is returned to remove it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, event: WorkersChanged) -> None:
        """Tells this process's listeners. Call it after the commit."""
        for listener in tuple(self._listeners):
            listener(event)

    async def announce(self, session: Session, event: WorkersChanged) -> None:
        """Tells all other processes, when this transaction commits and only then. One message, however many workers."""
        if session.get_bind().dialect.name == "postgresql":
            await session.execute(select(func.pg_notify(CHANNEL, f"{self._origin} {to_text(event)}")))

    def hear(self, message: str) -> None:
        """Publishes what another process announced."""
        origin, _, text = message.partition(" ")
        if origin != self._origin:
            self.publish(from_text(text))


def to_text(event: WorkersChanged) -> str:
    """The generation, and ids as ranges (`17 1-1000,1004`): a fleet is mostly one. What is too long is ANYTHING."""
    ids = ",".join(str(a) if a == b else f"{a}-{b}" for a, b in _ranges(sorted(set(event.worker_ids))))
    text = f"{event.generation or ''} {ids}"
    return text if len(text) < _MOST_BYTES else " "


def from_text(text: str) -> WorkersChanged:
    """What cannot be read (another version wrote it) is ANYTHING."""
    generation, _, ids = text.partition(" ")
    try:
        ranges = [(int(a), int(b or a)) for a, _, b in (part.partition("-") for part in ids.split(",") if part)]
        number = int(generation) if generation else None
    except ValueError:
        return ANYTHING
    return WorkersChanged(tuple(one for a, b in ranges for one in range(a, b + 1)), number)


def _ranges(numbers: Sequence[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found

"""Tells the rest of the process what has just been committed. Events carry ids; listeners re-read."""

from collections.abc import Callable

import msgspec


class WorkersChanged(msgspec.Struct, frozen=True):
    """New state for these workers is in the database."""

    worker_ids: tuple[int, ...]
    generation: int | None = None  # of the transaction that brought it, see generation.py


Listener = Callable[[WorkersChanged], None]


class Events:
    """An in-process bus. Listeners are called after the commit, in order, and must not block."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Adds a listener; call what is returned to remove it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, event: WorkersChanged) -> None:
        for listener in tuple(self._listeners):
            listener(event)

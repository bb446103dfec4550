"""What a rule may look at: one reading of one worker, in its surroundings."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from cocoonpool.cocoon.reading import Failure, Guest, Reading
from cocoonpool.workers.memory import Memory


class Subject(msgspec.Struct, frozen=True, gc=False):
    """What the pool knows of the worker from its registration."""

    is_active: bool
    on_loopback: bool  # it is asked over loopback only
    has_access_hash: bool
    wanted_coefficient: int | None  # per mille
    has_health_source: bool
    port: int
    wanted_enabled: bool | None = None  # by the latest wish


class Fleet(msgspec.Struct, frozen=True, gc=False):
    """What other workers show. `newest_struct_version`: the highest of trusted workers of the same root contract."""

    newest_struct_version: int | None = None


class HostView(msgspec.Struct, frozen=True, gc=False):
    """What an agent on the worker's host knows beside the look. None: nobody looked."""

    clock_wrong_s: int | None = None  # how far the host's clock was ahead (positive) or behind, where that matters
    exposed: tuple[str, ...] | None = None  # addresses other than loopback on which the port needs no access hash
    has_access_hash: bool = False
    has_health_source: bool = False
    outside: str | None = None  # address on which the pool itself reached the port so, past any firewall


NOTHING_OF_THE_HOST: Final = HostView()


class Look(msgspec.Struct, gc=False):
    """The context of all rules. `memory` already holds `reading`; its `since` is still that of the look before."""

    subject: Subject
    memory: Memory
    reading: Reading
    guest: Guest | Failure | None
    fleet: Fleet
    now: int  # unix ms
    host: HostView = NOTHING_OF_THE_HOST
    well: bool = True  # no error and no warning found so far


# The values for the cause's sentence while the cause holds, else None.
Values = Mapping[str, object]
Rule = Callable[[Look], Values | None]
PLAIN: Final[Values] = {}

"""A worker under watch: hands look after look to `diagnose`, as the collector does."""

from typing import Any

import msgspec

from cocoonpool.cocoon.reading import Connection, Failure, FailureKind, Gpu, Guest, Proxy, Reading, Signal
from cocoonpool.workers.causes import Cause
from cocoonpool.workers.status import Diagnosis, Fleet, Memory, Subject, diagnose

START = 1_795_377_700_000
SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

OWNER = "UQAuz15H1ZHrZ_psVrAra7HealMIVeFq0wguqlmFno1f3B-m"
WALLET = "UQABWAYRUDPbjO0EfnTjtToUuQTATvTK_2wW3liSw_XSOQtq"

REFUSED = Failure(FailureKind.REFUSED, "connection refused")
RESET = Failure(FailureKind.RESET, "hung up")
UNREACHABLE = Failure(FailureKind.UNREACHABLE, "no route to host")
CONNECT_TIMEOUT = Failure(FailureKind.TIMEOUT, "no connection within 5 s", Signal.CONNECT_TIMEOUT)
SILENCE = Failure(FailureKind.TIMEOUT, "no answer within 5 s", Signal.ANSWER_TIMEOUT)
STARTING = Failure(FailureKind.BAD_STATUS, "404", Signal.STARTING)
NEEDS_HASH = Failure(FailureKind.BAD_STATUS, "403", Signal.NEEDS_ACCESS_HASH)
NOT_ALLOWED = Failure(FailureKind.NOT_ALLOWED, "outside the allowed networks")
STRANGER = Failure(FailureKind.NOT_A_WORKER, "HTML of something else")

OLD_BUILD = 1_766_669_893  # 2025-12-25
NEW_BUILD = 1_775_921_684  # 2026-04-11


def contract(address: str = "UQcontract", proxy: str = "UQproxy", **changes: Any) -> Proxy:
    plain = Proxy(address, proxy, "KEY", True, 0, 0, 0, 0, 0, False, 1)
    return msgspec.structs.replace(plain, **changes)


def connection(proxy: str | None = "UQproxy") -> Connection:
    return Connection("[127.0.0.1:11001]", True, proxy)


def reading(now: int = START, **changes: Any) -> Reading:
    """A worker in the best of health at `now`, except for `changes`."""
    facts: dict[str, Any] = {
        "built_at": NEW_BUILD, "new_http": True,
        "queries": 100, "success": 100, "failed": 0, "tokens_total": 5_000,
        "bytes_received": 900, "bytes_sent": 9_000, "busy_us": 1_000_000,
        "wallet_address": WALLET, "wallet_balance": 100_000_000_000,
        "owner_address": OWNER, "root_address": "UQroot", "model": "Qwen/Qwen3-8B@abc:000", "coefficient": 1_000,
        "struct_version": 1, "params_version": 1,
        "ton_synced_at": now // 1000 - 5, "ton_state": "synced",
        "enabled": True, "model_connected": True, "max_active_requests": 60, "active_requests": 0,
        "proxies": (contract(),), "connections": (connection(),),
    }  # fmt: skip
    return Reading(**{**facts, **changes})


def served(count: int, now: int = START, **changes: Any) -> Reading:
    """Healthy, after `count` good requests."""
    facts = {"queries": count, "success": count, "tokens_total": count * 50, "bytes_received": count, **changes}
    return reading(now, bytes_sent=count, busy_us=count, **facts)


def gpu(temperature: int | None = 60, *, index: int = 0) -> Gpu:
    return Gpu(index, "NVIDIA H100", 50, 40.0, 80.0, temperature, 300, 700)


def guest(*gpus: Gpu, **changes: Any) -> Guest:
    return Guest(gpus=gpus or (gpu(),), **{"services_ok": True, **changes})


HEALTHY_SUBJECT = Subject(
    is_active=True, on_loopback=True, has_access_hash=True, wanted_coefficient=None, has_health_source=True, port=12000
)


class Watch:
    """Looks at one worker again and again. The memory goes through JSON each time, as between two processes."""

    def __init__(self, newest_struct_version: int | None = None, **subject: Any) -> None:
        self.subject = msgspec.structs.replace(HEALTHY_SUBJECT, **subject)
        self.fleet = Fleet(newest_struct_version)
        self.memory = Memory()
        self.now = START

    def look(self, result: Reading | Failure, source: Guest | Failure | None = None, *, after: int = 0) -> Diagnosis:
        """One look, `after` ms after the last. Without `source`, a fine GPU is seen if the worker has a source."""
        self.now += after
        if source is None and self.subject.has_health_source:
            source = guest()
        found = diagnose(self.subject, self.memory, result, source, self.fleet, self.now)
        self.memory = msgspec.json.decode(msgspec.json.encode(found.memory), type=Memory)
        assert self.memory == found.memory
        return found

    def healthy(self, *, after: int = 0, **changes: Any) -> Diagnosis:
        return self.look(reading(self.now + after, **changes), after=after)


def codes(found: Diagnosis) -> list[str]:
    return [cause.code for cause in found.causes]


def cause(found: Diagnosis, code: str) -> Cause:
    return next(cause for cause in found.causes if cause.code == code)


def first_look(**changes: Any) -> list[str]:
    """The codes after one look at a worker that is healthy except for `changes`."""
    return codes(Watch().healthy(**changes))

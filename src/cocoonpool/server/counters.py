"""Counts requests in windows of a minute: in Redis where several processes share the count, else in this process.

A Redis that is gone makes nobody wait and lets nobody through: this process counts by itself until it is back.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import msgspec
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from cocoonpool.telemetry import get_logger

log = get_logger(__name__)

_T = TypeVar("_T")

_PATIENCE_S: Final = 2.0  # waited once; after that nobody waits
_AT_ONCE: Final = 16  # questions under way to Redis; the others of a burst wait here, not there
_ASK_AGAIN_S: Final = 5.0


class Count(msgspec.Struct, frozen=True):
    """How one caller stands. `reset_s`: whole seconds until all of `most` is there again."""

    allowed: bool
    most: int
    left: int
    reset_s: int


class Counters:
    """The window of a caller begins with its first request and lasts a minute."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._pool = None if redis_url is None else _pool(redis_url)
        self._shared = None if self._pool is None else _shared(self._pool)
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._gone = False
        self._ask_again_at = 0.0

    async def hit(self, what: str, caller: str, most: int) -> Count:
        """Counts one, and says whether it is still within `most` a minute."""
        item = RateLimitItemPerMinute(most, namespace="cocoonpool")

        async def ask(limiter: FixedWindowRateLimiter) -> Count:
            allowed = await limiter.hit(item, what, caller)
            return await _standing(limiter, item, what, caller, allowed)

        return await self._asked(ask)

    async def look(self, what: str, caller: str, most: int) -> Count:
        """How a caller stands, without counting."""
        item = RateLimitItemPerMinute(most, namespace="cocoonpool")

        async def ask(limiter: FixedWindowRateLimiter) -> Count:
            allowed = await limiter.test(item, what, caller)
            return await _standing(limiter, item, what, caller, allowed)

        return await self._asked(ask)

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.aclose()

    async def _asked(self, ask: Callable[[FixedWindowRateLimiter], Awaitable[_T]]) -> _T:
        if self._shared is not None and time.monotonic() >= self._ask_again_at:
            async with self._turn:
                answer = await self._from_redis(self._shared, ask)
            if answer is not None:
                return answer
        return await ask(self._own)

    async def _from_redis(
        self, limiter: FixedWindowRateLimiter, ask: Callable[[FixedWindowRateLimiter], Awaitable[_T]]
    ) -> _T | None:
        if time.monotonic() < self._ask_again_at:  # gone since we got in line
            return None
        if self._gone:  # one request tries, the others do not wait for it
            self._ask_again_at = time.monotonic() + _ASK_AGAIN_S
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer = await ask(limiter)
        except (StorageError, TimeoutError, OSError) as error:
            self._is_gone(error)
            return None
        self._is_back()
        return answer

    def _is_gone(self, error: Exception) -> None:
        self._ask_again_at = time.monotonic() + _ASK_AGAIN_S
        if not self._gone:
            log.warning("Redis does not answer: this process counts requests by itself", error=type(error).__name__)
        self._gone = True

    def _is_back(self) -> None:
        if self._gone:
            log.info("Redis answers again: requests are counted there")
        self._gone, self._ask_again_at = False, 0.0


async def _standing(
    limiter: FixedWindowRateLimiter, item: RateLimitItemPerMinute, what: str, caller: str, allowed: bool
) -> Count:
    stats = await limiter.get_window_stats(item, what, caller)
    seconds = math.ceil(stats.reset_time - time.time())
    return Count(allowed, item.amount, max(0, stats.remaining), min(60, max(1, seconds)))


def _pool(url: str) -> ConnectionPool:
    """Connections that fail at once: whoever is served meanwhile must not wait for a Redis that is gone."""
    scheme, _, rest = url.partition("://")
    return ConnectionPool.from_url(
        f"{scheme.replace('valkey', 'redis')}://{rest}",  # one protocol
        socket_timeout=_PATIENCE_S,
        socket_connect_timeout=_PATIENCE_S,
        retry=Retry(NoBackoff(), 0),
    )


def _shared(pool: ConnectionPool) -> FixedWindowRateLimiter:
    options: dict[str, Any] = {"connection_pool": pool}
    return FixedWindowRateLimiter(
        RedisStorage("async+redis://", wrap_exceptions=True, implementation="redispy", **options)
    )

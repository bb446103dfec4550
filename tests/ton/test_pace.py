"""An indexer is not asked more often than agreed, and the pauses it asks for are kept."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.ton.pace import Backoff, Pace, retry_after
from tests.ton.clock import run


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("0", 0.0), ("7", 7.0), (None, None), ("", None), ("-1", None), ("soon", None), ("1.5", None), ("٣", None)],
)
def test_seconds_are_read_or_nothing(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_a_date_is_so_many_seconds_away() -> None:
    seconds = retry_after(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
    assert seconds is not None
    assert 3500 < seconds <= 3600
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0


@given(st.text(max_size=40))
def test_any_header_is_read_or_not(header: str) -> None:
    seconds = retry_after(header)
    assert seconds is None or seconds >= 0


@given(st.integers(1, 10_000))
def test_pauses_grow_up_to_a_bound(attempt: int) -> None:
    pause = Backoff(first_s=1, most_s=30).pause(attempt)
    assert 0.5 * min(30, 2 ** min(attempt - 1, 5)) <= pause <= min(30, 2 ** min(attempt - 1, 5))


def test_what_the_server_asks_for_goes_first() -> None:
    assert Backoff().pause(1, 17.0) == 17.0


async def ask(pace: Pace, times: int, callers: int = 1) -> None:
    async def caller() -> None:
        for _ in range(times):
            await pace.turn()

    await asyncio.gather(*(caller() for _ in range(callers)))


def test_many_callers_together_keep_the_pace() -> None:
    _, seconds = run(ask(Pace(10), times=5, callers=20))
    assert seconds == pytest.approx(9.9)


def test_a_pause_holds_everybody() -> None:
    async def held() -> None:
        pace = Pace(1)
        pace.hold(60)
        await ask(pace, times=1, callers=3)

    _, seconds = run(held())
    assert seconds == pytest.approx(62)


def test_a_free_moment_is_not_saved_up() -> None:
    async def idle() -> None:
        pace = Pace(1)
        await pace.turn()
        await asyncio.sleep(100)
        await ask(pace, times=3)

    _, seconds = run(idle())
    assert seconds == pytest.approx(102)

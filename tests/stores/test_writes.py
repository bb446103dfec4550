"""Writes in the background: all of them, in order, or an error; never one that goes on after the transaction."""

import asyncio

import pytest

from cocoonpool.writes import writing


class Table:
    def __init__(self) -> None:
        self.rows: list[int] = []

    async def write(self, row: int) -> None:
        await asyncio.sleep(0)
        if row < 0:
            raise ValueError(row)
        self.rows.append(row)


async def test_all_is_written_in_the_order_it_was_added() -> None:
    table = Table()
    async with writing() as writes:
        for row in range(10):
            writes.add(table.write, row)
            if row % 3 == 0:
                await writes.turn()
        await writes.settle()
        assert table.rows == list(range(10))
        writes.add(table.write, 10)
    assert table.rows == list(range(11))


async def test_they_go_on_while_the_next_is_worked_out() -> None:
    table = Table()
    async with writing() as writes:
        writes.add(table.write, 1)
        await writes.turn()
        assert table.rows == [1]


@pytest.mark.parametrize("turns", [0, 1])
async def test_what_fails_is_raised_and_what_comes_after_is_not_written(turns: int) -> None:
    table = Table()
    with pytest.raises(ValueError, match="-1"):
        async with writing() as writes:
            for row in (1, -1, 2):
                writes.add(table.write, row)
            for _ in range(turns):
                await writes.turn()
    assert table.rows == [1]


async def test_nothing_is_under_way_after_an_error_of_whoever_adds() -> None:
    table = Table()
    with pytest.raises(LookupError):
        async with writing() as writes:
            for row in range(100):
                writes.add(table.write, row)
            await writes.turn()
            raise LookupError
    written = list(table.rows)
    await asyncio.sleep(0.01)
    assert table.rows == written
    assert len(written) < 100


async def test_who_is_cancelled_while_it_waits_leaves_nothing_under_way() -> None:
    table, hung = Table(), asyncio.Event()

    async def work() -> None:
        async with writing() as writes:
            writes.add(table.write, 1)
            writes.add(hung.wait)  # type: ignore[arg-type]
            writes.add(table.write, 2)

    task = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    hung.set()
    await asyncio.sleep(0.01)
    assert table.rows == [1]

"""Questions about many: a list is one value, and the next one is under way while an answer is worked on."""

import asyncio
from contextlib import aclosing
from functools import partial

import pytest
from sqlalchemy import select, text

from cocoonpool.asked import Among, Ask, Question, one_ahead
from cocoonpool.db import Database
from cocoonpool.workers.models import Worker
from tests import make

_MINE = Question(select(Worker.id).where(Among(Worker.__table__.c.id, "workers")).order_by(Worker.id))


@pytest.mark.parametrize("others", [[], [2**62, -5], [*range(10**6, 10**6 + 40_000)]])
async def test_a_list_of_any_length_is_one_value(db: Database, others: list[int]) -> None:
    person = await make.alice(db)
    ids = [(await make.worker(db, person, 12_000 + n)).id for n in range(3)]
    async with db.reading() as session:
        for mine in (ids, ids[1:], []):
            found = await _MINE.rows(session, workers=[*others, *mine])
            assert [row[0] for row in found] == mine


async def test_while_an_answer_is_worked_on_the_next_question_is_under_way() -> None:
    begun = list[int]()

    async def question(number: int) -> int:
        begun.append(number)
        await asyncio.sleep(0)
        return number

    async with aclosing(one_ahead(partial(question, number) for number in range(3))) as answers:
        assert [(answer, [*begun]) async for answer in answers] == [(0, [0, 1]), (1, [0, 1, 2]), (2, [0, 1, 2])]


async def test_nothing_asked_is_nothing_answered() -> None:
    nothing: list[Ask[int]] = []
    assert [answer async for answer in one_ahead(nothing)] == []


async def test_what_went_wrong_comes_in_its_turn_and_nothing_is_asked_after_it(db: Database) -> None:
    begun = list[str]()

    async def question(sql: str) -> int:
        begun.append(sql)
        async with db.reading() as session:
            return int((await session.execute(text(sql))).scalar_one())

    asked = [partial(question, sql) for sql in ("SELECT 1", "SELECT nobody", "SELECT 3")]
    answers = one_ahead(asked)
    assert await anext(answers) == 1
    with pytest.raises(Exception, match="nobody"):
        await anext(answers)
    assert begun == ["SELECT 1", "SELECT nobody"]


async def test_who_leaves_early_leaves_no_question_behind_and_the_session_in_order(db: Database) -> None:
    async with db.reading() as session:

        async def question(number: int) -> int:
            return int((await session.execute(text(f"SELECT {number}"))).scalar_one())

        async with aclosing(one_ahead(partial(question, number) for number in range(9))) as answers:
            assert await anext(answers) == 0
        assert await question(7) == 7

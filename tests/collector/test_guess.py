"""A guessed health source that never answers costs little; one that comes up later is found."""

from cocoonpool.cocoon.reading import Failure, FailureKind, Guest
from cocoonpool.collector.guess import PAUSE_S, TRIES, patient


class Monitor:
    def __init__(self) -> None:
        self.asked = 0
        self.answer: Guest | Failure = Failure(FailureKind.TIMEOUT, "no answer")

    async def fetch(self) -> Guest | Failure:
        self.asked += 1
        return self.answer


async def test_a_guess_that_fails_is_left_alone_for_a_while_and_tried_again() -> None:
    monitor, now = Monitor(), 0.0
    ask = patient(monitor.fetch, lambda: now)
    answers = [await ask() for _ in range(10)]
    assert monitor.asked == TRIES
    assert answers[TRIES:] == [None] * (10 - TRIES)
    now, monitor.answer = PAUSE_S, Guest()
    assert [await ask(), await ask()] == [Guest(), Guest()]

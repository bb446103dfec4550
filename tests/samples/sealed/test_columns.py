"""Rows of two sources become the rows of one, in order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.samples.sealed.columns import Column, Columns, threaded

MOMENTS = st.lists(st.integers(0, 30)).map(sorted)


def numbered(at: list[int], first: int, name: str) -> Columns:
    """Every row has its number, every third does not tell it."""
    number = np.arange(first, first + len(at))
    known = number % 3 > 0
    return Columns(np.array(at, np.int64), {"number": Column(np.where(known, number, 0), known), name: Column(number)})


@given(MOMENTS, MOMENTS)
def test_threading_is_sorting_with_the_first_ones_first(one: list[int], other: list[int]) -> None:
    first, second = numbered(one, 1, "first"), numbered(other, 1_001, "second")
    both = threaded(first, second)
    rows = sorted([(at, 1 + n) for n, at in enumerate(one)] + [(at, 1_001 + n) for n, at in enumerate(other)])
    assert both.at.tolist() == [at for at, _ in rows]
    assert both["number"].listed() == [n if n % 3 else None for _, n in rows]
    assert both["first"].listed() == [n if n < 1_000 else None for _, n in rows]
    assert both["second"].listed() == [n if n > 1_000 else None for _, n in rows]

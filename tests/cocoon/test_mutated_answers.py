"""Whatever bytes come, the answer is a reading with figures in range, or a failure with a reason."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.perf import is_alive, parse_perf
from cocoonpool.cocoon.reading import Connection, Failure, FailureKind, Proxy, Reading
from tests.captures import load, worker_names

FIGURES = [load(name).body for name in worker_names("_jsonstats")]
STATS = [load(name).body for name in worker_names("_stats")]
PIECES = [
    b'"',
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"nan",
    b"-",
    b"9" * 30,
    b"\n",
    b"\xff",
    b"<h1>",
    b"<td>",
    b"",
]


@st.composite
def mutated(draw: st.DrawFn, bodies: list[bytes]) -> bytes:
    body = draw(st.sampled_from(bodies))
    for _ in range(draw(st.integers(0, 4))):
        at, to = sorted((draw(st.integers(0, len(body))), draw(st.integers(0, len(body)))))
        change = draw(st.sampled_from(["flip", "cut", "twice", "splice", "piece"]))
        if change == "flip":
            body = body[:at] + bytes([draw(st.integers(0, 255))]) + body[at + 1 :]
        elif change == "cut":
            body = body[:at] + body[min(to, at + 200) :]
        elif change == "twice":
            body = body[:to] + body[at:to] + body[to:]
        elif change == "splice":
            body = body[:at] + draw(st.sampled_from(bodies))[at:]
        else:
            body = body[:at] + draw(st.sampled_from(PIECES)) + body[at:]
    return body


def check(value: object) -> None:
    """Whole numbers fit 64 bits and are not negative; text is printable and short."""
    if isinstance(value, Reading | Proxy | Connection):
        for name in type(value).__struct_fields__:
            if name != "coefficient":
                check(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            check(item)
    elif isinstance(value, str):
        assert 0 < len(value) <= 300
        assert value.isprintable()
    else:
        assert value is None or (isinstance(value, int) and 0 <= value < 2**63)


@settings(max_examples=300, deadline=None)
@given(mutated(FIGURES), st.none() | mutated(STATS))
def test_a_mutated_answer_never_raises_and_stays_in_range(figures: bytes, stats: bytes | None) -> None:
    answer = read(Pages(figures, stats, None))
    if isinstance(answer, Failure):
        assert answer.kind in (FailureKind.MALFORMED, FailureKind.NOT_A_WORKER)
        assert answer.detail
    else:
        assert answer.coefficient is None or -(2**63) <= answer.coefficient < 2**63
        check(answer)
        msgspec.json.encode(answer)  # it can be stored and sent


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.binary(max_size=400))
def test_arbitrary_bytes_never_raise(figures: bytes, stats: bytes) -> None:
    assert isinstance(read(Pages(figures, stats, None)), Reading | Failure)
    assert isinstance(read(Pages(FIGURES[0], stats, None)), Reading)
    parse_perf(stats)
    is_alive(200, stats)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_model_name_leaves_the_numbers_alone(model: str) -> None:
    printed = model.replace('"', "'").encode("utf-8", "replace")
    sound = load("2026-04/10_quote_jsonstats").body
    answer = read(Pages(sound.replace(b'We"ird\\Mod\tel<b>', printed, 1), None, None))
    assert isinstance(answer, Reading)
    assert (answer.wallet_balance, answer.coefficient, answer.worker_fee_per_token) == (100_000_000_000, 1000, 1)

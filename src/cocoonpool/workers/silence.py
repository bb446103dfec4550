"""Which cause a look without a reading points to."""

from typing import Final

from cocoonpool.cocoon.reading import Failure, FailureKind, Signal
from cocoonpool.workers.look import Subject, Values
from cocoonpool.workers.wording import shorten

# A worker that says one of these has answered.
ANSWERS: Final = frozenset({"starting", "needs_access_hash"})
# The runner is gone or new: what its model server was before says nothing any more.
RUNNER_GONE: Final = frozenset({"port_closed", "runner_down", "starting"})

_BY_SIGNAL: Final = {
    Signal.STARTING: "starting",
    Signal.NEEDS_ACCESS_HASH: "needs_access_hash",
    Signal.CONNECT_TIMEOUT: "host_unreachable",
    Signal.ANSWER_TIMEOUT: "no_answer",
}
_BY_KIND: Final = {
    FailureKind.REFUSED: "port_closed",
    FailureKind.TIMEOUT: "no_answer",
    FailureKind.RESET: "runner_down",
    FailureKind.UNREACHABLE: "host_unreachable",
    FailureKind.TOO_LARGE: "not_a_worker",
    FailureKind.BAD_STATUS: "not_a_worker",
    FailureKind.NOT_A_WORKER: "not_a_worker",
    FailureKind.MALFORMED: "not_a_worker",
    FailureKind.NOT_ALLOWED: "not_allowed",
}
_CERTAIN: Final = frozenset({FailureKind.REFUSED, FailureKind.NOT_ALLOWED})
_STRANGE: Final = {
    FailureKind.TOO_LARGE: "Port {port} answers with more than any worker has to say.",
    FailureKind.BAD_STATUS: "Port {port} answers, but refuses the pages that a worker has: {what}.",
    FailureKind.NOT_A_WORKER: "Something answers on port {port}, but it is not a Cocoon worker: {what}.",
    FailureKind.MALFORMED: "The answer on port {port} cannot be read as a worker's: {what}.",
}


def code_of(failure: Failure) -> str:
    """The code of the cause: the signal says more than the kind, but for the kinds that leave no doubt."""
    if failure.signal is None or failure.kind in _CERTAIN:
        return _BY_KIND[failure.kind]
    return _BY_SIGNAL[failure.signal]


def values_of(code: str, failure: Failure, subject: Subject, *, changing_model: bool) -> Values:
    """What the sentence of cause `code` needs."""
    what = shorten(failure.detail, 160)
    if code == "no_answer":
        what = (
            "The proxy may have asked for another model; a worker is silent while it changes. Wait ten minutes."
            if changing_model
            else "The worker hangs or is overloaded: read its log, and restart the VM if it stays so."
        )
    elif code == "not_a_worker":
        sentence = _STRANGE.get(failure.kind, _STRANGE[FailureKind.NOT_A_WORKER])
        what = sentence.format(port=subject.port, what=_inside_a_sentence(what))
    return {"what": what, "port": subject.port, "which": "another" if subject.has_access_hash else "its"}


def _inside_a_sentence(what: str) -> str:
    """A sentence of its own, as the end of another; an abbreviation keeps its letters."""
    first = what[:1] if what[1:2].isupper() else what[:1].lower()
    return f"{first}{what[1:]}".removesuffix(".")

"""Recorded answers in the framing of each generation: what stands on the wire for a page."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_to_bytes

from .htmlpage import HtmlPage
from .jsonpage import JsonPage
from .options import NEW, OLD
from .recorded import Capture, capture

Arguments = dict[bytes, bytes]

_LENGTH: Final = re.compile(rb"(?<=\r\nContent-Length: )\d+")
_COEFFICIENT_SAID: Final = re.compile(rb"-?\d+\.\d{6}")


class Generation:
    """One build: its pages, its other answers ready for the wire, how it frames and how it reads a query string."""

    def __init__(
        self,
        name: str,
        frame: Callable[[Capture], bytes],
        arguments: Callable[[bytes], Arguments],
        *,
        form: str,
        empty_coefficient_is_zero: bool,
    ) -> None:
        self.name = name
        self.frame = frame
        self.arguments = arguments
        self.empty_coefficient_is_zero = empty_coefficient_is_zero
        self.json = JsonPage(capture(name, "01_fresh_jsonstats").body)
        self.html = HtmlPage(capture(name, "01_fresh_stats").body)
        self.not_found = self.answer("01_fresh_unknown")
        self.wrong_hash = self.answer("09_hash_missing_jsonstats")
        self.perf = self.answer("01_fresh_perf")
        self.perf_while_starting = self.answer("12_realton_not_initialised_perf")
        self.enabled = self.answer("04_enable_response")
        self.disabled = self.answer("04_disable_response")
        self.form = self.answer(form)

    def answer(self, name: str) -> bytes:
        """A recorded answer as it stood on the wire."""
        return self.frame(capture(self.name, name))

    def page(self, name: str, body: bytes) -> bytes:
        """A body under the head it was recorded with."""
        return self.frame(Capture(capture(self.name, name).head, body))

    def coefficient_set(self, per_mille: int) -> bytes:
        recorded = capture(self.name, "05_coef_1.5_response")
        said = b"%.6f" % (per_mille * 0.001)
        return self.frame(recorded._replace(body=_COEFFICIENT_SAID.sub(said, recorded.body, count=1)))

    def coefficient_refused(self, text: bytes) -> bytes:
        recorded = capture(self.name, "05_coef_val_abc_response")
        return self.frame(recorded._replace(body=recorded.body.replace(b"'abc'", b"'%b'" % text)))

    def payout(self, said: bytes = b"proxy not found") -> bytes:
        recorded = capture(self.name, "01_fresh_payout_badproxy")
        return self.frame(recorded._replace(body=recorded.body.replace(b"proxy not found", said)))


def _with_length(answer: Capture) -> bytes:
    """2025-12: Content-Length, right."""
    return _LENGTH.sub(b"%d" % len(answer.body), answer.head, count=1) + answer.body


def _chunked(answer: Capture) -> bytes:
    """2026-04: one chunk, also when empty only the last one."""
    chunk = b"%x\r\n%b\r\n" % (len(answer.body), answer.body) if answer.body else b""
    return answer.head + chunk + b"0\r\n\r\n"


def _first_wins(query: bytes) -> Arguments:
    """2025-12: nothing is decoded, the first of two wins (09_hash_first_of_two_wins)."""
    found: Arguments = {}
    for pair in query.split(b"&"):
        name, _, value = pair.partition(b"=")
        found.setdefault(name, value)
    return found


def _smallest_wins(query: bytes) -> Arguments:
    """2026-04: percent-decoded, the smallest of two wins (09_hash_first_of_two_smaller)."""
    found: Arguments = {}
    for pair in query.split(b"&"):
        name, _, value = (unquote_to_bytes(part) for part in pair.partition(b"="))
        found[name] = min(found.get(name, value), value)
    return found


BUILDS: Final = {
    OLD: Generation(OLD, _with_length, _first_wins, form="05_coef_form", empty_coefficient_is_zero=True),
    NEW: Generation(NEW, _chunked, _smallest_wins, form="05_coef_val_EMPTY_response", empty_coefficient_is_zero=False),
}
METHOD_NOT_ALLOWED: Final = BUILDS[NEW].answer("01_fresh_put_jsonstats")
OPTIONS: Final = BUILDS[NEW].answer("01_fresh_options_jsonstats")

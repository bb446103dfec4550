"""Reads JSON as the runners print it: strings unescaped, `inf` and `nan` bare. Linear time, bounded depth.

Only strings and bare values may be odd; the structure has to hold, or a figure could land under a wrong key.
"""

import re
from typing import Final, TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_DEPTH: Final = 32
_VALUES: Final = 20_000  # a worker with 256 proxies prints 3,000

# Every repetition is possessive (`*+`): a failed match never walks back, so no body can make one quadratic.
_OPENING: Final = re.compile(rb"\s*+\{")
_LAID_OUT: Final = re.compile(rb"\s*+\{[ \t\r]*+\n")
_MEMBER: Final = re.compile(rb'[\s,]*+(?:(\})|"([^"\n]{0,200}+)"\s*+:\s*+)')
_ITEM: Final = re.compile(rb"[\s,]*+(?:(\])|(?=.))", re.DOTALL)
_BARE: Final = re.compile(rb"[^\s,{}\[\]\"]++")
_REST: Final = re.compile(rb"[\s\0]*+")
# The runners print one value a line and escape nothing: a string ends at a quote that ends its line.
_QUOTE_AT_LINE_END: Final = re.compile(rb'"(?=[ \t\r]*+[}\]]?+[ \t\r]*+,?+[ \t\r]*+(?:\n|\Z))')
# Anything else is taken for proper JSON, where a backslash hides the quote after it.
_QUOTE_UNESCAPED: Final = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+(")', re.DOTALL)

_INTEGER: Final = re.compile(rb"-?+\d{1,20}")
_DECIMAL: Final = re.compile(rb"-?+\d{1,20}\.\d{1,20}(?:[eE][+-]?+\d{1,3})?+")
_WORDS: Final[dict[bytes, bool | None]] = {b"true": True, b"false": False, b"null": None}


class Broken(ValueError):
    """The structure does not hold. The message never contains what was read."""


def loads(body: bytes) -> dict[str, Json]:
    """The object in `body`, strings as printed (bytes that are not UTF-8 replaced), unreadable values None.

    Raises:
        Broken: not an object, cut short, too deep, too many values, or followed by something.
    """
    start = _OPENING.match(body)
    if start is None:
        raise Broken("not an object")
    scanner = _Scanner(body, start.end())
    found = scanner.members(0)
    if _REST.fullmatch(body, scanner.at) is None:
        raise Broken("something follows the figures")
    return found


class _Scanner:
    def __init__(self, body: bytes, at: int) -> None:
        self.body = body
        self.at = at
        self._left = _VALUES
        self._laid_out = _LAID_OUT.match(body) is not None

    def members(self, depth: int) -> dict[str, Json]:
        """The rest of an object whose brace has been read."""
        found: dict[str, Json] = {}
        while True:
            match = _MEMBER.match(self.body, self.at)
            if match is None:
                raise Broken("cut short, or a key is missing")
            self.at = match.end()
            if match[1]:
                return found
            found[match[2].decode("utf-8", "replace")] = self._value(depth)

    def _items(self, depth: int) -> list[Json]:
        found: list[Json] = []
        while True:
            match = _ITEM.match(self.body, self.at)
            if match is None:
                raise Broken("cut short")
            self.at = match.end()
            if match[1]:
                return found
            found.append(self._value(depth))

    def _value(self, depth: int) -> Json:
        self._left -= 1
        if self._left < 0:
            raise Broken("too many values")
        lead = self.body[self.at : self.at + 1]
        if lead == b'"':
            return self._string()
        if lead in (b"{", b"["):
            if depth == _DEPTH:
                raise Broken("nested too deep")
            self.at += 1
            return self.members(depth + 1) if lead == b"{" else self._items(depth + 1)
        match = _BARE.match(self.body, self.at)
        if match is None:
            raise Broken("cut short, or a value is missing")
        self.at = match.end()
        return _bare(match[0])

    def _string(self) -> str:
        start = self.at + 1
        if self._laid_out:
            match = _QUOTE_AT_LINE_END.search(self.body, start)
        else:
            match = _QUOTE_UNESCAPED.match(self.body, start)
        if match is None:
            raise Broken("a string does not end")
        self.at = match.end()
        return self.body[start : self.at - 1].decode("utf-8", "replace")


def _bare(token: bytes) -> int | float | bool | None:
    if token in _WORDS:
        return _WORDS[token]
    if _INTEGER.fullmatch(token):
        return int(token)
    if _DECIMAL.fullmatch(token):
        return float(token)
    return None

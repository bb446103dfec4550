"""What is asked and how the answer is read: without any network, so that both pools share it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

import msgspec

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Refused(Exception):
    """The server said no. `code` is for programs, `detail` a sentence, or a list of faults for status 422."""

    def __init__(self, status: int, code: str, detail: Any) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status, self.code, self.detail = status, code, detail


class NoAnswer(Exception):
    """There is no server there, or none that can be reached."""


class Call(msgspec.Struct, Generic[T_co], frozen=True):
    """One request. `template` and `parts` make the path; what is None in `query` is left out."""

    method: str
    template: str
    read: Callable[[bytes], T_co]
    parts: Mapping[str, object] = {}
    query: Mapping[str, object] = {}
    body: Mapping[str, object] | None = None

    @property
    def path(self) -> str:
        return self.template.format(**{name: _quoted(str(value)) for name, value in self.parts.items()})

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The query, with one pair for each of several values."""
        given = [(name, value) for name, value in self.query.items() if value is not None]
        return [
            (name, _written(one)) for name, value in given for one in (value if isinstance(value, tuple) else (value,))
        ]

    @property
    def content(self) -> bytes | None:
        return None if self.body is None else _encoder.encode(self.body)


_encoder: Final = msgspec.json.Encoder(decimal_format="number")
_facts: Final = msgspec.json.Decoder(float_hook=Decimal)


def _quoted(text: str) -> str:
    return "".join(c if (c.isalnum() and c.isascii()) or c in "-_.~" else f"%{b:02X}" for c in text for b in c.encode())


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def reader(shape: type[T]) -> Callable[[bytes], T]:
    return msgspec.json.Decoder(shape).decode


def facts(body: bytes) -> Any:
    return _facts.decode(body)


def nothing(_: bytes) -> None:
    return None


def raw(body: bytes) -> bytes:
    return body


def refuse(status: int, body: bytes) -> None:
    """Raises Refused unless the answer is a good one."""
    if status < 400:
        return
    try:
        said = facts(body)
        raise Refused(status, str(said["code"]), said["detail"])
    except (msgspec.DecodeError, KeyError, TypeError):  # something in between answered
        raise Refused(status, "error", body[:200].decode(errors="replace")) from None

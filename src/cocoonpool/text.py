"""One line of text from a person: kept as it was written, as long as it is a line."""

import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator, Field

_BREAKS: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control characters, half characters, line and paragraph ends


def one_line(text: str) -> str:
    """The text itself.

    Raises:
        ValueError: nothing but white space, or characters that break a line, a log or a terminal.
    """
    if not text.strip():
        raise ValueError("empty")
    if any(unicodedata.category(character) in _BREAKS for character in text):
        raise ValueError("has control characters or line breaks")
    return text


Line = Annotated[str, Field(max_length=1000), AfterValidator(one_line)]
"""A line of any script; markup in it is text like any other. Add the length that the place allows."""

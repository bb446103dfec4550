"""Recorded bytes with holes: figures are put into the recording, everything else stays as it was sent."""

import re
from collections.abc import Mapping

Holes = dict[bytes, tuple[int, int]]


class Template:
    """A recorded page in which named stretches can be replaced. `recorded` holds what stood in each of them."""

    def __init__(self, page: bytes, holes: Holes) -> None:
        self.recorded = {name: page[start:end] for name, (start, end) in holes.items()}
        parts: list[bytes] = []
        at = 0
        for name, (start, end) in sorted(holes.items(), key=lambda hole: hole[1]):
            if start < at:
                raise ValueError(f"the hole {name!r} overlaps the one before")
            parts += [page[at:start].replace(b"%", b"%%"), b"%(", name, b")b"]
            at = end
        parts.append(page[at:].replace(b"%", b"%%"))
        self._pattern = b"".join(parts)

    def fill(self, values: Mapping[bytes, bytes]) -> bytes:
        """The page with these values in its holes. Raises KeyError when one is missing."""
        return self._pattern % values


def between(page: bytes, before: bytes, after: bytes, start: int = 0) -> tuple[int, int]:
    """The stretch from the end of `before` to the next `after`. Raises ValueError when either is not there."""
    begin = page.index(before, start) + len(before)
    return begin, page.index(after, begin)


def matching(page: bytes, pattern: bytes, start: int = 0) -> tuple[int, int]:
    """The stretch of the pattern's first group. Raises ValueError when it does not match."""
    found = re.compile(pattern).search(page, start)
    if found is None:
        raise ValueError(f"the recording has no {pattern!r}")
    return found.span(1)

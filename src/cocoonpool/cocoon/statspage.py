"""Reads what only the HTML page `/stats` knows, by section and label, never by position or colour.

The page escapes nothing and its tags do not nest well, so it is cut into sections, rows and cells by their
opening tags alone. Every step is one pass: no page can make it slow.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

import msgspec

from cocoonpool.cocoon.printed import address, clean
from cocoonpool.cocoon.reading import Connection

CONNECTION_LIMIT: Final = 256
_PAGE_LIMIT: Final = 128 * 1024  # a real page has 8 kB; what is needed stands in its first third
_CUT_LIMIT: Final = 512  # sections of a page, rows of a section
_CELL_LIMIT: Final = 16

_STRUCTURE: Final = re.compile(rb"<(/?+)(h1|h2|tr|td|th)\b[^<>]*+>", re.IGNORECASE)
_CONNECTION: Final = re.compile(rb"<tr><td>([^<]++)</td><td>([^<]*+)</td><td>([^<]*+)</td></tr>")
_HEADING: Final = re.compile(rb"<h1>\s*+(?:<(?!/?+h1)[^<>]*+>\s*+)*+([^<]*+)")
_TAG: Final = re.compile(rb"<[^<>]*+>")
_FIRST_TEXT: Final = re.compile(rb"\s*+(?:<[^<>]*+>\s*+)*+([^<]*+)")
_TON_STATES: Final = {b"synced": "synced", b"late": "late", b"out of sync": "out of sync"}
_YES_NO: Final = {b"yes": True, b"no": False}
_CONNECTED: Final = {b"connected": True, b"disconnected": False}
_READY: Final = {b"ready": True, b"not ready": False}

_LABELS: Final = (b"ton", b"image", b"model", b"enabled", b"model connection", b"max_active_requests",
                  b"active_requests", b"queries", b"success")  # fmt: skip
_MARKS: Final = {label: b"<tr><td>%b</td><td>" % label for label in _LABELS}

_T = TypeVar("_T")


class StatsPage(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the page says; None where it does not, with the place named in `missing` unless that is normal."""

    ton_state: str | None = None
    image_allowed: bool | None = None
    model_allowed: bool | None = None
    enabled: bool | None = None
    model_connected: bool | None = None
    max_active_requests: int | None = None
    active_requests: int | None = None
    queries: int | None = None
    success: int | None = None
    connections: tuple[Connection, ...] | None = None
    closing: dict[str, bool] = {}  # by the proxy's contract; empty for the builds known so far
    missing: tuple[str, ...] = ()

    @property
    def failed(self) -> int | None:
        """Real failures: the page's own `failed` counts each one twice in 2025-12, once later."""
        if self.queries is None or self.success is None or self.active_requests is None:
            return None
        return max(0, self.queries - self.success - self.active_requests)


def parse(page: bytes) -> StatsPage | None:
    """What the page says, or None if it is no such page. Another build's spelling of tags is tried second."""
    page = page[:_PAGE_LIMIT]
    facts = _read(page)
    if facts is None or facts.missing:
        plain = _plain(page)
        if plain != page:
            facts = _read(plain) or facts
    return facts


def _plain(page: bytes) -> bytes:
    """The page with its structural tags as the known builds write them: lower case, bare, `td` for `th`."""
    page = _STRUCTURE.sub(lambda tag: b"<%b%b>" % (tag[1], tag[2].lower().replace(b"th", b"td")), page)
    return _HEADING.sub(lambda head: b"<h1>" + head[1].strip(b" :\t\r\n").upper(), page)


def _read(page: bytes) -> StatsPage | None:
    missing: list[str] = []
    sections = _sections(page)
    status = _Table("STATUS", sections.get(b"STATUS"), missing)
    config = _Table("LOCAL CONFIG", sections.get(b"LOCAL CONFIG"), missing)
    stats = _Table("STATS", _by_total(sections.get(b"STATS")), missing)
    if not (status.known or config.known):
        return None
    return StatsPage(
        ton_state=status.word(b"ton", _TON_STATES),
        image_allowed=status.in_contract(b"image"),
        model_allowed=status.in_contract(b"model"),
        enabled=status.word(b"enabled", _YES_NO),
        model_connected=status.word(b"model connection", _CONNECTED),
        max_active_requests=config.count(b"max_active_requests"),
        active_requests=config.count(b"active_requests"),
        queries=stats.count(b"queries"),
        success=stats.count(b"success"),
        connections=_connections(sections.get(b"PROXY CONNECTIONS"), missing),
        closing=_closing(sections.get(b"PROXIES")),
        missing=tuple(missing),
    )


_NOT_LISTED = (b" not in root contract", b"n't in root contract", b" not found in root contract")


class _Table:
    """One section's cells by label; what is asked for in vain is named in `missing`."""

    __slots__ = ("_cells", "_missing", "_name", "_section", "known")

    def __init__(self, name: str, section: bytes | None, missing: list[str]) -> None:
        self._name = name
        self._missing = missing
        self._section = section or b""
        self._cells: dict[bytes, bytes] | None = None
        self.known = section is not None
        if not self.known:
            missing.append(name)

    def word(self, label: bytes, words: Mapping[bytes, _T]) -> _T | None:
        """The meaning of a cell's text, or of its first word (a link may follow it)."""
        text = _first_text(self._cell(label))
        found = words.get(text)
        if found is None and (found := words.get(text.partition(b" ")[0])) is None:
            self._note(label)
        return found

    def count(self, label: bytes) -> int | None:
        """A counter, printed as an integer or with decimals."""
        whole, _, decimals = _text(self._cell(label)).partition(b".")
        if len(whole) > 18 or not (whole.isdigit() and (decimals or b"0").isdigit()):
            self._note(label)
            return None
        return int(whole)

    def in_contract(self, label: bytes) -> bool | None:
        """Whether the root contract lists what the cell speaks of; None too where the worker cannot check."""
        cell = self._cell(label)
        text = _first_text(cell)
        if text.startswith((b"cannot", b"can't", b"can not")):
            return None
        if not text.endswith(b"in root contract"):
            text = _text(cell).lower()  # the model's name may hold what looks like a tag
        if text.endswith(b" is in root contract"):
            return True
        if not text.endswith(_NOT_LISTED):  # wording nobody has seen yet is not taken for a yes
            self._note(label)
            return None
        return False

    def _cell(self, label: bytes) -> bytes:
        """What stands beside a label: found at once as the known builds print it, else in a table of all rows."""
        mark = _MARKS[label]
        start = self._section.find(mark)
        if start >= 0:
            start += len(mark)
            end = self._section.find(b"</td", start)
            return self._section[start:] if end < 0 else self._section[start:end]
        if self._cells is None:
            self._cells = _labelled(self._section)
        return self._cells.get(label.replace(b"_", b" "), b"")

    def _note(self, label: bytes) -> None:
        if self.known:
            self._missing.append(f"{self._name}.{label.decode()}")


def _sections(page: bytes) -> dict[bytes, bytes]:
    """What stands below each heading; of two with one title the first."""
    found: dict[bytes, bytes] = {}
    for part in page.split(b"<h1>", _CUT_LIMIT)[1:]:
        title, _, rest = part.partition(b"</")
        found.setdefault(title, rest)
    return found


def _by_total(section: bytes | None) -> bytes | None:
    """STATS with the column headed "total" beside the names, where the known builds have it; None without one."""
    if section is None or b"<tr><td>name</td><td>total</td>" in section:
        return section
    rows = [row.split(b"<td", _CELL_LIMIT)[1:] for row in section.split(b"<tr", _CUT_LIMIT)[1:]]
    heads = [_text(_inside(cell)).lower() for cell in rows[0]] if rows else []
    if b"total" not in heads:
        return None
    column = heads.index(b"total")
    return b"".join(b"<tr><td%b<td%b" % (row[0], row[column]) for row in rows if len(row) > column)


def _labelled(section: bytes) -> dict[bytes, bytes]:
    """Second cells by the text of the first, lower case with blanks for underscores; the first row wins."""
    found: dict[bytes, bytes] = {}
    for row in section.split(b"<tr", _CUT_LIMIT)[1:]:
        cells = row.split(b"<td", 3)
        if len(cells) > 2:
            found.setdefault(_text(_inside(cells[1])).lower().replace(b"_", b" ").rstrip(b" :"), _inside(cells[2]))
    return found


def _inside(cell: bytes) -> bytes:
    """The content of a cell whose `<td` has been cut off."""
    return cell.partition(b"</t")[0].partition(b">")[2]


def _first_text(content: bytes) -> bytes:
    """The first text of a cell, in lower case: what stands before any tag but leading ones."""
    match = _FIRST_TEXT.match(content)
    return match[1].strip().lower() if match else b""


def _text(content: bytes) -> bytes:
    """All text of a cell, without tags."""
    return (_TAG.sub(b"", content) if b"<" in content else content).strip()


def _connections(section: bytes | None, missing: list[str]) -> tuple[Connection, ...] | None:
    if section is None:
        missing.append("PROXY CONNECTIONS")
        return None
    rows = _CONNECTION.findall(section)
    if len(rows) != section.count(b"<tr"):
        rows = [_cells(row) for row in section.split(b"<tr", _CUT_LIMIT)[1:]]
    found = [connection for row in rows if (connection := _connection(row)) is not None]
    if len(found) < len(rows):
        missing.append("PROXY CONNECTIONS.row")
    if len(found) > CONNECTION_LIMIT:
        missing.append(f"PROXY CONNECTIONS beyond {CONNECTION_LIMIT}")
    return tuple(found[:CONNECTION_LIMIT])


def _cells(row: bytes) -> list[bytes]:
    return [_text(_inside(cell)) for cell in row.split(b"<td", _CELL_LIMIT)[1:4]]


def _connection(cells: Sequence[bytes]) -> Connection | None:
    """Address, state and the proxy's contract, which is empty without a connection. Other rows give None."""
    if len(cells) != 3 or (ready := _READY.get(cells[1].strip().lower())) is None:
        return None
    name = _printed(cells[0])
    return None if name is None else Connection(name, ready, address(_printed(cells[2].strip())))


def _closing(section: bytes | None) -> dict[str, bool]:
    """Which contracts are being closed, where a build says so in the table of a proxy."""
    if section is None or b"closing" not in section:
        return {}
    found: dict[str, bool] = {}
    for part in section.split(b"<h2", _CUT_LIMIT)[1:]:
        table = _labelled(part)
        name = _printed(_text(table.get(b"sc address", b"")))
        closing = _YES_NO.get(_text(table.get(b"closing", b"")).lower())
        if name is not None and closing is not None:
            found[name] = closing
    return found


def _printed(text: bytes) -> str | None:
    return clean(text.decode("utf-8", "replace"))

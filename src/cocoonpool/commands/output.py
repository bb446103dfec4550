"""How commands speak: tables for people, JSON for programs, exit codes that mean something."""

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cocoonpool.exactjson import encode

OK, PROBLEM, USAGE = 0, 1, 2
"""Exit codes: done; something is wrong (said on standard error); the command was called wrongly."""

STATUS_STYLE = {"healthy": "green", "degraded": "yellow", "down": "red", "unknown": "dim", "paused": "dim"}


def printable(value: object) -> str:
    """Text from the world for a terminal: control characters could move the cursor or fake a line."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))


def cell(value: object) -> Text:
    """A cell never interprets markup; unknown is a dash, a time is UTC to the second."""
    if value is None or isinstance(value, bool):
        return Text({None: "–", True: "yes", False: "no"}[value])
    if isinstance(value, datetime):
        return Text(f"{value:%Y-%m-%d %H:%M:%SZ}")
    return Text(printable(value))


def status_cell(status: str) -> Text:
    return Text(status, style=STATUS_STYLE.get(status, ""))


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    table = Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(value if isinstance(value, Text) else cell(value) for value in row))
    Console().print(table)


def show_facts(title: str, facts: Mapping[str, object]) -> None:
    """A nested object for people: its plain facts as one table, then its objects and lists as tables of their own."""
    plain = {name: value for name, value in facts.items() if not isinstance(value, Mapping | list | tuple)}
    if plain:
        say("")
        show(title, ("", ""), list(plain.items()))
    for name, value in facts.items():
        if isinstance(value, Mapping):
            show_facts(f"{title}: {name}" if title else name, value)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            say("")
            show(f"{title}: {name}" if title else name, tuple(value[0]), [tuple(row.values()) for row in value])


def print_json(value: Any) -> None:
    """JSON for programs. Shapes of the wire (pydantic models) print as the API answers them."""
    sys.stdout.write(msgspec.json.format(encode(value), indent=2).decode() + "\n")


def say(text: str) -> None:
    """A line stays one: it may hold a command that somebody copies."""
    Console().print(Text(text), soft_wrap=True)


def fail(text: str, code: int = PROBLEM) -> NoReturn:
    """Says what is wrong on standard error and ends with an exit code."""
    Console(stderr=True).print(Text.assemble(("error: ", "bold red"), printable(text)), soft_wrap=True)
    raise typer.Exit(code)

"""The stats page is read by section and label: spelling may change, and what is gone is named, never guessed."""

import re
from collections.abc import Callable

import pytest

from cocoonpool.cocoon import statspage
from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.parse import read
from cocoonpool.cocoon.reading import Reading
from tests.captures import load

PAGE = load("2026-04/03_traffic_w12000_stats").body
FIGURES = load("2026-04/03_traffic_w12000_jsonstats").body


def seen(page: bytes | None) -> Reading:
    reading = read(Pages(FIGURES, page, True))
    assert isinstance(reading, Reading)
    return reading


def upper_tags(page: bytes) -> bytes:
    return re.sub(rb"</?\w+", lambda tag: tag[0].upper(), page)


RESPELLED: dict[str, Callable[[bytes], bytes]] = {
    "upper case": upper_tags,
    "attributes": lambda page: re.sub(rb"<(h1|tr|td)>", rb'<\1 class="x" data-a=1>', page),
    "head cells": lambda page: page.replace(b"<tr><td>", b"<tr><th>").replace(b"</td><td>", b"</th><td>"),
    "blanks": lambda page: page.replace(b"<td>", b"<td>\n  ").replace(b"</td>", b" </td>"),
    "bold labels": lambda page: re.sub(rb"<tr><td>([^<]+)</td>", rb"<tr><td><b>\1</b></td>", page),
    "more cells": lambda page: page.replace(b"</td></tr>", b"</td><td>more</td></tr>"),
    "titles": lambda page: re.sub(rb"<h1>([^<]+)", lambda head: b"<h1><i></i>" + head[1].title() + b":", page),
    "no closing tags": lambda page: re.sub(rb"</t[dr]>", b"", page),
    "labels": lambda page: page.replace(b"_", b" ").replace(b"<td>enabled<", b"<td>Enabled:<"),
    "table sections": lambda page: page.replace(b"<table>", b"<table><tbody>").replace(b"<h1>", b"<thead></thead><h1>"),
    "no line ends": lambda page: page.replace(b"\n", b""),
    "no colours": lambda page: re.sub(rb"</?span[^>]*>", b"", page),
}


@pytest.mark.parametrize("name", RESPELLED)
def test_another_spelling_says_the_same(name: str) -> None:
    reading = seen(RESPELLED[name](PAGE))
    assert (reading.enabled, reading.model_connected, reading.ton_state) == (True, True, "synced")
    assert (reading.image_allowed, reading.model_allowed) == (True, None)
    assert (reading.max_active_requests, reading.active_requests, reading.failed) == (60, 0, 0)
    assert reading.connections is not None
    assert [link.connected for link in reading.connections] == [True]
    assert reading.missing == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "value", "missing"),
    [
        (b">yes <a", b">no <a", "enabled", False, ()),
        (b">yes <a", b">perhaps <a", "enabled", None, ("STATUS.enabled",)),
        (b">connected<", b">disconnected<", "model_connected", False, ()),
        (b">connected<", b"><", "model_connected", None, ("STATUS.model connection",)),
        (b">synced<", b">out of sync<", "ton_state", "out of sync", ()),
        (b">synced<", b">drifting<", "ton_state", None, ("STATUS.ton",)),
        (b"AB5 is in root", b"AB5 is not in root", "image_allowed", False, ()),
        (b"AB5 is", b"AB5 isn't", "image_allowed", False, ()),
        (b" is in root contract", b" was seen", "image_allowed", None, ("STATUS.image",)),
        (b"<td>image<", b"<td>picture<", "image_allowed", None, ("STATUS.image",)),
        (b"<td>active_requests</td><td>0", b"<td>active_requests</td><td>-1", "active_requests", None,
         ("LOCAL CONFIG.active_requests",)),
        (b"<td>max_active_requests</td><td>60", b"<td>max_active_requests</td><td>" + b"9" * 99, "max_active_requests",
         None, ("LOCAL CONFIG.max_active_requests",)),
        (b"<h1>PROXY CONNECTIONS", b"<h1>LINKS", "connections", None, ("PROXY CONNECTIONS",)),
        (b"<td>queries</td><td>56.000000", b"<td>queries</td><td>nan", "failed", None, ("STATS.queries",)),
        (b"<td>total<", b"<td>sum<", "failed", None, ("STATS",)),
    ],
)  # fmt: skip
def test_a_changed_cell_changes_only_its_fact(
    old: bytes, new: bytes, field: str, value: object, missing: tuple[str, ...]
) -> None:
    reading = seen(PAGE.replace(old, new))
    assert getattr(reading, field) == value
    assert reading.missing == missing


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        (b"our model M is in root contract", True),
        (b"our model M is not in root contract", False),
        (b"our model M not found in root contract", False),
        (b"our model <b>M</b><x is in root contract", True),
        (b"our model is not in root contract is in root contract", True),
        (b"cannot check our model M is in root contract", None),
    ],
)
def test_the_verdict_on_the_model_is_the_end_of_the_line(text: bytes, allowed: bool | None) -> None:
    page = re.sub(rb"cannot check our model [^<]*", text, PAGE)
    assert seen(page).model_allowed is allowed
    assert seen(page).missing == ()


def test_totals_are_found_by_their_heading() -> None:
    page = re.sub(
        rb"<tr><td>(name|queries|success)</td>(<td>[^<]*</td>)(<td>[^<]*</td>)", rb"<tr><td>\1</td>\3\2", PAGE
    )
    assert (page != PAGE, seen(page).failed, seen(page).missing) == (True, 0, ())


def test_failures_are_never_negative() -> None:
    assert seen(PAGE.replace(b"<td>active_requests</td><td>0", b"<td>active_requests</td><td>9")).failed == 0


def test_a_page_that_did_not_come_is_named() -> None:
    for page in (None, b"", b"not found", b"<html><body>It works!</body></html>", b"\xff" * 5000):
        reading = seen(page)
        assert reading.missing == ("stats page",)
        assert (reading.enabled, reading.connections, reading.ton_state) == (None, None, None)
        assert reading.queries == 56


def test_a_closing_contract_is_marked_where_a_build_says_so() -> None:
    row = b"<tr><td>running request</td><td>NO</td></tr>\n"
    page = PAGE.replace(row, row + b"<tr><td>closing</td><td>YES</td></tr>\n")
    assert [proxy.closing for proxy in seen(page).proxies] == [True]
    assert [proxy.closing for proxy in seen(PAGE).proxies] == [None]


def test_connections_are_capped_and_odd_rows_are_named() -> None:
    row = b"<tr><td>[127.0.0.1:11001]</td><td>ready</td><td>UQB</td></tr>"
    end = b"<h1>PROXIES"
    many = seen(PAGE.replace(end, row * 300 + end))
    odd = seen(PAGE.replace(end, b"<tr><td>sum</td><td>1</td></tr>" + end))
    assert many.connections is not None
    assert (len(many.connections), many.missing) == (256, ("PROXY CONNECTIONS beyond 256",))
    assert odd.connections is not None
    assert (len(odd.connections), odd.missing) == (1, ("PROXY CONNECTIONS.row",))


HOSTILE = (b"<td", b"<td>", b"<tr><td>", b"<h1>", b"<h1", b"<H1 a>", b"<", b">", b"<a>", b"<tr><td>a</td><td>", b"</t",
           b"<h1>STATUS</h1>", b"<h1>PROXIES</h1>closing<h2>", b"<th>total", b" ")  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_page_of_one_piece_repeated_is_read_in_bounded_steps(piece: bytes) -> None:
    for page in (piece * (2**20 // len(piece)), PAGE.replace(b">synced", b">" + piece * 20_000)):
        facts = statspage.parse(page)
        assert facts is None or len(facts.missing) < 20

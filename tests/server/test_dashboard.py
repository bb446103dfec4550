"""The dashboard's files: served beside the API, never in its way, kept by browsers exactly as long as they are true."""

import gzip
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from starlette.middleware import Middleware

from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.server.app import create_app
from cocoonpool.server.dashboard import BUILT, POLICY, Dashboard
from cocoonpool.settings import Settings
from tests import make
from tests.contracts.tree import ROOT

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/", "/workers", "/workers/7?range=7d", "/participants/1/statement", "/nowhere"])
async def test_every_address_of_the_dashboard_is_the_one_page(app: FastAPI, path: str) -> None:
    async with make.client(app, None) as stranger:
        answer = await stranger.get(path, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert '<div id="root"></div>' in answer.text


@pytest.mark.parametrize("path", ["/metrics/x", "/docs/x", "/health/x", "/openapi.json/x", "/assets/gone.js", "/ws/x"])
async def test_what_is_the_apis_is_never_answered_with_the_page(app: FastAPI, path: str) -> None:
    async with make.client(app, None) as stranger:
        answer = await stranger.get(path, headers=BROWSER)
    assert answer.status_code == 404
    assert answer.json() == {"detail": "There is nothing here.", "code": "not_found"}


async def test_a_stranger_at_the_api_gets_no_page_either(app: FastAPI) -> None:
    async with make.client(app, None) as stranger:
        assert (await stranger.get("/api/v1/nothing", headers=BROWSER)).status_code == 401


async def test_programs_that_ask_for_no_page_get_none(client: AsyncClient) -> None:
    assert (await client.get("/nowhere")).status_code == 404
    assert (await client.post("/workers", headers=BROWSER)).status_code == 404


async def test_nothing_of_the_page_is_inline_or_from_elsewhere(client: AsyncClient) -> None:
    answer = await client.get("/")
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert re.findall(r"<style|style=|<script(?![^>]* src=\"/)|\son\w+=|https?://", answer.text) == []


async def test_named_files_are_kept_for_ever_and_the_page_is_asked_for_anew(client: AsyncClient) -> None:
    page = await client.get("/")
    script = re.findall(r'src="(/assets/[^"]+\.js)"', page.text)[0]
    assert (await client.get(script)).headers["cache-control"] == "public, max-age=31536000, immutable"
    again = await client.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_file_comes_compressed_to_those_who_can_read_it(client: AsyncClient) -> None:
    packed = await client.get("/icon.svg", headers={"Accept-Encoding": "gzip"})
    plain = await client.get("/icon.svg", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content == (BUILT / "icon.svg").read_bytes()


OUTWARDS = ["/../app.py", "/assets/../../app.py", "/%2e%2e/app.py", "/assets/%2e%2e%2f%2e%2e%2fapp.py"]


@pytest.mark.parametrize("path", OUTWARDS)
async def test_no_path_leads_out_of_the_built_files(client: AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_the_page_is_told_how_the_coin_is_called(app: FastAPI, client: AsyncClient) -> None:
    symbol = "GRAM" if datetime.now(UTC) >= datetime(2026, 6, 15, tzinfo=UTC) else "TON"
    page = (await client.get("/")).text
    assert f'<meta name="coin-symbol" content="{symbol}"' in page
    assert f'<meta name="scrape-interval" content="{app.state.settings.scrape_interval:g}"' in page


async def test_without_built_files_the_page_says_how_to_build_it(app: FastAPI, tmp_path: Path) -> None:
    app.user_middleware.insert(0, Middleware(Dashboard, settings=Settings(data_dir=tmp_path), built=tmp_path / "none"))
    async with make.client(app, None) as stranger:
        answer = await stranger.get("/", headers=BROWSER)
    assert answer.status_code == 404
    assert "make web" in answer.text


async def test_the_files_of_the_page_are_not_counted_as_questions(db: Database, tmp_path: Path) -> None:
    settings = Settings.model_validate({"data_dir": tmp_path, "reads_per_minute": 1})
    async with make.client(create_app(settings, db, Events()), None) as stranger:
        answers = [(await stranger.get("/icon.svg")).status_code for _ in range(5)]
    assert answers == [200] * 5


def test_the_first_load_is_at_most_250_kb() -> None:
    """All that a fresh browser fetches before the overview stands: the page, and what its scripts import."""
    wanted, loaded = ["/index.html"], set[str]()
    while wanted:
        name = wanted.pop()
        loaded.add(name)
        text = (BUILT / name[1:]).read_text(encoding="utf-8")
        static = re.findall(r'(?:from|import)\s*"\./([^"]+)"', text)
        linked = re.findall(r'(?:src|href)="/(assets/[^"]+)"', text) if name.endswith(".html") else []
        found = {f"/assets/{one}" for one in static} | {f"/{one}" for one in linked}
        wanted += [one for one in found - loaded if (BUILT / one[1:]).exists()]
    size = sum(len(gzip.compress((BUILT / name[1:]).read_bytes(), 9)) for name in loaded)
    assert len(loaded) > 3
    assert size < 250_000


def test_a_wheel_has_the_dashboard_inside_and_needs_no_node(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = {name.removeprefix("cocoonpool/server/built/") for name in zipfile.ZipFile(wheel).namelist()}
    built = {path.relative_to(BUILT).as_posix() for path in BUILT.rglob("*") if path.is_file()}
    assert built <= inside
    assert not {name for name in inside if name.startswith("web/") or name.endswith((".tsx", ".map"))}

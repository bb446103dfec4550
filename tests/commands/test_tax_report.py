"""`cocoonpool tax-report` writes the file the API sends, whole or not at all, and says what is in it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cocoonpool.cli import app
from cocoonpool.db import Database
from cocoonpool.migrations import upgrade
from tests.tax.test_golden import GOLDEN, a_year

YEAR = ("--year", "2025", "--year-start", "07-01", "--timezone", "Australia/Sydney", "--currency", "EUR")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["tax-report", "--participant", "1", *arguments])


def fill(folder: Path, work: Callable[[Database], Awaitable[object]]) -> None:
    async def filled() -> None:
        db = Database(f"sqlite+aiosqlite:///{folder / 'cocoonpool.db'}")
        await upgrade(db)
        await work(db)
        await db.close()

    asyncio.run(filled())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder and the place where one stands, with a year of payouts."""
    monkeypatch.setenv("COCOONPOOL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, a_year)
    return tmp_path


def test_the_file_is_the_one_the_api_sends(folder: Path) -> None:
    result = run(*YEAR, "--format", "koinly")
    assert result.exit_code == 0, result.output
    name = "cocoon-pool-payouts-2025-07-01-to-2026-06-30-participant-1-koinly-eur.csv"
    assert (folder / name).read_bytes() == (GOLDEN / "koinly.csv").read_bytes()
    assert "7 payouts, 1 of them without a price" in result.output
    assert name in result.output


def test_programs_are_told_in_json(folder: Path) -> None:
    told = json.loads(run(*YEAR, "--output", "x.csv", "--json").stdout)
    assert told == {"file": "x.csv", "rows": 7, "missing_prices": 1}
    assert (folder / "x.csv").read_bytes() == (GOLDEN / "generic.csv").read_bytes()


def test_a_workbook_is_written_on_demand(folder: Path) -> None:
    assert run(*YEAR, "--xlsx", "--output", "x.xlsx").exit_code == 0
    assert (folder / "x.xlsx").read_bytes().startswith(b"PK")


def test_the_coin_is_called_as_the_settings_say(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCOONPOOL_TAX_SYMBOLS", "koinly=ID:4242")
    run(*YEAR, "--format", "koinly", "--output", "x.csv")
    assert ",25.5,ID:4242," in (folder / "x.csv").read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--year", "0"), "year: Input should be greater than or equal to 1970"),
        (("--year", "2025", "--timezone", "Mars"), "timezone: Value error, not a time zone"),
        (("--year", "2025", "--currency", "XYZ"), "currency: Value error, not a currency"),
        (("--year", "2025", "--format", "turbotax"), "format: Input should be"),
    ],
)
def test_what_makes_no_sense_is_said_and_writes_nothing(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in " ".join(result.output.split())
    assert list(folder.glob("*.csv")) == []


def test_a_place_that_cannot_be_written_is_said(folder: Path) -> None:
    result = run(*YEAR, "--output", "nowhere/x.csv")
    assert result.exit_code == 1
    assert "cannot be written" in result.output


def test_nobody_with_that_number_has_no_file(folder: Path) -> None:
    result = CliRunner().invoke(app, ["tax-report", "--participant", "99", "--year", "2025"])
    assert result.exit_code == 1
    assert "no such participant" in result.output.lower()


def test_a_report_that_breaks_off_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "x.xlsx").write_bytes(b"the old one")
    monkeypatch.setenv("TMPDIR", str(folder / "nowhere"))
    monkeypatch.setattr("tempfile.tempdir", str(folder / "nowhere"))
    assert run(*YEAR, "--xlsx", "--output", "x.xlsx").exit_code == 1
    assert (folder / "x.xlsx").read_bytes() == b"the old one"
    assert [path.name for path in folder.iterdir() if path.name.startswith(".x")] == []

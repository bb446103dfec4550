"""A tax report of 100,000 payouts: first byte, whole time, peak memory; beside "load all rows, join a string"."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from bench.processes import measuring, running, wait_for_port
from cocoonpool.db import Database
from cocoonpool.migrations import upgrade
from cocoonpool.participants.models import Participant
from cocoonpool.payouts.models import Payout
from cocoonpool.prices.models import StoredPrice
from cocoonpool.rates.coin import DEFAULT_SYMBOL, parse_symbol
from cocoonpool.rates.quotes import Quote
from cocoonpool.tax.cells import coins, fiat, written
from cocoonpool.tax.layouts import LAYOUTS, Format
from cocoonpool.tax.layouts.layout import Layout
from cocoonpool.tax.receipt import Receipt, Terms
from cocoonpool.tax.report import csv_parts, open_report
from cocoonpool.tax.totals import Totals
from cocoonpool.tax.year import tax_year

PAYOUTS = 100_000
PORT = 18_020
START = datetime(2025, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=5)


async def _fill(db: Database) -> None:
    """A payout every five minutes for most of a year; one in a hundred has no price."""
    await upgrade(db)
    person = {
        "id": 1,
        "ton_wallet_address": "0:" + "a1" * 32,
        "is_active": True,
        "created_at": START,
        "updated_at": START,
    }
    async with db.transaction() as session:
        await session.execute(insert(Participant), [person])
        await session.execute(insert(Payout), [_payout(number) for number in range(PAYOUTS)])
        await session.execute(insert(StoredPrice), [_price(number) for number in range(PAYOUTS) if number % 100])


def _payout(number: int) -> dict[str, Any]:
    return {
        "participant_id": 1,
        "transaction_hash": f"{number:064x}",
        "source": "chain",
        "amount": 1_234_567_891 + number,
        "fee": 2_500_000,
        "from_address": "0:" + "90" * 32,
        "to_address": "0:" + "a1" * 32,
        "comment": f"reward of block {number}",
        "transaction_time": START + number * STEP,
        "verification": "verified",
        "counted": True,
        "checks": 0,
        "created_at": START,
    }


def _price(number: int) -> dict[str, Any]:
    at = START + number * STEP
    return {
        "currency": "USD",
        "at": at,
        "price": f"5.{number % 10_000:04d}",
        "source": "binance",
        "method": "close of the minute, TONUSDT, USDT taken for USD",
        "quoted_at": at + timedelta(minutes=1),
        "confirmed_by": "coingecko",
        "confirming_price": "5.1",
        "fetched_at": START,
    }


def _terms() -> Terms:
    return Terms(1, tax_year(2025, "Europe/Berlin"), "USD", parse_symbol(DEFAULT_SYMBOL), "income", datetime.now(UTC))


async def _streamed(db: Database, layout: Layout) -> tuple[float, int]:
    """(seconds to the first byte, bytes)."""
    started, first, size = time.perf_counter(), 0.0, 0
    async for part in csv_parts(await open_report(db, _terms(), layout)):
        first = first or time.perf_counter() - started
        size += len(part)
    return first, size


async def _naive(db: Database, layout: Layout) -> tuple[float, int]:
    """What one writes first: every row of both tables as an object, then one long string."""
    started, terms = time.perf_counter(), _terms()
    async with db.reading() as session:
        payouts = list(await session.scalars(select(Payout).order_by(Payout.transaction_time)))
        prices = {row.at: row for row in await session.scalars(select(StoredPrice))}
    lines, totals = [",".join(layout.header)], Totals()
    for payout in payouts:
        receipt = _receipt(payout, prices.get(payout.transaction_time.replace(second=0)), terms)
        totals.add(receipt)
        lines.append(",".join(written(cell) for cell in layout.row(receipt, totals, terms)))
    body = "\r\n".join(lines).encode()
    return time.perf_counter() - started, len(body)


def _one(kind: str, layout: str, path: str) -> None:
    """In a process of its own, so that its memory is its own."""

    async def work() -> dict[str, float]:
        db = Database(f"sqlite+aiosqlite:///{path}")
        before, started = _peak_mib(), time.perf_counter()
        first, size = await (_streamed if kind == "streamed" else _naive)(db, LAYOUTS[Format(layout)])
        whole, cpu = time.perf_counter() - started, time.process_time()
        await db.close()
        return {"first": first, "whole": whole, "cpu": cpu, "mib": size / 2**20, "peak": _peak_mib(), "before": before}

    print(json.dumps(asyncio.run(work())))


def _peak_mib() -> float:
    """Of this program alone: `ru_maxrss` would begin with what the process was before it became this program."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _receipt(payout: Payout, price: StoredPrice | None, terms: Terms) -> Receipt:
    at = payout.transaction_time
    quote = None if price is None else Quote(Decimal(price.price), price.source, price.method, price.quoted_at)
    return Receipt(
        id=payout.id,
        at=at,
        local=at.astimezone(terms.year.timezone),
        amount=payout.amount,
        fee=payout.fee,
        transaction_hash=payout.transaction_hash,
        from_address=payout.from_address,
        to_address=payout.to_address,
        comment=payout.comment,
        amount_usd=payout.amount_usd,
        verification=payout.verification,
        period_start=payout.period_start,
        period_end=payout.period_end,
        quote=quote,
        value=None if quote is None else fiat(coins(payout.amount) * quote.price),
    )


def _in_own_process(kind: str, layout: Format, database: Path) -> None:
    command = [sys.executable, "-m", "bench.tax", kind, layout.value, str(database)]
    used = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(
        f"{layout.value:8} {kind:8}: first byte {used['first'] * 1000:6.0f} ms, whole {used['whole']:5.2f} s "
        f"(CPU {used['cpu']:.2f} s, {used['mib']:.0f} MiB), "
        f"peak memory {used['peak']:.0f} MiB, of which {used['before']:.0f} before it began"
    )


def _over_http(folder: Path) -> None:
    environment = {
        "COCOONPOOL_DATA_DIR": str(folder),
        "COCOONPOOL_DISCOVER": "off",
        "COCOONPOOL_READS_PER_MINUTE": "0",
        "COCOONPOOL_WRITES_PER_MINUTE": "0",
        "COCOONPOOL_PRICE_SOURCES": "off",
        "COCOONPOOL_PORT": str(PORT),
        "PATH": "/usr/bin:/bin",
    }
    with running([sys.executable, "-m", "cocoonpool", "serve"], env=environment) as server:
        wait_for_port("127.0.0.1", PORT, 90)
        key = (folder / "operator.key").read_text().strip()
        url = f"http://127.0.0.1:{PORT}/api/v1/payouts/export/tax-report?participant_id=1&year=2025&timezone=Europe/Berlin"
        request = urllib.request.Request(url, headers={"X-API-Key": key})
        before, started = server.memory_info().rss, time.perf_counter()
        with measuring(server) as used, urllib.request.urlopen(request, timeout=120) as answer:
            lines = 1 if answer.readline() else 0
            first = time.perf_counter() - started
            lines += sum(1 for _ in answer)
            whole = time.perf_counter() - started
    print(
        f"over HTTP, generic: first line {first * 1000:.0f} ms, all {lines:,} lines {whole:.2f} s, the server grew by "
        f"{used.peak_rss_mib - before / 2**20:.0f} MiB; X-Missing-Prices {answer.headers['X-Missing-Prices']}"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "cocoonpool.db"
        asyncio.run(_filled(database))
        for layout in (Format.KOINLY, Format.GENERIC):
            _in_own_process("streamed", layout, database)
            _in_own_process("naive", layout, database)
        _over_http(folder)


async def _filled(path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{path}")
    await _fill(db)
    await db.close()


if __name__ == "__main__":
    _one(*sys.argv[1:])

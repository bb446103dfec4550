"""`cocoonpool doctor`: looks at the installation and, freshly, at every worker, and says in words what is wrong."""

import asyncio
import os
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable

import msgspec
from rich.text import Text
from sqlalchemy import select

from cocoonpool.care.check import find_faults
from cocoonpool.cocoon.client import WorkerClient
from cocoonpool.cocoon.health import HealthClient, parse_source
from cocoonpool.cocoon.reading import Failure, Guest
from cocoonpool.collector.scrape import look_once
from cocoonpool.collector.targets import TargetList
from cocoonpool.commands.output import OK, PROBLEM, print_json, printable, say, show, status_cell
from cocoonpool.commands.serve import connect
from cocoonpool.db import Database
from cocoonpool.settings import Settings
from cocoonpool.workers.causes import Cause, Severity
from cocoonpool.workers.models import Worker
from cocoonpool.workers.state import Known, load, struct_versions
from cocoonpool.workers.status import diagnose

AT_ONCE = 50


class Finding(msgspec.Struct, frozen=True):
    """One thing checked. `problem` is None when it is as it should be."""

    what: str
    problem: str | None


class Patient(msgspec.Struct, frozen=True):
    """One worker, as a fresh look shows it."""

    worker_id: int
    name: str
    place: str
    status: str
    causes: tuple[Cause, ...]


async def doctor(settings: Settings, as_json: bool) -> int:
    """Exit code 0 only if nothing is wrong: no finding, and every active worker healthy."""
    findings = [_data_folder(settings), _operator_key(settings)]
    patients: list[Patient] = []
    db = connect(settings)
    try:
        if settings.database_url is None and not (settings.data_dir / "cocoonpool.db").exists():
            findings.append(Finding("database", "there is none yet: `cocoonpool serve` makes it"))
        else:
            faults = await find_faults(db)
            findings += [Finding("database", fault) for fault in faults] or [Finding("database", None)]
            if not faults:
                patients = await _examine_all(settings, db)
    finally:
        await db.close()
    findings.append(await asyncio.to_thread(_server, settings))
    if as_json:
        print_json({"installation": findings, "workers": patients})
    else:
        _report(findings, patients)
    sick = any(finding.problem for finding in findings) or any(p.status not in {"healthy", "paused"} for p in patients)
    return PROBLEM if sick else OK


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    if not folder.is_dir():
        return Finding("data folder", f"{folder} is not there yet: `cocoonpool serve` makes it")
    if not os.access(folder, os.W_OK):
        return Finding("data folder", f"{folder} cannot be written by this user")
    return Finding("data folder", None)


def _operator_key(settings: Settings) -> Finding:
    path = settings.data_dir / "operator.key"
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding("operator key", f"{path} can be read by others: chmod 600 {path}")
    return Finding("operator key", None)


def _server(settings: Settings) -> Finding:
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound
    url = f"http://{host}:{settings.port}/ready"
    try:
        with urllib.request.urlopen(url, timeout=3):
            return Finding("server", None)
    except urllib.error.HTTPError as error:
        return Finding("server", f"it answers, but is not ready (HTTP {error.code}): see {url}")
    except OSError:
        return Finding("server", f"nothing answers at {url}: is `cocoonpool serve` running?")


async def _examine_all(settings: Settings, db: Database) -> list[Patient]:
    """Looks at each active pulled worker now. What it finds is not stored."""
    targets = await TargetList(db).read()
    async with db.transaction() as session:
        known = await load(session, set(targets))
        versions = await struct_versions(session)
        places = {worker_id: host for worker_id, host in await session.execute(select(Worker.id, Worker.host))}  # noqa: C416
    gate = asyncio.Semaphore(AT_ONCE)

    async def examine(worker: Known) -> Patient:
        target = targets[worker.worker_id]
        async with gate:
            client = WorkerClient(target.host, target.port, settings.networks, target.access_hash)
            guest = _guest(target.health_source or target.guessed_source, settings)
            try:
                look = (await look_once(worker.worker_id, client.fetch, guest)).parsed()
            finally:
                client.close()
        fleet = versions.fleet_for(worker.root_address, worker.participant_id)
        now = time.time_ns() // 1_000_000
        result = diagnose(worker.subject, worker.memory, look.result, look.guest, fleet, now)
        place = f"{places[worker.worker_id]}:{target.port}"
        return Patient(worker.worker_id, worker.worker_name, place, result.status.value, result.causes)

    return list(await asyncio.gather(*(examine(worker) for worker in known.values())))


def _guest(source: str | None, settings: Settings) -> Callable[[], Awaitable[Guest | Failure]] | None:
    if source is None:
        return None
    client = HealthClient(parse_source(source), settings.networks)

    async def once() -> Guest | Failure:
        try:
            return await client.fetch()
        finally:
            client.close()

    return once


def _report(findings: list[Finding], patients: list[Patient]) -> None:
    show("Installation", ("what", "finding"), [(f.what, f.problem or "ok") for f in findings])
    rows: list[tuple[object, ...]] = []
    for patient in sorted(patients, key=lambda p: p.worker_id):
        said = [cause for cause in patient.causes if cause.severity is not Severity.INFO] or patient.causes[:1]
        words = [printable(f"{cause.code}: {cause.detail}") for cause in said] or ["all well"]
        why = Text("\n".join(words))
        rows.append((patient.worker_id, patient.name, patient.place, status_cell(patient.status), why))
    say("")
    show(f"{len(patients)} workers, looked at just now", ("id", "name", "where", "status", "why"), rows)

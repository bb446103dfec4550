"""The commands that ask a server over its API instead of reading its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from cocoonpool.client import NoAnswer, Pool, Refused, calls
from cocoonpool.client.shapes import Worker
from cocoonpool.commands.output import OK, USAGE, fail, print_json, show
from cocoonpool.commands.worker_table import show_list, show_one


class Remote(msgspec.Struct, frozen=True):
    """Which server, and where the key for it lies."""

    url: str
    key_file: Path

    def key(self) -> str:
        try:
            return self.key_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            fail(f"the key cannot be read from {self.key_file} ({type(error).__name__}): name its file", USAGE)


@contextmanager
def asking(remote: Remote) -> Iterator[Pool]:
    """A pool to ask; a refusal or silence ends the command in words."""
    try:
        with Pool(remote.url, remote.key()) as pool:
            yield pool
    except Refused as error:
        fail(f"{remote.url} refuses: {error.detail}")
    except NoAnswer as error:
        fail(f"nobody answers: {error}")


def as_item(worker: Worker) -> dict[str, Any]:
    """In the shape of the API."""
    causes = [msgspec.structs.asdict(cause) for cause in worker.latest_causes]
    return {**msgspec.structs.asdict(worker), "latest_causes": causes}


def list_workers(remote: Remote, as_json: bool) -> int:
    with asking(remote) as pool:
        workers = [as_item(worker) for worker in pool.every(calls.workers(limit=1000))]
    for worker in workers:
        del worker["detail"]
    if as_json:
        print_json(workers)
    else:
        show_list(workers)
    return OK


def show_worker(remote: Remote, worker_id: int, as_json: bool) -> int:
    with asking(remote) as pool:
        worker = pool.ask(calls.worker(worker_id))
    if as_json:
        print_json(as_item(worker))
    else:
        show_one(as_item(worker), worker.detail)
    return OK


def list_participants(remote: Remote, as_json: bool) -> int:
    with asking(remote) as pool:
        people = [msgspec.structs.asdict(person) for person in pool.every(calls.participants(limit=1000))]
    if as_json:
        print_json(people)
        return OK
    columns = ("id", "ton_wallet_address", "username", "total_workers", "active_workers", "total_revenue_ton")
    show(f"{len(people)} participants", columns, [tuple(person[name] for name in columns) for person in people])
    return OK

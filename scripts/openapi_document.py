"""Prints the API's OpenAPI document, from which the dashboard's types are made. `make types`."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings


async def document() -> str:
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite+aiosqlite:///{Path(folder) / 'unused.db'}")
        described = create_app(Settings(data_dir=Path(folder)), db, Events()).openapi()
        await db.close()
    return json.dumps(described)


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(document()))

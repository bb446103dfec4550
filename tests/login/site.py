"""A pool that can be logged in to: the real app, for the site the wallets of the tests sign for."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from httpx import AsyncClient, Response

from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings
from tests.wallets import SITE, Wallet

AUTH = "/api/v1/auth"


def pool(db: Database, folder: Path, **settings: Any) -> FastAPI:
    return create_app(Settings.model_validate({"data_dir": folder, "login_domains": SITE, **settings}), db, Events())


async def payload(http: AsyncClient) -> str:
    answer = await http.post(f"{AUTH}/ton-proof/payload")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["payload"])


async def log_in(http: AsyncClient, wallet: Wallet) -> Response:
    """As a browser does it, which keeps the cookies."""
    return await http.post(f"{AUTH}/ton-proof", json=wallet.login(await payload(http)))

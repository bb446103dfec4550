"""Whatever is thrown at the doors: no error of ours, and nobody inside. The long run: `make bench ARGS=doors`."""

import random
from pathlib import Path

from sqlalchemy import func, select

from cocoonpool.auth.cookies import BROWSER
from cocoonpool.auth.models import AuditEntry, LoginSession
from cocoonpool.db import Database
from tests import make
from tests.login.garbage import harmless, throw
from tests.login.site import payload, pool
from tests.wallets import Wallet


async def test_garbage_opens_no_door(db: Database, tmp_path: Path) -> None:
    app, wallet, rng = pool(db, tmp_path, registration="open"), Wallet(), random.Random(20261126)
    await make.participant(db, wallet.address)
    async with make.browser(app) as http:
        await payload(http)
        browser = http.cookies[BROWSER]
        for number in range(1_000):
            answer = await throw(http, wallet, browser, rng)
            assert harmless(answer), (number, answer.request.content, answer.request.headers, answer.text)
    async with db.reading() as session:
        for table in (LoginSession, AuditEntry):
            assert await session.scalar(select(func.count()).select_from(table)) == 0

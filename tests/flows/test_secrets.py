"""A whole run, at its most talkative, with everything that can be secret: none of it stands in the log."""

import asyncio
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from tests import make
from tests.flows.process import environment, free_port, operator_of, running
from tests.flows.replay import replaying
from tests.rates.venue import answer, venue

INDEXER_KEY: Final = "indexer-key-5b1f0c"
PRICES_KEY: Final = "prices-key-77aa31"
REDIS_PASSWORD: Final = "redis-password-90c2"
ACCESS_HASH: Final = "access-hash-13ee08"
WRONG_KEY: Final = "ckp_wrong0key0of0somebody"
PASTED: Final = "ckp_pasted0in0the0wrong0place"


async def everything_that_can_go_wrong(operator: httpx.AsyncClient, worker_port: int) -> None:
    """A worker with an access hash that answers, one that does not, wrong keys, keys in the wrong place."""
    for port in (worker_port, free_port()):
        worker = {"participant_id": 1, "worker_name": f"w{port}", "host": "127.0.0.1", "stats_port": port}
        made = await operator.post("/api/v1/workers", json={**worker, "access_hash": ACCESS_HASH})
        assert made.status_code == 201, made.text
    for headers in ({"X-API-Key": WRONG_KEY}, {"Authorization": f"Bearer {WRONG_KEY}"}, {"Cookie": f"a={WRONG_KEY}"}):
        await operator.get("/metrics", headers=headers)
    await operator.get(f"/api/v1/workers?cursor={PASTED}&key={PASTED}")
    await operator.get(f"/api/v1/participants/wallet/{PASTED}")
    await operator.post("/api/v1/keys", json={"name": PASTED, "scopes": [PASTED], PASTED: PASTED})
    await operator.post("/api/v1/payouts", content=f"{{{PASTED}".encode())
    await operator.get("/api/v1/payouts/chain")


async def first_start(env: dict[str, str], folder: Path, port: int) -> None:
    """Its standard output shows the operator key, once and on purpose; what follows must not."""
    async with running("serve", env=env), operator_of(folder, port) as operator:
        (await operator.post("/api/v1/participants", json={"ton_wallet_address": make.ALICE})).raise_for_status()


@pytest.mark.parametrize("style", ["console", "json"])
async def test_no_secret_stands_in_the_log_of_a_whole_run(tmp_path: Path, style: str) -> None:
    port = free_port()
    (tmp_path / "indexer").write_text(INDEXER_KEY)
    async with replaying("2025-12/03_traffic_w12000") as worker, venue(answer(b'{"error": "key"}', 401)) as indexer:
        env = environment(tmp_path, port=port, discover="off", **settings(indexer.url, style, tmp_path))
        await first_start(env, tmp_path, port)
        async with running("serve", env=env) as server, operator_of(tmp_path, port) as operator:
            await everything_that_can_go_wrong(operator, worker)
            while not indexer.asked or await unseen(operator):  # noqa: ASYNC110  in the server's own time
                await asyncio.sleep(0.05)
            server.terminate()
            log = (await server.communicate())[0].decode()
            key = operator.headers["X-API-Key"]
    assert "serving" in log
    assert "Redis does not answer" in log
    secrets = (INDEXER_KEY, PRICES_KEY, REDIS_PASSWORD, ACCESS_HASH, WRONG_KEY, PASTED, key)
    assert [secret for secret in secrets if secret in log] == []
    assert INDEXER_KEY in "".join(indexer.headers)


async def unseen(operator: httpx.AsyncClient) -> bool:
    """Whether a worker was not judged yet, which is when a line about it is logged."""
    workers = (await operator.get("/api/v1/workers")).json()
    return any(worker["latest_status"] == "unknown" for worker in workers)


def settings(indexer: str, style: str, folder: Path) -> dict[str, Any]:
    return {
        "log_level": "debug",
        "log_format": style,
        "scrape_interval": 1,
        "chain_interval": 1,
        "toncenter_url": indexer,
        "toncenter_api_key_file": folder / "indexer",
        "outgoing_networks": "127.0.0.0/8",
        "coingecko_api_key": PRICES_KEY,
        "redis_url": f"redis://:{REDIS_PASSWORD}@127.0.0.1:1/0",
        "reads_per_minute": 1000,
        "failures_per_minute": 1000,
    }

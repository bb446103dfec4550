"""A hundred reads and twenty changes a minute and address, and not one more; wrong keys far less."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from cocoonpool.auth.principal import Scope
from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings
from tests import make
from tests.server.redis import redis

READ, WRITE = ("GET", "/api/v1/workers"), ("POST", "/api/v1/participants")
HARMLESS = {"ton_wallet_address": "none"}


@asynccontextmanager
async def limited(db: Database, folder: Path, **settings: Any) -> AsyncIterator[FastAPI]:
    """An app with the limits as they come."""
    app = create_app(Settings.model_validate({"data_dir": folder, **settings}), db, Events())
    yield app
    await app.state.last_use.settle()
    await app.state.counters.close()


async def burst(http: AsyncClient, times: int, method: str, path: str) -> list[Response]:
    body = HARMLESS if method == "POST" else None
    return await asyncio.gather(*(http.request(method, path, json=body) for _ in range(times)))


def statuses(answers: list[Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


@pytest.mark.parametrize(("request_", "status", "most"), [(READ, 200, 100), (WRITE, 422, 20)])
async def test_of_a_thousand_exactly_so_many_are_answered(
    db: Database, tmp_path: Path, request_: tuple[str, str], status: int, most: int
) -> None:
    async with limited(db, tmp_path) as app, make.client(app, await make.operator_key(db)) as http:
        answers = await burst(http, 1000, *request_)
    assert statuses(answers) == {status: most, 429: 1000 - most}
    assert {answer.headers["ratelimit-limit"] for answer in answers} == {str(most)}
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.headers["ratelimit-remaining"] == "0"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["ratelimit-reset"] == refused.headers["retry-after"]
    assert refused.json()["code"] == "too_many_requests"
    assert refused.headers["x-request-id"]


async def test_the_headers_count_down(db: Database, tmp_path: Path) -> None:
    async with limited(db, tmp_path, reads_per_minute=3) as app, make.client(app, await make.operator_key(db)) as http:
        answers = [await http.get("/api/v1/workers") for _ in range(4)]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]


async def test_strangers_are_counted_too(db: Database, tmp_path: Path) -> None:
    async with limited(db, tmp_path) as app, make.client(app) as stranger:
        assert statuses(await burst(stranger, 150, *READ)) == {401: 100, 429: 50}


async def test_replicas_share_the_count_exactly(db: Database, tmp_path: Path) -> None:
    key = await make.operator_key(db)
    async with (
        redis() as store,
        limited(db, tmp_path, redis_url=store.url) as one,
        limited(db, tmp_path, redis_url=store.url) as two,
        make.client(one, key) as first,
        make.client(two, key) as second,
    ):
        answers = await asyncio.gather(burst(first, 150, *READ), burst(second, 150, *READ))
        writes = await asyncio.gather(burst(first, 50, *WRITE), burst(second, 50, *WRITE))
    assert statuses(answers[0]) + statuses(answers[1]) == {200: 100, 429: 200}
    assert statuses(writes[0]) + statuses(writes[1]) == {422: 20, 429: 80}


async def test_without_its_redis_a_server_counts_by_itself_and_says_so(
    db: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = await make.operator_key(db)
    async with (
        redis() as store,
        limited(db, tmp_path, redis_url=store.url, reads_per_minute=30) as app,
        make.client(app, key) as http,
    ):
        assert statuses(await burst(http, 20, *READ)) == {200: 20}
        await store.stop()
        assert statuses(await burst(http, 50, *READ)) == {200: 30, 429: 20}
        assert "".join(capsys.readouterr()).count("Redis does not answer") == 1
        await store.start()
        await comes_back(http)


async def comes_back(http: AsyncClient) -> None:
    """Its counters are empty, as it was stopped; ours are not: an answer means that it is asked again."""
    async with asyncio.timeout(20):
        while (await http.get("/api/v1/workers")).status_code != 200:  # noqa: ASYNC110  only an answer can tell
            await asyncio.sleep(0.1)


async def test_a_redis_that_never_was_stops_nobody(db: Database, tmp_path: Path) -> None:
    key = await make.operator_key(db)
    async with limited(db, tmp_path, redis_url="redis://127.0.0.1:1/0") as app, make.client(app, key) as http:
        assert statuses(await burst(http, 120, *READ)) == {200: 100, 429: 20}


@pytest.mark.parametrize("path", ["/metrics", "/health", "/ready"])
async def test_probes_and_scrapers_are_not_counted(db: Database, tmp_path: Path, path: str) -> None:
    async with limited(db, tmp_path, reads_per_minute=1) as app:
        key = await make.operator_key(db, scopes=frozenset({Scope.METRICS}))
        async with make.client(app, key) as http:
            answers = [await http.get(path) for _ in range(5)]
    assert all(answer.status_code == 200 and "ratelimit-limit" not in answer.headers for answer in answers)


async def test_a_limit_of_zero_is_none(db: Database, tmp_path: Path) -> None:
    async with limited(db, tmp_path, **make.UNLIMITED) as app, make.client(app, await make.operator_key(db)) as http:
        assert statuses(await burst(http, 130, *READ)) == {200: 130}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
async def test_who_is_counted_as_one(db: Database, tmp_path: Path, first: str, second: str, same: bool) -> None:
    async with limited(db, tmp_path, reads_per_minute=1) as app:
        key = await make.operator_key(db)
        async with make.client(app, key, first) as one, make.client(app, key, second) as two:
            await one.get("/api/v1/workers")
            answer = await two.get("/api/v1/workers")
    assert answer.status_code == (429 if same else 200)


FORWARDED = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}


@pytest.mark.parametrize(
    ("proxies", "counted_as_one"),
    [("", True), ("10.9.9.9", True), ("127.0.0.1", False), ("127.0.0.0/8, 203.0.113.9", False)],
)
async def test_a_forwarded_address_counts_only_from_a_trusted_proxy(
    db: Database, tmp_path: Path, proxies: str, counted_as_one: bool
) -> None:
    key = await make.operator_key(db)
    async with limited(db, tmp_path, reads_per_minute=1, trusted_proxies=proxies) as app, make.client(app, key) as http:
        await http.get("/api/v1/workers", headers=FORWARDED)
        other = await http.get("/api/v1/workers", headers={"X-Forwarded-For": "198.51.100.8"})
        again = await http.get("/api/v1/workers", headers=FORWARDED)
    assert other.status_code == (429 if counted_as_one else 200)
    assert again.status_code == 429


async def test_what_a_client_writes_before_the_proxy_gains_it_nothing(db: Database, tmp_path: Path) -> None:
    terms = {"reads_per_minute": 1, "trusted_proxies": "127.0.0.1"}
    forged = [{"X-Forwarded-For": f"{made_up}, 198.51.100.7"} for made_up in ("1.1.1.1", "2.2.2.2", "127.0.0.1")]
    key = await make.operator_key(db)
    async with limited(db, tmp_path, **terms) as app, make.client(app, key) as http:
        answers = [await http.get("/api/v1/workers", headers=headers) for headers in forged]
    assert [answer.status_code for answer in answers] == [200, 429, 429]


async def test_wrong_keys_are_limited_harder_and_everywhere(db: Database, tmp_path: Path) -> None:
    async with limited(db, tmp_path) as app, make.client(app, "ckp_wrong") as eve:
        answers = [await eve.get(path) for path in ["/api/v1/workers", "/metrics"] * 8]
        assert statuses(answers) == {401: 10, 429: 6}
        assert answers[-1].json()["code"] == "too_many_failures"
        assert int(answers[-1].headers["retry-after"]) > 0
    async with make.client(app, await make.operator_key(db)) as late, make.client(app, None) as keyless:
        assert (await late.get("/api/v1/workers")).status_code == 429
        assert (await keyless.get("/docs")).status_code == 200


async def test_a_key_that_was_good_lately_does_not_suffer_for_a_neighbour(db: Database, tmp_path: Path) -> None:
    async with limited(db, tmp_path) as app, make.client(app, await make.operator_key(db)) as good:
        assert (await good.get("/api/v1/workers")).status_code == 200
        async with make.client(app, "ckp_wrong") as eve:
            await burst(eve, 30, "GET", "/metrics")
        assert (await good.get("/api/v1/workers")).status_code == 200
        await make.key(db, role="operator")
        assert (await good.delete("/api/v1/keys/1")).status_code == 204
        assert [(await good.get("/metrics")).status_code for _ in range(2)] == [401, 429]

"""What a page of somebody else's can make a browser do here: nothing."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, WebSocket
from httpx import AsyncClient
from starlette.requests import HTTPConnection

from cocoonpool.auth.guards import PUBLIC
from cocoonpool.auth.origin import is_own
from cocoonpool.db import Database
from cocoonpool.events import Events
from cocoonpool.server.app import create_app
from cocoonpool.settings import Settings
from tests import make

PLACE = "/api/v1/participants"
OWN = "http://pool.test"
COOKIE = {"Cookie": "anything=1"}
FOREIGN = [
    None,
    "null",
    "",
    "http://evil.example",
    "http://pool.test.evil.example",
    "http://evil-pool.test",
    "http://pool.test:8000",
    "http://user@pool.test",
    "http://pool.test/",
    "http://pool.test, http://evil.example",
    "ftp://pool.test",
    "http://",
    "http://pool.test:99999",
]


def an_app(db: Database, folder: Path, **settings: Any) -> FastAPI:
    return create_app(Settings.model_validate({"data_dir": folder, **make.UNLIMITED, **settings}), db, Events())


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("origin", FOREIGN)
async def test_with_a_cookie_nothing_changes_from_elsewhere(client: AsyncClient, method: str, origin: str) -> None:
    headers = COOKIE if origin is None else {**COOKIE, "Origin": origin}
    answer = await client.request(method, PLACE, json={"ton_wallet_address": make.ALICE}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert (await client.get(PLACE)).json() == []


async def test_two_origins_are_none(client: AsyncClient) -> None:
    headers = [("Cookie", "a=1"), ("Origin", OWN), ("Origin", "http://evil.example")]
    assert (await client.post(PLACE, headers=headers)).json()["code"] == "foreign_origin"


@pytest.mark.parametrize("origin", [OWN, "http://POOL.test:80", "https://pool.test"])
async def test_a_page_of_ours_may_change_something(client: AsyncClient, origin: str) -> None:
    headers = {**COOKIE, "Origin": origin, "Host": "pool.test:443" if origin.startswith("https") else "pool.test"}
    answer = await client.post(PLACE, json={"ton_wallet_address": make.ALICE}, headers=headers)
    assert answer.status_code == 201


async def test_a_page_in_the_clear_is_not_ours_when_we_are_served_over_tls(db: Database, tmp_path: Path) -> None:
    app = an_app(db, tmp_path, trusted_proxies="127.0.0.1")
    over_tls = {**COOKIE, "X-Forwarded-Proto": "https", "Host": "pool.test"}
    async with make.client(app, await make.operator_key(db)) as http:
        clear = await http.post(PLACE, headers={**over_tls, "Origin": "http://pool.test"})
        secure = await http.post(PLACE, headers={**over_tls, "Origin": "https://pool.test"}, content=b"{}")
    assert (clear.status_code, secure.status_code) == (403, 422)
    await app.state.last_use.settle()


async def test_without_a_cookie_programs_need_no_origin(client: AsyncClient) -> None:
    assert (await client.post(PLACE, json={"ton_wallet_address": make.ALICE})).status_code == 201


async def test_looking_needs_no_origin(client: AsyncClient) -> None:
    assert (await client.get(PLACE, headers={**COOKIE, "Origin": "http://evil.example"})).status_code == 200


@pytest.mark.parametrize(("origin", "own"), [(OWN, True), ("http://evil.example", False), (None, False)])
async def test_a_socket_can_ask_whether_a_page_of_ours_opened_it(app: FastAPI, origin: str | None, own: bool) -> None:
    headers = [(b"host", b"pool.test"), *([(b"origin", origin.encode())] if origin else [])]
    assert is_own(HTTPConnection({"type": "websocket", "scheme": "ws", "headers": headers})) is own


async def test_over_tls_browsers_are_told_to_stay_there(db: Database, tmp_path: Path) -> None:
    app = an_app(db, tmp_path, trusted_proxies="127.0.0.1")
    async with make.client(app) as http:
        secure = await http.get("/health", headers={"X-Forwarded-Proto": "https"})
        assert secure.headers["strict-transport-security"] == "max-age=63072000"
        assert "strict-transport-security" not in (await http.get("/health")).headers


async def test_only_a_trusted_proxy_can_say_that_it_is_tls(client: AsyncClient) -> None:
    answer = await client.get("/health", headers={"X-Forwarded-Proto": "https"})
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize("path", ["/health", "/docs", "/nowhere", PLACE])
async def test_no_page_runs_script_that_is_not_ours_or_is_framed(client: AsyncClient, path: str) -> None:
    policy = (await client.get(path)).headers["content-security-policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in policy
    assert rules.get("script-src", "'none'") in ("'none'", "'self'")


async def test_other_origins_read_nothing_unless_configured(db: Database, tmp_path: Path, client: AsyncClient) -> None:
    stats, key = {"Origin": "https://stats.example"}, await make.operator_key(db)
    asking = {**stats, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    assert "access-control-allow-origin" not in (await client.options(PLACE, headers=asking)).headers
    app = an_app(db, tmp_path, cors_origins="https://stats.example")
    async with make.client(app, key) as http, make.client(app) as browser:
        asked = await browser.options(PLACE, headers=asking)
        answer = await http.get(PLACE, headers=stats)
        other = await http.get(PLACE, headers={"Origin": "https://evil.example"})
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, "https://stats.example")
    assert answer.headers["access-control-allow-origin"] == "https://stats.example"
    assert "access-control-allow-credentials" not in answer.headers
    assert "RateLimit-Remaining" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-origin" not in other.headers
    await app.state.last_use.settle()


@pytest.mark.parametrize(
    "origins", ["*", "stats.example", "https://stats.example/path", "https://Stats.example", "null"]
)
def test_what_is_no_origin_is_refused_at_the_start(origins: str) -> None:
    with pytest.raises(ValueError, match="is not an origin"):
        Settings.model_validate({"cors_origins": origins})


async def test_a_refused_socket_is_told_as_any_other(app: FastAPI) -> None:
    @app.websocket("/ws/open", dependencies=[PUBLIC])
    async def opened(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message["type"])

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    scope = {"type": "websocket", "path": "/ws/open", "headers": [], "query_string": b"", "subprotocols": []}
    await app({**scope, "extensions": {}}, receive, send)
    assert sent == ["websocket.accept", "websocket.close"]

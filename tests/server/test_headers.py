"""What every answer tells a browser not to do."""

import pytest
from httpx import AsyncClient

EXPECTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


@pytest.mark.parametrize("path", ["/health", "/nowhere", "/api/v1/participants", "/api/v1/participants/abc"])
async def test_every_answer_carries_them(client: AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert {name: headers[name] for name in EXPECTED} == EXPECTED
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]


async def test_nobody_elses_page_may_read_us(client: AsyncClient) -> None:
    answer = await client.get("/api/v1/participants", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers

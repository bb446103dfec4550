"""How much may be sent: a mebibyte, and not a byte more, whatever was announced."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient, Headers

from tests import make

PLACE = "/api/v1/participants"
MEBIBYTE = 1024 * 1024
JSON = {"Content-Type": "application/json"}


def body_of(size: int) -> bytes:
    """A good body, made long with white space."""
    start = b'{"ton_wallet_address": "' + make.ALICE.encode() + b'"'
    return start + b" " * (size - len(start) - 1) + b"}"


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    """Sent without saying how long it is."""
    for start in range(0, len(body), 60_000):
        yield body[start : start + 60_000]


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize(("size", "status"), [(MEBIBYTE, 201), (MEBIBYTE + 1, 413), (3 * MEBIBYTE, 413)])
async def test_a_body_ends_at_one_mebibyte(client: AsyncClient, size: int, status: int, announced: bool) -> None:
    body = body_of(size)
    answer = await client.post(PLACE, content=body if announced else in_pieces(body), headers=JSON)
    assert answer.status_code == status
    assert (await client.get(PLACE)).headers["x-total-count"] == ("1" if status == 201 else "0")


class Unwanted:
    """A body that nobody may ask for."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        raise AssertionError("the body was asked for")


async def test_what_is_announced_too_large_is_not_waited_for(client: AsyncClient) -> None:
    answer = await client.post(PLACE, content=Unwanted(), headers={**JSON, "Content-Length": str(MEBIBYTE + 1)})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("length", ["-5", "many", "1e9", "9" * 5000, "\u00b2"])
async def test_an_odd_length_is_no_fault_of_ours(client: AsyncClient, length: str) -> None:
    headers = Headers({**JSON, "Content-Length": length}, encoding="latin-1")
    answer = await client.post(PLACE, content=body_of(2 * MEBIBYTE), headers=headers)
    assert answer.status_code == 413

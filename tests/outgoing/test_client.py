"""What the guarded client dials is what was judged; and an answer has an end."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.outgoing.client import GuardedTransport, NotAllowed, Reach, TooMuch, guarded_client, look_up
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault, FaultKind
from tests.rates.venue import Venue, answer, venue


def open_to(one: Venue, networks: str = "127.0.0.0/8") -> Reach:
    return Reach.to([one.url], AllowedNetworks.parse(networks).allows)


def client(reach: Reach, **more: Any) -> httpx.AsyncClient:
    return guarded_client(GuardedTransport(reach, **more), timeout_s=5.0)


async def test_a_network_that_the_operator_names_is_reached() -> None:
    async with venue(answer(b"hello")) as one, client(open_to(one)) as http:
        assert (await http.get(one.url)).text == "hello"


async def test_without_that_the_same_server_is_never_dialled() -> None:
    async with venue(answer(b"hello")) as one, client(open_to(one, "")) as http:
        with pytest.raises(NotAllowed, match="COCOONPOOL_OUTGOING_NETWORKS"):
            await http.get(one.url)
    assert one.asked == []


async def test_a_name_that_changes_its_meaning_gains_nothing() -> None:
    async with venue(answer(b"hello")) as one:
        meanings = iter((["127.0.0.1"], ["10.0.0.1"], ["127.0.0.1", "10.0.0.1"]))

        async def resolve(_: str, __: int) -> Sequence[str]:
            return next(meanings)

        port = one.url.rpartition(":")[2]
        async with client(open_to(one), resolve=resolve) as http:
            assert (await http.get(f"http://rebinding.example:{port}/")).text == "hello"
            for _ in range(2):
                with pytest.raises(NotAllowed):
                    await http.get(f"http://rebinding.example:{port}/")
    assert len(one.asked) == 1
    assert "Host: rebinding.example" in one.headers[0]


async def test_the_name_is_resolved_once_for_a_connection() -> None:
    asked = []

    async def resolve(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async with venue(answer(b"hello")) as one, client(open_to(one), resolve=resolve) as http:
        await http.get(f"http://once.example:{one.url.rpartition(':')[2]}/")
    assert asked == ["once.example"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    async with venue(answer(b"inside")) as inside:
        elsewhere = answer(b"", status, Location=inside.url)
        async with venue(elsewhere) as one, client(open_to(one)) as http:
            assert (await http.get(one.url)).status_code == status
    assert inside.asked == []


async def test_a_redirect_that_somebody_follows_is_judged_again() -> None:
    async with (
        venue(answer(b"inside")) as inside,
        venue(answer(b"", 302, Location=inside.url)) as one,
        client(open_to(one)) as http,
    ):
        with pytest.raises(NotAllowed, match="port"):
            await http.get(one.url, follow_redirects=True)
    assert inside.asked == []


async def test_an_answer_without_end_is_ended() -> None:
    async with venue(answer(b"x" * 5000)) as one, client(open_to(one), largest=4000) as http:
        with pytest.raises(TooMuch):
            await http.get(one.url)


async def test_an_answer_that_takes_too_long_is_ended() -> None:
    async with venue(answer(b"hello")) as one, client(open_to(one), longest_s=-1.0) as http:
        with pytest.raises(TooMuch, match="too long"):
            await http.get(one.url)


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with venue(answer(b"the proxy")) as proxy, venue(answer(b"hello")) as one:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        async with client(open_to(one)) as http:
            assert (await http.get(one.url)).text == "hello"
    assert proxy.asked == []


async def test_a_name_with_a_dead_and_a_living_address_is_reached() -> None:
    async def resolve(_: str, __: int) -> Sequence[str]:
        return ["127.0.0.9", "127.0.0.1"]

    async with venue(answer(b"hello")) as one, client(open_to(one), resolve=resolve) as http:
        assert (await http.get(f"http://two.example:{one.url.rpartition(':')[2]}/")).text == "hello"


async def test_a_name_that_does_not_resolve_is_a_failure_to_connect() -> None:
    async with client(Reach()) as http:
        with pytest.raises(httpx.ConnectError):
            await http.get("https://no-such-name.invalid/")


async def test_this_machine_resolves_its_own_name() -> None:
    assert set(await look_up("localhost", 80)) <= {"127.0.0.1", "::1"}


async def test_the_chain_is_told_why_its_indexer_is_not_asked() -> None:
    async with venue(answer(b"{}")) as one, client(open_to(one, "")) as http:
        head = await ChainClient(one.url, http).head()
    assert isinstance(head, ChainFault)
    assert head.kind is FaultKind.REFUSED
    assert "COCOONPOOL_OUTGOING_NETWORKS" in head.reason
    assert one.asked == []

"""Whatever an indexer does wrong, the client answers with a reason, and what it takes is right."""

import httpx
import pytest

from cocoonpool.simulator.indexfaults import ALL_FAULTS, Fault
from cocoonpool.ton.client import ChainClient
from cocoonpool.ton.faults import ChainFault, FaultKind
from cocoonpool.ton.pace import Backoff
from cocoonpool.ton.transaction import Transaction
from tests.simulator.indexed import SOON, Indexed, indexed

ONCE = Backoff(attempts=1, first_s=0)
Answer = tuple[Transaction, ...] | ChainFault


async def page(world: Indexed, limit: int = 200) -> Answer:
    return await world.client.transactions(world.pool, after_lt=0, limit=limit)


def lts(answer: Answer) -> list[int]:
    assert not isinstance(answer, ChainFault), answer.reason
    return [row.lt for row in answer]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "429"}, FaultKind.RATE_LIMITED),
        ({"kind": "500"}, FaultKind.SERVER_ERROR),
        ({"kind": "502"}, FaultKind.SERVER_ERROR),
        ({"kind": "503"}, FaultKind.SERVER_ERROR),
        ({"kind": "401"}, FaultKind.REFUSED),
        ({"kind": "403"}, FaultKind.REFUSED),
        ({"kind": "422"}, FaultKind.REFUSED),
        ({"kind": "hang_up"}, FaultKind.UNREACHABLE),
        ({"kind": "cut_off"}, FaultKind.UNREACHABLE),
        ({"kind": "truncated_json"}, FaultKind.MALFORMED),
        ({"kind": "html"}, FaultKind.MALFORMED),
        ({"kind": "redirect"}, FaultKind.REDIRECTED),
        ({"kind": "foreign"}, FaultKind.WRONG_ANSWER),
    ],
)
async def test_a_failure_has_its_name_and_is_over_when_it_is_over(fault: dict[str, str], kind: FaultKind) -> None:
    async with indexed() as world:
        world.pay(3)
        world.server.fail(Fault(times=SOON.attempts, **fault))  # type: ignore[arg-type]
        answer = await page(world)
        assert isinstance(answer, ChainFault)
        assert answer.kind is kind
        world.server.faults.clear()
        assert len(lts(await page(world))) == 3


@pytest.mark.parametrize("kind", ["429", "500", "503", "hang_up", "cut_off"])
async def test_what_passes_by_itself_is_tried_again(kind: str) -> None:
    async with indexed() as world:
        world.pay(3)
        world.server.fail(Fault(kind=kind, times=SOON.attempts - 1))
        assert len(lts(await page(world))) == 3


@pytest.mark.parametrize("kind", ["401", "422", "redirect", "html", "truncated_json"])
async def test_what_stays_is_not_asked_for_again(kind: str) -> None:
    async with indexed() as world:
        world.server.fail(Fault(kind=kind))
        assert isinstance(await page(world), ChainFault)
        assert len(world.server.asked) == 1


async def test_a_wait_longer_than_ours_is_handed_to_the_caller() -> None:
    async with indexed() as world:
        world.server.fail(Fault(kind="429", retry_after="120"))
        answer = await page(world)
        assert isinstance(answer, ChainFault)
        assert (answer.kind, answer.retry_after) == (FaultKind.RATE_LIMITED, 120.0)
        assert len(world.server.asked) == 1


async def test_a_wait_the_indexer_asks_for_is_kept() -> None:
    async with indexed(backoff=Backoff(attempts=2, first_s=0, most_s=5)) as world:
        world.pay()
        world.server.fail(Fault(kind="429", retry_after="0"))
        assert len(lts(await page(world))) == 1


async def test_an_indexer_that_is_slow_is_waited_for() -> None:
    async with indexed() as world:
        world.pay()
        world.server.fail(Fault(kind="slow", seconds=0.05))
        assert len(lts(await page(world))) == 1


async def test_an_indexer_that_is_silent_is_not_waited_for_forever() -> None:
    async with indexed(timeout_s=0.05, backoff=ONCE) as world:
        world.server.fail(Fault(kind="silent"))
        answer = await page(world)
        assert isinstance(answer, ChainFault)
        assert answer.kind is FaultKind.TIMEOUT


@pytest.mark.parametrize("kind", ["oversized", "bomb"])
async def test_an_oversized_answer_is_not_read_to_its_end(kind: str) -> None:
    async with indexed(largest=100_000) as world:
        world.server.fail(Fault(kind=kind, size=2**24))
        answer = await page(world)
        assert isinstance(answer, ChainFault)
        assert answer.kind is FaultKind.TOO_LARGE


async def test_no_indexer_at_all_is_unreachable() -> None:
    async with indexed() as world:
        await world.server.stop()
        answer = await page(world)
        assert isinstance(answer, ChainFault)
        assert answer.kind is FaultKind.UNREACHABLE
        await world.server.start()
        assert lts(await page(world)) == []


async def test_a_redirect_is_never_followed() -> None:
    async with indexed(api_key="secret-key-1", api_keys=("secret-key-1",)) as world:
        world.server.fail(Fault(kind="redirect", location=f"{world.server.url}/masterchainInfo"))
        assert isinstance(await page(world), ChainFault)
        assert len(world.server.asked) == 1


async def test_something_else_at_the_address_is_said_so() -> None:
    async with indexed() as world, httpx.AsyncClient(trust_env=False) as http:
        client = ChainClient(world.server.url.removesuffix("/api/v3"), http, per_second=1e6, backoff=SOON)
        answer = await client.head()
        assert isinstance(answer, ChainFault)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://",
        "ftp://127.0.0.1/",
        "http://[::1",
        "http://127.0.0.1:99999/x",
        "http://127.0.0.1:-5/",
        "http://127.0.0.1/\ud800",
    ],
)
async def test_an_address_that_is_none_is_a_fault(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        assert isinstance(await ChainClient(url, http, per_second=1e6, backoff=SOON).head(), ChainFault)


async def test_duplicates_and_disorder_do_not_show() -> None:
    async with indexed() as world:
        world.pay(20)
        expected = lts(await page(world))
        for kind in ("duplicates", "out_of_order"):
            world.server.fail(Fault(kind=kind))
            assert lts(await page(world)) == expected


@pytest.mark.parametrize("kind", ALL_FAULTS)
async def test_no_fault_makes_an_answer_of_what_was_not_asked(kind: str) -> None:
    async with indexed(backoff=ONCE) as world:
        world.pay(30)
        true = {row.hash for row in await all_of(world) if row.final}
        for _ in range(10):
            world.server.fail(Fault(kind=kind))
            answer = await page(world)
            if not isinstance(answer, ChainFault):
                assert {row.hash for row in answer if row.final} <= true
                assert lts(answer) == sorted(set(lts(answer)))


async def all_of(world: Indexed) -> tuple[Transaction, ...]:
    answer = await page(world)
    assert not isinstance(answer, ChainFault)
    return answer

"""What people see of it: claimed, committed, cashed out, received, and the gap; unknown is null; others see nothing."""

import json
from decimal import Decimal
from typing import Any

from fastapi import FastAPI
from httpx import AsyncClient, Response

from cocoonpool.cocoon.reading import Proxy, Reading
from cocoonpool.db import Database
from cocoonpool.earnings.models import EarningHour
from cocoonpool.money import Nanoton
from cocoonpool.simulator.chain import Chain
from cocoonpool.simulator.cocoonchain import Cocoon
from cocoonpool.ton.address import to_friendly
from cocoonpool.workers.models import Worker, WorkerReading
from cocoonpool.workers.state import to_json
from tests import make
from tests.earnings.ledgered import FEE, ONE, OTHER_PROXY, PROXY, TWO, contract, indexed, keep, run

API = "/api/v1"
NULL = {"tokens": None, "ton": None}


def exactly(answer: Response) -> Any:
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=Decimal)


async def share(db: Database, worker: Worker, sc_address: str, tokens: int, *, opening: bool = False) -> None:
    async with db.transaction() as session:
        row = {"sc_address": sc_address, "worker_id": worker.id, "hour": 3_600_000, "opening": opening}
        session.add(EarningHour(**row, tokens=tokens, amount=tokens * FEE))


async def received(db: Database, *payouts: tuple[str, int, int, bool]) -> None:
    """Payouts (contract, counter after, tokens, whether the proxy was short) to alice, followed to the end."""
    chain = Chain(now=1_777_000_000)
    cocoon = Cocoon(chain)
    for sc_address, counter, tokens, short in payouts:
        proxy = PROXY if sc_address == ONE else OTHER_PROXY
        cocoon.pay(make.ALICE, sc_address, proxy, counter, tokens * FEE, short=short)
    async with indexed(chain) as (_, client):
        await run(db, client)


async def test_a_participant_sees_each_stage_and_what_is_missing(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    stages = {"committed_to_proxy_db": 900, "committed_to_blockchain": 800, "cashed_out": 700}
    await keep(db, contract(alice, ONE, PROXY, max_known=1000, **stages))
    await received(db, (ONE, 300, 300, False), (ONE, 500, 200, True), (ONE, 700, 200, False))
    told = exactly(await client.get(f"{API}/participants/{alice.id}/earnings"))
    assert told["claimed"] == {"tokens": 1000, "ton": Decimal("0.000019")}
    assert told["committed_to_proxy_db"] == {"tokens": 900, "ton": Decimal("0.0000171")}
    assert told["committed_to_blockchain"] == {"tokens": 800, "ton": Decimal("0.0000152")}
    assert told["cashed_out"] == {"tokens": 700, "ton": Decimal("0.0000133")}
    assert told["received"] == {"tokens": 500, "ton": Decimal("0.0000095")}
    assert (told["gap"]["tokens"], told["gap"]["ton"]) == (200, Decimal("0.0000038"))
    assert told["gap"]["age_seconds"] > 0
    assert told["received_as_of"] == "2026-05-01T12:00:00Z"


async def test_a_chain_that_was_never_read_is_unknown_not_zero(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await keep(db, contract(alice, max_known=1000, cashed_out=700))
    told = exactly(await client.get(f"{API}/participants/{alice.id}/earnings"))
    one = told["proxies"][0]["contracts"][0]
    for shown in (told, one):
        assert (shown["received"], shown["gap"], shown["received_as_of"]) == (NULL, None, None)
        assert (shown["committed_to_proxy_db"], shown["cashed_out"]["tokens"]) == (NULL, 700)
    assert (one["payments"], one["last_payment_at"]) == (None, None)


async def test_a_participant_without_contracts_has_earned_nothing_and_the_rest_is_unknown(
    db: Database, client: AsyncClient
) -> None:
    alice = await make.alice(db)
    told = exactly(await client.get(f"{API}/participants/{alice.id}/earnings"))
    assert (told["earned_ton"], told["proxies"], told["claimed"], told["gap"]) == (0, [], NULL, None)


async def test_each_proxy_stands_by_itself_and_all_add_up(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    await keep(
        db,
        contract(alice, max_known=1000, cashed_out=500),
        contract(alice, TWO, OTHER_PROXY, max_known=50, cashed_out=50),
    )
    await received(db, (ONE, 500, 500, False), (TWO, 50, 50, True))
    told = exactly(await client.get(f"{API}/participants/{alice.id}/earnings"))
    first, second = told["proxies"]
    assert first["proxy_address"] == to_friendly(PROXY, bounceable=True)
    assert (first["gap"]["tokens"], second["gap"]["tokens"], told["gap"]["tokens"]) == (0, 50, 50)
    assert first["gap"]["since"] is first["gap"]["age_seconds"] is None
    assert told["earned_ton"] == first["earned_ton"] + second["earned_ton"] == Decimal("0.00001995")
    assert told["received"] == {"tokens": 500, "ton": Decimal("0.0000095")}
    assert told["committed_to_blockchain"] == NULL  # one part unknown, the sum unknown


async def test_a_fee_that_changed_leaves_only_known_amounts(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    grown = contract(alice, max_known=1000, cashed_out=700, earned=Nanoton(15_000), unattributed=Nanoton(15_000))
    await keep(db, grown)
    told = exactly(await client.get(f"{API}/participants/{alice.id}/earnings"))
    assert told["claimed"] == {"tokens": 1000, "ton": Decimal("0.000015")}
    assert told["cashed_out"] == {"tokens": 700, "ton": None}


async def test_a_worker_sees_its_share_beside_the_whole_contract(db: Database, client: AsyncClient) -> None:
    alice = await make.alice(db)
    worker = await make.worker(db, alice)
    await keep(db, contract(alice, max_known=1000, cashed_out=500))
    await share(db, worker, ONE, 300)
    await share(db, worker, ONE, 100, opening=True)
    await received(db, (ONE, 400, 400, False))
    told = exactly(await client.get(f"{API}/workers/{worker.id}/earnings"))
    assert (told["earned_ton"], told["opening_ton"]) == (Decimal("0.0000076"), Decimal("0.0000019"))
    only = told["contracts"][0]
    assert (only["tokens"], only["ton"], only["opening_ton"]) == (400, Decimal("0.0000076"), Decimal("0.0000019"))
    assert only["contract"]["claimed"]["tokens"] == 1000
    assert (only["contract"]["received"]["tokens"], only["contract"]["gap"]["tokens"]) == (400, 100)


async def shows(db: Database, worker: Worker, sc_address: str) -> None:
    """The worker's last reading shows a contract."""
    blank: dict[str, Any] = dict.fromkeys(Proxy.__struct_fields__)
    proxy = Proxy(**{**blank, "sc_address": sc_address})
    reading = Reading(proxies=(proxy,))
    async with db.transaction() as session:
        session.add(WorkerReading(worker_id=worker.id, standing=to_json(reading)))


async def test_an_idle_worker_sees_the_contract_it_shows_with_a_share_of_nothing(
    db: Database, client: AsyncClient
) -> None:
    alice = await make.alice(db)
    worker = await make.worker(db, alice)
    await keep(db, contract(alice, max_known=1000))
    await shows(db, worker, to_friendly(ONE, bounceable=True))
    told = exactly(await client.get(f"{API}/workers/{worker.id}/earnings"))
    assert [(one["tokens"], one["contract"]["claimed"]["tokens"]) for one in told["contracts"]] == [(0, 1000)]


async def test_another_participants_contract_stays_closed_even_to_those_who_worked_for_it(
    db: Database, app: FastAPI
) -> None:
    """Bob's worker worked for a contract that is alice's: its share is his, the contract's figures are not."""
    alice, bob = await make.alice(db), await make.bob(db)
    worked, idle = await make.worker(db, bob), await make.worker(db, bob, 12_010)
    await keep(db, contract(alice, max_known=1000))
    await share(db, worked, ONE, 300)
    await shows(db, idle, ONE)
    async with make.client(app, await make.key_of(db, bob)) as http:
        told = exactly(await http.get(f"{API}/workers/{worked.id}/earnings"))
        assert [(one["ton"], one["contract"]) for one in told["contracts"]] == [(Decimal("0.0000057"), None)]
        assert exactly(await http.get(f"{API}/workers/{idle.id}/earnings"))["contracts"] == []


async def test_what_is_somebody_elses_is_not_there_byte_for_byte(db: Database, app: FastAPI) -> None:
    alice, bob = await make.alice(db), await make.bob(db)
    worker = await make.worker(db, alice)
    async with make.client(app, await make.key_of(db, bob)) as http:
        for place, mine in (("participants/{}/earnings", alice.id), ("workers/{}/earnings", worker.id)):
            others, missing = [await http.get(f"{API}/{place.format(number)}") for number in (mine, 999)]
            assert (others.status_code, others.content) == (404, missing.content)
    async with make.client(app) as http:
        assert (await http.get(f"{API}/participants/{alice.id}/earnings")).status_code == 401

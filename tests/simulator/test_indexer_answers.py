"""The stand-in answers as an indexer does: recorded shapes, inclusive bounds, refusals; and the client reads it."""

import httpx
import pytest

from cocoonpool.simulator.chain import Chain, Payment
from cocoonpool.simulator.chainrecord import recorded
from cocoonpool.simulator.indexer import IndexerServer
from cocoonpool.ton.faults import ChainFault
from cocoonpool.ton.hashes import parse_hash
from cocoonpool.ton.transfers import outgoing
from tests.simulator.indexed import Indexed, indexed, recorded_indexed
from tests.ton.recordings import Json


async def raw(world: Indexed, path: str, **query: str) -> tuple[int, Json]:
    async with httpx.AsyncClient(trust_env=False) as http:
        response = await http.get(f"{world.server.url}/{path}", params=query)
        found: Json = response.json()
        return response.status_code, found


def shape(value: object) -> object:
    """Keys all the way down."""
    return {key: shape(inner) for key, inner in value.items()} if isinstance(value, dict) else None


def test_what_is_made_up_has_the_shape_of_what_was_recorded() -> None:
    chain = Chain()
    sent = chain.pay(chain.address("pool"), [Payment(to=chain.address("a"), amount=5, comment="hi")])
    model = recorded("pool_payouts_v4r2")["transactions"][6]
    made = sent.print()
    assert shape(made) == shape(model)
    assert shape(made["out_msgs"][0]) == shape(model["out_msgs"][0])


def test_the_same_calls_make_the_same_chain() -> None:
    def made(seed: int) -> list[Json]:
        chain = Chain(seed)
        chain.pay(chain.address("pool"), [Payment(to=chain.address("a"), amount=5, returned=True)])
        return [record.print() for record in chain.records]

    assert made(1) == made(1)
    assert made(1) != made(2)


async def test_recorded_transactions_come_as_they_were_recorded() -> None:
    async with recorded_indexed("pool_payouts_v4r2") as world:
        _, page = await raw(world, "transactions", limit="1000", sort="asc")
        assert page["transactions"] == recorded("pool_payouts_v4r2")["transactions"]


async def test_bounds_are_inclusive_and_unknown_parameters_are_ignored() -> None:
    async with recorded_indexed("pool_payouts_v4r2") as world:
        query = {"account": world.pool, "start_lt": "11000000", "end_lt": "14000000", "nonsense": "1"}
        _, page = await raw(world, "transactions", **query)
        assert [row["lt"] for row in page["transactions"]] == ["14000000", "13000000", "11000000"]


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("transactions", {"limit": "1001"}, 422),
        ("transactions", {"start_lt": "x"}, 422),
        ("transactions", {"hash": "!"}, 422),
        ("adjacentTransactions", {"hash": "0" * 64}, 404),
        ("nothing", {}, 404),
    ],
)
async def test_a_bad_question_is_refused(path: str, query: dict[str, str], status: int) -> None:
    async with recorded_indexed("pool_payouts_v4r2") as world:
        found, body = await raw(world, path, **query)
        assert found == status
        assert set(body) == {"error"}


async def test_a_transaction_is_found_by_its_hash_and_a_message_is_not() -> None:
    async with recorded_indexed("pool_payouts_v4r2") as world:
        digest = parse_hash(recorded("pool_payouts_v4r2")["_meta"]["outgoing"][0]["tx_hash"])
        found = await world.client.transaction(digest)
        assert found is not None
        assert not isinstance(found, ChainFault)
        assert found.hash == digest
        assert await world.client.transaction(found.out_msgs[0].hash) is None
        assert await world.client.transaction("0" * 64) is None


async def test_a_messages_both_sides_are_found_by_its_hash() -> None:
    async with recorded_indexed("pool_payouts_v4r2") as world:
        digest = parse_hash(recorded("pool_payouts_v4r2")["_meta"]["outgoing"][0]["tx_hash"])
        sent = await world.client.transaction(digest)
        assert sent is not None
        assert not isinstance(sent, ChainFault)
        sides = await world.client.by_message(sent.out_msgs[0].hash)
        assert not isinstance(sides, ChainFault)
        assert [row.lt for row in sides] == [7_000_000, 8_000_000]
        assert sent.in_msg and sent.in_msg.normalised_hash
        assert await world.client.by_message(sent.in_msg.normalised_hash) == (sent,)


async def test_a_payment_is_followed_to_its_recipient_and_back() -> None:
    async with recorded_indexed("pool_payouts_v4r2") as world:
        digest = parse_hash(recorded("pool_payouts_v4r2")["_meta"]["outgoing"][0]["tx_hash"])
        children = await world.client.children(digest)
        assert not isinstance(children, ChainFault)
        assert [row.lt for row in children] == [8_000_000, 9_000_000, 10_000_000]
        parents = await world.client.parents(children[0].hash)
        assert not isinstance(parents, ChainFault)
        assert [row.hash for row in parents] == [digest]
        assert await world.client.parents(digest) == ()


async def test_the_trace_of_a_cocoon_payout_is_whole() -> None:
    async with recorded_indexed("cocoon_payouts_ok") as world:
        event = recorded("cocoon_payouts_ok")["_meta"]["expected_revenue_events"][0]
        trace = await world.client.trace(parse_hash(event["tx_hash"]))
        assert trace is not None
        assert not isinstance(trace, ChainFault)
        assert sorted(row.lt for row in trace.transactions.values()) == [n * 10**6 for n in range(4, 9)]
        assert await world.client.trace("0" * 64) is None


async def test_an_account_is_described() -> None:
    async with indexed() as world:
        world.pay(2)
        world.chain.states[world.pool.upper()] = {"code_hash": "A" * 43 + "=", "data_boc": "te6cckEBAQEAAgAAAEysuc0="}
        state = await world.client.account_state(world.pool)
        assert state is not None
        assert not isinstance(state, ChainFault)
        last = world.chain.by_account[world.pool.upper()][-1]
        assert (state.last_trans_lt, state.last_trans_hash) == (last.lt, parse_hash(last.hash))
        assert (state.status, state.code_hash) == ("active", "0" * 64)


async def test_a_get_method_answers_or_is_missing() -> None:
    async with indexed() as world:
        stack = [{"type": "num", "value": "0x1f"}]
        world.chain.methods[world.pool.upper(), "seqno"] = {"gas_used": 1, "exit_code": 0, "stack": stack}
        found = await world.client.run_get_method(world.pool, "seqno", 5)
        assert not isinstance(found, ChainFault)
        assert (found.ok, found.stack[0].value) == (True, 31)
        missing = await world.client.run_get_method(world.pool, "get_nothing")
        assert not isinstance(missing, ChainFault)
        assert not missing.ok


async def test_the_head_moves_with_the_chain() -> None:
    async with indexed() as world:
        before = await world.client.head()
        world.pay()
        after = await world.client.head()
        assert not isinstance(before, ChainFault)
        assert not isinstance(after, ChainFault)
        assert after.seqno > before.seqno
        assert after.at > before.at


async def test_a_payment_that_bounces_comes_back() -> None:
    async with indexed() as world:
        world.chain.pay(world.pool, [Payment(to=world.payee, amount=10**9, returned=True)])
        rows = await world.client.transactions(world.pool, after_lt=0)
        assert not isinstance(rows, ChainFault)
        [sent, back] = rows
        assert [transfer.bounce for transfer in outgoing(sent)] == [True]
        assert back.in_msg and back.in_msg.bounced


async def test_a_stopped_server_opens_the_same_port_again() -> None:
    server = IndexerServer(Chain())
    await server.start()
    url = server.url
    await server.stop()
    await server.start()
    assert server.url == url
    await server.stop()

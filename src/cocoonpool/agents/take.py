"""Takes what agents sent into the books: each record once, in the same transaction as the looks it holds."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import select, update

from cocoonpool.agents.clock import TOLERATED_MS, is_possible, wrong_by
from cocoonpool.agents.models import Agent
from cocoonpool.agents.places import Places, Refusal
from cocoonpool.agents.reading import ReadRecord, Seen
from cocoonpool.agents.settled import Settled, settle
from cocoonpool.agents.wishes import settle_results
from cocoonpool.auth.models import ApiKey
from cocoonpool.cocoon.batch import Batch, Round
from cocoonpool.db import Session, from_ms, to_ms
from cocoonpool.samples.ingest import Ingested, ingest
from cocoonpool.samples.look import Look
from cocoonpool.samples.remembered import Remembered
from cocoonpool.workers.state import StructVersions, to_json

MINUTE_MS = 60_000
_MOST_TROUBLES = 20
_decode_ranges = msgspec.json.Decoder(tuple[tuple[int, int], ...]).decode


class Delivery(msgspec.Struct, frozen=True):
    """A batch as it arrived, read. `received`: unix ms."""

    agent_id: int
    batch: Batch
    records: Sequence[ReadRecord]
    received: int


class Taken(msgspec.Struct):
    """What became of a delivery: looks stored, records that were there already, and looks refused."""

    looks: int = 0
    duplicates: int = 0
    refused: Counter[Refusal] = msgspec.field(default_factory=Counter)


async def take(
    session: Session,
    deliveries: Sequence[Delivery],
    versions: StructVersions,
    remembered: Remembered,
    outside: Mapping[int, str],
) -> tuple[list[Taken], Ingested]:
    """Stores deliveries. Nothing is committed here.

    `outside`: addresses, by worker, on which the pool itself reached the port without access hash.
    """
    now = max(delivery.received for delivery in deliveries)
    wanted = {delivery.agent_id for delivery in deliveries}
    rows = await session.scalars(select(Agent).where(Agent.id.in_(wanted)).order_by(Agent.id).with_for_update())
    agents = {agent.id: agent for agent in rows}
    await _note_use(session, list(agents.values()), now)
    places = Places(from_ms(now))
    await places.load(session, agents.values())
    looks: list[Look] = []
    outcomes = []
    for delivery in deliveries:
        agent = agents[delivery.agent_id]
        outcome, found = await _take_one(session, agent, delivery, places)
        outcomes.append(outcome)
        looks += found
    await session.flush()
    looks = [_seen_from_outside(look, outside.get(look.worker_id)) for look in looks]
    looks.sort(key=lambda look: look.at)
    return outcomes, await ingest(session, looks, versions, now, remembered)


async def _note_use(session: Session, agents: Sequence[Agent], now: int) -> None:
    """When their keys were used, to the minute."""
    keys = [agent.key_id for agent in agents if (agent.last_batch_at or 0) // MINUTE_MS != now // MINUTE_MS]
    if keys:
        await session.execute(update(ApiKey).where(ApiKey.id.in_(keys)).values(last_used_at=from_ms(now)))


async def _take_one(session: Session, agent: Agent, delivery: Delivery, places: Places) -> tuple[Taken, list[Look]]:
    batch, outcome = delivery.batch, Taken()
    settled = Settled(agent.floor, _decode_ranges(agent.accepted)) if agent.stream == batch.stream else Settled()
    fresh: dict[int, ReadRecord] = {}
    for record in delivery.records:
        if record.sequence in settled or record.sequence in fresh:
            outcome.duplicates += 1
        else:
            fresh[record.sequence] = record
    looks: list[Look] = []
    for record in fresh.values():
        looks += await _looks(session, agent, delivery, record, places, outcome.refused)
    outcome.looks = len(looks)
    if batch.results:
        await settle_results(session, agent.id, batch.results, from_ms(delivery.received))
    settled = settle(settled, list(fresh), batch.oldest)
    agent.floor, agent.accepted = settled.floor, to_json(settled.ranges)
    _note(agent, delivery, fresh, outcome)
    return outcome, looks


async def _looks(
    session: Session, agent: Agent, delivery: Delivery, record: ReadRecord, places: Places, refused: Counter[Refusal]
) -> list[Look]:
    taken = record.taken
    if taken is None:
        refused[Refusal("unreadable", record.why_not or "It cannot be read.")] += 1
        return []
    wrong = wrong_by(delivery.batch, taken, delivery.received)
    at = taken.wall_ms - wrong
    if not is_possible(at, enrolled=to_ms(agent.since), received=delivery.received):
        refused[Refusal("out_of_time", "It is from the future, or from before this host was enrolled.")] += 1
        return []
    found = []
    for seen in record.seen:
        worker = await places.worker(session, agent, seen.port, seen.result)
        if isinstance(worker, Refusal):
            refused[worker] += 1
        else:
            found.append(_look(worker, at, seen, wrong))
    return found


def _look(worker_id: int, at: int, seen: Seen, wrong: int) -> Look:
    host = msgspec.structs.replace(seen.host, clock_wrong_s=wrong // 1000) if wrong else seen.host
    return Look(worker_id, at, seen.result, seen.guest, seen.duration_ms, live=False, host=host)


def _seen_from_outside(look: Look, address: str | None) -> Look:
    if address is None:
        return look
    return msgspec.structs.replace(look, host=msgspec.structs.replace(look.host, outside=address))


def _note(agent: Agent, delivery: Delivery, fresh: dict[int, ReadRecord], outcome: Taken) -> None:
    """What the agent's own row says afterwards."""
    batch = delivery.batch
    wrong = batch.wall_ms - delivery.received
    agent.clock_wrong_s = wrong // 1000 if abs(wrong) > TOLERATED_MS else None
    agent.stream, agent.last_batch_at = batch.stream, delivery.received
    agent.dropped, agent.damaged = batch.dropped, batch.damaged
    agent.version, agent.allows_control = batch.version, batch.allows_control
    agent.refused += outcome.refused.total()
    if fresh:
        troubles = [msgspec.to_builtins(refusal) for refusal, _ in outcome.refused.most_common(_MOST_TROUBLES)]
        agent.troubles = to_json(troubles)
    figures = _last_figures([record.taken for record in fresh.values()])
    if figures is not None:
        agent.figures = figures


def _last_figures(rounds: Sequence[Round | None]) -> str | None:
    hosts = [taken.host for taken in rounds if taken is not None and taken.host is not None]
    return to_json(hosts[-1]) if hosts else None

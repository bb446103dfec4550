"""`cocoonpool agents …`: the operator's way to codes and agents without the server."""

from datetime import timedelta

from cocoonpool.agents import enrol, queries
from cocoonpool.agents.shapes import AgentOut
from cocoonpool.commands.output import OK, print_json, say, show
from cocoonpool.commands.serve import open_database
from cocoonpool.commands.shell import operator
from cocoonpool.settings import Settings
from cocoonpool.wire import utc_now


async def make_code(settings: Settings, participant_id: int, hosts: int, hours: int, as_json: bool) -> int:
    now = utc_now()
    expires_at = now + timedelta(hours=hours)
    async with open_database(settings) as db, db.transaction() as session:
        row, code = await enrol.make_code(
            session, participant_id=participant_id, hosts=hosts, expires_at=expires_at, by=operator(), now=now
        )
        code_id = row.id
    if as_json:
        print_json({"id": code_id, "code": code, "hosts": hosts, "expires_at": expires_at})
    else:
        say(f"Enrolment code {code_id}, for {hosts} hosts until {expires_at:%Y-%m-%d %H:%MZ}, shown once:")
        say(f"\n    {code}\n\nOn each GPU host: cocoonpool agent enroll https://YOUR-POOL CODE")
    return OK


async def list_agents(settings: Settings, as_json: bool) -> int:
    now = utc_now()
    async with open_database(settings) as db, db.reading() as session:
        rows, total = await queries.list_agents(session, only=None, after=0, limit=1000)
    agents = [AgentOut.of(row, now) for row in rows]
    if as_json:
        print_json(agents)
        return OK
    columns = ("id", "host", "participant", "state", "workers", "last batch", "lost", "trouble")
    show(f"{total} agents", columns, [_row(agent) for agent in agents])
    return OK


def _row(agent: AgentOut) -> tuple[object, ...]:
    lost = agent.records_dropped + agent.records_damaged
    trouble = "; ".join(f"{item.code}{f' on {item.port}' if item.port else ''}" for item in agent.troubles[:3])
    if agent.clock_wrong_seconds:
        trouble = f"clock wrong by {agent.clock_wrong_seconds} s; {trouble}".rstrip("; ")
    return (
        agent.id,
        agent.host,
        agent.participant_id,
        agent.state.value,
        agent.workers,
        agent.last_batch_at,
        lost,
        trouble or None,
    )


async def revoke(settings: Settings, agent_id: int) -> int:
    async with open_database(settings) as db, db.transaction() as session:
        await queries.revoke(session, agent_id, by=operator(), now=utc_now())
    say(f"Agent {agent_id} is revoked. It stops at its next batch.")
    return OK

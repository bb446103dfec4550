"""Grants wishes for the workers that the pool itself asks, where the operator has switched control on."""

from cocoonpool.agents.wishes import command_of, settle, waiting
from cocoonpool.cocoon.control import Outcome, command_worker
from cocoonpool.cocoon.networks import AllowedNetworks
from cocoonpool.db import Database
from cocoonpool.telemetry import get_logger
from cocoonpool.wire import utc_now
from cocoonpool.workers.models import Worker

log = get_logger(__name__)


async def grant_wishes(db: Database, networks: AllowedNetworks) -> None:
    """Tells each worker what is wished, reads it back, records what came of it."""
    async with db.reading() as session:
        wishes = await waiting(session, Worker.collection == "pull")
    for wish, worker in wishes:
        try:
            outcome = await command_worker(
                worker.host, worker.stats_port, networks, worker.access_hash, command_of(wish)
            )
        except ValueError as error:
            outcome = Outcome(False, str(error))
        log.info("a wish", worker=worker.id, kind=wish.kind, value=wish.value, done=outcome.done)
        async with db.transaction() as session:
            await settle(session, wish.id, outcome, "the pool", utc_now())

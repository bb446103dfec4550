"""`cocoonpool simulate`: runs the simulator until SIGTERM or SIGINT."""

import asyncio
import signal

from cocoonpool.commands.output import OK, say
from cocoonpool.simulator import Options, Simulator


async def run(options: Options) -> int:
    """Raises ValueError for a fleet nobody knows, OSError for a port that is taken."""
    simulator = Simulator(options)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await simulator.start()
    try:
        say(f"{options.workers} workers answer, the first at {simulator.urls[0]}; control URL: {simulator.control_url}")
        if simulator.indexer_url:
            say(f"the chain's indexer answers at {simulator.indexer_url}")
        await stop.wait()
    finally:
        await simulator.stop()
    return OK

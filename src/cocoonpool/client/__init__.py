"""A client of the HTTP API and of the live feed, for programs in Python: typed, blocking or asynchronous.

    from cocoonpool.client import Pool, calls

    with Pool("http://127.0.0.1:8000", key) as pool:
        for worker in pool.every(calls.workers(status="down")):
            print(worker.worker_name, worker.latest_causes)

`AsyncPool` is the same with `await` and `async for`. `calls` has one function for each operation of the API.
Install it with `pip install 'cocoonpool[client]'`.
"""

from cocoonpool.client import calls
from cocoonpool.client.answers import NoAnswer, Refused
from cocoonpool.client.asynchronous import AsyncPool
from cocoonpool.client.blocking import Pool
from cocoonpool.client.following import Fleet, Update

__all__ = ["AsyncPool", "Fleet", "NoAnswer", "Pool", "Refused", "Update", "calls"]

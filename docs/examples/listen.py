"""Prints what changes in the fleet: `python listen.py http://127.0.0.1:8000 data/operator.key`."""

import sys
from pathlib import Path

from cocoonpool.client import Pool

url, key_file = sys.argv[1:3]
with Pool(url, Path(key_file).read_text(encoding="utf-8").strip()) as pool:
    for update in pool.listen():
        worker = update.worker
        if worker is None:
            print(f"{update.worker_id} is gone", flush=True)
        else:
            causes = ", ".join(cause.code for cause in worker.latest_causes)
            print(f"{worker.id} {worker.worker_name}: {worker.latest_status} {causes}", flush=True)

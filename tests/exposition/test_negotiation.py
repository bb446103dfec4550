"""Which format and compression a scraper gets, from what real ones ask for."""

import gzip
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
import zstandard
from httpx import AsyncClient
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from cocoonpool.db import Database
from cocoonpool.exposition.negotiation import OPENMETRICS, TEXT, compression, content_type
from tests import make
from tests.live.serving import look

PROMETHEUS = (
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [(PROMETHEUS, OPENMETRICS), ("", TEXT), ("*/*", TEXT), ("text/plain", TEXT), ("text/html,*/*;q=0.8", TEXT),
     ("application/openmetrics-text;q=0.2, text/plain", TEXT), ("application/openmetrics-text; q=0", TEXT),
     ("application/openmetrics-text;q=x", TEXT), (";;,=,q=1", TEXT)],
)  # fmt: skip
def test_openmetrics_is_for_those_who_name_it(accept: str, kind: str) -> None:
    assert content_type(accept) == kind


@pytest.mark.parametrize(
    ("accept", "packing"),
    [("gzip", "gzip"), ("gzip, zstd", "zstd"), ("gzip;q=1, zstd;q=0.5", "gzip"), ("", None), ("br", None),
     ("*", "zstd"), ("zstd;q=0, gzip;q=0", None), ("identity", None)],
)  # fmt: skip
def test_the_best_compression_that_both_know(accept: str, packing: str | None) -> None:
    assert compression(accept) == packing


async def test_all_forms_say_the_same(client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db), worker_name='"\\\n{')
    await look(db, worker.id, model='x"} 1\n\\')
    plain = await client.get("/metrics", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    unpacked: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "zstd": zstandard.decompress}
    for name, unpack in unpacked.items():
        async with client.stream("GET", "/metrics", headers={"Accept-Encoding": name}) as answer:
            body = b"".join([piece async for piece in answer.aiter_raw()])
        assert answer.headers["content-encoding"] == name
        assert unpack(body) == plain.content
    page = await client.get("/metrics", headers={"Accept": PROMETHEUS})
    assert (page.headers["content-type"], page.text.endswith("# EOF\n")) == (OPENMETRICS, True)
    families: Any = text_string_to_metric_families(page.text)  # type: ignore[no-untyped-call]
    found = {sample.name: sample.labels for family in families for sample in family.samples}
    assert found["cocoon_inference_requests_total"]["worker_name"] == '"\\\n{'
    samples = [line for line in plain.text.splitlines() if line[0] != "#"]
    assert samples == [line for line in page.text.splitlines() if line[0] != "#"]


async def test_promtool_reads_both(client: AsyncClient, db: Database) -> None:
    worker = await make.worker(db, await make.alice(db))
    await look(db, worker.id)
    page = (await client.get("/metrics")).content
    found = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, check=False)  # noqa: ASYNC221
    assert found.stderr.decode().splitlines() == [
        "cocoon_gpu_memory_used_gb metric names should not contain abbreviated units"
    ]

"""Two servers on one PostgreSQL: what one collects the other answers."""

from pathlib import Path

from tests.databases import Clones
from tests.flows.process import environment, free_port, operator_of, running
from tests.flows.replay import replaying
from tests.flows.test_run import workers_once_seen


async def test_what_one_process_collects_another_answers(clones: Clones, tmp_path: Path) -> None:
    one, other = free_port(), free_port()
    with clones.another("template1") as url:
        async with replaying("2026-04/03_traffic_w12000") as first:
            place = {"discover": f"127.0.0.1:{first}-{first}", "database_url": url, "scrape_interval": 1}
            collecting = environment(tmp_path, port=one, **place)
            answering = environment(tmp_path, port=other, collect="false", **place)
            async with running("serve", env=collecting), operator_of(tmp_path, one) as here:
                (seen,) = await workers_once_seen(here, 1)
                async with running("serve", env=answering), operator_of(tmp_path, other) as there:
                    (same,) = await workers_once_seen(there, 1)
            async with running("db", "check", env=collecting) as check:
                assert await check.wait() == 0
    assert seen["latest_revenue_ton"] == same["latest_revenue_ton"]
    assert not (tmp_path / "cocoonpool.db").exists()

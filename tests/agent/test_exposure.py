"""A worker's port that others reach is noticed; one behind an access hash, or on loopback only, is not."""

from pathlib import Path

from cocoonpool.agent.exposure import exposed_on, own_addresses
from tests.flows.replay import replaying

FIB_TRIE = """Main:
  +-- 0.0.0.0/0 3 0 5
        |-- 192.168.1.5
           /32 host LOCAL
        |-- 192.168.1.255
           /32 link BROADCAST
     +-- 127.0.0.0/8 2 0 2
        |-- 127.0.0.1
           /32 host LOCAL
"""
IF_INET6 = """00000000000000000000000000000001 01 80 10 80       lo
fe800000000000000042acfffe110002 02 40 20 80     eth0
20010db8000000000000000000000005 02 40 00 80     eth0
"""


def test_the_hosts_own_addresses_are_those_that_others_may_reach(tmp_path: Path) -> None:
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "fib_trie").write_text(FIB_TRIE)
    (tmp_path / "net" / "if_inet6").write_text(IF_INET6)
    assert own_addresses(tmp_path) == ("192.168.1.5", "2001:db8::5")
    assert own_addresses(tmp_path / "nowhere") == ()


async def test_a_port_that_gives_its_figures_to_anybody_is_noticed() -> None:
    async with replaying("2025-12/03_traffic_w12000") as port:
        assert await exposed_on(port, ["127.0.0.1", "127.0.0.9"]) == ("127.0.0.1",)
    async with replaying("2025-12/09_hash_missing") as port:
        assert await exposed_on(port, ["127.0.0.1"]) == ()

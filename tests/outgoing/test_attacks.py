"""Nobody makes the pool ask inside the operator's network: not by spelling, by name, by redirect, by DNS."""

from collections.abc import Sequence
from typing import Final

import httpx
import pytest

from cocoonpool.outgoing.client import GuardedTransport, NotAllowed, Reach, guarded_client

BOTH: Final = Reach(frozenset({"http", "https"}), frozenset({80, 443}))

# Loopback and its spellings, which resolvers and browsers read as 127.0.0.1.
SPELLINGS = [
    "http://127.0.0.1/",
    "http://127.0.0.2/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7F.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0000177.0.0.1/",
    "http://127.0.0.1./",
    "http://127.000.000.001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://0x0/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://4294967297/",
    "http://0x17f000001/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
]
# Private, shared, link-local, reserved and metadata addresses, plain and inside others.
INSIDE = [
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://2852039166/",
    "http://0251.0376.0251.0376/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://169.254.170.2/v2/credentials",
    "http://100.100.100.200/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[fec0::1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2001:db8::1]/",
    "http://[2001:0:7f00:1::]/",
    "http://[100::1]/",
    "http://[ff02::1]/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://192.0.0.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://192.88.99.1/",
]
# What else a URL can smuggle.
TRICKS = [
    "http://user@93.184.215.14/",
    "http://user:password@93.184.215.14/",
    "http://93.184.215.14@127.0.0.1/",
    "http://93.184.215.14%00@127.0.0.1/",
    "http://93.184.215.14:22/",
    "http://93.184.215.14:6379/",
    "http://93.184.215.14:8080/",
    "http://93.184.215.14:0/",
    "ftp://93.184.215.14/",
    "gopher://93.184.215.14:80/_x",
    "file:///etc/passwd",
    "unix:///var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
    "ws://93.184.215.14/",
    "//93.184.215.14/",
    "http:///nowhere",
    "http://-evil-.example/",
    "http://evil..example/",
    "http://evil_.example:443:80/",
    "http://127.0.0.1:80\\@93.184.215.14/",
]
# Names that lead inside: one such address spoils all of them.
NAMES = {
    "localhost": ["127.0.0.1"],
    "localhost6": ["::1"],
    "metadata.google.internal": ["169.254.169.254"],
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "both.evil.example": ["93.184.215.14", "127.0.0.1"],
    "mapped.evil.example": ["::ffff:10.0.0.1"],
    "nat64.evil.example": ["64:ff9b::a00:1"],
    "zone.evil.example": ["fe80::1%lo"],
    "none.evil.example": [],
    "garbage.evil.example": ["not an address"],
}


class Names:
    """A resolver, and what it was asked."""

    def __init__(self, known: dict[str, list[str]]) -> None:
        self.known, self.asked = known, list[str]()

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.known[host]


async def refused(url: str, names: Names, reach: Reach = BOTH) -> bool:
    async with guarded_client(GuardedTransport(reach, resolve=names.resolve)) as http:
        try:
            await http.get(url)
        except (NotAllowed, httpx.InvalidURL, httpx.UnsupportedProtocol):  # the last two: not even a request
            return True
    return False


@pytest.mark.parametrize("url", [*SPELLINGS, *INSIDE])
async def test_an_address_inside_is_refused_in_every_spelling(url: str) -> None:
    names = Names({})
    assert await refused(url, names)
    assert names.asked == []  # what looks like an address never reaches a resolver, which might read it otherwise


@pytest.mark.parametrize("url", TRICKS)
async def test_a_url_smuggles_nothing(url: str) -> None:
    names = Names({})
    assert await refused(url, names)
    assert names.asked == []


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_that_leads_inside_is_refused(name: str) -> None:
    names = Names(NAMES)
    assert await refused(f"https://{name}/", names)
    assert names.asked == [name]


@pytest.mark.parametrize("address", ["169.254.169.254", "169.254.170.2", "100.100.100.200", "0.0.0.0", "224.0.0.1"])
async def test_some_addresses_are_refused_even_where_all_is_allowed(address: str) -> None:
    reach = Reach(frozenset({"http"}), frozenset({80}), lambda _: True)
    assert await refused(f"http://{address}/", Names({}), reach)
    assert await refused(f"http://[::ffff:{address}]/", Names({}), reach)


async def test_plain_http_is_refused_unless_asked_for() -> None:
    assert await refused("http://93.184.215.14/", Names({}), Reach())


def test_the_list_is_long() -> None:
    assert len(SPELLINGS) + len(INSIDE) + len(TRICKS) + len(NAMES) >= 60

"""Only addresses inside the allowed networks are dialled, and a host has one spelling."""

import asyncio
import socket
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.cocoon.networks import DEFAULT_NETWORKS, AllowedNetworks, is_loopback, resolve, resolve_all
from cocoonpool.cocoon.reading import Failure, FailureKind
from cocoonpool.outgoing.addresses import valid_host

LOOPBACK = AllowedNetworks.parse(DEFAULT_NETWORKS)
PRIVATE = AllowedNetworks.parse("127.0.0.0/8, ::1/128 10.0.0.0/8,fe80::/10")
EVERYTHING = AllowedNetworks(["0.0.0.0/0", "::/0"])


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
def test_by_default_this_machine_is_allowed(address: str) -> None:
    assert LOOPBACK.allows(address)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "8.8.8.8", "::2", "fe80::1", "::ffff:10.0.0.1"])
def test_by_default_nothing_else_is(address: str) -> None:
    assert not LOOPBACK.allows(address)


def test_a_mapped_address_is_judged_by_its_ipv4() -> None:
    assert PRIVATE.allows("::ffff:10.0.0.1")
    assert not AllowedNetworks(["::/0"]).allows("::ffff:10.0.0.1")


def test_a_zone_does_not_change_the_judgement() -> None:
    assert PRIVATE.allows("fe80::1%eth0")
    assert not LOOPBACK.allows("fe80::1%lo")


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "::", "::ffff:0.0.0.0", "224.0.0.1", "239.1.2.3", "ff02::1", "255.255.255.255", "10.0.0.1%x"),
        *("localhost", "", "2130706433", "0x7f000001", "127.1", "0177.0.0.1", "[::1]", "127.0.0.1:80"),
    ],
)
def test_what_is_not_one_unicast_address_is_never_allowed(address: str) -> None:
    assert not EVERYTHING.allows(address)


@pytest.mark.parametrize("bad", ["10.0.0.0/33", "10.0.0.1/8", "localhost", "fd00::/129", "10.0.0.0-10.0.0.9"])
def test_a_bad_network_is_named(bad: str) -> None:
    with pytest.raises(ValueError, match="is not a network") as error:
        AllowedNetworks.parse(f"127.0.0.0/8, {bad}")
    assert repr(bad) in str(error.value)


def test_no_networks_allow_nothing() -> None:
    assert not AllowedNetworks.parse("").allows("127.0.0.1")


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("GPU-1.Example.COM", "gpu-1.example.com"),
        ("gpu1.example.com.", "gpu1.example.com"),
        ("cocoon_worker_1", "cocoon_worker_1"),
        ("10.0.0.7", "10.0.0.7"),
        ("[::1]", "::1"),
        ("FD00:0:0::A", "fd00::a"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ],
)
def test_a_host_has_one_spelling(written: str, host: str) -> None:
    assert valid_host(written) == host
    assert valid_host(host) == host


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "a b", " host", "host\n", "a\x00b", "<b>x</b>", "http://host", "host/path", "user@host", "host:80"),
        *("2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1", "1.2.3.4.5", "10.0.0.256", "1.2.3.4.", "gpu.7"),
        *(
            "[127.0.0.1]",
            "[::1",
            "::1]",
            "[::1]:80",
            "fe80::1%eth0",
            "::1%<script>",
            "a..b",
            ".a",
            "-a",
            "a-",
            ".",
            "[]",
        ),
        *("a" * 64, "a." * 127, "b\u00fccher.example", "\u0661\u0660.0.0.1", "h\u212a", "ho%73t", "a\\b", "a,b", '"'),
    ],
)
def test_other_spellings_are_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r"^The host .*\.$") as error:
        valid_host(text)
    assert len(text) < 6 or text not in str(error.value)


@given(st.text(max_size=300))
def test_a_host_that_is_accepted_is_safe_everywhere(text: str) -> None:
    try:
        host = valid_host(text)
    except ValueError:
        return
    assert 0 < len(host) <= 253
    assert set(host) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.:")
    assert valid_host(host) == host


@given(st.ip_addresses())
def test_every_address_is_a_host(address: object) -> None:
    ip = ip_address(str(address))
    assert ip_address(valid_host(str(ip))) in (ip, getattr(ip, "ipv4_mapped", None))


@given(st.from_regex(r"[0-9a-fx.]{1,40}", fullmatch=True))
def test_a_host_that_looks_like_a_number_is_a_dotted_quad(text: str) -> None:
    try:
        host = valid_host(text)
    except ValueError:
        return
    last = host.rpartition(".")[2]
    assert not last.isdigit() or str(ip_address(host)) == host


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "::ffff:127.0.0.1"]
)
def test_loopback_is_known_by_its_spelling(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "gpu1", "localhost.example.com", "127.0.0.1.example.com", "", "::"])
def test_other_hosts_are_not_loopback(host: str) -> None:
    assert not is_loopback(host)


def answer_with(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """The resolver of the running loop gives these addresses for every name."""

    async def getaddrinfo(_host: str, port: int, **_hints: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)


async def test_an_address_is_checked_as_it_stands() -> None:
    assert await resolve("127.0.0.1", 80, LOOPBACK) == "127.0.0.1"
    assert await resolve("::1", 80, LOOPBACK) == "::1"
    for outside in ("10.0.0.1", "::ffff:8.8.8.8", "fe80::1%lo", "0.0.0.0"):
        failure = await resolve(outside, 80, LOOPBACK)
        assert isinstance(failure, Failure)
        assert failure.kind is FailureKind.NOT_ALLOWED


async def test_the_first_allowed_address_of_a_name_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, "8.8.8.8", "127.0.0.2", "127.0.0.2", "127.0.0.3")
    assert await resolve("gpu1.example", 80, LOOPBACK) == "127.0.0.2"
    assert await resolve_all("gpu1.example", 80, LOOPBACK) == ("127.0.0.2", "127.0.0.3")


async def test_a_name_with_no_allowed_address_is_not_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, "10.0.0.1", "fe80::1%eth0", "::")
    failure = await resolve("gpu1.example", 80, LOOPBACK)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.NOT_ALLOWED


@pytest.mark.parametrize("name", ["no-such-host.invalid", "a" * 70 + ".invalid"])
async def test_a_name_that_does_not_resolve_is_unreachable(name: str) -> None:
    failure = await resolve(name, 80, LOOPBACK)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.UNREACHABLE

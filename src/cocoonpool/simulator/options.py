"""What can be chosen when workers are simulated, and on which addresses they answer."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

OLD: Final = "2025-12"
NEW: Final = "2026-04"
GENERATIONS: Final = (OLD, NEW)

# As in a Cocoon host: the ports of neighbouring workers are ten apart.
PORT_STEP: Final = 10
_MOST_HOSTS: Final = 65_536


@dataclass(frozen=True, kw_only=True)
class Options:
    """Everything a simulation can be told. `None` means: as recorded (or, for `mixed`, as on the mainnet).

    Raises:
        ValueError: from the constructor, in words for the command line.
    """

    workers: int = 3
    base_port: int = 12000  # 0: each worker gets a free port
    hosts: str = "127.0.0.1"  # an address, a comma list, or a network such as 127.0.1.0/24: workers are spread over it
    scenario: str = "healthy"  # a fleet, a scenario, or a comma list assigned in turn; NAME@2025-12 picks the build
    generation: str = "both"  # 2025-12, 2026-04, or both in turn
    seed: int = 1
    tick: float = 1.0  # seconds between two states of the world; 0: it stands still until told to go on
    owners: int | None = None  # by default one per eight workers
    proxies: int | None = None
    control_host: str = "127.0.0.1"
    control_port: int | None = 11900  # 0: a free port; None: no control URL
    indexer_port: int | None = None  # a stand-in for a toncenter v3 indexer, beside the control URL; 0: a free port
    price_port: int | None = None  # a stand-in for services that tell prices; 0: a free port
    living_chain: bool = False  # the indexer shows what this fleet is paid, instead of the recorded transactions
    health_dir: Path | None = None  # a unix socket worker-N.sock each
    health_base_port: int | None = None  # TCP instead; 0: free ports
    access_hash: str = "open-sesame"  # what workers in `needs_access_hash` want
    price_per_token: int | None = None  # nanoTON per adjusted token
    worker_fee_per_token: int | None = None
    is_test: bool | None = None
    max_active_requests: int = 60
    payout_tokens: int = 2_000_000  # unpaid adjusted tokens at which a contract is cashed out

    def __post_init__(self) -> None:
        if not 1 <= self.workers <= 100_000:
            raise ValueError("the number of workers must be between 1 and 100000")
        if self.generation not in (*GENERATIONS, "both"):
            raise ValueError(f"unknown generation {self.generation!r}: 2025-12, 2026-04 or both")
        if self.tick < 0:
            raise ValueError("the tick must be a number of seconds, or 0")
        if self.health_dir is not None and self.health_base_port is not None:
            raise ValueError("health monitors are served on unix sockets or on TCP, not on both")
        addresses_of(self, self.base_port)


def addresses_of(options: Options, base_port: int) -> list[tuple[str, int]]:
    """Host and port of each worker: worker i is at hosts[i % n], base + 10 * (i // n); port 0 is left to the system.

    Raises:
        ValueError: not addresses, or the ports run out.
    """
    hosts = parse_hosts(options.hosts)
    count = len(hosts)
    if not 0 <= base_port <= 65_535:
        raise ValueError(f"{base_port} is not a port")
    last = base_port + PORT_STEP * ((options.workers - 1) // count)
    if base_port and last > 65_535:
        raise ValueError(f"the ports run out at worker {count * ((65_535 - base_port) // PORT_STEP + 1)}: add hosts")
    return [
        (hosts[i % count], base_port + PORT_STEP * (i // count) if base_port else 0) for i in range(options.workers)
    ]


def parse_hosts(text: str) -> list[str]:
    """The addresses of `127.0.0.1`, `127.0.0.1,127.0.0.2` or `127.0.1.0/24`.

    Raises:
        ValueError: neither addresses nor networks, or too many.
    """
    hosts: list[str] = []
    for part in text.split(","):
        try:
            network = ipaddress.ip_network(part.strip())
        except ValueError:
            raise ValueError(f"{part.strip()!r} is neither an address nor a network") from None
        if network.num_addresses > _MOST_HOSTS:
            raise ValueError(f"{part.strip()!r} has too many addresses")
        hosts += [str(host) for host in network.hosts()]
    return hosts

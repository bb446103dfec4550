"""What one worker shows at one moment. Scenarios edit it; the two pages are drawn from it."""

from dataclasses import dataclass
from typing import Final

from .addresses import model_hash

# The order of the counters on both pages.
COUNTERS: Final = (
    "queries",
    "success",
    "failed",
    "bytes_received",
    "bytes_sent",
    "time",
    "total_adjusted_tokens_used",
    "prompt_adjusted_tokens_used",
    "cached_adjusted_tokens_used",
    "completion_adjusted_tokens_used",
    "reasoning_adjusted_tokens_used",
)

OUR_IMAGE: Final = b"5A8AE47AB5A8AE47AB5A8AE47AB5A8AE47AB5A8AE47AB5A8AE47AB5A8AE47AB5"


@dataclass(frozen=True)
class ProxySeat:
    """One registered proxy, as the root contract lists it."""

    seqno: int
    for_clients: bytes  # `[127.0.0.1:11002]`
    for_workers: bytes


@dataclass(frozen=True)
class Root:
    """What the root contract says. Prices are nanoTON per adjusted token; hashes upper-case hex."""

    address: bytes
    proxies: tuple[ProxySeat, ...]
    worker_hashes: tuple[bytes, ...]
    model_hashes: tuple[bytes, ...]
    struct_version: int
    params_version: int
    is_test: bool
    price_per_token: int
    worker_fee_per_token: int


@dataclass(slots=True)
class ContractFace:
    """One entry of `proxies`. Figures are adjusted tokens."""

    proxy_address: bytes
    proxy_key: bytes
    address: bytes
    max_known: int
    proxy_db: int
    blockchain: int
    cashed_out: int
    expected_cashed_out: int
    running_request: bool
    params_version: int
    inited: bool = True


@dataclass(slots=True)
class ConnectionFace:
    """One row of PROXY CONNECTIONS. The third cell is empty when there is no connection, whatever `ready` says."""

    seat: bytes
    ready: bool
    proxy_address: bytes


@dataclass(slots=True)
class Face:
    """Everything both pages print that is not the same for all workers of a build."""

    rows: list[bytes]  # one per counter: total, then rates over 1s, 10s, 1m, 10m, 1h, 1d, with `|` between them
    image: bytes  # hash of the worker's image
    wallet: bytes
    balance: int  # nanoTON
    seqno: int
    transactions: int  # pending and active
    owner: bytes
    model: bytes
    coefficient: int  # per mille
    checks_hashes: bool
    root: Root
    now: int  # unix seconds
    ton_age: int  # seconds
    enabled: bool
    model_connected: bool
    max_active: int
    active: int
    contracts: list[ContractFace]
    connections: list[ConnectionFace]

    @property
    def image_allowed(self) -> bool:
        return self.image in self.root.worker_hashes

    @property
    def model_allowed(self) -> bool:
        return model_hash(self.model) in self.root.model_hashes

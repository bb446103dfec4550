"""What one look at a worker gives: a `Reading`, or a `Failure` that says why there is none.

Everything here is what the worker *claims*. `None` means "not known", never zero.
Field meanings and their traps: docs/worker-protocol.md.
"""

from enum import StrEnum

import msgspec

from cocoonpool.cocoon.perf import Perf


class FailureKind(StrEnum):
    """Why a look at a worker gave no reading."""

    REFUSED = "refused"  # the port is closed
    TIMEOUT = "timeout"  # no connection, or no answer, in time
    RESET = "reset"  # accepted, then hung up on
    UNREACHABLE = "unreachable"  # no route, or the name does not resolve
    TOO_LARGE = "too_large"
    BAD_STATUS = "bad_status"  # a worker, but it did not give its figures: see `Signal`
    NOT_A_WORKER = "not_a_worker"  # something else answers on this port
    MALFORMED = "malformed"
    NOT_ALLOWED = "not_allowed"  # the address is outside the allowed networks


class Signal(StrEnum):
    """What a failure shows beside its kind."""

    STARTING = "starting"  # the runner lives but has not initialised yet (waits for TON)
    NEEDS_ACCESS_HASH = "needs_access_hash"
    CONNECT_TIMEOUT = "connect_timeout"
    ANSWER_TIMEOUT = "answer_timeout"  # connected, then silence


class Failure(msgspec.Struct, frozen=True, gc=False):
    """No reading, and why. `detail` is one line for a person; it never holds a secret or raw input."""

    kind: FailureKind
    detail: str
    signal: Signal | None = None


class Proxy(msgspec.Struct, frozen=True, gc=False):
    """One entry of `/jsonstats` `proxies`: the worker contract it shares with one proxy.

    Token figures are adjusted tokens, cumulative over the contract's life, shared by *all* workers
    of this owner on this proxy: never sum them over workers.
    """

    sc_address: str | None  # the worker contract, as printed
    proxy_sc_address: str | None
    proxy_public_key: str | None
    sc_inited: bool | None
    committed_to_blockchain: int | None
    committed_to_proxy_db: int | None
    max_known: int | None
    cashed_out: int | None
    expected_cashed_out: int | None
    running_request: bool | None
    params_version: int | None
    closing: bool | None = None  # not printed by the builds known so far


class Connection(msgspec.Struct, frozen=True, gc=False):
    """One row of `/stats` PROXY CONNECTIONS. "ready" sticks after the proxy is gone."""

    address: str
    ready: bool | None
    proxy_sc_address: str | None  # present = connected; absent = not, whatever `ready` says

    @property
    def connected(self) -> bool:
        return bool(self.ready) and self.proxy_sc_address is not None


class Reading(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One look at one worker, from `/jsonstats` and, where it answered, `/stats`.

    Counters (`queries` … `tokens_reasoning`) fall to 0 when the worker restarts.
    """

    # which build answers
    new_http: bool | None = None  # the HTTP server of 2026-01-05 and later
    git_commit: str | None = None
    built_at: int | None = None  # unix seconds of the commit

    # counters since the worker's start
    queries: int | None = None
    success: int | None = None
    failed: int | None = None  # real failures: queries - success - active, all from one page
    bytes_received: int | None = None
    bytes_sent: int | None = None
    busy_us: int | None = None  # microseconds summed over finished requests
    tokens_total: int | None = None  # adjusted tokens, like the four below
    tokens_prompt: int | None = None
    tokens_cached: int | None = None
    tokens_completion: int | None = None
    tokens_reasoning: int | None = None

    # the worker's own Cocoon wallet (pays gas; not the owner's)
    wallet_address: str | None = None
    wallet_balance: int | None = None  # nanoTON
    wallet_seqno: int | None = None
    wallet_pending: int | None = None
    wallet_active: int | None = None

    # settings
    owner_address: str | None = None
    root_address: str | None = None
    model: str | None = None
    coefficient: int | None = None  # per mille: 1000 = 1.0
    checks_hashes: bool | None = None

    # root contract
    root_version: int | None = None
    struct_version: int | None = None
    params_version: int | None = None
    is_test: bool | None = None
    price_per_token: int | None = None  # nanoTON per adjusted token
    worker_fee_per_token: int | None = None  # nanoTON per adjusted token
    proxies_registered: int | None = None

    # health as the worker sees it
    ton_synced_at: int | None = None  # unix seconds
    ton_state: str | None = None  # synced | late | out of sync
    image_allowed: bool | None = None  # None: unknown, or the worker cannot check
    model_allowed: bool | None = None
    enabled: bool | None = None  # from /stats only: /jsonstats prints a constant
    model_connected: bool | None = None
    max_active_requests: int | None = None
    active_requests: int | None = None

    proxies: tuple[Proxy, ...] = ()
    connections: tuple[Connection, ...] | None = None  # None: /stats did not tell

    perf: Perf | None = None  # the runner's own load; not asked at every look, and not all builds tell

    # what a known build prints and this answer lacks: "stats page", "status.git_commit", …
    missing: tuple[str, ...] = ()


class Gpu(msgspec.Struct, frozen=True, gc=False):
    """One card, from the guest's health monitor. `[N/A]` is printed there as 0 and is `None` here."""

    index: int
    model: str | None
    utilization: int | None  # percent
    memory_used_gib: float | None
    memory_total_gib: float | None
    temperature_c: int | None
    power_w: int | None
    power_limit_w: int | None


class Service(msgspec.Struct, frozen=True, gc=False):
    """One line of the guest's service list."""

    name: str
    state: str
    critical: bool
    ok: bool


class Guest(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One look at the confidential VM's health monitor."""

    gpus: tuple[Gpu, ...] = ()
    services: tuple[Service, ...] = ()
    services_ok: bool | None = None
    image_hash: str | None = None
    tee: str | None = None  # tdx | sev
    uptime_s: int | None = None
    load_1m: float | None = None
    memory_used_fraction: float | None = None

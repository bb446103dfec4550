"""What the last reading of one worker says beyond a list's figures: its proxies, wallet, build, guest and cards."""

from datetime import UTC, datetime
from typing import Final

import msgspec
from pydantic import Field

from cocoonpool.cocoon.perf import Perf, Rates
from cocoonpool.cocoon.reading import Connection, Gpu, Guest, Proxy, Reading
from cocoonpool.money import Nanoton, to_ton
from cocoonpool.wire import Ton, UtcTime, Wire

_LAST_SECOND: Final = 253_402_300_799  # the year 9999: workers may claim anything


class ConnectionItem(Wire):
    address: str
    connected: bool
    ready: bool | None
    proxy_sc_address: str | None


class ProxyItem(Wire):
    """Adjusted tokens of one worker contract at four levels of certainty, shared by all workers of its owner there."""

    sc_address: str | None
    proxy_sc_address: str | None
    initialised: bool | None
    closing: bool | None
    running_request: bool | None
    tokens_on_chain: int | None
    tokens_in_proxy_db: int | None
    tokens_max_known: int | None
    tokens_cashed_out: int | None
    tokens_expected_cashed_out: int | None


class WalletItem(Wire):
    """The worker's own wallet, which pays for gas; not its owner's."""

    address: str | None
    balance_ton: Ton | None
    seqno: int | None
    pending_transactions: int | None
    active_transactions: int | None


class TonItem(Wire):
    state: str | None
    synced_at: UtcTime | None


class BuildItem(Wire):
    git_commit: str | None
    built_at: UtcTime | None
    new_http: bool | None


class NetworkItem(Wire):
    root_address: str | None
    struct_version: int | None
    params_version: int | None
    is_test: bool | None
    price_per_token_ton: Ton | None
    worker_fee_per_token_ton: Ton | None
    proxies_registered: int | None


class ServingItem(Wire):
    enabled: bool | None
    model_connected: bool | None
    model_allowed: bool | None
    image_allowed: bool | None
    active_requests: int | None
    max_active_requests: int | None


class RatesItem(Wire):
    last_10s: float
    last_10m: float
    since_start: float


class RunnerItem(Wire):
    """The runner's own load, from `/perf`: asked at every fourth look, and not told by builds of 2026."""

    load: RatesItem | None = Field(description="CPU seconds a second.")
    messages_per_second: RatesItem | None
    max_delay_seconds: RatesItem | None = Field(description="The longest that a message waited.")
    actors_alive: int | None
    actors_executing: int | None


class GpuItem(Wire):
    gpu_id: int
    model: str | None
    utilization: int | None
    memory_used_gb: float | None
    memory_total_gb: float | None
    temperature_celsius: int | None
    power_watts: int | None
    power_limit_watts: int | None


class GuestItem(Wire):
    """The confidential VM, as its health monitor tells it."""

    gpus: list[GpuItem]
    services_ok: bool | None
    failing_services: list[str]
    image_hash: str | None
    tee: str | None
    uptime_seconds: int | None
    load_1m: float | None
    memory_used_fraction: float | None


class WorkerDetail(Wire):
    is_current: bool
    owner_address: str | None
    connections: list[ConnectionItem] | None
    proxies: list[ProxyItem]
    wallet: WalletItem
    ton: TonItem
    build: BuildItem
    network: NetworkItem
    serving: ServingItem
    runner: RunnerItem | None
    guest: GuestItem | None
    missing: list[str]


def detail_of(reading: Reading, guest: Guest | None, current: bool) -> WorkerDetail:
    """Shown only to those who may see the worker. The texts in it are the worker's own claims: nobody renders them."""
    return WorkerDetail(
        is_current=current,
        owner_address=reading.owner_address,
        connections=None if reading.connections is None else [_connection(row) for row in reading.connections],
        proxies=[_proxy(proxy) for proxy in reading.proxies],
        wallet=_wallet(reading),
        ton=TonItem(state=reading.ton_state, synced_at=_moment(reading.ton_synced_at)),
        build=BuildItem(git_commit=reading.git_commit, built_at=_moment(reading.built_at), new_http=reading.new_http),
        network=_network(reading),
        serving=_serving(reading),
        runner=None if reading.perf is None else _runner(reading.perf),
        guest=None if guest is None else _guest(guest),
        missing=list(reading.missing),
    )


def _ton(nano: int | None) -> Ton | None:
    return None if nano is None else to_ton(Nanoton(nano))


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None or not 0 <= seconds <= _LAST_SECOND else datetime.fromtimestamp(seconds, UTC)


def _connection(row: Connection) -> ConnectionItem:
    return ConnectionItem(
        address=row.address, connected=row.connected, ready=row.ready, proxy_sc_address=row.proxy_sc_address
    )


def _proxy(proxy: Proxy) -> ProxyItem:
    return ProxyItem(
        sc_address=proxy.sc_address,
        proxy_sc_address=proxy.proxy_sc_address,
        initialised=proxy.sc_inited,
        closing=proxy.closing,
        running_request=proxy.running_request,
        tokens_on_chain=proxy.committed_to_blockchain,
        tokens_in_proxy_db=proxy.committed_to_proxy_db,
        tokens_max_known=proxy.max_known,
        tokens_cashed_out=proxy.cashed_out,
        tokens_expected_cashed_out=proxy.expected_cashed_out,
    )


def _wallet(reading: Reading) -> WalletItem:
    return WalletItem(
        address=reading.wallet_address,
        balance_ton=_ton(reading.wallet_balance),
        seqno=reading.wallet_seqno,
        pending_transactions=reading.wallet_pending,
        active_transactions=reading.wallet_active,
    )


def _network(reading: Reading) -> NetworkItem:
    return NetworkItem(
        root_address=reading.root_address,
        struct_version=reading.struct_version,
        params_version=reading.params_version,
        is_test=reading.is_test,
        price_per_token_ton=_ton(reading.price_per_token),
        worker_fee_per_token_ton=_ton(reading.worker_fee_per_token),
        proxies_registered=reading.proxies_registered,
    )


def _serving(reading: Reading) -> ServingItem:
    return ServingItem(
        enabled=reading.enabled,
        model_connected=reading.model_connected,
        model_allowed=reading.model_allowed,
        image_allowed=reading.image_allowed,
        active_requests=reading.active_requests,
        max_active_requests=reading.max_active_requests,
    )


def _runner(perf: Perf) -> RunnerItem:
    return RunnerItem(
        load=_rates(perf.load_per_second),
        messages_per_second=_rates(perf.messages_per_second),
        max_delay_seconds=_rates(perf.max_delay),
        actors_alive=perf.actors_alive,
        actors_executing=perf.actors_executing,
    )


def _rates(rates: Rates | None) -> RatesItem | None:
    return None if rates is None else RatesItem(**msgspec.structs.asdict(rates))


def _guest(guest: Guest) -> GuestItem:
    return GuestItem(
        gpus=[_gpu(gpu) for gpu in guest.gpus],
        services_ok=guest.services_ok,
        failing_services=[service.name for service in guest.services if not service.ok],
        image_hash=guest.image_hash,
        tee=guest.tee,
        uptime_seconds=guest.uptime_s,
        load_1m=guest.load_1m,
        memory_used_fraction=guest.memory_used_fraction,
    )


def _gpu(gpu: Gpu) -> GpuItem:
    return GpuItem(
        gpu_id=gpu.index,
        model=gpu.model,
        utilization=gpu.utilization,
        memory_used_gb=gpu.memory_used_gib,
        memory_total_gb=gpu.memory_total_gib,
        temperature_celsius=gpu.temperature_c,
        power_watts=gpu.power_w,
        power_limit_watts=gpu.power_limit_w,
    )

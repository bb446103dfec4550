"""Joins the two pages of a worker into one `Reading`. Never raises, whatever the bytes."""

from typing import Final

import msgspec

from cocoonpool.cocoon import jsonstats, statspage
from cocoonpool.cocoon.jsonstats import (
    PROXY_LIMIT,
    Contract,
    Figures,
    LocalConfig,
    RootConfig,
    Stats,
    Status,
    Total,
    Wallet,
)
from cocoonpool.cocoon.pages import Pages
from cocoonpool.cocoon.perf import Perf, parse_perf
from cocoonpool.cocoon.printed import NAME_LIMIT, address, clean, unix_seconds
from cocoonpool.cocoon.reading import Failure, Proxy, Reading
from cocoonpool.cocoon.statspage import StatsPage

# Stand-ins for blocks that the answer lacks: every field unknown.
_NO_STATUS: Final = Status(*(None,) * len(Status.__struct_fields__))
_NO_STATS: Final = Stats(*(None,) * len(Stats.__struct_fields__))
_NO_WALLET: Final = Wallet(*(None,) * len(Wallet.__struct_fields__))
_NO_CONFIG: Final = LocalConfig(None, None, None, None)
_NO_ROOT: Final = RootConfig(*(None,) * len(RootConfig.__struct_fields__))
_NO_PERF: Final = Perf()
_NO_PAGE: Final = StatsPage(missing=("stats page",))


def read(pages: Pages) -> Reading | Failure:
    """What the worker says of itself.

    A failure is MALFORMED (`/jsonstats` cannot be read) or NOT_A_WORKER (something else answers). Anything less
    costs only its own field, which is then None and named in `missing`.
    """
    parsed = jsonstats.parse(pages.jsonstats)
    if isinstance(parsed, Failure):
        return parsed
    figures, missing = parsed
    page = (statspage.parse(pages.stats) if pages.stats else None) or _NO_PAGE
    reading = _join(figures, page, pages.new_http, missing + _also_missing(figures) + page.missing)
    perf = _NO_PERF if pages.perf is None else parse_perf(pages.perf)
    return reading if perf == _NO_PERF else msgspec.structs.replace(reading, perf=perf)


# fmt: off
def _join(figures: Figures, page: StatsPage, new_http: bool | None, missing: tuple[str, ...]) -> Reading:
    status, stats, wallet = figures.status or _NO_STATUS, figures.stats or _NO_STATS, figures.wallet or _NO_WALLET
    config, root = figures.localconfig or _NO_CONFIG, figures.root_contract_config or _NO_ROOT
    return Reading(
        new_http=new_http, git_commit=clean(status.git_commit),
        built_at=unix_seconds(status.git_commit_data or ""),
        # counters
        queries=_whole(stats.queries), success=_whole(stats.success), failed=page.failed,
        bytes_received=_whole(stats.bytes_received), bytes_sent=_whole(stats.bytes_sent),
        busy_us=None if stats.time is None else round(stats.time.value * 1_000_000),
        tokens_total=_whole(stats.total_adjusted_tokens_used),
        tokens_prompt=_whole(stats.prompt_adjusted_tokens_used),
        tokens_cached=_whole(stats.cached_adjusted_tokens_used),
        tokens_completion=_whole(stats.completion_adjusted_tokens_used),
        tokens_reasoning=_whole(stats.reasoning_adjusted_tokens_used),
        # wallet
        wallet_address=address(wallet.address), wallet_balance=_balance(wallet, status), wallet_seqno=wallet.seqno,
        wallet_pending=wallet.pending_transactions_cnt, wallet_active=wallet.active_transactions_cnt,
        # settings
        owner_address=address(config.owner_address), root_address=address(config.root_address),
        model=clean(config.model, NAME_LIMIT), coefficient=config.coefficient, checks_hashes=_checks_hashes(config),
        # root contract
        root_version=root.version, struct_version=root.struct_version, params_version=root.params_version,
        is_test=root.is_test, price_per_token=root.price_per_token, worker_fee_per_token=root.worker_fee_per_token,
        proxies_registered=None if root.registered_proxies is None else len(root.registered_proxies),
        # health; never synchronised is printed as zero
        ton_synced_at=status.ton_last_synced_at or None, ton_state=page.ton_state,
        image_allowed=page.image_allowed, model_allowed=page.model_allowed, enabled=page.enabled,
        model_connected=page.model_connected, max_active_requests=page.max_active_requests,
        active_requests=page.active_requests,
        proxies=_proxies(figures.proxies or [], page.closing), connections=page.connections,
        missing=missing,
    )
# fmt: on


def _whole(total: Total | None) -> int | None:
    """A counter: printed as a double with six decimals, which is exact up to 2**53."""
    return None if total is None else round(total.value)


def _balance(wallet: Wallet, status: Status) -> int | None:
    """NanoTON; the runner prints -2 until it knows."""
    balance = status.wallet_balance if wallet.balance is None else wallet.balance
    return None if balance is None or balance < 0 else balance


def _checks_hashes(config: LocalConfig) -> bool | None:
    if config.check_image_hashes is not msgspec.UNSET:
        return config.check_image_hashes
    return None if config.check_proxy_hash is msgspec.UNSET else config.check_proxy_hash


def _proxies(contracts: list[Contract], closing: dict[str, bool]) -> tuple[Proxy, ...]:
    return tuple([_proxy(contract, closing) for contract in contracts[:PROXY_LIMIT]])


def _proxy(contract: Contract, closing: dict[str, bool]) -> Proxy:
    sc_address = address(contract.sc_address)
    return Proxy(
        sc_address=sc_address,
        proxy_sc_address=address(contract.proxy_sc_address),
        proxy_public_key=clean(contract.proxy_public_key),
        sc_inited=contract.sc_inited,
        committed_to_blockchain=contract.earned_tokens_committed_to_blockchain,
        committed_to_proxy_db=contract.earned_tokens_committed_to_proxy_db,
        max_known=contract.earned_tokens_max_known,
        cashed_out=contract.cached_out_tokens,
        expected_cashed_out=contract.expected_cached_out_tokens,
        running_request=contract.running_request,
        params_version=contract.params_version,
        closing=closing.get(sc_address or "") if contract.closing is msgspec.UNSET else contract.closing,
    )


def _also_missing(figures: Figures) -> tuple[str, ...]:
    config = figures.localconfig
    lacking: tuple[str, ...] = ()
    if config is not None and _checks_hashes(config) is None:
        lacking += ("localconfig.check_image_hashes",)
    if figures.proxies is not None and len(figures.proxies) > PROXY_LIMIT:
        lacking += (f"proxies beyond {PROXY_LIMIT}",)
    return lacking

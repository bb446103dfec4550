"""Every setting, read from `COCOONPOOL_*` (or `COCOONPOOL_*_FILE` for secrets). Only processes read this."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal

from pydantic import AwareDatetime, Field, SecretStr, ValidationInfo, field_validator

from cocoonpool.auth.origin import parse_origins
from cocoonpool.auth.sessions import SessionTerms
from cocoonpool.cocoon.networks import DEFAULT_NETWORKS, AllowedNetworks
from cocoonpool.db import database_url
from cocoonpool.live.audience import Caps
from cocoonpool.login.sites import is_loopback, local_sites, parse_sites
from cocoonpool.payouts.wallets import parse_wallets
from cocoonpool.rates.coin import DEFAULT_SYMBOL, CoinSymbol, parse_symbol
from cocoonpool.rates.currencies import parse_currencies
from cocoonpool.rates.listings import DEFAULT_LISTINGS, Listing, parse_listings
from cocoonpool.rates.sources import DEFAULT_SOURCES, parse_sources
from cocoonpool.secretfiles import EnvironmentSettings
from cocoonpool.tax.layouts import Format, parse_tax_symbols
from cocoonpool.ton.proof import MAINNET, TESTNET, Terms

# Settings that are small languages: what reads each of them raises ValueError in words.
_PARSERS: Final[Mapping[str, Callable[[str], object]]] = {
    "price_sources": parse_sources,
    "price_currencies": parse_currencies,
    "price_symbols": parse_listings,
    "coin_symbol": parse_symbol,
    "tax_symbols": parse_tax_symbols,
    "pool_wallets": parse_wallets,
    "operator_wallets": parse_wallets,
    "login_domains": parse_sites,
    "cors_origins": parse_origins,
}

_REDIS: Final = ("redis://", "rediss://", "valkey://", "valkeys://", "unix://")


class Settings(EnvironmentSettings):
    """One field per setting; the name in the environment is `COCOONPOOL_` + the field in capitals."""

    host: str = Field(default="127.0.0.1", description="Address the HTTP server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port the HTTP server listens on.")
    data_dir: Path = Field(default=Path("data"), description="Folder for the database and the first operator key.")
    database_url: SecretStr | None = Field(
        default=None,
        description="`postgresql://user:password@host/database`; unset: `cocoonpool.db` (SQLite) in the data folder.",
    )
    database_connections: int = Field(
        default=10, ge=5, le=1000, description="Most connections to PostgreSQL that one process keeps."
    )
    database_statement_timeout: float = Field(
        default=60.0, ge=1, le=3600, description="Seconds after which PostgreSQL ends a single statement."
    )
    allowed_worker_networks: str = Field(
        default=DEFAULT_NETWORKS, description="Networks (CIDR, comma-separated) in which workers may be asked."
    )
    scrape_interval: float = Field(default=15.0, ge=1, le=3600, description="Seconds between two looks at a worker.")
    connect_timeout: float = Field(default=2.0, gt=0, le=60, description="Seconds to connect to a worker.")
    fetch_timeout: float = Field(default=5.0, gt=0, le=120, description="Seconds for one whole look at a worker.")
    collect: bool = Field(
        default=True, description="Whether `serve` also runs the collector (off: run `cocoonpool collect`)."
    )
    allow_control: bool = Field(
        default=False,
        description="Whether the collector grants wishes (price, on and off, payout) to the workers it asks.",
    )
    discover: str = Field(
        default="on",
        description="With no workers registered, probe `127.0.0.1:12000-12310` in steps of 10. "
        "`off`, or another `host:first-last`.",
    )
    price_sources: str = Field(
        default=DEFAULT_SOURCES,
        description="Where prices are looked up, best first: `NAME` or `NAME=URL`, comma-separated. `off` for nowhere.",
    )
    price_currencies: str = Field(
        default="USD, EUR", description="Currencies in which each payout's price is stored (ISO 4217, comma-separated)."
    )
    price_symbols: str = Field(
        default=DEFAULT_LISTINGS,
        description="Under which symbol a source knows the coin, and when: `SOURCE SYMBOL FROM [TO]`, comma-separated.",
    )
    tonapi_url: str = Field(default="https://tonapi.io", description="tonapi, a source of prices.")
    coingecko_api_key: SecretStr | None = Field(
        default=None, description="Key of a CoinGecko account, if you have one."
    )
    coin_symbol: str = Field(
        default=DEFAULT_SYMBOL, description="How the coin is called in files for people and tools, and from which day."
    )
    tax_symbols: str = Field(
        default="",
        description="Where a tax tool calls the coin otherwise: `koinly=TON; blockpit=TON, GRAM@2026-07-01`.",
    )
    pool_wallets: str = Field(
        default="",
        description="Wallets the pool pays from (addresses, comma-separated): what they pay becomes payouts.",
    )
    pool_wallets_since: AwareDatetime | None = Field(
        default=None, description="Read a wallet that is new only from this moment on (RFC 3339); unset: all of it."
    )
    toncenter_url: str = Field(
        default="https://toncenter.com/api/v3",
        description="The chain's indexer (toncenter v3 API). Empty: the chain is never asked.",
    )
    toncenter_api_key: SecretStr | None = Field(default=None, description="Its API key.")
    toncenter_per_second: float | None = Field(
        default=None, gt=0, le=1000, description="Requests a second to it; unset: 1, with a key 10."
    )
    chain_interval: float = Field(default=15.0, ge=1, le=3600, description="Seconds between two looks at the chain.")
    login_domains: str = Field(
        default="",
        description="Sites whose wallet logins count: hosts as wallets show them, comma-separated. "
        "Empty: this machine's own, while the server listens on loopback; else none.",
    )
    ton_network: Literal["mainnet", "testnet"] = Field(default="mainnet", description="Wallets of which network.")
    registration: Literal["open", "closed"] = Field(
        default="closed", description="`open`: whoever proves a wallet becomes a participant."
    )
    operator_wallets: str = Field(
        default="", description="Wallets (comma-separated) whose sessions are the operator's: they may do everything."
    )
    session_idle: float = Field(
        default=43_200, ge=300, le=31_536_000, description="Seconds without a request after which a session ends."
    )
    session_lifetime: float = Field(
        default=604_800, ge=300, le=31_536_000, description="Seconds after which a session ends in any case."
    )
    fresh_login: float = Field(
        default=600, ge=60, le=86_400, description="Seconds for which a login is a fresh proof of the wallet."
    )
    wallet_change_delay: float = Field(
        default=86_400, ge=0, le=31_536_000, description="Seconds before another wallet of a participant counts."
    )
    redis_url: SecretStr | None = Field(
        default=None, description="Redis or Valkey in which several servers share the counts of requests."
    )
    reads_per_minute: int = Field(
        default=100, ge=0, le=1_000_000, description="Reads a minute and address (IPv6: /64); 0: no limit."
    )
    writes_per_minute: int = Field(
        default=20, ge=0, le=1_000_000, description="Changes a minute and address; 0: no limit."
    )
    failures_per_minute: int = Field(
        default=10, ge=0, le=1_000_000, description="Wrong keys and failed logins a minute and address; 0: no limit."
    )
    trusted_proxies: str = Field(
        default="", description="Reverse proxies (addresses, CIDR) whose `X-Forwarded-For` and `-Proto` are believed."
    )
    cors_origins: str = Field(
        default="", description="Origins whose pages may call the API with a key, such as `https://stats.example`."
    )
    outgoing_networks: str = Field(
        default="",
        description="Networks beyond the public internet in which the indexer and sources of prices may be (CIDR).",
    )
    keep_raw_days: int | None = Field(default=30, ge=2, description="Days single looks are kept; unset: for ever.")
    keep_1m_days: int | None = Field(default=365, ge=2, description="Days rollups of a minute are kept.")
    keep_5m_days: int | None = Field(default=730, ge=5, description="Days rollups of five minutes are kept.")
    disk_cap_mib: int | None = Field(
        default=None, ge=16, description="MiB the history may take; beyond it the oldest goes, finest first."
    )
    live_max: int = Field(default=2000, ge=1, le=100_000, description="Live feeds (sockets, event streams) in all.")
    live_max_per_user: int = Field(default=50, ge=1, le=100_000, description="Live feeds of one user or key.")
    live_max_per_address: int = Field(
        default=200, ge=1, le=100_000, description="Live feeds from one address (IPv6: one /64)."
    )
    check_open_ports: bool = Field(
        default=True,
        description="Whether ports of agents' workers are asked from outside, once an hour, if they are open to all.",
    )
    metrics_public: bool = Field(default=False, description="Serve `/metrics` without a key.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe line logged."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="Log lines for people or for programs."
    )

    @field_validator("redis_url")
    @classmethod
    def _redis_is_a_url(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(_REDIS):
            raise ValueError("not a URL such as redis://:password@127.0.0.1:6379/0")
        return value

    @field_validator("allowed_worker_networks", "trusted_proxies", "outgoing_networks")
    @classmethod
    def _networks_are_cidr(cls, value: str) -> str:
        AllowedNetworks.parse(value)
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            database_url(value.get_secret_value())
        return value

    @field_validator(*_PARSERS)
    @classmethod
    def _is_written_well(cls, value: str, info: ValidationInfo) -> str:
        _PARSERS[str(info.field_name)](value)
        return value

    @property
    def price_urls(self) -> dict[str, str | None]:
        """The sources of prices by name, best first; None: at its usual address."""
        urls = parse_sources(self.price_sources)
        return {name: self.tonapi_url if name == "tonapi" and url is None else url for name, url in urls.items()}

    @property
    def listings(self) -> tuple[Listing, ...]:
        return parse_listings(self.price_symbols)

    @property
    def currencies(self) -> tuple[str, ...]:
        return parse_currencies(self.price_currencies)

    def symbol_in(self, layout: Format) -> CoinSymbol:
        """How a tax tool knows the coin."""
        return parse_tax_symbols(self.tax_symbols).get(layout) or parse_symbol(self.coin_symbol)

    @property
    def login_terms(self) -> Terms:
        """What is asked of the proof of a wallet."""
        sites = parse_sites(self.login_domains)
        if not sites and is_loopback(self.host):
            sites = local_sites(self.port)
        return Terms(sites, TESTNET if self.ton_network == "testnet" else MAINNET)

    @property
    def session_terms(self) -> SessionTerms:
        idle, lifetime, fresh = (
            timedelta(seconds=span) for span in (self.session_idle, self.session_lifetime, self.fresh_login)
        )
        return SessionTerms(idle, lifetime, fresh, frozenset(parse_wallets(self.operator_wallets)))

    @property
    def live_caps(self) -> Caps:
        return Caps(self.live_max, self.live_max_per_user, self.live_max_per_address)

    @property
    def wallets(self) -> tuple[str, ...]:
        """The pool's payout wallets, canonical."""
        return parse_wallets(self.pool_wallets)

    @property
    def networks(self) -> AllowedNetworks:
        return AllowedNetworks.parse(self.allowed_worker_networks)

    @property
    def proxies(self) -> tuple[str, ...]:
        """Networks of the trusted reverse proxies."""
        return tuple(self.trusted_proxies.replace(",", " ").split())

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins of other servers' pages that may call the API."""
        return parse_origins(self.cors_origins)

    @property
    def outgoing(self) -> AllowedNetworks:
        """Where, beyond the public internet, the chain and the prices may be asked."""
        return AllowedNetworks.parse(self.outgoing_networks)

    @property
    def sqlalchemy_url(self) -> str:
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'cocoonpool.db').resolve()}"

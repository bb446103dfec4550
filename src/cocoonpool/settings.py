"""Every setting, read from `COCOONPOOL_*` (or `COCOONPOOL_*_FILE` for secrets). Only processes read this."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import AwareDatetime, Field, SecretStr, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from cocoonpool.cocoon.networks import DEFAULT_NETWORKS, AllowedNetworks
from cocoonpool.payouts.wallets import parse_wallets
from cocoonpool.rates.coin import DEFAULT_SYMBOL, CoinSymbol, parse_symbol
from cocoonpool.rates.currencies import parse_currencies
from cocoonpool.rates.listings import DEFAULT_LISTINGS, Listing, parse_listings
from cocoonpool.rates.sources import DEFAULT_SOURCES, parse_sources
from cocoonpool.tax.layouts import Format, parse_tax_symbols

# Settings that are small languages: what reads each of them raises ValueError in words.
_PARSERS: Final[Mapping[str, Callable[[str], object]]] = {
    "price_sources": parse_sources,
    "price_currencies": parse_currencies,
    "price_symbols": parse_listings,
    "coin_symbol": parse_symbol,
    "tax_symbols": parse_tax_symbols,
    "pool_wallets": parse_wallets,
}

_PREFIX: Final = "COCOONPOOL_"


class _SecretFile(str):
    """The path of a file that holds the value."""

    __slots__ = ()


class _SecretFiles(PydanticBaseSettingsSource):
    """Gives a key the path in `COCOONPOOL_<FIELD>_FILE`; what validates the field reads it, and can say why not."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        path = os.environ.get(f"{_PREFIX}{field_name.upper()}_FILE")
        return (_SecretFile(path) if path and field_name.endswith("_key") else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """One field per setting; the name in the environment is `COCOONPOOL_` + the field in capitals."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="ignore")

    host: str = Field(default="127.0.0.1", description="Address the HTTP server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port the HTTP server listens on.")
    data_dir: Path = Field(default=Path("data"), description="Folder for the database and the first operator key.")
    database_url: str | None = Field(
        default=None, description="SQLAlchemy URL; default is `cocoonpool.db` in the data folder."
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
    metrics_public: bool = Field(default=False, description="Serve `/metrics` without a key.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe line logged."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="Log lines for people or for programs."
    )

    @field_validator("allowed_worker_networks")
    @classmethod
    def _networks_are_cidr(cls, value: str) -> str:
        AllowedNetworks.parse(value)
        return value

    @field_validator("price_sources", "price_currencies", "price_symbols", "coin_symbol", "tax_symbols", "pool_wallets")
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

    @field_validator("*", mode="before")
    @classmethod
    def _secrets_are_read(cls, value: Any) -> Any:
        if not isinstance(value, _SecretFile):
            return value
        try:
            return Path(value).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"its file cannot be read ({type(error).__name__})") from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _SecretFiles(settings_cls)

    @property
    def wallets(self) -> tuple[str, ...]:
        """The pool's payout wallets, canonical."""
        return parse_wallets(self.pool_wallets)

    @property
    def networks(self) -> AllowedNetworks:
        return AllowedNetworks.parse(self.allowed_worker_networks)

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{(self.data_dir / 'cocoonpool.db').resolve()}"

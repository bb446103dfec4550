"""Every setting, read from `COCOONPOOL_*` (or `COCOONPOOL_*_FILE` for secrets). Only processes read this."""

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cocoonpool.cocoon.networks import DEFAULT_NETWORKS, AllowedNetworks


class Settings(BaseSettings):
    """One field per setting; the name in the environment is `COCOONPOOL_` + the field in capitals."""

    model_config = SettingsConfigDict(env_prefix="COCOONPOOL_", extra="ignore")

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
    discover: str = Field(
        default="on",
        description="With no workers registered, probe `127.0.0.1:12000-12310` in steps of 10. "
        "`off`, or another `host:first-last`.",
    )
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

    @property
    def networks(self) -> AllowedNetworks:
        return AllowedNetworks.parse(self.allowed_worker_networks)

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{(self.data_dir / 'cocoonpool.db').resolve()}"

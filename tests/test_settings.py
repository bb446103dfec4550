"""Settings that a process is started with: secrets in files, wallets in any spelling, and nonsense said by name."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from cocoonpool.settings import Settings
from cocoonpool.ton.address import to_friendly
from tests import make

KEY = "COCOONPOOL_TONCENTER_API_KEY"


def secret(settings: Settings) -> str | None:
    return settings.toncenter_api_key.get_secret_value() if settings.toncenter_api_key else None


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("s3cret\n")
    monkeypatch.setenv(f"{KEY}_FILE", str(tmp_path / "key"))
    settings = Settings()
    assert secret(settings) == "s3cret"
    assert "s3cret" not in repr(settings)
    monkeypatch.setenv(KEY, "nearer")
    assert secret(Settings()) == "nearer"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COINGECKO_API_KEY", "s3cret"),
        ("REDIS_URL", "redis://:s3cret@127.0.0.1/0"),
        ("DATABASE_URL", "postgresql://pool:s3cret@127.0.0.1/pool"),
    ],
)
def test_whatever_may_hold_a_password_may_stand_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    (tmp_path / "secret").write_text(f"{value}\n")
    monkeypatch.setenv(f"COCOONPOOL_{name}_FILE", str(tmp_path / "secret"))
    assert getattr(Settings(), name.lower()).get_secret_value() == value


def test_a_secret_file_that_cannot_be_read_is_said_without_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{KEY}_FILE", "/nowhere/at/all")
    with pytest.raises(ValidationError, match="its file cannot be read") as refused:
        Settings()
    assert refused.value.errors()[0]["loc"] == ("toncenter_api_key",)


def test_only_a_secret_is_read_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COCOONPOOL_HOST_FILE", str(tmp_path))
    assert Settings().host == "127.0.0.1"


def test_a_pool_wallet_is_one_wallet_in_every_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    bouncing = to_friendly(make.ALICE, bounceable=True)
    monkeypatch.setenv("COCOONPOOL_POOL_WALLETS", f" {to_friendly(make.ALICE)}, {bouncing},{make.BOB} ,")
    assert Settings().wallets == (make.ALICE, make.BOB)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POOL_WALLETS", "UQabc"),
        ("POOL_WALLETS_SINCE", "2026-01-01T00:00:00"),
        ("TONCENTER_PER_SECOND", "0"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("TRUSTED_PROXIES", "*"),
        ("OUTGOING_NETWORKS", "10.0.0.1/8"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"COCOONPOOL_{name}", value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert refused.value.errors()[0]["loc"] == (name.lower(),)

"""Secrets of the settings from files: `COCOONPOOL_<FIELD>_FILE` names one, and nothing else of it is ever shown."""

import os
from pathlib import Path
from typing import Any, Final

from pydantic import field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

_PREFIX: Final = "COCOONPOOL_"


class _SecretFile(str):
    """The path of a file that holds the value."""

    __slots__ = ()


class _SecretFiles(PydanticBaseSettingsSource):
    """Gives a secret the path in `COCOONPOOL_<FIELD>_FILE`; what validates the field reads it, and can say why not."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{_PREFIX}{field_name.upper()}_FILE")
        secret = "SecretStr" in str(field.annotation)
        return (_SecretFile(path) if path and secret else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


class EnvironmentSettings(BaseSettings):
    """Fields from `COCOONPOOL_*`; a `SecretStr` also from the file that `COCOONPOOL_*_FILE` names."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="ignore")

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

"""Every setting, read once from the environment (or a `.env` file) and passed on as plain values.

README's table of settings is generated from nothing: a test holds it against this class.
"""

import re
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from unsqueeze.addresses import is_database, is_sandbox, is_web_address


class SettingsError(Exception):
    """A setting cannot be used; the message says what was expected and what came."""


class Settings(BaseSettings):
    """What an operator may set, each as `UNSQUEEZE_` and the field's name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="UNSQUEEZE_",
        env_file=".env",
        # In a compose file, what is not set arrives as nothing.
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    telegram_token: SecretStr | None = Field(
        default=None, description="The bot's token from @BotFather; `unsqueeze bot` needs it."
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="Any Bot API server."
    )
    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("unsqueeze"),
        description="Where the databases and the prepared model live.",
    )
    model_dir: Path | None = Field(
        default=None, description="Where the prepared model lies; the data folder."
    )
    database_url: str | None = Field(
        default=None, description="Where progress is kept; a SQLite file in the data folder."
    )
    sandbox_url: str = Field(
        default="embedded", description="`embedded`, `unix:PATH` or `http://HOST:PORT`."
    )
    webhook_url: str | None = Field(
        default=None, description="Public HTTPS address; set, Telegram pushes instead of polling."
    )
    webhook_listen: str = Field(
        default="127.0.0.1:8443", description="Where the webhook listens, behind your proxy."
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="The secret header Telegram sends; made up at start if unset."
    )
    heartbeat_file: Path | None = Field(
        default=None, description="A file to touch while the bot hears from Telegram."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="`text` for people, `json` for collectors."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least urgent line that is logged."
    )

    @field_validator("sandbox_url")
    @classmethod
    def _known_transport(cls, value: str) -> str:
        if is_sandbox(value):
            return value
        raise ValueError("expected embedded, unix:PATH or http://HOST:PORT")

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None or is_web_address(value):
            return value.rstrip("/") if value else None
        raise ValueError("expected an address that begins with http:// or https://")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str | None) -> str | None:
        if value is None or is_database(value):
            return value
        raise ValueError("expected sqlite:///PATH or postgresql://USER@HOST:PORT/NAME")

    @property
    def progress_url(self) -> str:
        """The database of learners and events."""
        return self.database_url or f"sqlite:///{self.data_dir / 'unsqueeze.sqlite'}"

    @property
    def knowledge_url(self) -> str:
        """The knowledge base: a build product, always a SQLite file."""
        return f"sqlite:///{self.data_dir / 'knowledge.sqlite'}"


def read_settings() -> Settings:
    """Read the environment; one sentence a fault, without the values of secrets."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_fault(dict(found)) for found in error.errors())) from None
    except UnicodeDecodeError as error:
        raise SettingsError(f".env: expected UTF-8, got something else: {error}") from None


def _fault(found: dict[str, object]) -> str:
    location = found["loc"]
    name = (
        "UNSQUEEZE_" + "_".join(str(part) for part in location).upper()
        if isinstance(location, tuple)
        else str(location)
    )
    message = str(found["msg"]).removeprefix("Value error, ")
    shown = "a secret" if "token" in name.lower() or "secret" in name.lower() else found["input"]
    return f"{name}: {message}, got {_without_password(shown)!r}"


def _without_password(value: object) -> object:
    """The value, but for who is named in an address and with which password."""
    if not isinstance(value, str):
        return value
    value = re.sub(r"(?<=password=)[^&]*", "…", value)
    before, at, place = value.rpartition("@")
    scheme, slashes, _ = before.partition("//")
    return f"{scheme if slashes else ''}{slashes}…{at}{place}" if at else value

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

KNOWLEDGE_FILE = "knowledge.sqlite"

# What can stand in an address as one piece: other Bot API servers may have tokens of another form.
_TOKEN = re.compile(r"[A-Za-z0-9:._~+=-]+")
# As the Bot API describes it for `setWebhook`.
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


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
        default=None, description="The secret header Telegram sends; made from the token if unset."
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

    @field_validator("telegram_token")
    @classmethod
    def _like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        # A file that `echo` wrote ends with a line break.
        token = value.get_secret_value().strip() if value else None
        if token is None or _TOKEN.fullmatch(token):
            return SecretStr(token) if token else None
        raise ValueError("expected NUMBER:LETTERS, as @BotFather gives it")

    @field_validator("webhook_secret")
    @classmethod
    def _like_a_webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            return value
        raise ValueError("expected 1 to 256 of A-Z, a-z, 0-9, _ and -")

    @field_validator("log_format", "log_level", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("data_dir", "model_dir", "heartbeat_file")
    @classmethod
    def _with_home(cls, value: Path | None) -> Path | None:
        # A shell replaces ~ by the home folder; `.env` and compose files pass it on.
        try:
            return value.expanduser() if value else None
        except RuntimeError as error:
            raise ValueError(f"expected a path ({error})") from None

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
        if value is None:
            return None
        if not is_database(value) or _is_in_memory(value):
            raise ValueError("expected sqlite:///PATH or postgresql://USER@HOST:PORT/NAME")
        address, question_mark, _ = value.partition("?")
        if value.startswith("postgresql") and address.count("@") > 1:
            raise ValueError("expected one @, before the host; write %40 for one in a password")
        if value.startswith("sqlite") and question_mark:
            raise ValueError("expected a file's path without ?; write %3F for one in its name")
        return value

    @property
    def progress_url(self) -> str:
        """The database of learners and events."""
        return self.database_url or _sqlite_url(self.data_dir / "unsqueeze.sqlite")

    @property
    def knowledge_url(self) -> str:
        """The knowledge base: a build product, always a SQLite file."""
        return _sqlite_url(self.data_dir / KNOWLEDGE_FILE)


def read_settings() -> Settings:
    """Read the environment; one sentence a fault, without the values of secrets."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_fault(dict(found)) for found in error.errors())) from None
    except UnicodeDecodeError as error:
        raise SettingsError(f".env: expected UTF-8, got something else: {error}") from None


class _LogFormat(BaseSettings):
    """`UNSQUEEZE_LOG_FORMAT` alone, for the sentence that says what is wrong with any setting."""

    model_config = Settings.model_config
    log_format: str = "text"


def wanted_log_format() -> str:
    """How an error is to be told, which may be one about the settings themselves."""
    try:
        return _LogFormat().log_format.lower()
    except UnicodeDecodeError:
        return "text"


def _sqlite_url(path: Path) -> str:
    # It brings SQLAlchemy along, which commands without a database need not wait for.
    from database.engine import sqlite_url  # noqa: PLC0415

    return sqlite_url(path)


def _is_in_memory(url: str) -> bool:
    """Whether each connection would find an empty database of its own, and lose it at the end."""
    scheme, _, path = url.partition("://")
    return scheme.startswith("sqlite") and path.partition("?")[0] in {"", "/", "/:memory:"}


def _fault(found: dict[str, object]) -> str:
    location = found["loc"]
    name = (
        "UNSQUEEZE_" + "_".join(str(part) for part in location).upper()
        if isinstance(location, tuple)
        else str(location)
    )
    message = str(found["msg"]).removeprefix("Value error, ")
    is_secret = name.endswith(("TOKEN", "SECRET"))
    got = "something else" if is_secret else repr(_without_password(found["input"]))
    return f"{name}: {message}, got {got}"


def _without_password(value: object) -> object:
    """The value, but for who is named in an address and with which password."""
    if not isinstance(value, str):
        return value
    value = re.sub(r"(?<=password=)[^&]*", "…", value)
    before, at, place = value.rpartition("@")
    scheme, slashes, _ = before.partition("//")
    return f"{scheme if slashes else ''}{slashes}…{at}{place}" if at else value

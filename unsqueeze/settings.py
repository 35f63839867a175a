"""Every setting, read once from the environment (or a `.env` file) and passed on as plain values.

README's table of settings is generated from nothing: a test holds it against this class.
"""

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, PrivateAttr, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from unsqueeze.addresses import is_database, is_sandbox, is_web_address
from unsqueeze.terminal import tell

KNOWLEDGE_FILE = "knowledge.sqlite"
PROGRESS_FILE = "unsqueeze.sqlite"
DEMO_FILE = "demo.sqlite"

# What can stand in an address as one piece: other Bot API servers may have tokens of another form.
_TOKEN = re.compile(r"[A-Za-z0-9:._~+=-]+")
# As the Bot API describes it for `setWebhook`.
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
# A shell takes these away; Docker's `--env-file` passes them on.
_WRAPPED = re.compile(r"""\s.*|.*\s|(['"]).*\1""", re.DOTALL)
_NAME_IN_FILE = re.compile(r"^\s*(?:export\s+)?(UNSQUEEZE_\w+)\s*=", re.MULTILINE | re.IGNORECASE)
# As near as TOKEN is to TELEGRAM_TOKEN; further off, a variable may be for another program.
_MISSPELT_LIKENESS = 0.76
# Of the compose file, and of our tests.
_NO_SETTING = re.compile(r"UNSQUEEZE_(?:DEMO_PORT$|TEST_)")


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
    web_url: str | None = Field(
        default=None, description="Public address of the instructors' web page; set, it is served."
    )
    web_listen: str = Field(
        default="127.0.0.1:8090", description="Where the web page listens, behind your proxy."
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
    # No setting: only the demo has another file than all other commands.
    _progress_file: str = PrivateAttr(PROGRESS_FILE)

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
            path = value.expanduser() if value else None
        except RuntimeError as error:
            raise ValueError(f"expected a path ({error})") from None
        if _WRAPPED.fullmatch(str(path)):
            raise ValueError("expected a path without quotes or spaces around it")
        return path

    @field_validator("sandbox_url")
    @classmethod
    def _known_transport(cls, value: str) -> str:
        if is_sandbox(value):
            return value
        raise ValueError("expected embedded, unix:PATH or http://HOST:PORT")

    @field_validator("telegram_api_url", "webhook_url", "web_url")
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
        if re.match(r"sqlite[^:]*:///~", value):
            raise ValueError("expected a path without ~: write the home folder's own in its place")
        return value

    @property
    def progress_url(self) -> str:
        """The database of learners and events."""
        return self.database_url or _sqlite_url(self.data_dir / self._progress_file)

    @property
    def knowledge_url(self) -> str:
        """The knowledge base: a build product, always a SQLite file."""
        return _sqlite_url(self.data_dir / KNOWLEDGE_FILE)

    def of_demo(self) -> "Settings":
        """The same, but for what was not set: a file of the demo's own, and no everyday lines."""
        quiet = {} if "log_level" in self.model_fields_set else {"log_level": "warning"}
        made = self.model_copy(update=quiet)
        made._progress_file = DEMO_FILE  # noqa: SLF001
        return made


def read_settings() -> Settings:
    """Read the environment; one sentence a fault, without the values of secrets."""
    settings = _read()
    _tell_what_is_passed_over(settings)
    return settings


def _read() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_fault(dict(found)) for found in error.errors())) from None
    except UnicodeDecodeError as error:
        raise SettingsError(f".env: expected UTF-8, got something else: {error}") from None


def _tell_what_is_passed_over(settings: Settings) -> None:
    file = Path(str(Settings.model_config["env_file"]))
    names = set(os.environ)
    if file.is_file():
        names.update(_NAME_IN_FILE.findall(file.read_text("utf-8", errors="replace")))
    elif file.is_dir():
        # Docker makes one where the file that is to be mounted is missing.
        _tell_once(f"{file} is a folder: no setting is read from it", settings.log_format)
    for sentence in _misspelt(names):
        _tell_once(sentence, settings.log_format)


def _misspelt(names: Iterable[str]) -> list[str]:
    """A sentence for each name that is nearly a setting's, where that is not set itself."""
    set_up = {name.upper() for name in names if name.upper().startswith("UNSQUEEZE_")}
    known = {f"UNSQUEEZE_{name.upper()}" for name in Settings.model_fields}
    likely = {
        name: get_close_matches(name, known - set_up, n=1, cutoff=_MISSPELT_LIKENESS)
        for name in sorted(set_up - known)
        if not _NO_SETTING.match(name)
    }
    return [
        f"{name} is no setting and does nothing; is {meant[0]} meant?"
        for name, meant in likely.items()
        if meant
    ]


@cache
def _tell_once(sentence: str, log_format: str) -> None:
    """Some commands read the settings more than once."""
    tell(sentence, "warning", log_format=log_format)


class _LogFormat(BaseSettings):
    """`UNSQUEEZE_LOG_FORMAT` alone, for the sentence that says what is wrong with any setting."""

    model_config = Settings.model_config
    log_format: str = "text"


def wanted_log_format() -> str:
    """How an error is to be told, which may be one about the settings themselves."""
    try:
        return _LogFormat().log_format.lower()
    except (UnicodeDecodeError, OSError):
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
    message = str(found["msg"]).removeprefix("Value error, ").replace("Input should be", "expected")
    got = "something else" if _is_secret(name, found) else repr(_without_password(found["input"]))
    return f"{name}: {message}, got {got}"


def _is_secret(name: str, found: dict[str, object]) -> bool:
    """Of what is no address, nobody knows which part of it is a password."""
    is_address = "://" in str(found["input"])
    return name.endswith(("TOKEN", "SECRET")) or (name.endswith("DATABASE_URL") and not is_address)


def _without_password(value: object) -> object:
    """The value, but for who is named in an address and with which password."""
    if not isinstance(value, str):
        return value
    value = re.sub(r"(password\s*=)[^&]*", r"\1…", value)
    before, at, place = value.rpartition("@")
    scheme, slashes, _ = before.partition("//")
    return f"{scheme if slashes else ''}{slashes}…{at}{place}" if at else value

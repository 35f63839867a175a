"""Settings say what was expected and what came, and never a secret."""

import subprocess
import sys
from pathlib import Path

import pytest

from database.engine import sqlite_path
from unsqueeze.commands.serve import webhook_of
from unsqueeze.settings import Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting but the test's own, and no .env file."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"UNSQUEEZE_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UNSQUEEZE_DATA_DIR", str(tmp_path))

    settings = read_settings()

    assert settings.progress_url == f"sqlite:///{tmp_path}/unsqueeze.sqlite"
    assert settings.knowledge_url == f"sqlite:///{tmp_path}/knowledge.sqlite"
    assert settings.telegram_token is None


def test_one_url_moves_progress_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNSQUEEZE_DATABASE_URL", "postgresql://user@host/tutor")

    assert read_settings().progress_url == "postgresql://user@host/tutor"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("UNSQUEEZE_SANDBOX_URL", "docker", "expected embedded, unix:PATH or http://HOST:PORT"),
        (
            "UNSQUEEZE_SANDBOX_URL",
            "http://[::1",
            "expected embedded, unix:PATH or http://HOST:PORT",
        ),
        ("UNSQUEEZE_WEBHOOK_URL", "example.org", "expected an address that begins with http"),
        ("UNSQUEEZE_TELEGRAM_API_URL", "http://a:b", "expected an address that begins with http"),
        ("UNSQUEEZE_LOG_FORMAT", "xml", "expected 'text' or 'json'"),
        # A shell takes them away; Docker's --env-file passes them on.
        ("UNSQUEEZE_DATA_DIR", '"/x/y"', "expected a path without quotes or spaces around it"),
        ("UNSQUEEZE_HEARTBEAT_FILE", " /x", "expected a path without quotes or spaces around it"),
        ("UNSQUEEZE_MODEL_DIR", "/x ", "expected a path without quotes or spaces around it"),
        ("UNSQUEEZE_DATABASE_URL", "mysql://h/x", "expected sqlite:///PATH or postgresql"),
        ("UNSQUEEZE_DATABASE_URL", "postgresql://h:abc/x", "expected sqlite:///PATH or postgres"),
        ("UNSQUEEZE_DATABASE_URL", "postgres://h/x", "expected sqlite:///PATH or postgresql:"),
        # Of a database in memory, the migrations and the bot would each open their own.
        ("UNSQUEEZE_DATABASE_URL", "sqlite://", "expected sqlite:///PATH or postgresql"),
        ("UNSQUEEZE_DATABASE_URL", "sqlite:///", "expected sqlite:///PATH or postgresql"),
        # Behind two slashes stands a host, and a file has none.
        ("UNSQUEEZE_DATABASE_URL", "sqlite://x.db", "expected sqlite:///PATH or postgresql"),
        ("UNSQUEEZE_DATABASE_URL", "sqlite+aiosqlite://x/y", "expected sqlite:///PATH or postg"),
        ("UNSQUEEZE_DATABASE_URL", "sqlite:///~/x.db", "expected a path without ~"),
        ("UNSQUEEZE_DATABASE_URL", "sqlite:///:memory:", "expected sqlite:///PATH or postgresql"),
        ("UNSQUEEZE_DATABASE_URL", "sqlite:///x.db?mode=ro", "expected a file's path without ?"),
        ("UNSQUEEZE_DATABASE_URL", "sqlite:///x.db?timeout=a", "expected a file's path without ?"),
    ],
)
def test_a_fault_names_setting_expectation_and_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as fault:
        read_settings()

    assert name in str(fault.value)
    assert expected in str(fault.value)
    assert repr(value) in str(fault.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////srv/a:b/x.sqlite",
        "sqlite:////srv/a@b@c.sqlite",
        "postgresql://user:p#/s%40s@host:5432/name",
        "postgresql://user@host/name?options=a@b",
        "postgresql+psycopg://[::1]:5432/name",
        "postgresql:///name?host=/run/postgresql",
    ],
)
def test_any_database_that_could_be_opened_is_taken(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("UNSQUEEZE_DATABASE_URL", url)

    assert read_settings().progress_url == url


def test_a_database_s_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNSQUEEZE_DATABASE_URL", "postgres://user:can@ary@host/x?password=canary")

    with pytest.raises(SettingsError) as fault:
        read_settings()

    assert "'postgres://…@host/x?password=…'" in str(fault.value)


@pytest.mark.parametrize(
    "value",
    [
        "host=h password = canary dbname=x",
        "postgresql:user:canary",
        "sqlite+pysqlcipher://:canary@/x.db",
        "mysql://h/x?password = canary",
    ],
)
def test_nor_is_that_of_a_database_s_address_in_another_form(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("UNSQUEEZE_DATABASE_URL", value)

    with pytest.raises(SettingsError, match="UNSQUEEZE_DATABASE_URL: expected sqlite") as fault:
        read_settings()

    assert "canary" not in str(fault.value)


def test_a_password_with_an_at_sign_is_asked_to_be_written_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SQLAlchemy ends the password at the first @, so the rest would be shown as the host."""
    monkeypatch.setenv("UNSQUEEZE_DATABASE_URL", "postgresql://u:sec@canary@127.0.0.1:5/db")

    with pytest.raises(SettingsError, match="write %40") as fault:
        read_settings()

    assert "canary" not in str(fault.value)


@pytest.mark.parametrize("name", ["a?b%c d", "a#b", "50%", "ä@b:c"])
def test_any_folder_may_hold_the_databases(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    """What means something in a URL is a letter like any other in a folder's name."""
    monkeypatch.setenv("UNSQUEEZE_DATA_DIR", str(tmp_path / name))

    settings = read_settings()

    assert sqlite_path(settings.progress_url) == tmp_path / name / "unsqueeze.sqlite"
    assert sqlite_path(settings.knowledge_url) == tmp_path / name / "knowledge.sqlite"


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A shell expands it, but `.env` and a compose file pass it on as it stands."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("DATA_DIR", "MODEL_DIR", "HEARTBEAT_FILE"):
        monkeypatch.setenv(f"UNSQUEEZE_{name}", "~/here")

    settings = read_settings()

    here = tmp_path / "here"
    assert [settings.data_dir, settings.model_dir, settings.heartbeat_file] == [here] * 3


def test_the_home_folder_of_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNSQUEEZE_DATA_DIR", "~nobody-of-this-name/here")

    with pytest.raises(SettingsError, match="UNSQUEEZE_DATA_DIR: expected a path"):
        read_settings()


MISSPELT = {
    "DATA": "DATA_DIR",
    "LOGLEVEL": "LOG_LEVEL",
    "TELEGRAM_TOKN": "TELEGRAM_TOKEN",
    "TOKEN": "TELEGRAM_TOKEN",
}


def test_a_misspelt_setting_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The demo would start in the place of the bot, and nobody know why."""
    monkeypatch.setenv("UNSQUEEZE_TELEGRAM_TOKN", "4242:canary")
    monkeypatch.setenv("UNSQUEEZE_TOKEN", "4242:canary")
    monkeypatch.setenv("UNSQUEEZE_DATA", "x")
    (tmp_path / ".env").write_text("# UNSQUEEZE_LOG_FORMATS=x\nUNSQUEEZE_LOGLEVEL=debug\n")

    read_settings()

    read_settings()

    assert capsys.readouterr().err.splitlines() == [
        f"UNSQUEEZE_{wrong} is no setting and does nothing; is UNSQUEEZE_{right} meant?"
        for wrong, right in MISSPELT.items()
    ]


def test_what_is_like_no_setting_or_beside_the_right_one_is_not_spoken_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The compose file and the tests have variables of their own."""
    for name in ("DEMO_PORT", "GVISOR_RUNTIME", "TEST_SANDBOX_URL", "TEST_THOROUGH", "SCREENSHOTS"):
        monkeypatch.setenv(f"UNSQUEEZE_{name}", "1")
    monkeypatch.setenv("UNSQUEEZE_TELEGRAM_TOKEN", "4242:abc")
    monkeypatch.setenv("UNSQUEEZE_TELEGRAM_TOKEN2", "4242:abc")
    monkeypatch.setenv("unsqueeze_log_level", "debug")

    assert read_settings().log_level == "debug"

    assert capsys.readouterr().err == ""


def test_a_folder_in_the_place_of_the_file_of_settings_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Docker makes one where a file that is to be mounted is missing."""
    (tmp_path / ".env").mkdir()

    read_settings()

    assert capsys.readouterr().err == ".env is a folder: no setting is read from it\n"


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"UNSQUEEZE_LOG_LEVEL=\xff")

    with pytest.raises(SettingsError, match=r"\.env: expected UTF-8"):
        read_settings()


def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    """How to tell it is a setting too, which would stand in the same file."""
    (tmp_path / ".env").symlink_to("/proc/self/mem")

    done = subprocess.run(
        [sys.executable, "-m", "unsqueeze", "stats"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (2, "unsqueeze: Input/output error\n")


def test_a_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNSQUEEZE_TELEGRAM_TOKEN", "123:canary")

    assert "canary" not in repr(read_settings())


@pytest.mark.parametrize("token", ["  ", '"1:canary"', "1:can ary", "1/canary", "1:can\tary"])
def test_what_no_token_can_be_is_refused_before_telegram_is_asked(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("UNSQUEEZE_TELEGRAM_TOKEN", token)

    with pytest.raises(SettingsError, match="UNSQUEEZE_TELEGRAM_TOKEN: expected NUMBER:") as fault:
        read_settings()

    assert "canary" not in str(fault.value)


def test_a_token_may_end_with_its_file_s_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """`echo` into a secret file adds a line break, which an HTTP client would refuse."""
    monkeypatch.setenv("UNSQUEEZE_TELEGRAM_TOKEN", " 4242:AA_b-c\n")

    token = read_settings().telegram_token

    assert token is not None
    assert token.get_secret_value() == "4242:AA_b-c"


@pytest.mark.parametrize("secret", ["canary ä", "canary!", "x" * 257])
def test_a_webhook_s_secret_is_one_that_telegram_takes(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("UNSQUEEZE_WEBHOOK_SECRET", secret)

    with pytest.raises(SettingsError, match="UNSQUEEZE_WEBHOOK_SECRET: expected 1 to") as fault:
        read_settings()

    assert "canary" not in str(fault.value)


@pytest.mark.parametrize(
    ("listen", "host", "port"), [("[::1]:8443", "::1", 8443), (":9", "127.0.0.1", 9)]
)
def test_where_a_webhook_listens_is_read(
    monkeypatch: pytest.MonkeyPatch, listen: str, host: str, port: int
) -> None:
    monkeypatch.setenv("UNSQUEEZE_WEBHOOK_URL", "https://example.org/hook")
    monkeypatch.setenv("UNSQUEEZE_WEBHOOK_LISTEN", listen)

    webhook = webhook_of(read_settings())

    assert webhook is not None
    assert (webhook.host, webhook.port) == (host, port)


def test_how_lines_are_logged_may_be_written_in_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNSQUEEZE_LOG_LEVEL", "INFO")
    monkeypatch.setenv("UNSQUEEZE_LOG_FORMAT", "JSON")

    settings = read_settings()

    assert (settings.log_level, settings.log_format) == ("info", "json")


def test_a_dotenv_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("UNSQUEEZE_TELEGRAM_TOKEN=123:from-file\n")

    token = read_settings().telegram_token

    assert token is not None
    assert token.get_secret_value() == "123:from-file"

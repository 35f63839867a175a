"""Settings say what was expected and what came, and never a secret."""

from pathlib import Path

import pytest

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
        ("UNSQUEEZE_LOG_FORMAT", "xml", "'text' or 'json'"),
        ("UNSQUEEZE_DATABASE_URL", "foo", "expected sqlite:///PATH or postgresql://USER@HOST"),
        ("UNSQUEEZE_DATABASE_URL", "mysql://h/x", "expected sqlite:///PATH or postgresql"),
        ("UNSQUEEZE_DATABASE_URL", "postgresql://h:abc/x", "expected sqlite:///PATH or postgres"),
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
        "sqlite:///:memory:",
        "sqlite:////srv/a:b/x.sqlite",
        "postgresql://user:p#/s@s@host:5432/name",
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


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"UNSQUEEZE_LOG_LEVEL=\xff")

    with pytest.raises(SettingsError, match=r"\.env: expected UTF-8"):
        read_settings()


def test_a_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNSQUEEZE_TELEGRAM_TOKEN", "123:canary")

    assert "canary" not in repr(read_settings())


def test_a_dotenv_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("UNSQUEEZE_TELEGRAM_TOKEN=123:from-file\n")

    token = read_settings().telegram_token

    assert token is not None
    assert token.get_secret_value() == "123:from-file"

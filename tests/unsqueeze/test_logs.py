"""No secret reaches a log line, wherever it hides."""

import logging

import pytest
import structlog

from unsqueeze import logs
from unsqueeze.settings import Settings

CANARY = "123456:canary-token"


@pytest.fixture(params=["text", "json"])
def configured(request: pytest.FixtureRequest) -> None:
    logs.configure(Settings.model_validate({"telegram_token": CANARY, "log_format": request.param}))


@pytest.mark.usefixtures("configured")
def test_a_token_is_hidden_in_messages_values_and_tracebacks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure(Settings.model_validate({"telegram_token": CANARY}))
    log = structlog.get_logger("test")

    log.info(f"polling https://api.telegram.org/bot{CANARY}/getUpdates", url={"path": CANARY})
    logging.getLogger("library").warning("failed at %s", CANARY)
    try:
        raise ValueError(f"cannot reach bot{CANARY}")
    except ValueError:
        log.exception("poll_failed")

    shown = capsys.readouterr().err
    assert "canary" not in shown
    assert shown.count(logs.HIDDEN) >= 4


@pytest.mark.usefixtures("configured")
def test_request_lines_of_httpx_are_silent(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot1:x/getMe")

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("library", ["aiosqlite", "sqlalchemy.engine", "telegram.ext", "asyncio"])
def test_at_debug_no_library_tells_what_learners_wrote(
    library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(Settings.model_validate({"log_level": "debug"}))

    logging.getLogger(library).debug("INSERT INTO inbox VALUES ('my own words')")
    logging.getLogger("tutor.conversation.ask").debug("ours")

    shown = capsys.readouterr().err
    assert "ours" in shown
    assert "my own words" not in shown

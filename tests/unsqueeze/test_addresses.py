"""Where services are found, as people type it."""

import pytest
import typer

from unsqueeze.addresses import is_web_address, parse_host, parse_listen, parse_sandbox


@pytest.mark.parametrize(
    "text",
    [
        "",
        "embedded",
        "unix:/run/sandbox.sock",
        "http://127.0.0.1:8060",
        "https://user:secret@sandbox.example/below",
        "http://[::1]:8060",
    ],
)
def test_a_sandbox_may_be_there(text: str) -> None:
    """Nothing at all is what a script gives where a variable is not set."""
    assert parse_sandbox(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "foo",
        "unix:",
        "http://",
        "https://",
        "http://[::1",
        "http://localhost:99999",
        "http://localhost:abc",
        "http://..:80",
        f"http://{'a' * 300}.x:1",
        "http://localhost:1/€",
        "HTTP://localhost:1",
    ],
)
def test_no_sandbox_could_be_there(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="expected embedded, unix:PATH") as refused:
        parse_sandbox(text)

    assert repr(text) in refused.value.message


@pytest.mark.parametrize("text", ["127.0.0.1:8060", ":0", "[::1]:80", "unix:a", "unix:/x:1"])
def test_a_service_may_listen_there(text: str) -> None:
    assert parse_listen(text) == text


@pytest.mark.parametrize(
    "text", ["", "foo", "80", "unix:", "a:", "a:-1", "a:65536", "a:٣", "a..b:1", "\udcff:1"]
)
def test_no_service_could_listen_there(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="expected unix:PATH or HOST:PORT, got"):
        parse_listen(text)


def test_a_host_is_one_that_can_be_looked_up() -> None:
    assert parse_host("::1") == "::1"
    with pytest.raises(typer.BadParameter, match="expected a name or an address"):
        parse_host("a" * 300)


def test_an_address_on_the_web_may_be_in_any_script() -> None:
    assert is_web_address("https://bücher.example/path")
    assert not is_web_address("https://bücher.example:99999")

"""Requests to the Bot API go through the proxy that the environment names, or say why not."""

import sys

import pytest

from bot.intake.requests import BotError, UnusableProxy, polling, sending
from unsqueeze.faults import is_operators

API = "https://api.telegram.org"
VARIABLES = ("all_proxy", "http_proxy", "https_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "http://127.0.0.1:9", "127.0.0.1:9"])
async def test_a_proxy_of_the_environment_is_taken(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)

    for request in (sending(API), polling(API, longest_seconds=1)):
        await request.shutdown()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ALL_PROXY", "socks://ada:sesame@127.0.0.1:9", "got socks://"),
        ("all_proxy", "socks4://127.0.0.1:9", "got socks4://"),
        ("HTTPS_PROXY", "http://ada:sesame@proxy:port", "got one that cannot be read"),
        ("http_proxy", "ada:sesame@proxy:port", "got one that cannot be read"),
        ("NO_PROXY", "localhost,[::1]", "without brackets"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_told_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)

    for opened in (lambda: sending(API), lambda: polling(API, longest_seconds=1)):
        with pytest.raises(UnusableProxy) as refused:
            opened()
        sentence = str(refused.value)

        assert sentence.startswith(f"{name}: expected ")
        assert said in sentence
        assert "sesame" not in sentence
        assert is_operators(refused.value)


def test_a_socks_proxy_without_its_package_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "socksio", None)

    with pytest.raises(BotError, match=r"^ALL_PROXY: .*pip install 'httpx\[socks\]'"):
        sending(API)


async def test_a_server_on_this_machine_needs_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:9")

    await sending("http://127.0.0.1:8081").shutdown()

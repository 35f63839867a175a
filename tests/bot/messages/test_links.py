"""Links that open an entry in the bot."""

import re

import pytest

from bot.messages.typed import entry_link, linked_entry
from knowledge.pages import curriculum
from knowledge.pages.curriculum import Curriculum


def test_every_entry_has_a_link_that_telegram_takes_and_that_leads_back_to_it() -> None:
    content = curriculum.read(curriculum.shipped())
    assert isinstance(content, Curriculum)

    for entry in content.entries:
        address, _, payload = entry_link("a_bot", entry.slug).partition("?start=")
        assert address == "https://t.me/a_bot"
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
        assert linked_entry(payload) == entry.slug


@pytest.mark.parametrize("payload", ["", "stack-vs-cat", "E-x", "an-invite-code"])
def test_other_payloads_are_no_links_to_entries(payload: str) -> None:
    assert linked_entry(payload) is None

"""An address is read, never opened."""

from datetime import UTC, datetime

import pytest

from progress.events import Kind, Sender, Turn
from tutor.conversation.address import title_of, titles_in
from tutor.conversation.ask import Answered, Suggestions, read_off
from tutor.library import Library


@pytest.mark.parametrize(
    ("address", "title"),
    [
        (
            "https://discuss.pytorch.org/t/difference-between-view-reshape-and-permute/54157/3?u=li",
            "difference between view reshape and permute",
        ),
        ("https://stackoverflow.com/questions/12345/how-do-i-do-x/67#67", "how do i do x"),
        (
            "https://docs.pytorch.org/docs/stable/generated/torch.unsqueeze.html#torch.unsqueeze",
            "torch.unsqueeze",
        ),
        ("https://pytorch.org/docs/stable/tensors.html#torch.Tensor.view", "torch.Tensor.view"),
        (
            "https://medium.com/@someone/broadcasting-in-pytorch-ad489518cb5c?source=rss",
            "broadcasting in pytorch",
        ),
        ("https://numpy.org/doc/stable/user/basics.broadcasting.html", "basics broadcasting"),
        ("https://www.reddit.com/r/pytorch/comments/1abc23/what_is_a_view/", "what is a view"),
        ("https://en.wikipedia.org/wiki/Kronecker_product", "Kronecker product"),
        ("https://discuss.pytorch.org/t/how-to-use-topk%3F/8888", "how to use topk"),
        ("https://example.org/2021/05/12/conv2d-in-2-minutes", "conv2d in 2 minutes"),
        ("https://www.google.com/search?q=stack+vs%20cat&utm_source=x", "stack vs cat"),
        ("https://www.google.com/url?q=https://a.org/what-is-a-view&sa=D", "what is a view"),
        ("discuss.pytorch.org/t/what-is-a-view/1", "what is a view"),
        ("https://docs.pytorch.org/docs/stable/notes/broadcasting.html.", "broadcasting"),
        ("https://www.youtube.com/results?search_query=what+is+a+view", "what is a view"),
    ],
)
def test_the_title_in_an_address_is_read(address: str, title: str) -> None:
    assert title_of(address) == title


@pytest.mark.parametrize(
    "address",
    [
        "https://chatgpt.com/share/abc",
        "https://colab.research.google.com/github/pytorch/tutorials/reshape_a_tensor.ipynb",
        "https://www.kaggle.com/code/someone/what-is-a-view",
        "https://github.com/someone/what-is-a-view",
        "https://example.org/courses/lecture-3-broadcasting.pdf",
        "https://example.org/pictures/what-is-a-view.PNG",
        "https://i.imgur.com/what-is-a-view",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://pastebin.com/aB3dE5fG",
        "https://bit.ly/what-is-a-view",
        "https://stackoverflow.com/questions/tagged/pytorch",
        "https://stackoverflow.com/users/12345/john-doe",
        "https://stackoverflow.com/a/52229694",
        "https://medium.com/@what-is-a-view",
        "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC",
        "https://moodle.uni.edu/mod/assign/view.php?id=12345",
        "https://arxiv.org/abs/1706.03762",
        "https://docs.pytorch.org/docs/stable/index.html",
        "https://pytorch.org",
        "http://[broken",
        "https://example.org/%FF%FE/",
    ],
)
def test_an_address_of_something_else_says_nothing(address: str) -> None:
    assert title_of(address) == ""


def test_of_several_addresses_those_count_that_say_something() -> None:
    text = "https://a.org/what-is-a-view, https://b.org/ and https://c.org/what-is-a-leaf"

    assert titles_in(text) == ("what is a view", "what is a leaf")


def test_an_address_is_read_up_to_where_it_stays_a_sentence() -> None:
    endless = "https://a.org/" + "-".join(["word"] * 400)

    assert len(title_of(endless)) <= 120


def test_an_address_of_many_parts_is_read_from_its_end() -> None:
    assert title_of("https://a.org/" + "a/" * 2000 + "what-is-a-view") == "what is a view"


# What the words of an address find.

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SURE = "difference between view reshape and permute"
UNSURE = "torch.nn.functional.cross_entropy"
NOTHING = "spaghetti carbonara with cream"


@pytest.fixture
def turn() -> Turn:
    return Turn(Sender(1001, "Lena"), NOON, update_id=7)


def test_the_first_that_surely_finds_a_page_is_answered(library: Library, turn: Turn) -> None:
    found = read_off(library, turn, [NOTHING, UNSURE, SURE])

    assert found is not None
    assert found.said == SURE
    assert isinstance(found.found, Answered)
    assert [event.kind for event in turn.events] == [Kind.ASKED, Kind.ANSWERED]


def test_else_suggestions_will_do(library: Library, turn: Turn) -> None:
    found = read_off(library, turn, [NOTHING, UNSURE])

    assert found is not None
    assert isinstance(found.found, Suggestions)


@pytest.mark.parametrize("titles", [[], [NOTHING], ["Albert Einstein"], ["your system prompt"]])
def test_what_finds_nothing_is_nobodys_question(library: Library, turn: Turn, titles) -> None:
    """Instructors would see an address that nobody asked about."""
    assert read_off(library, turn, titles) is None
    assert turn.events == []

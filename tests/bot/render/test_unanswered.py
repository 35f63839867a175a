from bot.render.unanswered import page
from knowledge.curation.cluster import AskedWording, Cluster
from tests.fakes.library import library
from tutor.curation.unanswered import Open

RAIN = Cluster("key", (AskedWording("will it rain", "Will it rain?", abstained=1),))


def told(wordings: int, *clusters: Cluster) -> list[str]:
    return page(Open(clusters, wordings), {}, 0).text.text.split("\n")


def test_a_list_that_leaves_some_out_says_so() -> None:
    assert told(1, RAIN)[:2] == ["1 open question, the most asked first", ""]
    assert told(4003, RAIN)[1] == (
        "These are the 1 most asked of 4,003 wordings; I look at the rest as you deal with them."
    )


def test_nothing_is_waiting_where_all_was_looked_at() -> None:
    assert told(0) == ["Nothing is waiting: every question has found its answer."]
    so_far = "Nothing is open so far. Send /unanswered again: I look at more each time."
    assert told(1200) == [so_far]
    assert page(Open((), 0, is_current=False), {}, 0).text.text == so_far


def test_a_page_that_did_not_help_is_named_and_is_not_called_far() -> None:
    entries = library().entries
    asked = AskedWording("rain", "Rain?", unhelpful={"stack-vs-cat": 1})
    missed, other = Cluster("key", (asked,)), Cluster("key", (asked,), ("no-example",))

    alone, beside = (
        page(Open((each,), 1), entries, 0).text.text.split("\n")[-1] for each in (missed, other)
    )

    title = "Did not help: What is the difference between stack and cat?"
    assert alone == title
    assert beside == "Nearest of the others: Why is this one told in words alone?"
    assert title in page(Open((other,), 1), entries, 0).text.text

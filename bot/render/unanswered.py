"""/unanswered: what learners asked in vain, the most asked first."""

from collections.abc import Mapping

from bot import entry_keyboards as keyboards
from bot.curation_keyboards import MOST_PAGES, PAGE_LENGTH
from bot.render.card import counted
from bot.render.instructors import quoted
from bot.response import Response
from bot.styled import Styled, bold, paragraphs, plain, stacked
from knowledge.curation.cluster import Cluster
from knowledge.curation.version import Published
from knowledge.entry import Entry
from tutor.open_questions import Open
from tutor.unanswered import AsksAlready

OTHERS = 2


def page(asked: Open, entries: Mapping[str, Entry], number: int) -> Response:
    """One page, or the last one where there are fewer by now."""
    found = asked.clusters
    if not found:
        return Response(plain(_nothing(asked)))
    pages = min(-(-len(found) // PAGE_LENGTH), MOST_PAGES)
    here = min(number, pages - 1)
    start = here * PAGE_LENGTH
    numbered = list(enumerate(found[start : start + PAGE_LENGTH], start=start + 1))
    where = f" ({here + 1} of {pages})" if pages > 1 else ""
    title = bold(f"{counted(len(found), 'open question')}, the most asked first{where}")
    shown = [(place, cluster, nearest(cluster, entries)) for place, cluster in numbered]
    head = stacked(title, plain(_left_out(asked)))
    told = (_cluster(place, cluster, _place(cluster, entries)) for place, cluster in numbered)
    text = paragraphs(head, *told)
    return Response(text, keyboards.unanswered(shown, here, pages))


def _nothing(asked: Open) -> str:
    """Say that nothing is open, or not among what has been looked at."""
    if asked.wordings or not asked.is_current:
        return "Nothing is open so far. Send /unanswered again: I look at more each time."
    return "Nothing is waiting: every question has found its answer."


def _left_out(asked: Open) -> str:
    """Say that there are others, where only the most asked wordings are told.

    Entries may answer those by now: they have not been looked at.
    """
    told = sum(len(cluster.asked) for cluster in asked.clusters)
    if asked.wordings <= told:
        return ""
    return (
        f"These are the {told} most asked of {asked.wordings:,} wordings; "
        "I look at the rest as you deal with them."
    )


def nearest(cluster: Cluster, entries: Mapping[str, Entry]) -> Entry | None:
    """The entry that it most likely belongs to."""
    return next((entries[slug] for slug in cluster.proposed if slug in entries), None)


def merged(outcome: Published, cluster: Cluster | None, entry: Entry) -> Response:
    """What was added to which entry, and the way back."""
    told = f"Added {_wordings(cluster) if cluster else 'it'} to {quoted(entry.question)}."
    return Response(plain(told), keyboards.changed(outcome.version))


def dismissed(cluster: Cluster) -> Response:
    """What is off the list, whose numbers have moved up, and the way back."""
    told = f"Dismissed {_wordings(cluster)}. It comes back once somebody asks it again."
    return Response(plain(told), keyboards.dismissed(cluster))


def reopened(cluster: Cluster) -> Response:
    return Response(plain(f"Back on the list of /unanswered: {_wordings(cluster)}."))


def _wordings(cluster: Cluster) -> str:
    others = len(cluster.asked) - 1
    more = f" and {counted(others, 'more wording')}" if others else ""
    return f"{quoted(cluster.title)}{more}"


def asks_already(outcome: AsksAlready, entry: Entry | None) -> Response:
    """Nothing was added."""
    name = quoted(entry.question) if entry else outcome.slug
    return Response(
        plain(f"Nothing was added: that wording asks for {name} already."),
        keyboards.opener(outcome.slug),
    )


def _place(cluster: Cluster, entries: Mapping[str, Entry]) -> str:
    """Where it may belong, and where it surely does not."""
    near = nearest(cluster, entries)
    missed = [
        entries[slug].question
        for slug in cluster.unhelpful
        if slug in entries and slug not in cluster.proposed
    ]
    if not missed:
        return f"Nearest: {near.question}" if near else "No entry is near."
    others = f"Nearest of the others: {near.question}" if near else ""
    return "\n".join(filter(None, (f"Did not help: {' · '.join(missed)}", others)))


def _cluster(number: int, cluster: Cluster, place: str) -> Styled:
    others = ", ".join(quoted(each.spelled) for each in cluster.asked[1 : 1 + OTHERS])
    left = len(cluster.asked) - 1 - OTHERS
    more = f" and {left} more" if left > 0 else ""
    return stacked(
        bold(f"{number}. {quoted(cluster.title)} ×{cluster.times}"),
        plain(f"also {others}{more}" if others else ""),
        plain(signs(cluster)),
        plain(place),
    )


def signs(cluster: Cluster) -> str:
    """How the questions came onto the list."""
    counts = (
        (cluster.abstained, "not known"),
        (cluster.declined, "none of these"),
        (sum(cluster.chosen.values()), "chosen from suggestions"),
        (sum(cluster.unhelpful.values()), "not helpful"),
    )
    return " · ".join(f"{count} {sign}" for count, sign in counts if count)

"""Buttons for entries that are there, and for what was asked in vain."""

from collections.abc import Mapping, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.buttons.curation import (
    AnswerCluster,
    AskRetire,
    DismissCluster,
    EditEntry,
    MergeCluster,
    Restore,
    Retire,
    ReturnTo,
    Settle,
    ShowConflict,
    ShowHeld,
    ShowHistory,
    ShowUnanswered,
    ShowVersions,
    Undo,
    UndoDismissal,
)
from bot.buttons.draft_keyboards import button, paging
from bot.buttons.learners import Row, keyboard
from bot.sending.splitting import clipped
from knowledge.curation.cluster import Cluster
from knowledge.curation.version import Action, Version
from knowledge.pages.entry import Entry, Status
from tutor.curation.desk import Held

NAME_LENGTH = 40
IN_A_ROW = 3


def unanswered(
    shown: Sequence[tuple[int, Cluster, Entry | None]], page: int, pages: int
) -> InlineKeyboardMarkup:
    """Under a page of clusters, each with its number and the entry it may belong to."""
    rows: list[Row] = []
    for number, cluster, nearest in shown:
        if nearest is not None:
            caption = f"{number}. Add to “{clipped(nearest.question, NAME_LENGTH)}”"
            rows.append([button(caption, MergeCluster(page, cluster.key, nearest.slug))])
        rows.append(
            [
                button(f"{number}. Answer", AnswerCluster(cluster.key)),
                button(f"{number}. Dismiss", DismissCluster(page, cluster.key)),
            ]
        )
    return keyboard(*rows, paging(page, pages, ShowUnanswered))


def dismissed(cluster: Cluster) -> InlineKeyboardMarkup:
    return keyboard([button("↩ Undo", UndoDismissal(cluster.key))])


def held(found: Held) -> InlineKeyboardMarkup:
    """What an instructor may do to an entry."""
    slug, number = found.entry.slug, found.number
    is_retired = found.entry.status is Status.RETIRED
    change = (
        button("Serve again", Restore(number, slug))
        if is_retired
        else button("Retire", AskRetire(number, slug))
    )
    past = [
        button("↩ Undo", Undo(number, slug)),
        *([_redo(found.head)] if found.head and found.head.action is Action.UNDONE else []),
        button("History", ShowHistory(slug)),
    ]
    conflict = [button("⚠ See what the release has", ShowConflict(slug))]
    return keyboard(
        [button("✏ Edit", EditEntry(slug)), change],
        past if found.head else [],
        conflict if found.conflict else [],
    )


def ask_retire(slug: str, number: int) -> InlineKeyboardMarkup:
    return keyboard([button("Retire it", Retire(number, slug)), button("Leave it", ShowHeld(slug))])


def changed(
    version: Version, *, is_there: bool = True, serve_again: bool = False
) -> InlineKeyboardMarkup:
    """Under the word that something has been done."""
    undo = button("↩ Undo", Undo(version.number, version.slug))
    serving = [button("Serve again", Restore(version.number, version.slug))]
    return keyboard([undo, *_open(version.slug, is_there=is_there)], serving if serve_again else [])


def undone(version: Version, *, is_there: bool) -> InlineKeyboardMarkup:
    """Under the word that a change was taken back: another undoing would go further back."""
    return keyboard([_redo(version), *_open(version.slug, is_there=is_there)])


def opener(slug: str) -> InlineKeyboardMarkup:
    return keyboard(_open(slug))


def openers(found: Sequence[Entry]) -> InlineKeyboardMarkup:
    """One entry a row."""
    return keyboard(*([button(each.question, ShowHeld(each.slug))] for each in found))


def history(
    head: Version, earlier: Sequence[int], page: int, pages: int, *, is_there: bool
) -> InlineKeyboardMarkup:
    """Under a page of versions: those that may hold again, by number; 0 is what ships."""
    slug = head.slug
    back = [
        button(f"Restore {number}" if number else "As it shipped", _to(head, number))
        for number in earlier
    ]
    rows = [back[place : place + IN_A_ROW] for place in range(0, len(back), IN_A_ROW)]
    turning = paging(page, pages, lambda number: ShowVersions(number, slug))
    return keyboard(*rows, turning, _open(slug, is_there=is_there))


def conflicts(found: Mapping[str, str], alike: Mapping[str, str]) -> InlineKeyboardMarkup:
    """One conflict a row, by slug and title; then entries that ask alike."""
    settling = ([button(title, ShowConflict(slug))] for slug, title in found.items())
    opening = ([button(name, ShowHeld(slug))] for slug, name in alike.items())
    return keyboard(*settling, *opening)


def settle(slug: str, number: int, *, ships: bool) -> InlineKeyboardMarkup:
    taking = "Take the new one" if ships else "Take it out"
    return keyboard(
        [
            button("Keep ours", Settle(True, number, slug)),
            button(taking, Settle(False, number, slug)),
        ]
    )


def _open(slug: str, *, is_there: bool = True) -> Row:
    return [button("Open the entry", ShowHeld(slug))] if is_there else []


def _to(head: Version, target: int) -> ReturnTo:
    return ReturnTo(head.number, target, head.slug)


def _redo(undone: Version) -> InlineKeyboardButton:
    return button("↪ Redo", _to(undone, undone.number - 1))

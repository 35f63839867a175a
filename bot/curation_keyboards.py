"""The buttons of instructors. What each says is packed by `bot.curation_codec`."""

from collections.abc import Mapping, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.curation_codec import CurationPress, pack
from bot.draft_presses import (
    AnswerCluster,
    AskDiscard,
    AskTopic,
    Discard,
    DropPart,
    EditEntry,
    FinishPart,
    OpenDraft,
    Publish,
    PutAside,
    Rebase,
    RunDraft,
    SetTopic,
    ShowDrafts,
    UnfoldDraft,
    WritePart,
)
from bot.entry_presses import (
    AskRetire,
    DismissCluster,
    MergeCluster,
    Restore,
    Retire,
    ReturnTo,
    Settle,
    ShowClash,
    ShowHeld,
    ShowHistory,
    ShowUnanswered,
    ShowVersions,
    Undo,
)
from bot.graphemes import clipped
from bot.keyboards import CAPTION_LENGTH
from knowledge.curation.cluster import Cluster
from knowledge.curation.draft import OPTIONAL, Draft, Step
from knowledge.curation.version import Action, Version
from knowledge.entry import Entry, Status
from tutor.desk import Held

PAGE_LENGTH = 5
# So many pages have a number that a button can carry.
MOST_PAGES = 99
NAME_LENGTH = 40
IN_A_ROW = 3

Row = list[InlineKeyboardButton]


def unanswered(
    shown: Sequence[tuple[int, Cluster, Entry | None]], page: int, pages: int
) -> InlineKeyboardMarkup:
    """Under a page of clusters, each with its number and the entry it may belong to."""
    rows: list[Row] = []
    for number, cluster, nearest in shown:
        if nearest is not None:
            caption = f"{number}. Add to “{clipped(nearest.question, NAME_LENGTH)}”"
            rows.append([_button(caption, MergeCluster(page, cluster.key, nearest.slug))])
        rows.append(
            [
                _button(f"{number}. Answer", AnswerCluster(cluster.key)),
                _button(f"{number}. Dismiss", DismissCluster(page, cluster.key)),
            ]
        )
    return InlineKeyboardMarkup([*rows, *_paging(page, pages, ShowUnanswered)])


def drafts(
    shown: Sequence[tuple[int, Draft]], page: int, pages: int
) -> InlineKeyboardMarkup | None:
    """Under a page of drafts, each with its number."""
    rows = [
        [
            _button(f"{number}. Open", OpenDraft(draft.id)),
            _button(f"{number}. Discard", AskDiscard(draft.id)),
        ]
        for number, draft in shown
        if draft.id is not None
    ]
    return InlineKeyboardMarkup([*rows, *_paging(page, pages, ShowDrafts)]) if rows else None


def held(found: Held) -> InlineKeyboardMarkup:
    """What an instructor may do to an entry."""
    slug, number = found.entry.slug, found.number
    is_retired = found.entry.status is Status.RETIRED
    change = (
        _button("Serve again", Restore(number, slug))
        if is_retired
        else _button("Retire", AskRetire(number, slug))
    )
    past = [
        _button("↩ Undo", Undo(number, slug)),
        *([_redo(found.head)] if found.head and found.head.action is Action.UNDONE else []),
        _button("History", ShowHistory(slug)),
    ]
    clash = [_button("⚠ See what the release has", ShowClash(slug))]
    rows = [
        [_button("✏ Edit", EditEntry(slug)), change],
        past if found.head else [],
        clash if found.clash else [],
    ]
    return InlineKeyboardMarkup([row for row in rows if row])


def ask_retire(slug: str, number: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[_button("Retire it", Retire(number, slug)), _button("Leave it", ShowHeld(slug))]]
    )


def changed(version: Version, *, is_there: bool) -> InlineKeyboardMarkup:
    """Under the word that something has been done."""
    shown = [_button("Open the entry", ShowHeld(version.slug))] if is_there else []
    return InlineKeyboardMarkup([[_button("↩ Undo", Undo(version.number, version.slug)), *shown]])


def undone(version: Version, *, is_there: bool) -> InlineKeyboardMarkup:
    """Under the word that a change was taken back: another undoing would go further back."""
    shown = [_button("Open the entry", ShowHeld(version.slug))] if is_there else []
    return InlineKeyboardMarkup([[_redo(version), *shown]])


def opener(slug: str, caption: str = "Open the entry") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[_button(caption, ShowHeld(slug))]])


def openers(found: Sequence[Entry]) -> InlineKeyboardMarkup:
    """One entry a row."""
    return InlineKeyboardMarkup([[_button(each.question, ShowHeld(each.slug))] for each in found])


def history(
    head: Version, earlier: Sequence[int], page: int, pages: int, *, is_there: bool
) -> InlineKeyboardMarkup:
    """Under a page of versions: those that may hold again, by number; 0 is what ships."""
    slug = head.slug
    back = [
        _button(f"Restore {number}" if number else "As it shipped", _to(head, number))
        for number in earlier
    ]
    rows = [back[place : place + IN_A_ROW] for place in range(0, len(back), IN_A_ROW)]
    turning = [
        *([_button("◀", ShowVersions(page - 1, slug))] if page else []),
        *([_button("▶", ShowVersions(page + 1, slug))] if page + 1 < pages else []),
    ]
    shown = [_button("Open the entry", ShowHeld(slug))] if is_there else []
    return InlineKeyboardMarkup([row for row in (*rows, turning, shown) if row])


def clashes(found: Mapping[str, str]) -> InlineKeyboardMarkup:
    """One clash a row, by slug and title."""
    return InlineKeyboardMarkup(
        [[_button(title, ShowClash(slug))] for slug, title in found.items()]
    )


def settle(slug: str, number: int, *, ships: bool) -> InlineKeyboardMarkup:
    taking = "Take the new one" if ships else "Take it out"
    return InlineKeyboardMarkup(
        [
            [
                _button("Keep ours", Settle(True, number, slug)),
                _button(taking, Settle(False, number, slug)),
            ]
        ]
    )


def part(draft: Draft, step: Step, *, written: bool, failed: bool) -> InlineKeyboardMarkup:
    """While a part is asked for."""
    number = _id(draft)
    keeping = "Keep the error" if failed else "Keep it as it is"
    leaving = "No example" if step is Step.EXAMPLE else "Leave it out"
    beside = [
        *([_button(keeping, FinishPart(number))] if written else []),
        *([_button(leaving, DropPart(number, step))] if step in OPTIONAL else []),
    ]
    earlier = [_button("✏ Question", WritePart(number, Step.QUESTION))]
    rows = [beside, earlier if step in {Step.ANSWER, Step.EXAMPLE} else [], _ending(number)]
    return InlineKeyboardMarkup([row for row in rows if row])


def topics(draft: Draft, titles: Mapping[str, str], proposed: str) -> InlineKeyboardMarkup:
    """Two topics a row, the proposed one first and alone."""
    number = _id(draft)
    first = _button(f"✓ {titles.get(proposed, proposed)}", SetTopic(number, proposed))
    others = [
        _button(title, SetTopic(number, slug)) for slug, title in titles.items() if slug != proposed
    ]
    pairs = [others[place : place + 2] for place in range(0, len(others), 2)]
    return InlineKeyboardMarkup([[first], *pairs])


def preview(
    draft: Draft, entry: Entry, *, more: bool, pitfall: bool
) -> InlineKeyboardMarkup | None:
    """What learners find under the answer, but for votes and what to read next."""
    number = _id(draft)
    offers = (
        (entry.has_example, "▶ Run", RunDraft(number)),
        (entry.more and not more, "More", UnfoldDraft(number, True, pitfall)),
        (entry.pitfall and not pitfall, "⚠ Pitfall", UnfoldDraft(number, more, True)),
    )
    row = [_button(caption, press) for offered, caption, press in offers if offered]
    return InlineKeyboardMarkup([row]) if row else None


def decide(draft: Draft, topic: str, *, publishable: bool) -> InlineKeyboardMarkup:
    """Publish, or change a part."""
    number = _id(draft)
    publish = [_button("✅ Publish", Publish(number))]
    changes = [
        [_writer(number, "Question", Step.QUESTION), _writer(number, "Answer", Step.ANSWER)],
        [_writer(number, "Code", Step.EXAMPLE), _writer(number, "More", Step.MORE)],
        [_writer(number, "Pitfall", Step.PITFALL), _writer(number, "Wordings", Step.ALIASES)],
        [_button(f"✏ Topic: {topic}" if topic else "✏ Topic", AskTopic(number))],
    ]
    return InlineKeyboardMarkup([*([publish] if publishable else []), *changes, _ending(number)])


def conflicting(draft: Draft, slug: str) -> InlineKeyboardMarkup:
    """Somebody else was faster."""
    number = _id(draft)
    return InlineKeyboardMarkup(
        [
            [_button("Open the newest", ShowHeld(slug)), _button("My draft", OpenDraft(number))],
            [_button("Go on from the newest", Rebase(number))],
            _ending(number),
        ]
    )


def ask_discard(draft: Draft) -> InlineKeyboardMarkup:
    number = _id(draft)
    return InlineKeyboardMarkup(
        [[_button("Discard it", Discard(number)), _button("Keep it", OpenDraft(number))]]
    )


def reopen(draft: Draft) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[_button("Open the draft", OpenDraft(_id(draft)))]])


def _to(head: Version, target: int) -> ReturnTo:
    return ReturnTo(head.number, target, head.slug)


def _redo(undone: Version) -> InlineKeyboardButton:
    return _button("↪ Redo", _to(undone, undone.number - 1))


def _ending(number: int) -> Row:
    return [_button("Put aside", PutAside()), _button("Discard", AskDiscard(number))]


def _writer(number: int, name: str, step: Step) -> InlineKeyboardButton:
    return _button(f"✏ {name}", WritePart(number, step))


def _paging(page: int, pages: int, kind: type[ShowUnanswered] | type[ShowDrafts]) -> list[Row]:
    back = [_button("◀", kind(page - 1))] if page else []
    on = [_button("▶", kind(page + 1))] if page + 1 < pages else []
    return [[*back, *on]] if back or on else []


def _id(draft: Draft) -> int:
    """The number that the database gave it; a draft that is shown has one."""
    if draft.id is None:
        raise ValueError("expected a draft that has been saved")
    return draft.id


def _button(caption: str, press: CurationPress) -> InlineKeyboardButton:
    return InlineKeyboardButton(clipped(caption, CAPTION_LENGTH), callback_data=pack(press))

"""Buttons for what is being written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.buttons.curation import (
    AskTopic,
    CurationPress,
    DropPart,
    FinishPart,
    OpenDraft,
    PutAside,
    Rebase,
    RunDraft,
    SetTopic,
    ShowDrafts,
    ShowHeld,
    UnfoldDraft,
    WritePart,
    pack,
)
from bot.buttons.learners import CAPTION_LENGTH, MORE, PITFALL, Row, View, above, keyboard
from bot.buttons.publishing import (
    AddWording,
    AskDiscard,
    Discard,
    EndMany,
    ListDrafts,
    Publish,
)
from bot.sending.splitting import clipped
from knowledge.curation.draft import OPTIONAL, Draft, Step, edition
from knowledge.curation.listing import Which
from knowledge.pages.entry import Entry

# What the keyboards of instructors share.

PAGE_LENGTH = 5
# So many pages have a number that a button can carry.
MOST_PAGES = 99


def button(caption: str, press: CurationPress) -> InlineKeyboardButton:
    return InlineKeyboardButton(clipped(caption, CAPTION_LENGTH), callback_data=pack(press))


def paging(page: int, pages: int, to: Callable[[int], CurationPress]) -> Row:
    """The way to the neighbours of a page, if it has any."""
    back = [button("◀", to(page - 1))] if page else []
    on = [button("▶", to(page + 1))] if page + 1 < pages else []
    return [*back, *on]


_QUESTION, _ANSWER = ("Question", Step.QUESTION), ("Answer", Step.ANSWER)
# What stands before a part that is asked for first, and may have been a slip.
_EARLIER = {Step.ANSWER: (_QUESTION,), Step.EXAMPLE: (_QUESTION, _ANSWER)}


def drafts(
    shown: Sequence[tuple[int, Draft]],
    here: ListDrafts,
    pages: int,
    counts: Mapping[Which, int],
    chosen: Mapping[bool, int],
) -> InlineKeyboardMarkup:
    """Under a page of drafts, each with its number; `chosen` to be published, or discarded."""
    are_many = counts[here.which] > 1
    rows = [
        [
            *([_tick(here, place, number)] if are_many else []),
            button(f"{number}. Open", OpenDraft(_id(draft))),
            button(f"{number}. Discard", AskDiscard(_id(draft))),
        ]
        for place, (number, draft) in enumerate(shown)
    ]
    narrowing = [
        button(f"{name} {counts[which]}", ListDrafts(which, 0, 0))
        for which, name in _NARROWED.items()
        if which is not here.which and counts[which]
    ]
    which = "these" if here.ticked else "all"
    ending = [
        button(
            f"{name} {which} {chosen[publish]}",
            EndMany(publish, here.which, here.page, here.ticked),
        )
        for publish, name in ((True, "Publish"), (False, "Discard"))
        if chosen[publish] and (publish or are_many)
    ]
    turning = paging(here.page, pages, lambda page: ListDrafts(here.which, page, 0))
    return keyboard(*rows, turning, narrowing, ending)


def _tick(here: ListDrafts, place: int, number: int) -> InlineKeyboardButton:
    turned = replace(here, ticked=here.ticked ^ (1 << place))
    return button(f"{'☑' if here.ticked >> place & 1 else '☐'} {number}", turned)


def ask_many(asked: EndMany, editions: int) -> InlineKeyboardMarkup:
    end = replace(asked, editions=editions)
    back = ListDrafts(asked.which, asked.page, asked.ticked)
    return keyboard([button("Yes", end), button("Back", back)])


_NARROWED = {Which.ALL: "All", Which.NOTED: "With findings", Which.READY: "Ready"}


def to_all() -> InlineKeyboardMarkup:
    return keyboard([button("See the drafts", ShowDrafts(0))])


def part(draft: Draft, step: Step, *, written: bool, failed: bool) -> InlineKeyboardMarkup:
    """Under a message that asks for a part."""
    number = _id(draft)
    keeping = "Keep the error" if failed else "Keep it as it is"
    leaving = "No example" if step is Step.EXAMPLE else "Leave it out"
    beside = [
        *([button(keeping, FinishPart(number))] if written else []),
        *([button(leaving, DropPart(number, step))] if step in OPTIONAL else []),
    ]
    earlier = [_writer(number, name, each) for name, each in _EARLIER.get(step, ())]
    return keyboard(beside, earlier, _ending(number))


def topics(draft: Draft, titles: Mapping[str, str], proposed: str) -> InlineKeyboardMarkup:
    """Two topics a row, the proposed one first and alone."""
    number = _id(draft)
    first = button(f"✓ {titles.get(proposed, proposed)}", SetTopic(number, proposed))
    others = [
        button(title, SetTopic(number, slug)) for slug, title in titles.items() if slug != proposed
    ]
    pairs = [others[place : place + 2] for place in range(0, len(others), 2)]
    return keyboard([first], *pairs, [button("New topic", WritePart(number, Step.TOPIC))])


def preview(draft: Draft, entry: Entry, view: View) -> InlineKeyboardMarkup | None:
    """What learners find under the answer, but for votes and what to read next."""
    number = _id(draft)
    offers = (
        (entry.has_example, "▶ Run", RunDraft(number)),
        (entry.more and not view.more, MORE, UnfoldDraft(number, True, view.pitfall)),
        (entry.pitfall and not view.pitfall, PITFALL, UnfoldDraft(number, view.more, True)),
    )
    row = [button(caption, press) for offered, caption, press in offers if offered]
    return keyboard(row) if row else None


def decide(draft: Draft, topic: str, *, publishable: bool) -> InlineKeyboardMarkup:
    """Publish, or change a part."""
    number = _id(draft)
    publish = [button("✅ Publish", Publish(number, edition(draft)))] if publishable else []
    changes = [
        [_writer(number, "Question", Step.QUESTION), _writer(number, "Answer", Step.ANSWER)],
        [_writer(number, "Code", Step.EXAMPLE), _writer(number, "More", Step.MORE)],
        [_writer(number, "Pitfall", Step.PITFALL), _writer(number, "Wordings", Step.ALIASES)],
        [button(f"✏ Topic: {topic}" if topic else "✏ Topic", AskTopic(number))],
    ]
    return keyboard(publish, *changes, _ending(number))


def with_entry(below: InlineKeyboardMarkup | None, slug: str) -> InlineKeyboardMarkup:
    """A keyboard with the way to an entry above its own buttons."""
    return above([button("Open the entry", ShowHeld(slug))], below)


def conflicting(draft: Draft, slug: str, *, gone: bool) -> InlineKeyboardMarkup:
    """Somebody else was faster; `gone` where they took back that there is such an entry."""
    number = _id(draft)
    newest = [] if gone else [button("Open the newest", ShowHeld(slug))]
    return keyboard(
        [*newest, button("My draft", OpenDraft(number))],
        [button("Make it anew" if gone else "Go on from the newest", Rebase(number))],
        _ending(number),
    )


def ask_discard(draft: Draft) -> InlineKeyboardMarkup:
    number = _id(draft)
    discard = Discard(number, edition(draft))
    return keyboard([button("Discard it", discard), button("Keep it", OpenDraft(number))])


def doubtful(draft: Draft, page: Entry | None) -> InlineKeyboardMarkup:
    """Publish it though there is a doubt, or let its question ask for the page."""
    number = _id(draft)
    adding = [button("Add as a wording", AddWording(number, page.slug))] if page else []
    return keyboard(
        [button("Publish all the same", Publish(number, edition(draft), sure=True))],
        [*adding, button("Back", OpenDraft(number))],
    )


def with_discard(above: InlineKeyboardMarkup, draft: Draft) -> InlineKeyboardMarkup:
    """A keyboard with the end of a draft below its own buttons."""
    return keyboard(*above.inline_keyboard, [button("Discard the draft", AskDiscard(_id(draft)))])


def reopen(draft: Draft) -> InlineKeyboardMarkup:
    return keyboard([button("Open the draft", OpenDraft(_id(draft)))])


def _ending(number: int) -> Row:
    return [button("Put aside", PutAside()), button("Discard", AskDiscard(number))]


def _writer(number: int, name: str, step: Step) -> InlineKeyboardButton:
    return button(f"✏ {name}", WritePart(number, step))


def _id(draft: Draft) -> int:
    """The number that the database gave a draft; one that is shown has been saved."""
    if draft.id is None:
        raise ValueError("expected a draft that has been saved")
    return draft.id

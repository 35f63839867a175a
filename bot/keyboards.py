"""The buttons under messages. What each says is packed by `bot.codec`; nothing else is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.codec import (
    DrawExample,
    DrawQuoted,
    LearnerPress,
    NoneOfThese,
    OpenEntry,
    OpenOther,
    OpenTold,
    RunExample,
    ShowTopic,
    ShowTopics,
    Unfold,
    View,
    Vote,
    pack,
    unpack,
)
from bot.graphemes import clipped
from knowledge.entry import Entry
from knowledge.example import Section
from tutor.ask import Answered

CAPTION_LENGTH = 60
PAGE_LENGTH = 8
DRAW = "✏ Draw"
MORE = "More"
PITFALL = "⚠ Pitfall"

Row = Sequence[InlineKeyboardButton]


def keyboard(*rows: Row) -> InlineKeyboardMarkup:
    """Rows of buttons; empty ones are left out."""
    return InlineKeyboardMarkup([row for row in rows if row])


def above(row: Row, below: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup:
    """A row of buttons above those that are there."""
    return keyboard(row, *(below.inline_keyboard if below else ()))


def buttons_of(shown: InlineKeyboardMarkup | None) -> Iterator[InlineKeyboardButton]:
    """Every button under a message, if there are any."""
    return (each for row in (shown.inline_keyboard if shown else ()) for each in row)


def button(caption: str, press: LearnerPress) -> InlineKeyboardButton:
    return InlineKeyboardButton(clipped(caption, CAPTION_LENGTH), callback_data=pack(press))


def answer(found: Answered, view: View) -> InlineKeyboardMarkup:
    """Under an answer: what it still hides, a vote while there was none, and where to go next."""
    likely = [[button(f"Or: {other.question}", OpenOther(other.slug))] for other in found.others]
    return keyboard(
        *_sections(found.entry, view),
        [] if view.voted else _votes(found.entry, view),
        *likely,
        *_openers(found.related, mark="→ "),
    )


def others(shown: InlineKeyboardMarkup | None) -> tuple[str, ...]:
    """Read off an answer's buttons what its question may have meant, to draw it again."""
    presses = (unpack(str(each.callback_data)) for each in buttons_of(shown))
    return tuple(press.slug for press in presses if isinstance(press, OpenOther))


def excerpt(entry: Entry, related: Sequence[Entry], runs: Section | None) -> InlineKeyboardMarkup:
    """Under a part of a page: the example of the section that it shows, and where to go next."""
    doing = [
        *([button("▶ Run", RunExample(entry.slug, runs))] if runs else []),
        *([button(DRAW, DrawExample(entry.slug))] if entry.diagram else []),
    ]
    return keyboard(doing, *_openers(related, mark="→ "))


def entries(found: Sequence[Entry]) -> InlineKeyboardMarkup:
    """One entry a row."""
    return keyboard(*_openers(found))


def uncovered(entry: Entry, near: Sequence[Entry]) -> InlineKeyboardMarkup:
    """Under what no page covers: the rest of the page that it was asked after, and those near."""
    more = [button(f"{MORE} of this page", OpenTold(entry.slug, Section.MORE))]
    return keyboard(more if entry.more else [], *_openers(near))


def suggestions(found: Sequence[Entry], question_update: int) -> InlineKeyboardMarkup:
    """What may be meant, or that none of it is, for the question that came in `question_update`."""
    return keyboard(*_openers(found), [button("None of these", NoneOfThese(question_update))])


def draw(press: DrawExample | DrawQuoted) -> InlineKeyboardMarkup:
    """Under a run's reply whose last expression has a picture."""
    return keyboard([button(DRAW, press)])


def topics(titles: Mapping[str, str]) -> InlineKeyboardMarkup:
    """One topic a row."""
    return keyboard(*([button(title, ShowTopic(slug, 0))] for slug, title in titles.items()))


def topic(slug: str, found: Sequence[Entry], page: int) -> InlineKeyboardMarkup:
    """One page of a topic's entries, and the way to its neighbours and back."""
    start = page * PAGE_LENGTH
    back = [button("◀", ShowTopic(slug, page - 1))] if page else []
    on = [button("▶", ShowTopic(slug, page + 1))] if start + PAGE_LENGTH < len(found) else []
    shown = found[start : start + PAGE_LENGTH]
    return keyboard(*_openers(shown), [*back, button("All topics", ShowTopics()), *on])


def _sections(entry: Entry, view: View) -> list[Row]:
    """In one row while a phone has room for their captions, else in two."""
    more, pitfall = replace(view, more=True), replace(view, pitfall=True)
    offers = (
        (entry.has_example, "▶ Run", RunExample(entry.slug, Section.SHORT)),
        (entry.diagram, DRAW, DrawExample(entry.slug)),
        (entry.more and not view.more, MORE, Unfold(entry.slug, more)),
        (entry.pitfall and not view.pitfall, PITFALL, Unfold(entry.slug, pitfall)),
    )
    buttons = [button(caption, press) for offered, caption, press in offers if offered]
    return [buttons] if len(buttons) < len(offers) else [buttons[:2], buttons[2:]]


def _votes(entry: Entry, view: View) -> Row:
    after = replace(view, voted=True)
    return [
        button("👍 Helpful", Vote(entry.slug, helpful=True, view=after)),
        button("👎 Not helpful", Vote(entry.slug, helpful=False, view=after)),
    ]


def _openers(found: Iterable[Entry], mark: str = "") -> list[Row]:
    return [[button(mark + entry.question, OpenEntry(entry.slug))] for entry in found]

"""The buttons under messages. What each says is packed by `bot.codec`; nothing else is kept."""

from collections.abc import Iterable, Mapping, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.codec import (
    DrawExample,
    DrawQuoted,
    LearnerPress,
    NoneOfThese,
    OpenEntry,
    OpenOther,
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

Row = list[InlineKeyboardButton]


def answer(found: Answered, view: View) -> InlineKeyboardMarkup:
    """Under an answer: what it still hides, a vote while there was none, and where to go next."""
    likely = [[_button(f"Or: {other.question}", OpenOther(other.slug))] for other in found.others]
    rows = [
        *_sections(found.entry, view),
        [] if view.voted else _votes(found.entry, view),
        *likely,
        *_openers(found.related, mark="→ "),
    ]
    return InlineKeyboardMarkup([row for row in rows if row])


def others(keyboard: InlineKeyboardMarkup | None) -> tuple[str, ...]:
    """Read off an answer's buttons what its question may have meant, to draw it again."""
    rows = keyboard.inline_keyboard if keyboard else ()
    presses = (unpack(str(button.callback_data)) for row in rows for button in row)
    return tuple(press.slug for press in presses if isinstance(press, OpenOther))


def excerpt(entry: Entry, related: Sequence[Entry], runs: Section | None) -> InlineKeyboardMarkup:
    """Under a part of a page: the example of the section that it shows, and where to go next."""
    doing = [
        *([_button("▶ Run", RunExample(entry.slug, runs))] if runs else []),
        *([_button(DRAW, DrawExample(entry.slug))] if entry.diagram else []),
    ]
    return InlineKeyboardMarkup([*([doing] if doing else []), *_openers(related, mark="→ ")])


def entries(found: Sequence[Entry]) -> InlineKeyboardMarkup:
    """One entry a row."""
    return InlineKeyboardMarkup(_openers(found))


def suggestions(found: Sequence[Entry], asked: int) -> InlineKeyboardMarkup:
    """What may be meant, and a way to say that none of it is; `asked` is the question's update."""
    return InlineKeyboardMarkup([*_openers(found), [_button("None of these", NoneOfThese(asked))]])


def draw(press: DrawExample | DrawQuoted) -> InlineKeyboardMarkup:
    """Under a run's reply whose last expression has a picture."""
    return InlineKeyboardMarkup([[_button(DRAW, press)]])


def topics(titles: Mapping[str, str]) -> InlineKeyboardMarkup:
    """One topic a row."""
    return InlineKeyboardMarkup(
        [[_button(title, ShowTopic(slug, 0))] for slug, title in titles.items()]
    )


def topic(slug: str, found: Sequence[Entry], page: int) -> InlineKeyboardMarkup:
    """One page of a topic's entries, and the way to its neighbours and back."""
    start = page * PAGE_LENGTH
    back = [_button("◀", ShowTopic(slug, page - 1))] if page else []
    on = [_button("▶", ShowTopic(slug, page + 1))] if start + PAGE_LENGTH < len(found) else []
    shown = found[start : start + PAGE_LENGTH]
    return InlineKeyboardMarkup(
        [*_openers(shown), [*back, _button("All topics", ShowTopics()), *on]]
    )


def _sections(entry: Entry, view: View) -> list[Row]:
    """In one row while a phone has room for their captions, else in two."""
    more = View(more=True, pitfall=view.pitfall, voted=view.voted)
    pitfall = View(more=view.more, pitfall=True, voted=view.voted)
    offers = (
        (entry.has_example, "▶ Run", RunExample(entry.slug, Section.SHORT)),
        (entry.diagram, DRAW, DrawExample(entry.slug)),
        (entry.more and not view.more, MORE, Unfold(entry.slug, more)),
        (entry.pitfall and not view.pitfall, PITFALL, Unfold(entry.slug, pitfall)),
    )
    buttons = [_button(caption, press) for offered, caption, press in offers if offered]
    return [buttons] if len(buttons) < len(offers) else [buttons[:2], buttons[2:]]


def _votes(entry: Entry, view: View) -> Row:
    after = View(more=view.more, pitfall=view.pitfall, voted=True)
    return [
        _button("👍 Helpful", Vote(entry.slug, helpful=True, view=after)),
        _button("👎 Not helpful", Vote(entry.slug, helpful=False, view=after)),
    ]


def _openers(found: Iterable[Entry], mark: str = "") -> list[Row]:
    return [[_button(mark + entry.question, OpenEntry(entry.slug))] for entry in found]


def _button(caption: str, press: LearnerPress) -> InlineKeyboardButton:
    return InlineKeyboardButton(clipped(caption, CAPTION_LENGTH), callback_data=pack(press))

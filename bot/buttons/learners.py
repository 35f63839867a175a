"""The buttons under messages, and what each says, packed; nothing else is kept."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.buttons import practice
from bot.buttons.codec import Codec, Meaning
from bot.sending.splitting import clipped
from knowledge.pages.entry import Entry, Section
from tutor.conversation.ask import Answered

# What a button says: callback data of at most 64 bytes, versioned, with no state elsewhere.
#
# Layout: version, action letter, two digits (a page, or which sections are open), a slug or a
# number. Data of another version, or that nobody could have packed, unpacks to `Stale`.

VERSION = "1"


@dataclass(frozen=True, slots=True)
class View:
    """What an answer shows: the sections that are open, and whether it still asks for a vote."""

    more: bool = False
    pitfall: bool = False
    voted: bool = False


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """Answer with this entry, in a message of its own."""

    slug: str


@dataclass(frozen=True, slots=True)
class OpenOther:
    """Answer with an entry that the question may have meant instead of the one that answered it."""

    slug: str


@dataclass(frozen=True, slots=True)
class OpenTold:
    """Answer with a page that is open at a section: where it tells of an error, or goes on."""

    slug: str
    section: Section


@dataclass(frozen=True, slots=True)
class RunExample:
    """Run the example of this section, after the lines that it stands on."""

    slug: str
    section: Section


@dataclass(frozen=True, slots=True)
class Unfold:
    """Show the entry as `view` says, in place."""

    slug: str
    view: View


@dataclass(frozen=True, slots=True)
class Vote:
    """Say whether an answer helped; it then looks as `view` says."""

    slug: str
    helpful: bool
    view: View


@dataclass(frozen=True, slots=True)
class ShowTopics:
    """The list of topics."""


@dataclass(frozen=True, slots=True)
class ShowTopic:
    """One page of a topic's entries."""

    topic: str
    page: int


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """Nothing that was suggested is meant; `question_update` brought the question."""

    question_update: int


@dataclass(frozen=True, slots=True)
class DrawExample:
    """Draw what the entry's example ends in."""

    slug: str


@dataclass(frozen=True, slots=True)
class DrawQuoted:
    """Draw the code of the message that the one with this button answers."""


@dataclass(frozen=True, slots=True)
class ShowRepair:
    """Show the repair of the code of the message that the one with this button answers."""


LearnerPress = (
    OpenEntry
    | OpenOther
    | OpenTold
    | RunExample
    | Unfold
    | Vote
    | ShowTopics
    | ShowTopic
    | NoneOfThese
    | DrawExample
    | DrawQuoted
    | ShowRepair
)


class _DigitsThenName(Codec[LearnerPress]):
    """Two digits, 00 where nothing is counted, then a slug or a long number."""

    _LAYOUT = re.compile(r"(\d\d)([a-z0-9-]{0,48})", re.ASCII)
    _IN_DIGITS = frozenset({"page", "view"})

    def join(self, texts: Mapping[str, str]) -> str:
        digits = next((texts[name] for name in texts if name in self._IN_DIGITS), "0")
        name = next((texts[name] for name in texts if name not in self._IN_DIGITS), "")
        return f"{digits:0>2}{name}"

    def split(self, names: Sequence[str], text: str) -> Sequence[str] | None:
        found = self._LAYOUT.fullmatch(text)
        if found is None:
            return None
        return [str(int(found[1])) if name in self._IN_DIGITS else found[2] for name in names]


CODEC = _DigitsThenName(
    VERSION,
    {
        "o": OpenEntry,
        "w": OpenOther,
        "h": Meaning(OpenTold, {"section": Section.MORE}),
        "l": Meaning(OpenTold, {"section": Section.PITFALL}),
        "r": Meaning(RunExample, {"section": Section.SHORT}),
        "m": Meaning(RunExample, {"section": Section.MORE}),
        "p": Meaning(RunExample, {"section": Section.PITFALL}),
        "u": Unfold,
        "y": Meaning(Vote, {"helpful": True}),
        "n": Meaning(Vote, {"helpful": False}),
        "a": ShowTopics,
        "t": ShowTopic,
        "x": NoneOfThese,
        "e": DrawExample,
        "d": DrawQuoted,
        "f": ShowRepair,
    },
)
pack = CODEC.pack
unpack = CODEC.unpack


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
    likely = [[button(f"Or: {other.caption}", OpenOther(other.slug))] for other in found.others]
    return keyboard(
        *_sections(found.entry, view),
        [] if view.voted else _votes(found.entry, view),
        [practise(found.entry)] if found.practised else [],
        *likely,
        *_openers(found.related, mark="→ "),
    )


def practise(entry: Entry) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        "🧩 Practise", callback_data=practice.pack(practice.PractisePage(entry.slug))
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


def welcome(found: Sequence[Entry]) -> InlineKeyboardMarkup:
    """Under a greeting: pages to begin with, the example of the first, and all there is."""
    runs = [RunExample(each.slug, Section.SHORT) for each in found[:1] if each.has_example]
    running = [button("▶ Run an example", press) for press in runs]
    return keyboard(*_openers(found), running, [button("All topics", ShowTopics())])


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
    return [[button(mark + entry.caption, OpenEntry(entry.slug))] for entry in found]

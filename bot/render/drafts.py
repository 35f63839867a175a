"""An answer in the making: what is asked for next, what its code did, what learners will see."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.buttons import draft_keyboards as keyboards
from bot.buttons.draft_keyboards import MOST_PAGES, PAGE_LENGTH
from bot.buttons.learners import View
from bot.render import answer
from bot.render import run as run_render
from bot.render.card import counted
from bot.render.draft_decision import controls, findings, name, problems
from bot.render.entries import difference
from bot.render.output import on_one_line, visible
from bot.render.unanswered import deed, quoted, when
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, paragraphs, plain, pre, stacked
from knowledge.curation.draft import CHAT, Draft, Step, is_blank, missing, wants_topic
from knowledge.curation.version import EditConflict
from knowledge.pages.entry import Entry
from knowledge.pages.limits import words
from sandbox.protocol import Outcome
from tutor.curation.preview import Preview, Unsuitable
from tutor.library import Library
from tutor.run import NotRun, Ran

# What an instructor is asked for, part by part of a draft.

_BRIEF_WORDS = 2

ASKED_FOR: Mapping[Step, str] = {
    Step.QUESTION: "What is the question? Write it as a learner would, in 8 to 200 characters.",
    Step.ANSWER: (
        "Now the short answer, in Markdown, at most 130 words. Code can stand in it between ``` "
        "and ```; if none does, I ask for the code next. You can do without."
    ),
    Step.EXAMPLE: (
        "Now the code that shows it, or a .py file. I run it at once and put what it really "
        "prints into the answer. torch, nn, F, np and plt are there; I add their imports. If words "
        "say it all, press No example, or write it."
    ),
    Step.MORE: "Write what stands under More, in Markdown: the details, for those who ask why.",
    Step.PITFALL: "Write the pitfall, in Markdown: what goes wrong most often, and how to see it.",
    Step.ALIASES: (
        "Write the other wordings that ask for this, one a line, eight or more. Learners are "
        "found by them, and never see them."
    ),
}


def doubted(draft: Draft, step: Step) -> str:
    """Ask about an answer of a word or two, which may have been said to us, as an "ok" is."""
    is_brief = bool(draft.answer) and words(draft.answer) <= _BRIEF_WORDS
    if step is not Step.EXAMPLE or not is_brief:
        return ""
    return f"Your answer is {quoted(draft.answer)} so far. If it should say more, press ✏ Answer."


ANSWER_LENGTH = 1000

_EDIT = "You can also edit your message."
_WAITING = (
    "This draft is complete, so I don't know what to do with that message; I have kept nothing "
    "of it. Choose what it should change, or put the draft aside to ask me something."
)
_AS_BEFORE = "The draft still says what it said before."
_NO_TOPIC = (
    "I need a topic first, so I have kept nothing of that message. Choose a topic by its button, "
    "or write its name."
)
_NO_CODE_YET = "That is code. A question is in words; the code comes two steps later."
_NOTHING_WRITTEN = "You are not writing anything at the moment. /drafts lists what there is."
_LEFT = "Your messages are questions again. There was nothing to keep yet."
_GONE = "That draft is gone. /drafts lists what there is."
_CHANGED = (
    "The draft may have changed since that button was sent, so I have done nothing. This is how it "
    "stands now."
)
_GOING_ON = "Going on from the newest keeps what you changed, and takes the rest from there."
_ANEW = (
    "So the entry is not there any more. Press Make it anew to bring it back, as your draft has it."
)
_PUT_ASIDE = "Put aside. Your messages are questions again; /drafts has what you wrote."


def state(found: Preview, library: Library) -> Response:
    """Whatever comes next for a draft, after what its code did where some has just been run."""
    following = _following(found, library)
    match found.ran:
        case Ran() as ran:
            return replace(run_render.reply(ran), then=following)
        case NotRun() as outcome:
            return replace(run_render.not_run(outcome), then=following)
        case None:
            return following


def changed(found: Preview, library: Library) -> Response:
    """The draft as it stands, for whoever pressed a button that was about another state of it."""
    following, note = state(found, library), plain(_CHANGED)
    if following.then is None:
        return following.below(note)
    # Above it stands what learners will see, and nothing else.
    return replace(following, then=following.then.below(note))


def asked(draft: Draft, library: Library) -> Response:
    """The next part of a draft that has none to show yet."""
    return state(Preview(draft, None, ()), library)


def unsuitable(found: Unsuitable, library: Library) -> Response:
    """Why the message was not taken in; what is asked for stays the same."""
    asked_for = _unchanged(found, library)
    reason = visible(found.reason)
    if found.entry is None:
        return asked_for.below(plain(reason if found.wordless else f"{reason} {_EDIT}"))
    reason = f"{reason} Open it to change it, or ask something else here. {_EDIT}"
    keyboard = keyboards.with_entry(asked_for.keyboard, found.entry.slug)
    return Response(asked_for.text, keyboard).below(plain(reason))


def _unchanged(found: Unsuitable, library: Library) -> Response:
    """What is asked for, or, of a complete draft, that it has the words of before."""
    if found.whole is None:
        return _prompt(found.draft, found.draft.step)
    return _decision(found.whole, library).below(plain(_AS_BEFORE))


def waiting(found: Preview, library: Library) -> Response:
    """For a message that nobody asked for."""
    decision = _decision(found, library)
    if found.entry is not None and wants_topic(found.draft):
        return Response(plain(_NO_TOPIC), decision.keyboard)
    return decision.below(plain(_WAITING))


def _decision(found: Preview, library: Library) -> Response:
    """What is to be decided about a complete draft that stands above already."""
    if found.entry is not None and wants_topic(found.draft):
        return topics(found.draft, found.entry.topic, library)
    return controls(found, library, seen=False)


def code_for_question(draft: Draft) -> Response:
    """A question can't be code alone."""
    return _prompt(draft, Step.QUESTION).below(plain(_NO_CODE_YET))


def after(left: Draft | None, following: Response) -> Response:
    """What comes next, below a word about the draft that was open before, where there was one."""
    if left is None:
        return following
    return following.below(plain(f"{name(left)} is put aside; /drafts has it."))


def topics(draft: Draft, proposed: str, library: Library) -> Response:
    """Under which topic learners will find it."""
    return Response(
        plain("Which topic does it belong to? The first is that of the nearest entry."),
        keyboards.topics(draft, library.topics, draft.topic or proposed),
    )


def topic_set(title: str) -> Response:
    return Response(plain(f"Topic: {title}"))


def preview(found: Preview, entry: Entry, view: View) -> Response:
    """The very message that learners will get, with its sections behind buttons as there."""
    return Response(answer.unfolded(entry, view), keyboards.preview(found.draft, entry, view))


def conflicting(found: EditConflict, draft: Draft) -> Response:
    """Somebody else has published a change since this draft began."""
    before, theirs = draft.original, found.theirs.entry
    # Without an entry what ships holds, and nothing where the draft's own had none to begin with.
    is_gone = theirs is None and draft.base is None and found.theirs.base is None
    text = paragraphs(
        plain(
            f"While you were writing: {deed(found.theirs)} Nothing is overwritten, and your draft "
            "is kept."
        ),
        difference(before, theirs) if before and theirs else Styled(),
        plain(_ANEW if is_gone else _GOING_ON),
    )
    return Response(text, keyboards.conflicting(draft, found.theirs.slug, gone=is_gone))


def put_aside(draft: Draft | None) -> Response:
    if draft is None:
        return Response(plain(_NOTHING_WRITTEN))
    if is_blank(draft):
        return Response(plain(_LEFT))
    return Response(plain(_PUT_ASIDE), keyboards.reopen(draft))


def ask_discard(draft: Draft) -> Response:
    """Discarding asks once, since it can't be undone."""
    return Response(
        plain(f"Discard the draft of {name(draft)}? It can't be brought back."),
        keyboards.ask_discard(draft),
    )


def discarded(draft: Draft) -> Response:
    return Response(plain(f"Discarded the draft of {name(draft)}."))


def gone() -> Response:
    """Said to whoever discards a draft that is gone, perhaps by this very press, handled twice."""
    return Response(plain(_GONE))


def _following(found: Preview, library: Library) -> Response:
    draft = found.draft
    if draft.step is not Step.READY:
        return _again(found) if _is_failed(found) else _prompt(draft, draft.step)
    if (step := missing(draft)) is not None:
        return _prompt(draft, step)
    if found.entry is None:
        return controls(found, library)
    if wants_topic(draft):
        return topics(draft, found.entry.topic, library)
    if found.entry == draft.original:
        return controls(found, library)
    return replace(preview(found, found.entry, View()), then=controls(found, library))


def _is_failed(found: Preview) -> bool:
    return bool(found.problems) or _has_raised(found)


def _has_raised(found: Preview) -> bool:
    return isinstance(found.ran, Ran) and found.ran.result.outcome is not Outcome.OK


def _again(found: Preview) -> Response:
    """Ask for the same part once more, or to keep it: an answer may be about its very error."""
    draft = found.draft
    ended = "That ended in an error." if _has_raised(found) else ""
    advice = (
        "Send it again, changed. If the error is what you want to show, keep it."
        if found.entry
        else "Send it again, changed."
    )
    text = paragraphs(plain(ended), problems(found.problems), plain(f"{advice} {_EDIT}"))
    keep = found.entry is not None
    return Response(text, keyboards.part(draft, draft.step, written=keep, failed=keep))


def _prompt(draft: Draft, step: Step) -> Response:
    now = _now(draft, step)
    said = pre(visible(now), "markdown") if now else Styled()
    text = paragraphs(
        _about(draft, step),
        _imported(draft, step),
        plain(doubted(draft, step)),
        plain(ASKED_FOR[step]),
        stacked(plain("It says now:" if now else ""), said),
    )
    # A new entry has wordings before anybody writes them.
    written = bool(now) or step is Step.ALIASES
    return Response(text, keyboards.part(draft, step, written=written, failed=False))


def _about(draft: Draft, step: Step) -> Styled:
    if step is Step.QUESTION or not draft.question:
        return Styled()
    others = len(draft.wordings) - 1
    also = f" It also answers {counted(others, 'other wording')}." if others > 0 else ""
    return stacked(bold(draft.question), plain(also))


def _imported(draft: Draft, step: Step) -> Styled:
    """What somebody else's file says, for whoever decides whether that needs an example."""
    if step is not Step.EXAMPLE or draft.source == CHAT:
        return Styled()
    text = "" if doubted(draft, step) else clipped(visible(draft.answer), ANSWER_LENGTH)
    said = stacked(plain("The answer says:"), pre(text, "markdown")) if text else Styled()
    return paragraphs(said, findings(draft))


def _now(draft: Draft, step: Step) -> str:
    """What the part says already."""
    before = draft.original.aliases if draft.original else ()
    aliases = before if draft.aliases is None else draft.aliases
    says: Mapping[Step, str | None] = {
        Step.QUESTION: draft.question,
        Step.ANSWER: draft.answer,
        Step.EXAMPLE: draft.example,
        Step.MORE: draft.more,
        Step.PITFALL: draft.pitfall,
        Step.ALIASES: "\n".join(aliases),
    }
    return says[step] or ""


# The drafts that there are, a page at a time.


def page(found: Sequence[Draft], number: int) -> Response:
    """One page of drafts, or the last one where there are fewer by now."""
    if not found:
        return Response(plain("There are no drafts. /answer begins one."))
    pages = min(-(-len(found) // PAGE_LENGTH), MOST_PAGES)
    here = min(number, pages - 1)
    start = here * PAGE_LENGTH
    shown = list(enumerate(found[start : start + PAGE_LENGTH], start=start + 1))
    where = f" ({here + 1} of {pages})" if pages > 1 else ""
    title = bold(f"{counted(len(found), 'draft')}{where}")
    text = paragraphs(title, *(_listed(*each) for each in shown))
    return Response(text, keyboards.drafts(shown, here, pages))


def _listed(number: int, draft: Draft) -> Styled:
    source = "" if draft.source == CHAT else f", from {on_one_line(draft.source)}"
    kind = f"a change of {draft.slug}" if draft.slug else "a new entry"
    notes = [*draft.findings, *draft.problems]
    return stacked(
        bold(f"{number}. {name(draft)}"),
        plain(f"{kind}, {on_one_line(draft.author.name)}, {when(draft.at)}{source}"),
        plain(f"⚠ {visible(notes[0])}" if notes else ""),
        plain(f"and {counted(len(notes) - 1, 'more note')}" if len(notes) > 1 else ""),
    )

"""An answer in the making: what is asked for next, what its code did, what learners will see."""

from collections.abc import Mapping
from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot.buttons import draft_keyboards as keyboards
from bot.buttons.learners import View
from bot.drafts.ending import name
from bot.render import answer
from bot.render import run as run_render
from bot.render.card import counted
from bot.render.entries import also_asked, difference, lost_picture
from bot.render.output import visible
from bot.render.unanswered import deed, listed, refused
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, paragraphs, plain, pre, stacked
from knowledge.curation.draft import CHAT, Draft, Step, is_blank, missing, wants_topic
from knowledge.curation.version import EditConflict
from knowledge.pages.entry import Entry, Status
from knowledge.pages.limits import words
from sandbox.protocol import Outcome
from tutor.curation.desk import Gone, InstructorsOnly
from tutor.curation.preview import Preview, Unsuitable
from tutor.curation.writers import BeingWritten
from tutor.run import NotRun, Ran

# What an instructor is asked for, part by part of a draft.
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
    Step.TOPIC: "What is the new topic called? A few words, as they stand in the list of /topics.",
}
ANSWER_LENGTH = 1000

_BRIEF_WORDS = 2
_EDIT = "You can also edit your message."
_WAITING = (
    "This draft is complete, so I don't know what to do with that message; I have kept nothing "
    "of it. Choose what it should change, or put the draft aside to ask me something."
)
_NO_TOPIC = (
    "I need a topic first, so I have kept nothing of that message. Choose a topic by its button, "
    "or write its name."
)
_CHANGED = (
    "The draft may have changed since that button was sent, so I have done nothing. This is how it "
    "stands now."
)
_GOING_ON = "Going on from the newest keeps what you changed, and takes the rest from there."
_ANEW = (
    "So the entry is not there any more. Press Make it anew to bring it back, as your draft has it."
)
_RETIRED = "This entry is retired and stays so: learners see it once it is served again."


Found = Preview | Draft | Unsuitable | BeingWritten | Gone | InstructorsOnly


def shown(found: Found) -> Response:
    """What comes next, or why nothing does."""
    match found:
        case Preview():
            return state(found)
        case Draft():
            return state(Preview(found, None, ()))
        case Unsuitable():
            return unsuitable(found)
        case BeingWritten() | Gone() | InstructorsOnly():
            return refused(found)


def state(found: Preview) -> Response:
    """Whatever comes next for a draft, after what its code did where some has just been run."""
    following = _following(found)
    match found.ran:
        case Ran() as ran:
            return replace(run_render.reply(ran), then=following)
        case NotRun() as outcome:
            return replace(run_render.not_run(outcome), then=following)
        case None:
            return following


def changed(found: Preview) -> Response:
    """The draft as it stands, for whoever pressed a button that was about another state of it."""
    following, note = state(found), plain(_CHANGED)
    if following.then is None:
        return following.below(note)
    # Above it stands what learners will see, and nothing else.
    return replace(following, then=following.then.below(note))


def unsuitable(found: Unsuitable) -> Response:
    """Why the message was not taken in; what is asked for stays the same."""
    if found.whole is None:
        asked_for = _prompt(found.draft, found.draft.step)
    else:
        unchanged = plain("The draft still says what it said before.")
        asked_for = _decision(found.whole).below(unchanged)
    reason = visible(found.reason)
    if found.entry is None:
        return asked_for.below(plain(reason if found.wordless else f"{reason} {_EDIT}"))
    reason = f"{reason} Open it to change it, or ask something else here. {_EDIT}"
    keyboard = keyboards.with_entry(asked_for.keyboard, found.entry.slug)
    return Response(asked_for.text, keyboard).below(plain(reason))


def waiting(found: Preview) -> Response:
    """For a message that nobody asked for."""
    decision = _decision(found)
    if found.entry is not None and wants_topic(found.draft):
        return Response(plain(_NO_TOPIC), decision.keyboard)
    return decision.below(plain(_WAITING))


def code_for_question(draft: Draft) -> Response:
    """A question can't be code alone."""
    no = "That is code. A question is in words; the code comes two steps later."
    return _prompt(draft, Step.QUESTION).below(plain(no))


def after(left: Draft | None, following: Response) -> Response:
    """What comes next, below a word about the draft that was open before, where there was one."""
    said = f"{name(left)} is put aside; /drafts has it." if left else ""
    return following.below(plain(said))


def topics(found: Preview, entry: Entry) -> Response:
    """Under which topic learners will find it."""
    asked = "Which topic does it belong to? The first is that of the nearest entry."
    choice = keyboards.topics(found.draft, found.topics, entry.topic)
    return _beside_nearest(paragraphs(_noticed(found), plain(asked)), choice, found.near)


def preview(found: Preview, entry: Entry, view: View) -> Response:
    """The very message that learners will get, with its sections behind buttons as there."""
    return Response(answer.unfolded(entry, view), keyboards.preview(found.draft, entry, view))


def conflicting(found: EditConflict, draft: Draft) -> Response:
    """Somebody else has published a change since this draft began."""
    before, theirs = draft.original, found.theirs.entry
    # Without an entry what ships holds, and nothing where the draft's own had none to begin with.
    is_gone = theirs is None and draft.base is None and found.theirs.base is None
    kept = "Nothing is overwritten, and your draft is kept."
    text = paragraphs(
        plain(f"While you were writing: {deed(found.theirs)} {kept}"),
        difference(before, theirs) if before and theirs else Styled(),
        plain(_ANEW if is_gone else _GOING_ON),
    )
    return Response(text, keyboards.conflicting(draft, found.theirs.slug, gone=is_gone))


def put_aside(draft: Draft | None) -> Response:
    if draft is None:
        nothing = "You are not writing anything at the moment. /drafts lists what there is."
        return Response(plain(nothing))
    again = "Your messages are questions again"
    if is_blank(draft):
        return Response(plain(f"{again}. There was nothing to keep yet."))
    return Response(
        plain(f"Put aside. {again}; /drafts has what you wrote."), keyboards.reopen(draft)
    )


# What comes next: a part that is asked for, or what is to be decided about a draft with all parts.


def _following(found: Preview) -> Response:
    draft, entry = found.draft, found.entry
    if draft.step is not Step.READY:
        has_raised = isinstance(found.ran, Ran) and found.ran.result.outcome is not Outcome.OK
        if found.problems or has_raised:
            return _noticing(found, _again(found, has_raised=has_raised))
        return _noticing(found, _prompt(draft, draft.step))
    if (step := missing(draft)) is not None:
        return _noticing(found, _prompt(draft, step))
    decision = _decision(found, seen=True)
    if entry is None or entry == draft.original or wants_topic(draft):
        return decision
    return replace(preview(found, entry, View()), then=decision)


def _again(found: Preview, *, has_raised: bool) -> Response:
    """Ask for the same part once more, or to keep it: an answer may be about its very error."""
    draft, keep = found.draft, found.entry is not None
    keeping = " If the error is what you want to show, keep it." if keep else ""
    text = paragraphs(
        plain("That ended in an error." if has_raised else ""),
        listed(found.problems),
        plain(f"Send it again, changed.{keeping} {_EDIT}"),
    )
    return Response(text, keyboards.part(draft, draft.step, written=keep, failed=keep))


def _prompt(draft: Draft, step: Step) -> Response:
    now = _now(draft, step)
    text = paragraphs(
        _about(draft, step),
        _answer_so_far(draft, step),
        plain(ASKED_FOR[step]),
        stacked(plain("It says now:" if now else ""), pre(visible(now), "markdown")),
    )
    # A new entry has wordings before anybody writes them.
    written = bool(now) or step in {Step.ALIASES, Step.TOPIC}
    return Response(text, keyboards.part(draft, step, written=written, failed=False))


def _about(draft: Draft, step: Step) -> Styled:
    if step is Step.QUESTION or not draft.question:
        return Styled()
    others = len(draft.wordings) - 1
    also = f" It also answers {counted(others, 'other wording')}." if others > 0 else ""
    return stacked(bold(draft.question), plain(also))


def _answer_so_far(draft: Draft, step: Step) -> Styled:
    """What somebody else's file says, or a word or two, which may have been meant for us."""
    is_brief = words(draft.answer) <= _BRIEF_WORDS
    if step is not Step.EXAMPLE or not draft.answer or (draft.source == CHAT and not is_brief):
        return Styled()
    said = pre(clipped(visible(draft.answer), ANSWER_LENGTH), "markdown")
    return stacked(plain("The answer says:"), said)


def _now(draft: Draft, step: Step) -> str:
    """What the part says already."""
    if step is Step.ALIASES:
        before = draft.original.aliases if draft.original else ()
        return "\n".join(before if draft.aliases is None else draft.aliases)
    return str(getattr(draft, step) or "")


def _decision(found: Preview, *, seen: bool = False) -> Response:
    """What may be done with a draft that is complete; `seen` where its preview stands above."""
    draft, entry = found.draft, found.entry
    if entry is not None and wants_topic(draft):
        return topics(found, entry)
    changed = entry is not None and entry != draft.original
    text = paragraphs(
        _noticed(found),
        _verdict(found) if seen or entry is None else Styled(),
        plain(lost_picture(draft.original, entry)),
        listed(found.problems),
        plain(also_asked(entry.aliases) if entry and changed else ""),
    )
    topic = found.topics.get(entry.topic, entry.topic) if entry else ""
    return _beside_nearest(text, keyboards.decide(draft, topic, publishable=changed), found.near)


def _beside_nearest(
    text: Styled, keyboard: InlineKeyboardMarkup | None, near: Entry | None
) -> Response:
    return Response(text, keyboards.with_entry(keyboard, near.slug) if near else keyboard)


def _noticing(found: Preview, asked: Response) -> Response:
    """What is asked for, below what may keep the draft from being published."""
    return _beside_nearest(paragraphs(_noticed(found), asked.text), asked.keyboard, found.near)


def _noticed(found: Preview) -> Styled:
    """What may keep a draft from being published: it stands before everything else."""
    nearest = f"Nearest entry: {found.near.question}" if found.near else ""
    return paragraphs(_findings(found.draft), plain(nearest))


def _verdict(found: Preview) -> Styled:
    entry = found.entry
    if entry is None:
        return plain(f"{name(found.draft)} can't be published yet:")
    if entry == found.draft.original:
        return stacked(bold(entry.question), plain("What do you want to change?"))
    none = "" if entry.has_example else " It has no example."
    if entry.status is Status.RETIRED:
        return plain(f"{_RETIRED}{none} Publish the change, or change another part.")
    return plain(f"That is what learners will see.{none} Publish it, or change a part of it.")


def _findings(draft: Draft) -> Styled:
    return stacked(plain("The import noticed:" if draft.findings else ""), listed(draft.findings))

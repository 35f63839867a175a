"""What an instructor is asked for, part by part of a draft."""

from collections.abc import Mapping

from bot.render.instructors import quoted
from knowledge.curation.draft import Draft, Step
from knowledge.limits import words

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

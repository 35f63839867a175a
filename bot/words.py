"""The fixed things the bot says."""

from bot.sending.styled import Styled, bold, paragraphs, plain, pre, stacked
from progress.privacy.kept import Forgetting, kept

EXAMPLE_CODE = "x = torch.arange(6).reshape(2, 3)\nx.T"
EXAMPLE_DRAWING = "torch.ones(2, 3) + torch.arange(3)"
EXAMPLE_TRACE = "x = torch.ones(2, 3)\ny = x @ x.T + 1"
EXAMPLE_BLOCKS = "# setup\nx = torch.rand(1000)\n---\nsum(x)\n---\nx.sum()"

MASKED = (
    "You write as the group or as a channel, so I can't tell who you are. Write as yourself, and I "
    "answer."
)
SEND_IT_PRIVATELY = "That works in our private chat only. Write to me there."
STALE_BUTTON = "That button is from an older version. Ask again, or see /topics."
INSTRUCTORS_ONLY = "That button is for instructors."
GONE = "That page has been retired."
NO_EXAMPLE = "That page has no example any more: it says all in words."
RUNNING = "Running …"
DRAWING = "Drawing …"
UNDER_WAY = "I am at it already."
PASSED_ON = "Passed on to the instructors."
ALREADY_PASSED_ON = "The instructors have that question already."
FORGOTTEN_QUESTION = "I no longer have that question. Please ask it again."
NOT_PAINTED = "I know what to draw, but the picture did not come out. Please try again."
CODE_GONE = "I no longer see that code. Send it again, after /draw."
ASK_ALONE = (
    "I have no sure answer to what you asked beside it: please ask that in a message of its own."
)
ASK_AGAIN = f"I ran the code. {ASK_ALONE}"
NO_REPAIR = "No one-step change makes it run any more. Send the code once more."
CODE_GONE_RUN = "I no longer see that code. Send it again, after /run."
THANKS_HELPFUL = "Thanks! Good to know that it helped."
THANKS_UNHELPFUL = "Thanks for telling. The instructors will see it."
LATER_VOTE = "Your later vote on that page stands."
JOIN_HOW = "Send the code you were given after the command, like this: /join CODE"
FILE_TOO_LARGE = "That file is too long for me: I run up to 16 KiB of code."
FILE_NOT_TEXT = "I can't read that file as UTF-8 text."
ONLY_PYTHON = (
    "That is marked as {}, and I run Python only. "
    "If it is Python, send it between plain ``` and ```."
)
UNKNOWN_COMMAND = "I don't know that command. /help shows what I can do."


def welcome(name: str) -> Styled:
    """The first thing a learner reads; the name is shown as it is, never as markup."""
    greeting = f"Hello {name}!" if name else "Hello!"
    return paragraphs(bold(greeting), plain(_ABOUT), plain(_TRY))


def manual(*, instructor: bool = False, group: bool = False) -> Styled:
    """Everything the bot does, on one screen; commands of instructors don't work in a group."""
    for_instructors = stacked(bold("For instructors"), plain(_INSTRUCTORS))
    return paragraphs(
        bold("What I can do"),
        plain(_ASK),
        stacked(plain(_RUN), pre(EXAMPLE_CODE, "python")),
        plain(_EDIT),
        plain(_COMMANDS),
        for_instructors if instructor and not group else Styled(),
        plain(_IN_GROUP if group else ""),
    )


def how_to_run() -> Styled:
    """The answer to /run alone."""
    return _how_to(
        "Put the code after the command, or reply with /run to a message with code:",
        f"/run {EXAMPLE_CODE}",
        "Code between ``` and ``` runs without a command. Where I offered to run some, press "
        "▶ Run it.",
    )


def how_to_draw() -> Styled:
    """The answer to /draw alone."""
    return _how_to(
        "Put code after the command, and I draw what its last expression does:",
        f"/draw {EXAMPLE_DRAWING}",
        "Lines before it are run first. Or reply with /draw to a message with code, and press "
        "✏ Draw where it stands under a page or a run.",
    )


def nothing_to_draw() -> Styled:
    """The code is fine, but what it ends in has no axes."""
    return _how_to(
        "I can't draw what your code ends in. I can draw a dense tensor, or an operation that "
        "makes one:",
        f"/draw {EXAMPLE_DRAWING}",
    )


def how_to_trace() -> Styled:
    """The answer to /trace alone."""
    return _how_to(
        "Put code after the command, and I show the shape of every part of every line:",
        f"/trace {EXAMPLE_TRACE}",
        "Or reply with /trace to a message with code.",
    )


def how_to_time() -> Styled:
    """The answer to /time without code."""
    return _how_to(
        "Put two blocks after the command, with a line of dashes or “# vs” in between:",
        f"/time {EXAMPLE_BLOCKS}",
        "One block alone tells how long a run of it takes. Set-up that is not timed goes first, "
        "in a block that begins with “# setup”.",
    )


def _how_to(what: str, example: str, more: str = "") -> Styled:
    return stacked(plain(what), pre(example, "python"), plain(more))


def failed(reference: str) -> Styled:
    """What a learner reads when something broke that is ours to mend."""
    return plain(
        "Sorry, something went wrong on my side. It is on record as "
        f"{reference}; please try again in a moment."
    )


def privacy() -> Styled:
    """All parts of what is kept, with what becomes of each."""
    parts = (
        stacked(bold(part.title), plain(f"{part.what} {_FORGETTING[part.forget]}"))
        for part in kept()
    )
    return paragraphs(bold("What I keep"), *parts, plain(_WHO_SEES))


_ABOUT = (
    "I'm a tutor for tensors and the foundations of deep learning. My answers are written by "
    "people and proven by running them. Where I have none, I say so."
)
_TRY = "Ask in your own words, send Python code, or press a button:"
_ASK = (
    "Ask a question in English, in your own words; I answer from pages that were checked. "
    "Then go on with “why?”, “example?”, “and in numpy?” or “what can go wrong?”; "
    "after an error, too."
)
_RUN = (
    "Send Python code between ``` and ```, after /run, or as a .py file, and I run it. "
    "torch, nn, F, np and plt are there already:"
)
_EDIT = "Edit your message and I answer it anew, in the same place."
_IN_GROUP = (
    "In a group, mention me or reply to me; a question is answered there only where I'm sure of "
    "the answer."
)
_COMMANDS = (
    "/topics – everything I know about\n"
    "/me – your progress\n"
    "/run – run code\n"
    "/draw – draw shapes, strides and broadcasting\n"
    "/trace – see the shape of every part of your code\n"
    "/time – compare how fast two pieces of code are\n"
    "/practice – an exercise that fits; I grade what you send\n"
    "/drill – quick questions, as many as you like\n"
    "/class – your classes; /join CODE joins one\n"
    "/assigned – what your class is to do\n"
    "/privacy – what I keep about you\n"
    "/mydata – all of it, as a file\n"
    "/forget – have it deleted\n"
    "/help – this page"
)
_INSTRUCTORS = (
    "/unanswered – what learners asked in vain, to answer or to add to an entry\n"
    "/answer – write an answer; its code is run as you send it\n"
    "/drafts – what is being written, imported ones too\n"
    "/cancel – put aside what you are writing\n"
    "/entry – see, change, retire an entry, and take a change back\n"
    "/conflicts – entries that a release changed as well\n"
    "/class – make a class, change it, and invite learners to it\n"
    "/stats – how the class is doing\n"
    "/note, /notes – what I tell your class of deadlines and the like\n"
    "/announce – write to everybody in your class; answers come back to you\n"
    "/assign – give your class exercises to do; /assigned shows who has done them\n"
    "/web – your classes in a browser\n"
    "A file of questions and answers (text, Markdown, CSV, a notebook) becomes drafts."
)
_FORGETTING = {
    Forgetting.DELETE: "/forget deletes it.",
    Forgetting.NAMELESS: "After /forget it stays, without your name.",
    Forgetting.KEEP: "It stays after /forget, without a link to you.",
}
_WHO_SEES = (
    "The teachers of a class that you joined see, by your name, what you ask, run and try, from "
    "that day until you leave; each look at you alone is on record. Other instructors see sums, "
    "and the questions I could not answer well, without names. Whoever runs this bot has all of it."
)

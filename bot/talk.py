"""Small talk: whole messages that are no questions about tensors, and what kind each is. Pure.

None of them goes on record: instructors have no answer to "ok".
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Talk(StrEnum):
    HELLO = "hello"
    HELP = "help"
    WHO = "who"
    THANKS = "thanks"
    YES = "yes"
    FINE = "fine"
    BYE = "bye"
    STOP = "stop"
    RUN = "run"
    TOPICS = "topics"
    PROGRESS = "progress"
    QUIZ = "quiz"
    MISSED = "missed"
    DRAW = "draw"
    HUMAN = "human"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Sum:
    """Something to work out, as code."""

    code: str


@dataclass(frozen=True, slots=True)
class Spaced:
    """A command with a space in it."""

    command: str


_SAID: dict[Talk, str] = {
    Talk.HELLO: """
        hi; hello; hey; hallo; hola; salut; bonjour; ciao; servus; moin; namaste; yo; hi there
        hello there; hey there; hi bot; hello bot; hey bot; good morning; good afternoon
        good evening; good day; greetings; start; test; testing; are you there; anyone there
        anyone here; is anyone there; how are you; how are you doing; how do you do; whats up; sup
        hi how are you; hello how are you; guten tag; guten morgen
        """,
    Talk.HELP: """
        help; help me; help please; please help; menu; commands; instructions; manual; info; usage
        what can you do; what do you do; what can i do; what can i do here; what can i ask
        what can i ask you; how do i use this; how do i use you; how do i use this bot
        how to start; how does this bot work; what can this bot do; what are your commands
        how can you help; how can you help me; can you help me; can you help; hilfe; ayuda; aide
        """,
    Talk.WHO: """
        who are you; what are you; are you a bot; are you human; are you a human; are you real
        are you an ai; are you ai; are you chatgpt; are you gpt; are you a robot; whats your name
        what is your name; who made you; who built you; who wrote you
        """,
    Talk.THANKS: """
        thanks; thank you; thank u; thank you very much; thank you so much; thanks a lot
        thanks so much; many thanks; thx; thnx; ty; tysm; cheers; thanks bot; thank you bot
        danke; danke schön
        merci; gracias; grazie; obrigado; obrigada; good bot; nice bot; great; great thanks
        awesome; cool; cool thanks; nice; nice one; perfect; wonderful; excellent; amazing; wow
        that helped a lot; it works; it works now; works now; now it works; it worked; solved
        solved it; well done; good job; great job; nice work; that helped; that helps; this helped
        it helped
        that was helpful; very helpful; helpful; lol; haha; hahaha; love it; i love you; good; 👍
        👌; 🙏; ❤; 🎉; 👏; 😊; 🙂; 😀; 😂; 🤣; 😅; 🔥; 💯; 🥰; 😍
        """,
    Talk.YES: "yes; yep; yeah; yup; yes please; sure; ja; si; oui",
    Talk.FINE: """
        ok; okay; k; kk; okey; no; nope; nah; no thanks
        no thank you; got it; i got it; i see; i understand; i understand now; understood
        makes sense; that makes sense; aha; ah ok; ah okay; oh ok; ok i see; alright; all right
        fine; right; done; ready; hm; hmm; nevermind; never mind; nvm; ok thanks; okay thanks
        ok thank you; ok cool; ok great; ok got it; no problem; maybe; i dont know; idk; sorry
        my bad; oops; nein; non; my english is bad; my english is not good; sorry for my english
        sorry for my bad english; sorry my english is bad; my english is bad sorry
        my english bad sorry
        """,
    Talk.BYE: """
        bye; bye bye; goodbye; good bye; see you; see you later; see ya; cya; later; good night
        have a nice day; tschüss; adios; au revoir
        """,
    Talk.STOP: "stop; quit; exit; cancel; unsubscribe; stop it; end; abort; shut up; be quiet",
    Talk.RUN: """
        run; run it; run this; run code; run my code; run the code; run that; execute
        can you run code; can u run code; can you run my code; can you run python; do you run code
        can i run code; can i run code here; how do i run code; how do i run my code
        how can i run code; how can i run my code; how to run code; how do i send code
        how do i send you code; how can i send code; how do i run code here
        how do i run my code here; how can i run code here; how to run code here
        how do i run python; how do i run python here; where do i run code; where do i type code
        where do i put my code
        """,
    Talk.TOPICS: """
        topics; list topics; show topics; topic list; list of topics; all topics; what topics
        what topics do you know; which topics do you know; what do you know
        what do you know about; what can i learn; what can you teach me; what should i learn
        contents; table of contents; where do i start; where do i begin; where should i start
        where should i begin; where can i start; where to start; where to begin
        what should i learn first; what should i read first; what do i learn first
        """,
    Talk.PROGRESS: """
        my progress; progress; show my progress; show me my progress; show progress
        whats my progress; what is my progress; how do i see my progress; where is my progress
        can i see my progress; how am i doing; me
        """,
    Talk.QUIZ: """
        quiz; quiz me; test me; ask me; ask me a question; ask me something; exercise; exercises
        give me an exercise; give me exercises; give me a quiz; challenge me; train me; homework
        how do i practise; how do i practice; how can i practise; how can i practice
        can i practise; can i practice; can i practise here; can i practice here
        i want to practise; i want to practice; where can i practise; where can i practice
        """,
    Talk.MISSED: """
        thats not what i asked; that is not what i asked; not what i asked
        this is not what i asked; thats not what i meant; that is not what i meant
        not what i meant; wrong answer; you are wrong; youre wrong; bad bot; bad answer
        that didnt help; that did not help; this didnt help; this did not help; not helpful
        useless; you are useless; youre useless; this is useless; this bot is useless; i hate this
        i hate you; you suck; this sucks; you are stupid; you are dumb; this is stupid
        stupid bot; that doesnt help; that does not help; you didnt answer my question
        you did not answer my question; no thats not it; are you stupid; are you dumb
        none of these; none of those; none of them; none of the above
        neither of these; neither of those; neither of them
        """,
    Talk.DRAW: """
        draw; draw it; draw that; draw this; draw it for me; draw it please; draw me a picture
        can you draw; can you draw it; can you draw that; can you draw this
        can you draw it for me; can you draw it please; can you draw a tensor
        can you draw me a tensor; can you draw my tensor; can u draw; can u draw it
        how do i draw; how do i draw it; how do i draw a tensor; how do i draw my tensor
        how can i draw a tensor; how to draw a tensor; show me a picture; show a picture
        can you show me a picture; is there a picture
        """,
    Talk.HUMAN: """
        can i talk to a human; can i talk to a person; can i talk to a real person
        can i talk to someone; can i talk to my teacher; can i speak to a human
        can i speak to someone; can i ask a human; can i ask a person; can i ask my teacher
        i want to talk to a human; i want to talk to a person; let me talk to a human
        how do i talk to a human; how do i ask my teacher; how do i ask a human
        how do i contact my teacher; how do i contact my instructor; how do i ask my instructor
        how can i ask my teacher; can i talk to my instructor; can i talk to an instructor
        """,
}
_TALK = {
    said.strip(): talk
    for talk, table in _SAID.items()
    for line in table.splitlines()
    for said in line.split(";")
    if said.strip()
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Kinds that several phrases of one message may have; the first of them here is the message's.
_JOINED = (Talk.RUN, Talk.THANKS, Talk.BYE, Talk.HELLO, Talk.YES, Talk.FINE)
# Words that mean something else among others: "start end" is about slices.
_ALONE = _words("start test testing right done ready later run execute k si non")
# Nothing by themselves, and nothing more beside small talk.
_FILLERS = _words(
    """
    u bro bud buddy man mate dude friend sir mam maam all everyone again so much very really a lot
    now today tomorrow then soon it works work worked please pls
    """
)
_APART = re.compile(r"[\s.,!?;:~()\-–—…*_\"]+")
_APOSTROPHES = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}\N{VARIATION SELECTOR-16}]")
_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_SPACED = re.compile(r"\s*/\s+([a-z]{2,20})\s*", re.IGNORECASE)
_SUM = re.compile(
    r"\s*(?:(?:what(?:'s| is)|how much is|calculate|compute)\s+)?"
    r"(?P<code>[-+(\s]*\d[\d.\s()]*(?:(?:\*\*|//|[-+*/%^×·÷])[\s(]*-?\d[\d.\s()]*)+)[\s=?.!]*",
    re.IGNORECASE,
)
_SIGNS = str.maketrans({"^": "**", "×": "*", "·": "*", "÷": "/"})
_LONGEST = 60
# Between quotes it is a text in code.
_LINK = re.compile(
    r"(?<![\"'=])(?:https?://|www\.)\S+"
    r"|(?<!\S)(?:[a-z0-9-]+\.)+(?:com|edu|org)(?:/\S*)?(?!\S)",
    re.IGNORECASE,
)
# What is said around a link by who has nothing but the link to say or to ask about.
_WITH_LINK = _words(
    """
    a all an and at can check code colab course do does explain file for from github have hello help
    here hey hi in is it link links look me mean my notebook of on open page please pls plz read
    repo see stackoverflow thanks the there this to tutorial u video watch what with you your
    """
)
# A message between tags, as of one who thinks that a bot is told in HTML what is bold.
_TAGGED = re.compile(
    r"\s*<(?P<tag>b|blockquote|center|del|div|em|h[1-6]|i|ins|p|s|span|strong|u)(?: [^<>]*)?>"
    r"(?P<inner>.*)</(?P=tag)>\s*",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile("</?(?:b|del|em|i|ins|s|span|strong|u)>", re.IGNORECASE)
# Hearts and hands of old, and what begins with the pictures; arrows and signs are mathematics.
_EMOJI = "[\u2600-\u26ff\u270a-\u270d\u2728\u2753\u2763\u2764\U0001f300-\U0001faff\ufe0f\u200d]"
_EMOJI_AROUND = re.compile(rf"\A(?:\s*{_EMOJI})+|(?:{_EMOJI}\s*)+\Z")
# Only with a mark behind it: "hello world" is a program, and "hello.py" its file.
_GREETED = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day))"
    r"(?:\s+(?:there|bot|sir|madam|all|everyone|guys|tutor))*"
    rf"\s*(?:[,.!:]++(?:(?<=,)|(?=\s))|{_EMOJI}+)\s*(?=\S+\s+\S|\S*[.(])",
    re.IGNORECASE,
)


def small_talk(text: str) -> Talk | Sum | Spaced | None:
    """What kind of small talk a message is; None where it is anything else."""
    text = _untagged(text)
    if _is_link(text):
        return Talk.LINK
    if len(text) > _LONGEST:
        return None
    if found := _SPACED.fullmatch(text):
        return Spaced(found[1].lower())
    if found := _SUM.fullmatch(text):
        return Sum(" ".join(found["code"].translate(_SIGNS).split()))
    plain = _plain(text)
    said = _TALK.get(plain) or _TALK.get(_DRAWN_OUT.sub(r"\1", plain))
    return said or _same_signs(plain) or _several(plain)


def _is_link(text: str) -> bool:
    """Whether a message is a link, or several, and all else in it is about these."""
    beside = _LINK.sub(" ", text)
    return beside != text and {*_plain(beside).split()} <= _WITH_LINK


def _untagged(text: str) -> str:
    """The text between tags; where there is none, the tags are all that was said."""
    bare = text
    while found := _TAGGED.fullmatch(bare):
        bare = _TAG.sub("", found["inner"])
    return bare if bare.strip() else text


def _plain(text: str) -> str:
    return _APART.sub(" ", _TONES.sub("", _APOSTROPHES.sub("", text.lower()))).strip()


def _several(plain: str) -> Talk | None:
    """The kind of "ok bye": that of the phrases that a message is made of, with nothing between."""
    words = tuple(plain.split())
    kinds = _kinds(words) or set()
    found = next((kind for kind in _JOINED if kind in kinds), None)
    # "Ok, again?" asks for something.
    return None if found in {Talk.YES, Talk.FINE} and "again" in words else found


def _kinds(words: tuple[str, ...]) -> set[Talk] | None:
    """The kinds of the longest phrases from the left; None where a word is of none."""
    if not words:
        return set()
    for end in range(len(words), 0, -1):
        said, rest = " ".join(words[:end]), words[end:]
        if end == 1 and said in _FILLERS:
            return _kinds(rest)
        kind = None if said in _ALONE else _TALK.get(said)
        if kind in _JOINED:
            others = _kinds(rest)
            return None if others is None or kind is None else {kind, *others}
    return None


def _same_signs(plain: str) -> Talk | None:
    """The kind of "🎉🎉🎉" is that of "🎉"."""
    signs = set(plain.replace(" ", ""))
    return _TALK.get(signs.pop()) if len(signs) == 1 and not plain.isascii() else None


def within_talk(text: str) -> str:
    """A question without the greeting before it and the emoji around it.

    No page's wording has them, and one that is asked word for word would not be known for it.
    """
    bare = _EMOJI_AROUND.sub("", _untagged(text)).strip()
    greeted = _GREETED.match(bare)
    rest = _EMOJI_AROUND.sub("", bare[greeted.end() :]).strip() if greeted else bare
    return rest or text.strip()

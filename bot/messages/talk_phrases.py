"""Small talk said in the same words by everybody: whole messages, by their kinds."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


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
    WEB = "web"
    HOMEWORK = "homework"
    WRITE = "write"
    BROKEN = "broken"
    STUCK = "stuck"
    SAD = "sad"
    ASK = "ask"
    FUN = "fun"
    PRAISE = "praise"
    WISHES = "wishes"
    SPEECH = "speech"
    PICTURE = "picture"
    FILE = "file"
    LANGUAGE = "language"
    PRIVACY = "privacy"
    COST = "cost"
    OUTSIDE = "outside"


_SAID: Mapping[Talk, str] = {
    Talk.HELLO: """
        hi; hello; hey; hallo; hola; salut; bonjour; ciao; servus; moin; namaste; yo; hi there
        hello there; hey there; hi bot; hello bot; hey bot; good morning; good afternoon
        good evening; good day; greetings; start; test; testing; are you there; anyone there
        anyone here; is anyone there; anybody there; is anybody there; you there; hello anyone
        how are you; how are you doing; how do you do; whats up; sup; asdf; asdfghjkl; qwerty
        blah; bla bla; guten tag; guten morgen
        """,
    Talk.HELP: """
        help; help me; help please; please help; menu; commands; instructions; manual; info; usage
        what can i do; what can i do here; what can i ask; what can i ask you; how do i use this
        how do i use you; how do i use this bot; how to start; how does this bot work
        what can this bot do; what are your commands; plz help; pls help; help plz; help pls; sos
        can you help me; can you help; hilfe; ayuda; aide
        """,
    Talk.WHO: "what are you",
    Talk.THANKS: """
        thanks; thank you; thank u; many thanks; thx; thnx; ty; tysm; cheers; thanks bot
        thank you bot; danke; danke schön; merci; gracias; grazie; obrigado; obrigada; good bot
        nice bot; great; awesome; cool; nice; nice one; perfect; wonderful; excellent; amazing
        wow; it works; works now; it worked; solved; well done; good job; great job; that helped
        that helps; this helped; it helped; that was helpful; helpful; lol; haha; hahaha; hehe
        lmao; rofl; xd; hahahah; lolol; love it; good
        👍; 👌; 🙏; ❤; 🎉; 👏; 😊; 🙂; 😀; 😂; 🤣; 😅; 🔥; 💯; 🥰; 😍
        """,
    Talk.PRAISE: "i love you; love you; i love u; love u; i luv u",
    Talk.YES: "yes; yep; yeah; yup; sure; ja; si; oui",
    Talk.FINE: """
        ok; okay; k; kk; okey; no; nope; nah; no thanks; no thank you; got it; i got it; i see
        i understand; understood; makes sense; that makes sense; aha; ah ok; ah okay; oh ok
        alright; all right; zzz; idc; whatever; no way; cool story; figured it out; fine; right
        done; ready; hm; hmm; nevermind; never mind; nvm; ok thanks; okay thanks; ok thank you
        ok cool; ok great; no problem; maybe; i dont know; idk; sorry; my bad; oops; nein; non
        my english is bad; my english is not good; sorry for my english; sorry for my bad english
        my english bad sorry
        """,
    Talk.BYE: """
        bye; goodbye; good bye; see you; see you later; see ya; cya; later; good night
        have a nice day; brb; gtg; cu; tschüss; adios; au revoir
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
    Talk.MISSED: """
        thats not what i asked; that is not what i asked; not what i asked
        this is not what i asked; thats not what i meant; that is not what i meant
        not what i meant; wrong answer; you are wrong; youre wrong; bad bot; bad answer; useless
        you are useless; youre useless; this is useless; this bot is useless; i hate this
        i hate you; you suck; this sucks; you are annoying; youre annoying; you are slow
        youre slow; you are stupid; you are dumb; this is stupid; wtf; wth; omg; damn; fuck
        fuck you; fuck off; fuck this; shit; bullshit; stfu; ffs; idiot; you idiot; youre an idiot
        you are an idiot; ur stupid; ur dumb; you are an idiot bot; stupid bot
        you didnt answer my question; you did not answer my question; no thats not it
        are you stupid; are you dumb; none of these; none of those; none of them
        none of the above; neither of these; neither of those; neither of them
        """,
}
SAID: Final[Mapping[str, Talk]] = {
    said.strip(): talk
    for talk, table in _SAID.items()
    for line in table.splitlines()
    for said in line.split(";")
    if said.strip()
}

"""Other languages: the pages are in English, and so is what finds them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.pages.entry import Entry
from knowledge.search.retrieval import Matched, Suggested
from tutor.library import Library

SHOWN = 3
# Below that, what is suggested for the few words that are left is chance.
_LIKELY = 0.4
# A name in more titles than that says little about which is meant.
_MANY = 6
# A letter alone may stand for a number or an axis.
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"[=()\[\]{}]")
_NAME = re.compile(r"[a-z][a-z_]{2,}")
# Behind it begin Greek, whose letters are half of mathematics, and all other alphabets.
_LATIN_END = "\u03ff"
# Words that hold sentences together, but for those that English has as well.
_FOREIGN = frozenset(
    """
    aber als auch bedeutet heißt auf aus bei bitte damit dann dass dem den der deutsch dich dir
    doch ein eine einem einen einer eines erklär erkläre erklären etwas funktioniert für geht
    gibt habe haben ich ist kann kannst kein keine können mache machen macht mein meine mir mit
    muss nach nicht noch oder sich sind soll über und unterschied verstehe von warum welche
    welchen wenn werden wie wieso wird wo wofür zu zum zur zwischen zwei como cómo cual cuál
    cuando cuándo cuáles de diferencia donde dónde el ella entre es esta está este esto explica
    forma funciona hace hacer hago hay la las para pero por porque puedo qué que quiero se ser
    si sirve sobre son tiene un una unos usar alors au aux avec ce cela ces cette comme comment
    dans des différence elle est et être expliquer faire fait faut fonctionne ils je le les leur
    mais mon ne nous ou où par pas peut pour pourquoi puis quand quel quelle quelles qu quoi sa
    sont sur une utiliser veut vous anche che chi ci cosa cosè cui della delle di differenza
    dove faccio fare funziona gli ho nel nella perché perchè posso quale quali quando questo
    sono tra uno usare ao da diferença dos ele em entender eu faz fazer isso isto mas meu na não
    nas nos pela pelo porquê quais qual seu são tem um uma você aan dat deze dit doe doet een en
    het hoe kan maak mijn moet naar niet om ook tussen van verschil voor waarom waar wat welke
    werkt worden zijn zo bir bu için mü neden nedir olan ve co czy czym dla dlaczego jak jaka
    jest jaki mam między nie po się
    """.split()
)
# Words of both, which tell neither.
_BOTH = frozenset({"bin", "come", "das", "del", "die", "man", "non", "plus", "sin", "war", "was"})
_ENGLISH = frozenset(
    """
    a about after all am an and are at because before between both but by can could did does doing
    for from get gets had has have how if in into is it its just make makes many more most my not of
    on one only or out over same should so some than that the their them then there these they this
    those to two under use used using want way we were what when where which while who why will
    with without would you your do i be as me
    """.split()
)

# What some titles name says nothing about them, as all pages are about it.
_OF_ALL = frozenset({"python", "pytorch", "torch"})


@dataclass(frozen=True, slots=True)
class InEnglish:
    """It is in another language; `named` are pages that it may be about, by names in it."""

    named: tuple[Entry, ...]


def is_foreign(text: str) -> bool:
    """Claim that a message is in another language than English."""
    words: list[str] = _WORD.findall(text.lower())
    english = sum(word in _ENGLISH for word in words)
    other = sum(word[0] > _LATIN_END for word in words)
    if other:
        return other > english
    foreign = sum(word in _FOREIGN for word in words)
    # Names in code are short, and some of them words somewhere.
    return foreign > english + bool(_CODE.search(text))


def in_english(library: Library, text: str) -> InEnglish:
    """Find the pages that a message in another language is about, by torch's own words."""
    named = _searched(library, text) or _titled(library, text)
    return InEnglish(tuple(named[:SHOWN]))


def _searched(library: Library, text: str) -> Sequence[Entry]:
    """What the search finds for all that is left of a message without its foreign words."""
    left = _WORD.sub(lambda word: " " if _is_of_another(word[0].lower()) else word[0], text)
    match library.search(left):
        case Matched() as found:
            pass
        case Suggested(confidence=confidence) as found if confidence >= _LIKELY:
            titles = " ".join(each.question for each in library.entries.values()).lower()
            if set(_WORD.findall(left.lower())).isdisjoint(_WORD.findall(titles)):
                # A word that nobody knows here was taken for one that looks like it.
                return ()
        case _:
            return ()
    return library.known([each.slug for each in found.candidates[:SHOWN]])


def _is_of_another(word: str) -> bool:
    return word[0] > _LATIN_END or word in _FOREIGN or word in _BOTH


def _titled(library: Library, text: str) -> Sequence[Entry]:
    """The pages whose title has a name that a message mentions."""
    found: dict[str, Entry] = {}
    for name in dict.fromkeys(_NAME.findall(text.lower())):
        if _is_of_another(name) or name in _ENGLISH or name in _OF_ALL:
            continue
        has_name = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        titled = [each for each in library.entries.values() if has_name.search(each.question)]
        if len(titled) <= _MANY:
            found |= {each.slug: each for each in titled}
    return tuple(found.values())

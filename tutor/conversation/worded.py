"""A page that is asked for in its very words, whatever these would mean elsewhere."""

from knowledge.pages.entry import Entry
from knowledge.search.index import VERBATIM
from knowledge.search.retrieval import Matched
from progress.events import Turn
from tutor.conversation.ask import Answered, settle
from tutor.library import Library

_MARKS = " \n\t?!."


def ask_word_for_word(library: Library, turn: Turn, text: str) -> Answered | None:
    """Answer with the one page that has just these words; the search knows no bare "LinAlgError".

    Nothing goes on record where there is none.
    """
    said = _bare(text)
    asked = [each for each in library.entries.values() if _is_asked(each, said)]
    if len(asked) != 1:
        return None
    answer = settle(library, turn, text, Matched(asked[0].slug, VERBATIM, ()))
    return answer if isinstance(answer, Answered) else None


def _is_asked(entry: Entry, said: str) -> bool:
    return any(_bare(wording) == said for wording in entry.phrasings)


def _bare(text: str) -> str:
    return text.strip(_MARKS).lower()

"""An index that remembers what it found for the last list of questions."""

from knowledge.matching.retrieval import Retrieval
from knowledge.matching.statistics import Encoding
from tutor.library import Searching
from tutor.looked_up import LookedUp


class RememberedSearch:
    """Searches an index for what is not known from the last list."""

    def __init__(self, index: Searching, known: LookedUp[str, Retrieval]) -> None:
        self._index = index
        self._known = known

    @property
    def encoder(self) -> Encoding:
        return self._index.encoder

    def search(self, text: str) -> Retrieval:
        return self._known.find(text, lambda: self._index.search(text))

    def rarity(self, word: str) -> float:
        return self._index.rarity(word)

"""The index of a library, made anew whenever instructors changed something."""

from collections.abc import Callable, Sequence
from itertools import chain

from knowledge.arrays import Halves
from knowledge.entry import Entry
from knowledge.matching.encoder import Encoder
from knowledge.matching.index import Index
from knowledge.matching.recount import recounted
from knowledge.matching.remembered import Remembered, paired
from knowledge.matching.statistics import vectors_id
from knowledge.store import KnowledgeBase
from unsqueeze.memory import give_back


class Indexer:
    """Makes a library's next index from the knowledge base; only texts that are new are encoded.

    The base is read anew each time rather than kept for that moment. Used by one thread at a time.
    """

    def __init__(self, encoder: Encoder, load: Callable[[], KnowledgeBase]) -> None:
        self._encoder = encoder
        self._load = load
        self._new: dict[str, Halves] = {}

    def index(self, entries: Sequence[Entry]) -> Index:
        """Index these entries."""
        made = self._made(entries)
        give_back()
        return made

    def _made(self, entries: Sequence[Entry]) -> Index:
        base = self._load()
        # A newer version may have built it meanwhile: its vectors mean nothing to our encoder.
        ours = base.encoder_id == vectors_id(self._encoder)
        sentences = chain.from_iterable(base.lexical["sentences"])
        shipped = paired(sentences, base.vectors) if ours else {}
        remembered = Remembered(self._encoder, shipped | self._new)
        lexical = recounted(base.entries if ours else (), base.lexical, entries, remembered)
        vectors = remembered.encode(list(chain.from_iterable(lexical["sentences"])))
        remembered.forget_unasked()
        self._new = {text: row for text, row in remembered.known.items() if text not in shipped}
        return Index.build(entries, self._encoder, vectors=vectors, lexical=lexical)

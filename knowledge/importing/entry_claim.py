"""Sentences of an answer that say the opposite of one in an entry that is near it. Pure."""

from collections.abc import Iterator, Sequence

from knowledge.importing.finding import Finding, FindingKind
from knowledge.importing.imported import Prose, numbered
from knowledge.importing.opposite import are_opposite, gist
from knowledge.importing.prose_or_code import parts
from knowledge.importing.sentence import Sentence, sentences
from knowledge.pages.entry import Entry, Section, section_text
from knowledge.search.statistics import Encoding

# So near each other that they speak of the same; of curated sentences, which do not contradict
# each other, two pairs in three million are taken for opposites all the same.
NEAR = 0.55


def entry_findings(
    said: Sequence[Sentence], entries: Sequence[Entry], encoder: Encoding
) -> Iterator[Finding]:
    """Hold each sentence against every sentence of these entries; one finding a sentence."""
    known = [(entry.slug, text, gist(text)) for entry in entries for text in _texts(entry)]
    for sentence in said:
        own = gist(sentence.text)
        against = ((slug, text) for slug, text, other in known if are_opposite(own, other))
        for slug, text in against:
            if _nearness(encoder, sentence.text, text) >= NEAR:
                message = f"{sentence.text!r}; the entry {slug} says {text!r}"
                yield Finding(FindingKind.CONTRADICTED, sentence.line, message)
                break


def _texts(entry: Entry) -> Iterator[str]:
    for section in Section:
        for part in parts(numbered(section_text(entry, section) or "")):
            if isinstance(part, Prose):
                yield from (sentence.text for sentence in sentences(part))


def _nearness(encoder: Encoding, one: str, other: str) -> float:
    plain = [text.lower().replace("`", "").replace("*", "") for text in (one, other)]
    left, right = encoder.encode(plain)
    return float(left @ right)

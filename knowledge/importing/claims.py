"""All of an answer's statements that running code can refute, and what came of it. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.examples.sessions import Example, Shown
from knowledge.importing.claim import PRELUDE, Claim
from knowledge.importing.finding import Finding, FindingKind
from knowledge.importing.imported import Imported, Prose
from knowledge.importing.memory_claim import memory_claims
from knowledge.importing.name_claim import name_claims
from knowledge.importing.sentence import Sentence, sentences
from knowledge.importing.shape_claim import shape_claims

MOST_CLAIMS = 60
# So many fit into one snippet.
AT_ONCE = 10
_MOST_QUOTED = 100


def sentences_of(one: Imported) -> list[Sentence]:
    """All sentences of an answer, in order."""
    return [each for part in one.parts if isinstance(part, Prose) for each in sentences(part)]


def claims_of(said: Sequence[Sentence]) -> list[Claim]:
    """Find what can be tried; of a very long answer the first ones."""
    found = [*name_claims(said), *shape_claims(said), *memory_claims(said)]
    return sorted(found, key=lambda claim: claim.line)[:MOST_CLAIMS]


def batches(claims: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    """Share them out over runs."""
    return (claims[start : start + AT_ONCE] for start in range(0, len(claims), AT_ONCE))


def claim_examples(claims: Sequence[Claim]) -> list[Example]:
    """Write what is to run: the imports, then every claim's sources."""
    sources = (*PRELUDE, *(source for claim in claims for source in claim.sources))
    return [Example(0, f"{source}\n", "", None) for source in sources]


def claim_findings(claims: Sequence[Claim], shown: Mapping[int, Shown]) -> Iterator[Finding]:
    """Say which statements are refuted; one whose sources did not all run is left alone."""
    place = len(PRELUDE)
    for claim in claims:
        seen = [shown.get(place + n) for n in range(len(claim.sources))]
        place += len(claim.sources)
        ran = [one for one in seen if one is not None]
        truth = claim.refute(ran) if len(ran) == len(claim.sources) else None
        if truth:
            yield Finding(FindingKind.CONTRADICTED, claim.line, f"{_quoted(claim.said)}: {truth}")


def _quoted(said: str) -> str:
    return repr(said if len(said) <= _MOST_QUOTED else f"{said[: _MOST_QUOTED - 1]}…")

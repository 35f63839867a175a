"""Which questions are still open, together with those that ask the same, and where they belong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.curation.cluster import Asked, Cluster, clusters
from knowledge.curation.handled import Handled
from knowledge.matching import rules
from knowledge.matching.remembered import Remembered
from knowledge.matching.retrieval import Abstained, Matched, Reason, Retrieval
from knowledge.matching.statistics import phrasing_vectors
from progress.unmet import Sign, Unmet
from progress.wording import normalised
from tutor.library import Library, Searching

MOST_WORDINGS = 300
PROPOSALS = 3


class OpenQuestions:
    """Clusters, and remembers what it encoded and looked up: a list is asked for at every tap.

    Used by one thread at a time.
    """

    def __init__(self) -> None:
        self._encoder: Remembered | None = None
        self._index: Searching | None = None
        self._found: dict[str, Retrieval] = {}

    def clustered(
        self, library: Library, unmet: Iterable[Unmet], handled: Sequence[Handled]
    ) -> tuple[Cluster, ...]:
        """Cluster what is still open, the most asked first; slow where much is new."""
        asked = sorted(_open(library, unmet, handled), key=lambda one: (-one.times, one.wording))
        most = asked[:MOST_WORDINGS]
        encoder = self._encoder = self._encoder or Remembered(library.index.encoder)
        vectors = phrasing_vectors(encoder, [each.spelled for each in most])
        encoder.forget_unasked()
        self._look_up(library.index, found := clusters(most, vectors))
        placed = (_placed(library, each, self._found[each.title]) for each in found)
        return tuple(cluster for cluster in placed if cluster is not None)

    def _look_up(self, index: Searching, found: Sequence[Cluster]) -> None:
        known = self._found if self._index is index else {}
        self._index = index
        titles = [cluster.title for cluster in found]
        self._found = {title: known.get(title) or index.search(title) for title in titles}


def _open(library: Library, unmet: Iterable[Unmet], handled: Sequence[Handled]) -> list[Asked]:
    done: Mapping[str, datetime] = {each.wording: each.at for each in handled}
    by_wording = defaultdict[str, list[Unmet]](list)
    for each in unmet:
        text = each.wording or _question_of(library, each.slug)
        wording = normalised(text)
        if wording and rules.refusal(text) is None and not _is_done(each, done.get(wording)):
            by_wording[wording].append(replace(each, wording=text))
    return [_asked(wording, group) for wording, group in by_wording.items()]


def _is_done(unmet: Unmet, handled_at: datetime | None) -> bool:
    return handled_at is not None and unmet.at <= handled_at


def _question_of(library: Library, slug: str | None) -> str:
    entry = library.entry(slug or "")
    return entry.question if entry else ""


def _asked(wording: str, group: Sequence[Unmet]) -> Asked:
    [(spelled, _)] = Counter(each.wording for each in group).most_common(1)
    signs = Counter((each.sign, each.slug or "") for each in group)
    return Asked(
        wording=wording,
        spelled=spelled,
        abstained=signs[Sign.ABSTAINED, ""],
        declined=signs[Sign.DECLINED, ""],
        chosen={slug: times for (sign, slug), times in signs.items() if sign is Sign.CHOSEN},
        unhelpful={slug: times for (sign, slug), times in signs.items() if sign is Sign.UNHELPFUL},
        again=sum(each.again for each in group),
    )


def _placed(library: Library, cluster: Cluster, found: Retrieval) -> Cluster | None:
    """Propose entries for it; None where it has been answered since, or was no question."""
    pressed = bool(cluster.chosen or cluster.unhelpful)
    match found:
        case Matched(slug=slug) if not pressed and slug in library.entries:
            return None
        case Abstained(reason=reason) if reason is not Reason.NOTHING_CLOSE and not pressed:
            return None
    near = (candidate.slug for candidate in found.candidates)
    proposed = dict.fromkeys((*cluster.chosen, *near))
    known = tuple(slug for slug in proposed if slug in library.entries)
    return replace(cluster, proposed=known[:PROPOSALS])

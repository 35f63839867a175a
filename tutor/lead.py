"""Lead: which page a follow-up leads to; an instructor's word on it comes before "nowhere"."""

from knowledge.curation.ownership import owners_of, wording_key
from knowledge.entry import Entry
from knowledge.matching.followup import Followup, read
from knowledge.matching.nearby import (
    Anything,
    Lead,
    Neighbour,
    Nowhere,
    OwnQuestion,
    joined,
    lead,
)
from knowledge.matching.retrieval import Matched, Retrieval
from knowledge.matching.wish import Wish
from tutor.library import Library


def lead_from(library: Library, page: Entry, asked: Followup, own: Retrieval) -> Lead:
    """Decide what `asked` leads to from `page`; `own` is what the message finds by itself."""
    found = lead(asked, own, page, library.entries, library)
    return _placed(library, page, asked) or found if isinstance(found, Nowhere) else found


def is_covered(library: Library, slug: str, said: str) -> bool:
    """Claim that what was said after a page would be answered by now."""
    page, asked = library.entry(slug), read(said)
    if page is None or asked is None or asked.wish is not Wish.ABOUT:
        return False
    own = library.search(said)
    match lead_from(library, page, asked, own):
        case Nowhere():
            return False
        case OwnQuestion():
            return isinstance(own, Matched)
        case _:
            return True


def _placed(library: Library, page: Entry, asked: Followup) -> Neighbour | Anything | None:
    """Find the entry that has the question word for word; of the page itself, all that is left."""
    question = joined(page, asked)
    # What has it stands among those found: no need to read the wordings of all entries.
    near = library.known([one.slug for one in library.search(question).candidates])
    owner = owners_of(near).get(wording_key(question))
    if owner is None:
        return None
    return Anything() if owner == page.slug else Neighbour(owner)

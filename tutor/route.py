"""Which way a message is answered, where more than one would do. Pure."""

from enum import Enum, auto

from knowledge.matching.followup import Followup
from knowledge.matching.retrieval import Matched, Retrieval


class Route(Enum):
    """The ways to an answer.

    `BY_ITSELF` is what the search found for it, be that nothing; `IN_ENGLISH` says that pages are
    in English; `FOLLOW_UP` goes by what came before; `QUOTED_ERROR` explains the error in the
    answer of ours that the message quotes.
    """

    BY_ITSELF = auto()
    IN_ENGLISH = auto()
    FOLLOW_UP = auto()
    QUOTED_ERROR = auto()


def route(asked: Followup | None, found: Retrieval, *, foreign: bool, quotes_error: bool) -> Route:
    """Choose between the ways that are open to a message; those further up go first.

    1. It picks from the suggestions that stand last; "1" alone would find nothing, so that this
       goes before the search itself, and only what picks none comes here.
    2. The search is sure of its page, in whatever language torch's own words stand.
    3. It is in another language, whose words would only seem to follow on something.
    4. It follows on something: the answer or the error that it quotes, else what came last.
    5. It asks in full, but of the error that it quotes.
    6. There is only what the search found: suggestions, or nothing.
    """
    if is_sure(asked, found):
        return Route.BY_ITSELF
    if foreign:
        return Route.IN_ENGLISH
    if asked is not None:
        return Route.FOLLOW_UP
    return Route.QUOTED_ERROR if quotes_error else Route.BY_ITSELF


def is_sure(asked: Followup | None, found: Retrieval) -> bool:
    """Claim that what was found answers the message, whatever came before it.

    Not so for "is it a view?", though the search may well find one page for its words.
    """
    return isinstance(found, Matched) and (asked is None or asked.gives_way)

"""Whether words beside code ask or complain, so that they want more than the code run. Pure."""

import io
import re
import tokenize
from collections.abc import Iterator
from typing import Final

# In a long program a comment is for its readers; in a few lines it is for us.
_MOST_LINES: Final = 15
_ASKED: Final = re.compile(
    "[?\N{FULLWIDTH QUESTION MARK}\N{ARABIC QUESTION MARK}]|!!"
    r"|\b(?:why|wtf|huh)\b|\bwhat\W*\Z",
    re.IGNORECASE,
)
_QUESTION: Final = re.compile(r"\b(?:how|what|which|when|where|can|should)\b", re.IGNORECASE)
_BLAMES: Final = re.compile(
    r"""
    \b(?: bugs? | wrong(?:ly)? | broken | strange | weird | unexpected(?:ly)?
      | (?<!squared\ )(?<!absolute\ )(?<!mean\ )(?<!relative\ )(?<!ing\ )(?<!ion\ )errors?
      | (?-i:\w+(?:Error|Warning)) | NoneType | fail(?:s|ed|ing)? | crash(?:es|ed)? | complains
      | (?:do|does|did|is|are|was|has|have|wo|ca)n[o']?t\ (?!need\b)\w+
      | not\ (?:chang|work|learn|updat|improv|mov|converg|decreas|train)\w*
      | nothing\ (?:chang|happen|mov)\w*
      | never\ (?:chang|learn|mov|improv|goes|decreas)\w*
      | (?:no|without)\ (?:effect|change|gradient|params|parameters)
      | still\ (?:the\ )?same | same\ as\ before | (?:all|is|are|was|got)\ (?:gone|lost)
      | disappears? | changed?\ too | changed\ as\ well | also\ change[ds]?
      | (?:gets?|becomes?|getting|goes)\ (?:\w+\ )?(?:worse|up|nan|bigger|slow\w*|stuck|negative)
      | worse | stuck | explodes? | diverges? | (?:too|so|very|really)\ slow(?:ly)? | grows
      | mistake | help\ me | please\ help | (?:the|my|a)\ problem | is\ (?:it|this)\ ok
      | what(?:'s|\ is)\ (?:this|that|wrong|happening)
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Most comments explain, whatever words they have: these forms of them do not.
_COMMENT_ASKS: Final = re.compile(
    r"""
    .*[?\N{FULLWIDTH QUESTION MARK}\N{ARABIC QUESTION MARK}][\s!.]*\Z
    | .*(?:\?\?|!!)
    | (?:why|wtf|huh)\b(?!:)
    | (?:.*\W)?(?:why|wtf|huh)\W*\Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COMMENT_COMPLAINS: Final = frozenset(
    {
        *("nothing changes", "not changed", "does not change", "doesn't change", "half is gone"),
        *("does not work", "doesn't work", "not working", "still the same"),
        *("error", "nonetype", "wrong", "wrong result", "what"),
    }
)
# Of a page on the web, or of a sheet of tasks that the code answers.
_NOT_OWN: Final = re.compile(
    r".*https?://|exercise\b|(?:task|question|problem|quiz|part|ex|q)[\s.#]*\d", re.IGNORECASE
)
# Words of who says no more than that there is an error, which running the code tells best.
_OF_ERROR: Final = re.compile(
    r"(?:\W|\b(?:why|error|errors?|fails?|failed|crash(?:es|ed)?|broken|bug|an?|the|this|it|is|in|"
    r"here|does|do|i|get|gets?|give|gives|raises?|line|what|help|please|not|work(?:s|ing)?)\b)+",
    re.IGNORECASE,
)


def complains(said: str) -> bool:
    """Whether words ask, or say that something is not as it should be."""
    return bool(_ASKED.search(said)) or blames(said)


def only_blames(said: str) -> bool:
    """Whether words say that something is not as it should be, and ask nothing."""
    return blames(said) and not _ASKED.search(said) and not _QUESTION.search(said)


def blames(said: str) -> bool:
    """Whether words say that something is not as it should be, rather than ask of anything."""
    return bool(_BLAMES.search(said))


def complaint_in(code: str) -> str:
    """What the comments of short code ask or complain of; empty where they only explain."""
    if "#" not in code or code.strip().count("\n") >= _MOST_LINES:
        return ""
    return " ".join(filter(_is_complaint, _comments(code)))


def _is_complaint(comment: str) -> bool:
    if _NOT_OWN.match(comment):
        return False
    return bool(_COMMENT_ASKS.match(comment)) or _bare(comment) in _COMMENT_COMPLAINS


def _bare(comment: str) -> str:
    return " ".join(comment.lower().strip(".!: \t").split())


def wants_a_page(code: str) -> bool:
    """Whether a comment in code asks for more than what the error is, which running it tells."""
    complaint = complaint_in(code)
    return bool(complaint) and not _OF_ERROR.fullmatch(complaint)


def _comments(code: str) -> Iterator[str]:
    """The comments, up to where Python can't tell them from the rest."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.COMMENT:
                yield token.string.strip("# \t")
    except (tokenize.TokenError, SyntaxError, ValueError):
        return

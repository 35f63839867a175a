"""Statements that torch itself can refute; every one here was run."""

import pytest

from knowledge.examples import sessions
from knowledge.importing.answers import parts
from knowledge.importing.findings.claims import (
    Sentence,
    claim_examples,
    claim_findings,
    claims_of,
    sentences,
)
from knowledge.importing.questionnaire import FindingKind, Prose, numbered
from tests.fakes.execute import execute
from tests.knowledge.importing.reading import answered

WRONG = {
    "Call torch.unsqeeze for that.": "there is no torch.unsqeeze here",
    "In nn.Functional there is more.": "there is no torch.nn.Functional here",
    "With cat on the first dimension, 3 x 2 x 4 and 3 x 5 x 4 give 3 x 7 x 4.": (
        "(3, 7, 4) comes out along axis 1"
    ),
    "If (3) is unsqueezed at position 1, it becomes (1, 3).": "gives (3, 1); (1, 3) comes out",
    "Stacking (2, 3) and (2, 3) along axis 0 gives (4, 3).": "gives (2, 2, 3)",
    "The matrix product of (2, 3) and (2, 4) gives (3, 4).": "fails: RuntimeError",
    "The transpose of (2, 3) becomes (2, 3).": "gives (3, 2)",
    "Broadcasting (2, 1) with (3) gives (3, 2).": "gives (2, 3)",
}
RIGHT = (
    "Call torch.unsqueeze or np.newaxis, as on pytorch.org and in torch.utils.data.",
    "With cat on the second dimension, 3 x 2 x 4 and 3 x 5 x 4 give 3 x 7 x 4.",
    "If (3) is unsqueezed at position 1, it becomes (3, 1).",
    "Broadcasting (2, 1) with (3) gives (2, 3).",
    "The matrix product of (2, 3) and (2, 4) is not possible and gives (3, 4) never.",
)


async def refuted(*said: str) -> list[tuple[int, str]]:
    claims = claims_of(answered("\n\n".join(said)))
    run = await execute(sessions.program(claim_examples(claims), "MARK "))
    shown = sessions.reported(run.stdout, "MARK ")
    findings = list(claim_findings(claims, shown))
    assert {finding.kind for finding in findings} <= {FindingKind.CONTRADICTED}
    return [(finding.line, finding.message) for finding in findings]


async def test_what_torch_refutes_is_found_with_its_line_and_the_truth() -> None:
    found = dict(await refuted(*WRONG))

    for line, (sentence, truth) in enumerate(WRONG.items()):
        assert truth in found.get(3 + 2 * line, "nothing"), sentence


async def test_what_is_right_or_said_with_care_is_left_alone() -> None:
    assert await refuted(*RIGHT) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Put (2, 3) and (4) into it.",
        "Nothing to try here.",
        "It has 3 rows, 4 columns and (5) more.",
    ],
)
def test_most_sentences_hold_nothing_to_try(sentence: str) -> None:
    assert claims_of(answered(sentence)) == []


def test_sentences_know_their_lines_behind_word_s_breaks_too() -> None:
    text = "One is 3.5 long. Two\ngoes on, e.g. here.\n\n- Three\n- Four: five.\x0bSix is six."
    [prose] = parts(numbered(text, first=10))

    assert isinstance(prose, Prose)
    assert list(sentences(prose)) == [
        Sentence(10, "One is 3.5 long."),
        Sentence(10, "Two goes on, e.g. here."),
        Sentence(13, "- Three"),
        Sentence(14, "- Four: five."),
        Sentence(14, "Six is six."),
    ]

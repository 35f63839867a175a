"""Whether an answer is about its question, on the shipped content and its real index."""

import random

import pytest

from knowledge.importing.answers import parts
from knowledge.importing.findings.topic import topic_findings
from knowledge.importing.questionnaire import Finding, FindingKind, Imported, numbered
from knowledge.pages.entry import Entry
from knowledge.search.index import Index
from tests.knowledge.importing.reading import answered
from tutor.library import Library

SAMPLE = 40


@pytest.fixture(scope="module")
def index(library: Library) -> Index:
    assert isinstance(library.index, Index)
    return library.index


@pytest.fixture(scope="module")
def sample(library: Library) -> list[Entry]:
    entries = sorted(library.entries.values(), key=lambda entry: entry.slug)
    return random.Random(1).sample(entries, SAMPLE)


def told(question: str, answer: str) -> Imported:
    return Imported(1, question, answer, parts(numbered(answer)))


def strange(one: Imported, index: Index) -> list[Finding]:
    return [found for found in topic_findings(one, index) if found.kind is FindingKind.OFF_TOPIC]


def test_answers_to_their_own_questions_are_left_alone(index: Index, sample: list[Entry]) -> None:
    found = [entry.slug for entry in sample if strange(told(entry.question, entry.short), index)]

    assert len(found) <= 1, found


def test_most_answers_to_other_questions_are_found(index: Index, sample: list[Entry]) -> None:
    others = [*sample[7:], *sample[:7]]
    pairs = [(one, other) for one, other in zip(sample, others, strict=True)
             if one.topic != other.topic]  # fmt: skip

    found = [one for one, other in pairs if strange(told(one.question, other.short), index)]

    assert len(found) >= 0.85 * len(pairs)


def test_an_answer_from_another_subject_names_what_it_reads_like(
    index: Index, library: Library
) -> None:
    one = answered(
        "A neuron of the brain sends a pulse along its axon when enough of them arrive. A neuron "
        "of a network adds up its weighted inputs and a bias, and puts the sum through an "
        "activation function. That is all that the two have in common.",
        "How can I see which numbers a transposed tensor keeps in memory?",
    )

    [finding] = strange(one, index)

    assert finding.line == 3
    named = library.entries[finding.message.rsplit(" ", 1)[-1]]
    assert named.topic == "neurons"


def test_one_passage_about_something_else_is_named_with_its_line(index: Index) -> None:
    one = answered(
        "`cat` glues tensors together along an axis that is there, `stack` along a new one, so the "
        "result of stack has one axis more than the tensors had. Stack therefore needs tensors of "
        "the very same shape; cat needs the same lengths along all axes but the one along which it "
        "glues. Stack is the same as unsqueeze on each tensor and cat after that.\n\n"
        "The learning rate says how far each step goes. With a learning rate that is too high the "
        "loss jumps or grows, with one that is too low training takes long; try several.",
        "What is the difference between stack and cat?",
    )

    [finding] = topic_findings(one, index)

    assert (finding.kind, finding.line) == (FindingKind.PARTLY_OFF_TOPIC, 5)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How do I put an axis before the others?", "Like this:\n\nx.unsqueeze(0).shape"),
        ("Which tensors share their memory?", "Views."),
        ("Is there one more axis after stack?", "Yes, there is."),
        ("Where does flatten begin?", "-"),
    ],
)
def test_of_a_few_words_nothing_is_said(index: Index, question: str, answer: str) -> None:
    assert list(topic_findings(told(question, answer), index)) == []

import pytest

from knowledge.search.refusals import framework
from tests.knowledge.importing.reading import asked, of, refused


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("How do I write a custom layer in Keras?", "Keras"),
        ("tf.data.Dataset prefetch vs cache", "TensorFlow"),
        ("jax vmap vs pmap", "JAX"),
        ("indexing the last row in MATLAB", "MATLAB"),
        ("flax how to init params", "Flax"),
        ("Keras custom layer", "Keras"),
        ("how to write a training loop in keras", "Keras"),
        ("In Keras, how do I write a training loop?", "Keras"),
        ("how do I call jax.vmap()", "JAX"),
        ("how do i replace the last layer in keras", "Keras"),
        ("how do i index an array in Julia", "Julia"),
    ],
)
def test_a_question_is_about_the_framework_that_it_names(text: str, named: str) -> None:
    assert framework(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "what is a tensor",
        "tf.expand_dims in torch",
        "the equivalent of tf.tile",
        "what is Keras's Dense called here",
        "np.einsum and jax",
        "X.sum(2) as in MATLAB",
        "multiply word vectors with tf-idf weights",
        "what does tf.expand_dims do",
        "tf.expand_dims",
        "I know keras, how do I write a training loop",
        "I am used to Keras, where is fit",
        "what replaces model.fit of keras",
        "in matlab A*B is matrix product, what does * do",
        "My friend Julia asks what broadcasting is",
        "how do i paddle",
        "my octave of notes is a vector",
        "my keras friend asks what a view is",
    ],
)
def test_a_question_about_ours_is_about_no_other(text: str) -> None:
    assert framework(text) == ""


# Files in the markup of other programs.


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        (
            "a.rst",
            "1. Why?\n\n   .. code-block:: python\n\n      x\n",
            "3: this is reStructuredText",
        ),
        ("a.org", "* What?\nThis.\n", "1: this is Org mode, which is not read"),
        ("a.html", "<p>1. Why?</p>\n", "1: this is HTML, which is not read"),
        ("a.adoc", "== What?\n\nThis.\n", "1: this is AsciiDoc, which is not read"),
        ("a.yaml", "- question: Why?\n  answer: So.\n", "1: expected text, Markdown, CSV or JSON"),
        (
            "a.yaml",
            "one:\n  text: Why?\n  answer: So.\n",
            "1: expected text, Markdown, CSV or JSON",
        ),
        ("a.yaml", "question: 'Why?'\nanswer: So.\n", "1: expected text, Markdown, CSV or JSON"),
        ("a.yml", "question: Why?\nanswer: |\n  So.\n", "1: expected text, Markdown, CSV or JSON"),
        ("a.yml", "depth: 3\n", "1: expected text, Markdown, CSV or JSON"),
        ("a.json", '{"Q: Why?\nA: So.\n', "1: this is not JSON"),
        ("a.json", "Why?\n", "1: this is not JSON"),
        ("a.xml", "<p>\nQ: Why?\nA: So.\n", "4: this is not well-formed XML"),
        ("a.tex", "Q: Why \\emph{x}?\nA: So.\n", "1: expected LaTeX's exam class"),
    ],
)
def test_what_is_not_read_is_told_how_to_make_markdown_of_it(
    name: str, text: str, problem: str
) -> None:
    [found] = refused(name, text)

    assert found.startswith(f"{name}:{problem}")


def test_plain_text_in_such_a_file_is_read() -> None:
    assert asked(of("a.rst", "Q: Why ``x``?\nA: So.\n")) == ["Why ``x``?"]


@pytest.mark.parametrize("suffix", ["yml", "yaml", "json", "jsonl", "xml", "tex"])
def test_a_name_that_is_plainly_wrong_keeps_no_text_from_being_read(suffix: str) -> None:
    text = "Q: Why is `{x}` $\\alpha$?\nA: So: [1, 2] < 3.\n\nQ: How?\nA:\n- a list: yes\n"

    assert asked(of(f"a.{suffix}", text)) == ["Why is `{x}` $\\alpha$?", "How?"]

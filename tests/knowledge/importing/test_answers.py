"""Code that people leave bare between their words, and words that only look like code."""

import pytest

from knowledge.importing.answers import parts
from knowledge.importing.questionnaire import Code, Prose, numbered

ERROR = "Traceback (most recent call last):\n  File x\nRuntimeError: it was far too large"


def cut(text: str) -> list[tuple[str, ...]]:
    return [
        ("prose", part.text)
        if isinstance(part, Prose)
        else ("code", part.source, part.output or "")
        for part in parts(numbered(text))
    ]


@pytest.mark.parametrize(
    "words",
    [
        "transpose the axes",
        "A = the matrix of all weights",
        "Note: this is one thing (of many).",
        "Example : vectors",
        "import matters here, from time to time",
        "x.item() works always:",
        "np.einsum('i,ij->i', A, B).",
        "3",
        "torch.unsqueeze",
        "if you add an axis at the front:",
        "for example:",
        "with (3) rows",
        "cj=∑i∑kAikBkj",
        "# only a remark",
        "see(below)",
        "a, b and c",
        "1. view, which wants order",
        "raise questions",
        "### x = 1",
        "open bracket ( and so on",
        "the rank = “number of axes” – no more",
        "a = the user\u2019s own \u2018name\u2019",
        "see “Views”",
    ],
)
def test_words_are_no_code(words: str) -> None:
    assert cut(words) == [("prose", words)]


@pytest.mark.parametrize(
    "code",
    [
        "import torch",
        "from torch import nn",
        "x = torch.zeros(2, 3)",
        "x[0, :] += 1",
        "a, b = 1, 2",
        "torch.manual_seed(0)",
        "x = 1\nprint(\u2018shape:\u2019, x.shape)\nprint(x)",
        "print(“a (long) text”, x)",
        "print(x – 1)",
        "y = x[“a”]\nprint(y)",
        "a = 3\nb = a – 1\nc = b − a\nprint(b)",
        "if name == \u2018main\u2019:\n    print(“(”)",
        "print(x)",
        "for i in range(3):\n    print(i)\n\n    print(2)",
        "def f(x):\n    return x\n\nf(2)",
        "if x.any():\n    y = 1\nelse:\n    y = 2",
        "@torch.no_grad()\ndef f(x):\n    return x",
        "x = torch.tensor([[1, 2],\n                  [3, 4]])\n\ny = x.T",
        "# first\nx = 1\n# then\ny = 2",
        "s = '([{'\nt = 1",
        "x = 1 + \\\n    2",
        "with torch.no_grad():\n    y = x\nx @ y",
        "import torch\ntorch.ones(2).dtype, torch.ones(2).shape",
        "class A:\n    pass\n\nlist(A())",
    ],
)
def test_bare_code_is_code(code: str) -> None:
    words = "Words before.\n{}\nWords behind, which go on."

    assert cut(words.format(code)) == [
        ("prose", "Words before."),
        ("code", code, ""),
        ("prose", "Words behind, which go on."),
    ]


def test_indented_code_loses_its_common_indentation() -> None:
    assert cut("So:\n\n    x = 1\n    if x:\n        x = 2\n") == [
        ("prose", "So:"),
        ("code", "x = 1\nif x:\n    x = 2", ""),
    ]


@pytest.mark.parametrize(
    ("below", "output"),
    [
        ("tensor([1, 2])", "tensor([1, 2])"),
        ("\ntensor([[1, 2],\n        [3, 4]])", "tensor([[1, 2],\n        [3, 4]])"),
        ("torch.Size([2, 3])", "torch.Size([2, 3])"),
        ("(torch.int64, tensor(1.))", "(torch.int64, tensor(1.))"),
        ("(3, -1.5)", "(3, -1.5)"),
        ("Output:\n\n3", "3"),
        ("Result: 3 rows", "3 rows"),
        ("Out[4]: tensor(1.)", "tensor(1.)"),
        (f"Output:\n{ERROR}", ERROR),
    ],
)
def test_values_below_code_are_its_output(below: str, output: str) -> None:
    assert cut(f"x = f()\nx.sum()\n{below}\nAnd these are words that go on.") == [
        ("code", "x = f()\nx.sum()", output),
        ("prose", "And these are words that go on."),
    ]


def test_a_session_gives_one_part_a_prompt() -> None:
    text = ">>> a = 1\n>>> for i in range(2):\n...     print(i)\n...\n0\n1\nNow we know it well."

    assert cut(text) == [
        ("code", "a = 1", ""),
        ("code", "for i in range(2):\n    print(i)", "0\n1"),
        ("prose", "Now we know it well."),
    ]


def test_an_ipython_session_is_one_too() -> None:
    assert cut("In [1]: x = 1\nIn [2]: x + 1\nOut[2]: 2\n") == [
        ("code", "x = 1", ""),
        ("code", "x + 1", "2"),
    ]


def test_a_session_s_error_belongs_to_it() -> None:
    assert cut(f">>> f(1)\n{ERROR}\nSo that is what comes of it.") == [
        ("code", "f(1)", ERROR),
        ("prose", "So that is what comes of it."),
    ]


def test_a_fence_says_what_is_in_it() -> None:
    text = "```python\nno (\n```\n```bash\npip install x\n```\n```\nx = 1\n```\n```\nplain\n```"

    assert cut(text) == [
        ("code", "no (", ""),
        ("prose", "```bash\npip install x\n```"),
        ("code", "x = 1", ""),
        ("prose", "```\nplain\n```"),
    ]


def test_a_fence_of_output_goes_to_the_code_above_it() -> None:
    assert cut("```py\nx.sum()\n```\n\n```text\n3\n```\n") == [("code", "x.sum()", "3")]


@pytest.mark.parametrize("label", ["Output:\n", "\n**Output:**\n\n", ""])
@pytest.mark.parametrize("code", ["```python\nx.sum()\n```\n", "x.sum()\n"])
def test_output_in_a_fence_of_its_own_is_output(code: str, label: str) -> None:
    """A draft with two fences in its short answer could not be published."""
    assert cut(f"{code}{label}```\ntensor(3)\n```\n") == [("code", "x.sum()", "tensor(3)")]


def test_words_behind_a_label_are_no_output() -> None:
    assert cut("x.sum()\nResult: all of the numbers are added") == [
        ("code", "x.sum()", ""),
        ("prose", "Result: all of the numbers are added"),
    ]


def test_a_fence_that_is_never_closed_is_prose() -> None:
    assert cut("```\nwords") == [("prose", "```\nwords")]


def test_lines_count_from_where_the_text_stands() -> None:
    found = parts(numbered("words\n\nx = 1\n", first=40))

    assert found == (Prose((40,), "words"), Code((42,), "x = 1"))


def test_a_dash_that_explains_code_subtracts_nothing() -> None:
    assert cut("x = 1\nx.view(6) – flat\nx[0] – first") == [
        ("code", "x = 1", ""),
        ("prose", "x.view(6) – flat\nx[0] – first"),
    ]


@pytest.mark.parametrize(
    "words",
    ["dim = 0 – rows\ndim = 1 – columns", "Of a matrix:\n\naxis = 0 – rows\n\nis the first."],
)
def test_a_dash_that_explains_a_value_is_no_code_by_itself(words: str) -> None:
    assert {kind for kind, *_ in cut(words)} == {"prose"}


def test_a_typeset_value_below_code_is_not_a_line_of_it() -> None:
    """The code would be said not to run."""
    assert cut("x = torch.tensor([1])\nx.neg()\ntensor([\N{MINUS SIGN}1])") == [
        ("code", "x = torch.tensor([1])\nx.neg()", ""),
        ("prose", "tensor([\N{MINUS SIGN}1])"),
    ]

"""What stands around pasted code: output, line numbers, fences, a chat's button."""

import pytest

from sandbox.protocol import CODE_BYTES, Outcome
from sandbox.worker.execute import read
from tests.sandbox.conftest import Run

NOTEBOOK_TRACEBACK = (
    "---------------------------------------------------------------------------\n"
    "TypeError                                 Traceback (most recent call last)\n"
    "Cell In[1], line 2\n----> 2 x()\nTypeError: no\n"
)
OUTPUT = {
    "named": "Output:\ntensor([1., 1.])",
    "that is no Python": "Output:\nit's",
    "in bold": "**Output:**\n1 2",
    "and a traceback": (
        "Output:\n1 2\nTraceback (most recent call last):\n    y = x()\nTypeError: can't"
    ),
    "a traceback": "Traceback (most recent call last):\n  File 'a.py', line 2\nTypeError: can't",
    "a notebook's traceback": NOTEBOOK_TRACEBACK,
}


@pytest.mark.parametrize("output", OUTPUT.values(), ids=OUTPUT.keys())
def test_output_below_code_is_left_out_and_named(
    output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = read(f"x = 1\nprint(x)\n{output}")

    assert code.rstrip("\n") == "x = 1\nprint(x)"
    assert code.count("\n") == output.count("\n") + 2
    last = 3 + output.rstrip("\n").count("\n")
    assert capsys.readouterr().err.startswith(f"not run: lines 3 to {last}, like something printed")


CODE = "import math\nfor i in range(2):\n    print(i)"
AROUND = {
    "numbers": ("1  import math\n2  for i in range(2):\n3      print(i)", CODE),
    "numbers with a dot": ("1. import math\n2. for i in range(2):\n3.     print(i)", CODE),
    "numbers with a colon": ("8: import math\n9: for i in range(2):\n10:     print(i)", CODE),
    "numbers at a line": (" 9 | import math\n10 | for i in range(2):\n11 |     print(i)", CODE),
    "numbers in a wide column": ("9  import math\n10 for i in range(2):\n11     print(i)", CODE),
    "numbers and tabs": ("1\timport math\n2\t\n3\tprint(math)", "import math\n\nprint(math)"),
    "numbers with an arrow": ("      1 import math\n----> 2 x = 1", "import math\nx = 1"),
    "numbers with a short arrow": ("  1 | import math\n> 2 | x = 1", "import math\nx = 1"),
    "numbers of a session": ("1 >>> x = 1\n2 >>> x\n3 1", "x = 1\nx\n"),
    "a fence in a list": ("1. Do this:\n\n    ```python\n    x = 1\n    ```\n", "\n\n\nx = 1\n\n"),
    "bold prose": ("**Code:**\n```py\nx = 1\n```\n**Error:** none", "\n\nx = 1\n\n"),
    "stressed prose": ("*Why*?\n\n```py\nx = 1\n```", "\n\n\nx = 1\n"),
    "a question": ("Why?\n```py\nx = 1\n```", "\n\nx = 1\n"),
    "a numbered step": ("1. first\n```py\nx = 1\n```\n2. then\n", "\n\nx = 1\n\n\n"),
    "a link": ("[docs](https://x.org)\n```py\nx = 1\n```", "\n\nx = 1\n"),
    "a button": ("Copy code\nx = 1", "\nx = 1"),
    "a language and a button": ("python\nCopy code\nx = 1", "\n\nx = 1"),
    "both on a line": ("pythonCopy code\nx = 1", "\nx = 1"),
    "prose and a button": ("Here is the code:\n\npython\nCopyEdit\nx = 1", "\n\n\n\nx = 1"),
    "JupyterLab's prompts": ("[1]:\nx = 1\nx\n[1]:\n1\n[2]:\nx + 1", "\nx = 1\nx\n\n\n\nx + 1"),
    "prompts beside code": ("[1]: x = 1\n[2]: x", "x = 1\nx"),
    "Colab's prompts": ("[3]\n0s\nx = 1\n[4]\n✓ 1s\nx", "\n\nx = 1\n\n\nx"),
    "prompts without a space": ("In[1]: x = 3\nIn[2]: x", "x = 3\nx"),
    "conda's prompt": ("(base) C:\\Users\\me>python\n>>> x = 1", "\nx = 1"),
    "a magic behind code": ("import math; %matplotlib inline\nx = 1", "import math; pass\nx = 1"),
    "magics": ("%%capture\n%precision 3\n%xmode\n%pdb on\n%reset -f\nx", "pass\n" * 5 + "x"),
    "code on a fence": ("```python print(1)\n```", "print(1)\n"),
    "code as a fence's language": ("```print(1)\n```", "print(1)\n"),
    "a title on a fence": ('```python title="x.py"\nx = 1\n```', "\nx = 1\n"),
    "an attribute on a fence": ("```python linenos=true\nx = 1\n```", "\nx = 1\n"),
    "a file on a fence": ("```python file=train.py\nx = 1\n```", "\nx = 1\n"),
    "attributes on a fence": ('```py name=main hl="1 2"\nx = 1\n```', "\nx = 1\n"),
    "marked lines on a fence": ("```python {1,3}\nx = 1\n```", "\nx = 1\n"),
    "a block on one line": ("```python print(1)```", "print(1)"),
    "a block that ends behind code": ("```python\nx = 1\nprint(x)```", "\nx = 1\nprint(x)"),
    "paragraphs of a word processor": ("x = 1\u2029print(x)", "x = 1\nprint(x)"),
    "lines of a chat": ("for i in x:\u2028    print(i)", "for i in x:\n    print(i)"),
    "lines of a slide": ("x = 1\vprint(x)\u0085print(x)", "x = 1\nprint(x)\nprint(x)"),
}


@pytest.mark.parametrize(("sent", "meant"), AROUND.values(), ids=AROUND.keys())
def test_what_stands_around_code_is_left_out(
    sent: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(sent)[0] == meant
    assert capsys.readouterr().err == ""


# As docstrings and prompts for a language model have them.
FENCED_TEXTS = {
    "in a text": 'prompt = f"""\n    ```\n    {q}\n    ```\n    """\nprint(prompt)',
    "in a method": (
        'class A:\n    def f(self):\n        """Doc.\n\n        ```\n        x = 1\n        ```\n'
        '        """\n        return 1\nA().f()'
    ),
    "with a language": 's = """\n    ```json\n    {}\n    ```\n"""\nprint(s)',
    "in a list in a text": 's = """\n- ```\n  x\n    ```\n"""\nprint(s)',
}


@pytest.mark.parametrize("code", FENCED_TEXTS.values(), ids=FENCED_TEXTS.keys())
def test_a_fence_in_a_text_does_not_end_the_block_around_it(code: str) -> None:
    assert read(f"```python\n{code}\n```")[0] == f"\n{code}\n"


BACKTICKS = "def f(x):\n    y = x\n    ```\n    Adds two numbers.\n    ```\n    return y"


@pytest.mark.parametrize(
    ("sent", "lines"),
    [(BACKTICKS, "line 6"), ("x = 1\n```\ny = (x\nprint(y)", "lines 3 to 4")],
)
def test_code_with_a_mistake_beside_blocks_is_named(
    sent: str, lines: str, capsys: pytest.CaptureFixture[str]
) -> None:
    read(sent)

    assert capsys.readouterr().err.startswith(f"not run: {lines}, beside the code")


DOCSTRING = 'def f(x):\n    """Doubles.\n\n{}\n    """\n    return 2 * x\n'
FENCES = "    ```python\n    f(2)\n    ```"


def test_a_fence_in_a_docstring_above_the_first_is_a_part_of_it() -> None:
    code = DOCSTRING.format(FENCES)

    assert read(f"{code}f(3)\n```")[0] == f"{code}f(3)\n"
    assert read(f"{code}```python\nf(3)\n```")[0] == f"{code}\nf(3)\n"


def test_a_session_below_a_docstrings_leaves_the_function_whole() -> None:
    code = DOCSTRING.format("    >>> f(3)\n    6")

    assert read(f"{code}\n>>> f(3)\n6")[0] == f"{code}\nf(3)\n"


def test_a_time_in_a_text_is_no_cells() -> None:
    with pytest.raises(SyntaxError):
        read("s = '''\n[3]\n0s\n'''\n0s")


def test_quotes_and_backticks_in_texts_stay() -> None:
    text = 's = """\n> said\n`x`\n"""'

    assert read(f"{text}\n`print(s)`")[0] == f"{text}\nprint(s)"


MISTAKES = {
    "a forgotten bracket": ("x = a\n> b", 2),
    "a bracket forgotten behind a call": ("print x\n> b", 1),
    "a minus too many": ("a = 1\n-a = 2\nb = 3", 2),
    "lists of numbers": ("1 2\n2 3", 1),
    "a list of words": ("1. Do this\n2. Do that", 1),
    "below a value that is shown": ("result = 1\nresult\nx = = 1", 3),
    "below numbers of lines": ("1 x = 1\n2 y = = 2", 2),
    "below a text with output": ("s = '''\nOutput:\n1\n'''\nx = = 1", 5),
    "below a text with a button": ("'''\nCopy code\n'''\nx = = 1", 4),
    "below a text with a magic": ("'''\n%pylab\n'''\nx = = 1", 4),
    "below a docstring's fence": ("'''Two words\n```\nx = 1\n```\n'''\nx = = 1", 6),
    "below a docstring's session": ("'''Two words\n\n>>> x\n'''\nx = = 1", 5),
    "above output": ("x = = 1\nOutput:\n1 2", 1),
    "a colon too many": ("x = 1\nif x > 3::\n    print('big')", 2),
    "a docstring in backticks": (
        "def f():\n    ```\n    Adds two numbers.\n    It returns them.\n    ```\n    return 1",
        2,
    ),
    "between output and code": ("x = 1\nOut:\n1\nprint(2)\nOut:\n2", 2),
    "between a call and output": ("x = m()\nOutput:\n1 2\nx.step()", 2),
    "below a mark in the middle": ("x = 1\nOutput\n1 2\nfor i in x:\n    y = i", 3),
}


@pytest.mark.parametrize(("sent", "line"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_as_such(sent: str, line: int) -> None:
    with pytest.raises(SyntaxError) as caught:
        read(sent)

    assert caught.value.lineno == line


@pytest.mark.parametrize(
    "sent",
    [
        *("python train.py --epochs 3", 'python -c "print(1)"', "(base) $ python a.py"),
        "PS C:\\me> python a.py",
    ],
)
def test_a_terminals_line_is_refused_in_one_sentence(sent: str) -> None:
    with pytest.raises(SyntaxError, match="this line is for a terminal"):
        read(sent)


async def test_an_error_is_told_where_the_learner_sees_it(run: Run) -> None:
    error = (await run("1  x = 1\n2\n3  x.missing")).error

    assert error is not None
    assert (error.type, error.line) == ("AttributeError", 3)


HOSTILE = {
    "spaces in a loop": "1 for" + " " * (CODE_BYTES - 24) + "y\n2 y y\n3 ",
    "spaces in front of no value": "1 x" + " " * (CODE_BYTES - 24) + "y\n2 y y\n3 ",
    "spaces of a fence": "~~~" + " " * (CODE_BYTES - 24) + "`\n",
    "letters of a fence": "~~~" + "a" * (CODE_BYTES - 24) + "`\n",
    "spaces": " " * CODE_BYTES,
    "quotes": "'\\" * CODE_BYTES,
    "blocks": "```python\nx = 1\n```\n" * CODE_BYTES,
    "commands": "%pylab\nx = 1\n" * CODE_BYTES,
}


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE.keys())
async def test_no_text_is_read_for_long(run: Run, sent: str) -> None:
    result = await run(sent[: CODE_BYTES - 4] + "copy")

    assert result.outcome in (Outcome.OK, Outcome.ERROR)

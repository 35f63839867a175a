"""What stands around pasted code: output, line numbers, marks of pages, forums and chats."""

import pytest

from sandbox.protocol import CODE_BYTES, Outcome
from sandbox.worker.pasted import read
from tests.sandbox.conftest import Run

NOTEBOOK_TRACEBACK = (
    "---------------------------------------------------------------------------\n"
    "TypeError                                 Traceback (most recent call last)\n"
    "Cell In[1], line 2\n----> 2 x()\nTypeError: no\n"
)
OUTPUT = {
    "named": "Output:\ntensor([1., 1.])",
    "of a gallery": "Out:\n1 2",
    "that is no Python": "Output:\nit's",
    "in bold": "**Output:**\n1 2",
    "without a colon": "Output\n1 2",
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
    "numbers on their lines": (
        "1\nfor i in range(2):\n2\n    print(i)",
        "\nfor i in range(2):\n\n    print(i)",
    ),
    "entities": ("if x &lt; 2:\n    print(&quot;&amp;&#39;&quot;)", 'if x < 2:\n    print("&\'")'),
    "tags": ("<pre><code>x = 1\nprint(x)\n</code></pre>", "x = 1\nprint(x)\n"),
    "a tag with a class": ('<span class="k">import</span> math\nx = 1', "import math\nx = 1"),
    "breaks": ("x = 1<br>\nprint(x)<br/>", "x = 1\nprint(x)"),
    "breaks alone": ("import math<br>print(math)", "import math\nprint(math)"),
    "tags of a forum": ("[code]\nx = 1\n[/code]", "\nx = 1\n"),
    "tags of a forum beside code": ("[code=python]x = 1\nx[/code]", "x = 1\nx"),
    "a change": ("-x = 3\n+x = 4", "\nx = 4"),
    "a change with its head": (
        "@@ -1,2 +1,2 @@\n import math\n-f(1)\n+f(2)",
        "\nimport math\n\nf(2)",
    ),
    "a change of a file": (
        "diff --git a/x b/x\nindex 1f..2e 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n x = 1\n+print(x)",
        "\n\n\n\n\nx = 1\nprint(x)",
    ),
    "a change without its margin": ("x = 1\n-y = 3\n+y = 4\nf(y)", "x = 1\n\ny = 4\nf(y)"),
    "a change of what is printed": ("-print(1)\n+print(2)", "\nprint(2)"),
    "a fence in a list": ("1. Do this:\n\n    ```python\n    x = 1\n    ```\n", "\n\n\nx = 1\n\n"),
    "a fence behind a sign": ("- ```\n  x = 1\n  x\n  ```", "\nx = 1\nx\n"),
    "a quote": ("> x = 1\n> print(x)", "x = 1\nprint(x)"),
    "a quoted session": ("> >>> x = 1\n> >>> x\n> 1", "x = 1\nx\n"),
    "a quoted fence": ("He said:\n\n> ```python\n> x = 1\n> ```", "\n\n\nx = 1\n"),
    "reST": ("Run this::\n\n    x = 1\n    print(x)", "\n\nx = 1\nprint(x)"),
    "a directive": (
        ".. code-block:: python\n   :linenos:\n\n   x = 1\n   print(x)\n\nThat's it.",
        "\n\n\nx = 1\nprint(x)\n\n",
    ),
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
    "code that begins on a fence": ("```py if x:\n    y = x\n```", "if x:\n    y = x\n"),
    "more code on a fence": ("```py x = 1; y = 2\nprint(x)\n```", "x = 1; y = 2\nprint(x)\n"),
    "a title on a fence": ('```python title="x.py"\nx = 1\n```', "\nx = 1\n"),
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


MISTAKES = {
    "a forgotten bracket": ("x = a\n> b", 2),
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
    "beside entities in a text": ("x = '&lt;'\ny = = 1", 2),
    "beside an index": ("x = y[code]\nz = = 1", 2),
    "in a chain of comparisons": ("if a <b and c> d\n    pass", 1),
}


@pytest.mark.parametrize(("sent", "line"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_as_such(sent: str, line: int) -> None:
    with pytest.raises(SyntaxError) as caught:
        read(sent)

    assert caught.value.lineno == line


@pytest.mark.parametrize("sent", ["-x\n+y", "-print\n+print", "x\n-print(1)\n+x", "+print(1)"])
def test_signs_that_python_can_read_stay(sent: str) -> None:
    assert read(sent)[0] is sent


@pytest.mark.parametrize(
    "sent", ["python train.py --epochs 3", 'python -c "print(1)"', "(base) $ python a.py"]
)
def test_a_terminals_line_is_refused_in_one_sentence(sent: str) -> None:
    with pytest.raises(SyntaxError, match="this line is for a terminal"):
        read(sent)


async def test_an_error_is_told_where_the_learner_sees_it(run: Run) -> None:
    error = (await run("1  x = 1\n2\n3  x.missing")).error

    assert error is not None
    assert (error.type, error.line) == ("AttributeError", 3)


async def test_a_change_of_what_is_printed_prints_once(run: Run) -> None:
    result = await run("-print(1)\n+print(2)")

    assert (result.outcome, result.stdout) == (Outcome.OK, "2\n"), result.error


HOSTILE = {
    "spaces": " " * CODE_BYTES,
    "quotes": "'\\" * CODE_BYTES,
    "prompts of a quote": "> " * CODE_BYTES,
    "tags": "<p " * CODE_BYTES,
    "blocks": "```python\nx = 1\n```\n" * CODE_BYTES,
    "commands": "%pylab\nx = 1\n" * CODE_BYTES,
}


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE.keys())
async def test_no_text_is_read_for_long(run: Run, sent: str) -> None:
    result = await run(sent[: CODE_BYTES - 4] + "copy")

    assert result.outcome in (Outcome.OK, Outcome.ERROR)

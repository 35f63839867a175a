"""What an honest snippet gets back."""

import base64
import struct
from pathlib import Path

import pytest

from sandbox.linux import jail
from sandbox.protocol import Outcome
from tests.sandbox.conftest import Run


async def test_the_last_expression_is_the_value(run: Run) -> None:
    result = await run("x = torch.ones(2, 3)\nx.shape")

    assert (result.outcome, result.value) == (Outcome.OK, "torch.Size([2, 3])")


@pytest.mark.parametrize(
    "code",
    [
        *("", "# only words", "x = 1", "None", "print('hi')", "for _ in []: 1"),
        # The picture says it.
        *("plt.plot([1, 2])", "plt.hist([1, 2])", "plt.boxplot([1, 2])", "plt.subplots()"),
        *("plt.pie([1, 2])", "plt.title('x')", ">>> plt.plot([1, 2])\n>>> plt.title('x')"),
    ],
)
async def test_without_a_last_value_there_is_none(run: Run, code: str) -> None:
    result = await run(code)

    assert (result.outcome, result.value) == (Outcome.OK, None)


async def test_streams_are_kept_apart(run: Run) -> None:
    result = await run("import sys\nprint('out')\nprint('err', file=sys.stderr)")

    assert (result.stdout, result.stderr) == ("out\n", "err\n")


async def test_output_of_c_is_caught_too(run: Run) -> None:
    code = "import ctypes\nctypes.CDLL(None).printf(b'from C')\nNone"

    assert (await run(code)).stdout == "from C"


async def test_what_was_printed_before_a_kill_is_kept(run: Run) -> None:
    result = await run("import time\nfor i in range(3): print(i)\ntime.sleep(9)", wall_seconds=0.5)

    assert (result.outcome, result.stdout) == (Outcome.TIMEOUT, "0\n1\n2\n")
    assert result.error is not None
    assert "0.5 s" in result.error.message


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
async def test_what_a_pipe_cannot_hold_is_read_while_a_short_run_goes_on(
    run: Run, stream: str
) -> None:
    result = await run(f"import sys\n_ = sys.{stream}.write('x' * 300_000)")

    assert (result.outcome, result.dropped_bytes) == (Outcome.OK, 300_000 - 65536)
    assert getattr(result, stream) == "x" * 65536


async def test_what_the_channel_cannot_hold_is_read_while_a_short_run_goes_on(run: Run) -> None:
    code = (
        "plt.imshow(np.random.rand(600, 600, 3))\nplt.figure()\nplt.imshow(np.eye(9))\n"
        "s = torch.zeros(9)\n'x' * 5"
    )

    result = await run(code, wall_seconds=8)

    assert (result.outcome, len(result.images)) == (Outcome.OK, 2)
    assert sum(len(image.data) for image in result.images) > 300_000


async def test_a_limit_of_a_moment_holds_too(run: Run) -> None:
    """Shorter than a run is left without a look."""
    result = await run("import time\ntime.sleep(9)", wall_seconds=0.001)

    assert result.outcome is Outcome.TIMEOUT


async def test_the_collector_knows_who_holds_a_tensor(run: Run) -> None:
    result = await run("import gc\nx = torch.ones(3)\n[type(r) for r in gc.get_referrers(x)]")

    assert result.value == "[<class 'dict'>]"


async def test_long_output_is_cut_and_the_rest_counted(run: Run) -> None:
    result = await run("print('é' * 50_000, end='')")

    assert result.outcome is Outcome.OK
    assert result.stdout == "é" * 32768
    assert result.dropped_bytes == 100_000 - 65536


@pytest.mark.parametrize("name", ["torch", "Tensor", "nn", "F", "np", "math", "plt"])
async def test_the_usual_names_are_there(run: Run, name: str) -> None:
    assert (await run(f"{name} is not None")).value == "True"


HONEST = {
    "backward": "w = torch.ones(2, requires_grad=True)\n(w * w).sum().backward()\nw.grad",
    "large backward": "w = torch.randn(300, 300, requires_grad=True)\n(w @ w).sum().backward()",
    "adam": (
        "m = nn.Linear(2, 1)\no = torch.optim.Adam(m.parameters())\n"
        "m(torch.ones(1, 2)).sum().backward()\no.step()"
    ),
    "convolution": (
        "c = nn.Conv2d(1, 2, 3)\nc(torch.ones(1, 1, 8, 8)).sum().backward()\nc.weight.grad.shape"
    ),
    "lstm": "nn.LSTM(3, 4)(torch.ones(2, 1, 3))[0].shape",
    "attention": "F.scaled_dot_product_attention(*torch.ones(3, 1, 1, 4, 4).unbind()).shape",
    "linalg": "torch.linalg.svd(torch.randn(20, 20)).S.shape",
    "einsum": "torch.einsum('ij,jk->ik', torch.ones(2, 3), torch.ones(3, 4)).shape",
    "functional gradient": "torch.func.grad(lambda x: x ** 2)(torch.tensor(3.0))",
    "jacobian": "torch.autograd.functional.jacobian(lambda x: x * x, torch.ones(2))",
    "vmap": "torch.vmap(torch.dot)(torch.ones(3, 2), torch.ones(3, 2))",
    "bfloat16": "torch.ones(2, dtype=torch.bfloat16) @ torch.ones(2, dtype=torch.bfloat16)",
    "trace": "torch.jit.trace(lambda x: x + 1, torch.ones(2))(torch.ones(2))",
    "save and load": "torch.save(torch.ones(2), 'x.pt')\ntorch.load('x.pt')",
    "temporary file": "import tempfile\nwith tempfile.TemporaryFile() as f: f.write(b'x')",
    "copy": "import shutil\nopen('a', 'w').close()\nshutil.copy2('a', 'b')",
    "loader": (
        "from torch.utils.data import DataLoader, TensorDataset\n"
        "[len(b[0]) for b in DataLoader(TensorDataset(torch.ones(5, 2)), batch_size=2)]"
    ),
    "threads": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(4) as pool: x = list(pool.map(lambda i: i * i, range(9)))\nx"
    ),
    "two torch threads": "torch.set_num_threads(2)\ntorch.ones(500, 500) @ torch.ones(500, 500)",
    "as many torch threads as a large host has processors": (
        "torch.set_num_threads(48)\ntorch.rand(3000, 1000).relu().sum() > 0"
    ),
    "event loop": "import asyncio\nasyncio.run(asyncio.sleep(0, 'done'))",
    "pickled class": (
        "import pickle\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n"
        "pickle.loads(pickle.dumps(A(1)))"
    ),
    "future annotations": "from __future__ import annotations\ndef f(x: Missing): pass\nf",
    "doctest": "import doctest\ndef f():\n    '''\n    >>> 1\n    1\n    '''\ndoctest.testmod()",
    "main guard": "if __name__ == '__main__': print('main')",
    "standard library": "import decimal, fractions, statistics, sqlite3, json, re, uuid, csv, zlib",
    "compile in single mode": "exec(compile('1 + 1', '<e>', 'single'), {})",
    "memory": "torch.ones(40_000_000).sum()",
}


@pytest.mark.parametrize("code", HONEST.values(), ids=HONEST.keys())
async def test_honest_code_runs(run: Run, code: str) -> None:
    result = await run(code)

    assert result.outcome is Outcome.OK, result.error or result
    assert result.stderr == ""


EXPLAINED = {
    "compile": ("torch.compile(lambda x: x)(torch.ones(2))", "eager"),
    "loader workers": (
        "from torch.utils.data import DataLoader\nlist(DataLoader([1, 2], num_workers=1))",
        "one process",
    ),
    "process": ("import multiprocessing as m\nm.Process(target=print).start()", "one process"),
    "network": ("import socket\nsocket.create_connection(('example.org', 80))", "no network"),
    "keyboard": ("input('name? ')", "nobody can type"),
}


@pytest.mark.parametrize(("code", "words"), EXPLAINED.values(), ids=EXPLAINED.keys())
async def test_what_the_sandbox_cannot_do_is_said_in_words(run: Run, code: str, words: str) -> None:
    result = await run(code)

    assert result.error is not None
    assert words in result.error.message


async def test_an_error_names_its_place_and_the_tensors_there(run: Run) -> None:
    result = await run("a = torch.ones(2, 3)\nb = torch.ones(4)\nprint(a @ b)")

    error = result.error
    assert error is not None
    assert (error.type, error.line, error.column, error.end_column) == ("RuntimeError", 3, 6, 11)
    assert [(o.expression, o.shape, o.dtype) for o in error.operands] == [
        ("a", (2, 3), "float32"),
        ("b", (4,), "float32"),
    ]


async def test_columns_count_characters(run: Run) -> None:
    error = (await run("'é', missing")).error

    assert error is not None
    assert (error.column, error.end_column) == (5, 12)


async def test_an_error_in_a_function_is_placed_in_it(run: Run) -> None:
    error = (await run("def f(x):\n    return x @ x\nf(torch.ones(2, 3))")).error

    assert error is not None
    assert error.line == 2
    assert [operand.expression for operand in error.operands] == ["x"]


async def test_an_error_in_a_library_is_placed_where_it_was_called(run: Run) -> None:
    error = (await run("m = nn.Linear(2, 1)\nm(torch.ones(1, 3))")).error

    assert error is not None
    assert (error.line, error.column) == (2, 0)


async def test_a_traceback_shows_only_the_snippet(run: Run) -> None:
    result = await run("def f():\n    return 1 / 0\nf()")

    assert result.stderr == (
        "Traceback (most recent call last):\n"
        '  File "<snippet>", line 3, in <module>\n'
        "    f()\n"
        '  File "<snippet>", line 2, in f\n'
        "    return 1 / 0\n"
        "           ~~^~~\n"
        "ZeroDivisionError: division by zero\n"
    )


async def test_a_chain_of_errors_is_shown(run: Run) -> None:
    result = await run(
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise KeyError('x') from e"
    )

    assert "ZeroDivisionError" in result.stderr
    assert "direct cause" in result.stderr
    assert "sandbox" not in result.stderr


async def test_a_syntax_error_is_placed(run: Run) -> None:
    result = await run("x = 1\ny = = 2")

    assert result.error is not None
    assert (result.error.type, result.error.line, result.error.column) == ("SyntaxError", 2, 4)
    assert result.stderr == (
        '  File "<snippet>", line 2\n    y = = 2\n        ^\nSyntaxError: invalid syntax\n'
    )


NO_PROGRAMS = {
    "return": ("x = 1\nreturn x", 2, (0, 8), "'return' outside function"),
    "nonlocal": (
        "x = 1\nnonlocal x",
        *(2, (0, 10)),
        "name 'x' is assigned to before nonlocal declaration",
    ),
    "a star": ("*a = 1,", 1, (0, 2), "starred assignment target must be in a list or tuple"),
    "in characters": ("é = 'é'; return é", 1, (9, 17), "'return' outside function"),
    "of two lines": ("return (1,\n2)", 1, (0, 10), "'return' outside function"),
}


@pytest.mark.parametrize(
    ("code", "line", "columns", "words"), NO_PROGRAMS.values(), ids=NO_PROGRAMS.keys()
)
async def test_what_only_the_compiler_refuses_is_quoted_too(
    run: Run, code: str, line: int, columns: tuple[int, int], words: str
) -> None:
    result = await run(code)

    error = result.error
    assert error is not None
    assert (error.line, (error.column, error.end_column)) == (line, columns)
    quoted = code.split("\n")[line - 1]
    marks = " " * columns[0] + "^" * (columns[1] - columns[0])
    assert result.stderr == (
        f'  File "<snippet>", line {line}\n    {quoted}\n    {marks}\nSyntaxError: {words}\n'
    )


@pytest.mark.parametrize(
    "code", ["word " * 2000, "-" * 15_000 + "1", "x = [\n" + "~" * 15_000 + "1]"]
)
@pytest.mark.parametrize("trace", [True, False])
async def test_what_the_parser_gives_up_on_is_no_matter_of_memory(
    run: Run, code: str, *, trace: bool
) -> None:
    result = await run(code, want={"trace": trace})

    assert result.outcome is Outcome.ERROR
    assert result.error is not None
    assert result.error.type == "SyntaxError"
    assert "nests too deeply" in result.error.message
    assert result.stderr == f"SyntaxError: {result.error.message}\n"


async def test_a_syntax_error_without_words_says_what_python_says(run: Run) -> None:
    result = await run("raise SyntaxError")

    assert result.error is not None
    assert result.error.message == "None"
    assert result.stderr.endswith("\nSyntaxError: None\n")


async def test_a_long_chain_of_errors_is_shown(run: Run) -> None:
    """Longer than functions may call each other."""
    result = await run(
        "last = None\nfor i in range(1100):\n    try:\n        raise ValueError(i) from last\n"
        "    except ValueError as e:\n        last = e\nraise last"
    )

    assert result.error is not None
    assert result.error.message == "1099"
    assert result.stderr.startswith("Traceback (most recent call last):\n")
    assert "ValueError: 0\n\nThe above exception was the direct cause" in result.stderr
    assert "sandbox" not in result.stderr


@pytest.mark.parametrize("above", ["", "\n", "\n\n", "\nx = 1\n"])
async def test_empty_lines_count(run: Run, above: str) -> None:
    error = (await run(f"{above}torch.ones(2) @ torch.ones(3)")).error

    assert error is not None
    assert (error.line, error.column, error.end_column) == (above.count("\n") + 1, 0, 29)
    assert [operand.shape for operand in error.operands] == [(2,), (3,)]


async def test_running_out_of_memory_has_a_line(run: Run) -> None:
    result = await run("x = 1\ntorch.ones(10**11)")

    assert result.outcome is Outcome.MEMORY
    assert result.error is not None
    assert result.error.line == 2


async def test_a_warning_appears_once_with_its_line(run: Run) -> None:
    result = await run("import warnings\nfor _ in range(3): warnings.warn('careful')")

    assert result.stderr.count("careful") == 2
    assert result.stderr.startswith("<snippet>:2: UserWarning: careful\n")


async def test_an_exit_with_words_says_them(run: Run) -> None:
    result = await run("import sys\nsys.exit('no good')")

    assert (result.outcome, result.stderr) == (Outcome.ERROR, "no good\n")
    assert result.error is not None
    assert result.error.type == "SystemExit"


@pytest.mark.parametrize("value", ["torch.tensor([1., 2.])", "torch.tensor(0)", "0.0", "''"])
async def test_an_exit_with_a_value_is_an_error_that_says_it(run: Run, value: str) -> None:
    """Only None and an int are a status, whatever else equals 0."""
    result = await run(f"import sys\nprint({value})\nsys.exit({value})")

    assert (result.outcome, result.stderr) == (Outcome.ERROR, result.stdout)
    assert result.error is not None
    assert result.error.type == "SystemExit"


@pytest.mark.parametrize("status", ["", "None", "0", "False"])
async def test_an_exit_without_a_complaint_is_a_normal_end(run: Run, status: str) -> None:
    result = await run(f"import sys\nsys.exit({status})")

    assert (result.outcome, result.stderr, result.error) == (Outcome.OK, "", None)


DEPTH = (
    "def f(n): return 0 if n == 0 else 1 + f(n - 1)\n"
    "def deepest():\n    n = 900\n    while True:\n        try: f(n)\n"
    "        except RecursionError: return n\n        n += 1\n"
)


@pytest.mark.parametrize("trace", [False, True])
async def test_recursion_goes_as_deep_as_in_plain_python(run: Run, *, trace: bool) -> None:
    """Our own frames, and what notes values in a traced run, take nothing from it."""
    code = f"{DEPTH}import sys\n(f(998), deepest() >= 998, sys.getrecursionlimit())"

    result = await run(code, want={"trace": trace})

    assert result.value == "(998, True, 1000)", result.error


async def test_another_limit_of_recursion_is_that_of_the_snippet_alone(run: Run) -> None:
    code = f"{DEPTH}import sys\nsys.setrecursionlimit(50)\nf(48), sys.getrecursionlimit()"

    assert (await run(code)).value == "(48, 50)"
    assert (await run(code.replace("f(48)", "f(49)"))).value is None


@pytest.mark.parametrize(
    ("limit", "error"),
    [
        ("2**31 - 1", None),
        ("2**31", "OverflowError"),
        ("0", "ValueError"),
        ("1", "RecursionError"),
        ("'x'", "TypeError"),
    ],
)
async def test_a_limit_of_recursion_is_taken_as_python_takes_it(
    run: Run, limit: str, error: str | None
) -> None:
    result = await run(f"import sys\nsys.setrecursionlimit({limit})")

    assert (result.error.type if result.error else None) == error


async def test_tensors_are_summarised(run: Run) -> None:
    result = await run("x = torch.arange(6.0).view(2, 3)\ny = x.t()[1:]\n_hidden = x\nn = 3")

    x, y = result.tensors
    assert (x.name, x.shape, x.dtype, x.stride, x.contiguous) == (
        "x",
        (2, 3),
        "float32",
        (3, 1),
        True,
    )
    assert (x.preview, x.nbytes) == ("[[0, 1, 2], [3, 4, 5]]", 24)
    assert x.stats["max"] == 5
    assert (y.shape, y.stride, y.storage_offset, y.contiguous) == ((2, 2), (1, 3), 1, False)
    assert x.shares_with == ("y",)
    assert y.shares_with == ("x",)


ODD_TENSORS = {
    "empty": "x = torch.empty(0, 3)",
    "scalar": "x = torch.tensor(1)",
    "not a number": "x = torch.tensor([float('nan'), float('inf')])",
    "complex": "x = torch.ones(2, dtype=torch.complex64)",
    "bool": "x = torch.tensor([True, False])",
    "long": "x = torch.arange(10_000)",
    "expanded": "x = torch.ones(1).expand(1000, 1000)",
    "parameter": "x = nn.Parameter(torch.ones(2))",
    "eight axes": "x = torch.ones(2, 3, 4, 2, 3, 2, 2, 2)",
    "conjugated": "x = torch.ones(2, dtype=torch.complex64).conj()",
}


@pytest.mark.parametrize("code", ODD_TENSORS.values(), ids=ODD_TENSORS.keys())
async def test_odd_tensors_are_summarised_too(run: Run, code: str) -> None:
    result = await run(code)

    assert [tensor.name for tensor in result.tensors] == ["x"], result


@pytest.mark.parametrize(
    "code",
    [
        "x = torch.sparse_coo_tensor([[0], [1]], [1.0], (2, 2))",
        "x = torch.ones(2, device='meta')",
        "class T(torch.Tensor):\n    def __repr__(self): raise ValueError\nx = T([1.0])",
    ],
)
async def test_a_tensor_that_cannot_be_summarised_does_no_harm(run: Run, code: str) -> None:
    assert (await run(code)).outcome is Outcome.OK


async def test_at_most_64_tensors_are_summarised(run: Run) -> None:
    result = await run("for i in range(100): globals()[f't{i}'] = torch.ones(1)")

    assert len(result.tensors) == 64


async def test_figures_come_as_png(run: Run) -> None:
    result = await run(
        "plt.plot([1, 2])\nplt.show()\nplt.figure()\nplt.imshow(np.ones((3, 3)))\nNone"
    )

    assert (result.outcome, len(result.images), result.stderr) == (Outcome.OK, 2, "")
    png = base64.b64decode(result.images[0].data)
    assert struct.unpack("!II", png[16:24]) == (result.images[0].width, result.images[0].height)


async def test_at_most_4_figures_and_none_too_big(run: Run) -> None:
    result = await run("for _ in range(6): plt.figure(figsize=(300, 300))", wall_seconds=20)

    assert len(result.images) == 4
    assert all(max(image.width, image.height) <= 1600 for image in result.images)


async def test_extras_come_only_when_wanted(run: Run) -> None:
    want = {"value": False, "tensors": False, "images": False}

    result = await run("x = torch.ones(2)\nplt.plot([1])", want=want)

    assert (result.value, result.tensors, result.images) == (None, (), ())


async def test_the_same_seed_gives_the_same_numbers(run: Run) -> None:
    code = "import random\ntorch.rand(1).item(), np.random.rand(), random.random(), hash('x')"

    first, again = await run(code, seed=7), await run(code, seed=7)
    other = await run(code, seed=8)

    assert first.value == again.value != other.value
    assert (first.seed, other.seed) == (7, 8)


async def test_a_seed_is_that_of_torch(run: Run) -> None:
    result = await run(
        "a = torch.rand(1)\ntorch.manual_seed(5)\nb = torch.rand(1)\nbool(a == b)", seed=5
    )

    assert result.value == "True"


async def test_times_and_memory_are_measured(run: Run) -> None:
    result = await run("x = torch.ones(20_000_000)\nsum(range(2_000_000))")

    assert result.cpu_seconds > 0
    assert 0 < result.seconds < 5
    assert result.peak_bytes > 70_000_000


async def test_a_longer_wall_allows_more_processor_time(run: Run) -> None:
    """The default of four CPU seconds would end it."""
    code = "import time\nwhile time.process_time() < 5.5: pass\n'done'"

    assert (await run(code, wall_seconds=30)).value == "'done'"


@pytest.mark.skipif(
    jail.holds_packages(Path(jail.__file__).parents[1]),
    reason="installed among the packages, it is as readable as any of them",
)
async def test_a_snippet_may_not_import_a_checkout_of_this_project(run: Run) -> None:
    error = (await run("import bot")).error

    assert error is not None
    assert error.type == "ModuleNotFoundError"


async def test_half_a_character_in_a_value_does_no_harm(run: Run) -> None:
    result = await run("'\\ud800'")

    assert (result.outcome, result.value) == (Outcome.OK, "'\\ud800'")


async def test_odd_values_do_no_harm(run: Run) -> None:
    result = await run("class A:\n    def __repr__(self): return '\\ud800'\nA()")

    assert result.outcome is Outcome.OK
    assert result.value is not None


async def test_the_mark_below_a_last_line_without_an_end_sits_right(run: Run) -> None:
    stderr = (await run("x = 1\nx / 0")).stderr

    assert "    x / 0\n    ~~^~~\n" in stderr


async def test_last_wishes_are_heard(run: Run) -> None:
    """As at the end of Python, with all that they need still there."""
    result = await run(
        "class Told:\n    def __init__(self, name): self.name = name\n"
        "    def __del__(self): print('bye', self.name, torch.ones(1).item())\n"
        "def count():\n    try: yield 1\n    finally: print('closed')\n"
        "one, many = Told('one'), [Told('many')]\nring = Told('ring')\nring.itself = ring\n"
        "numbers = count()\nnext(numbers)"
    )

    assert result.value == "1"
    assert sorted(result.stdout.splitlines()) == [
        "bye many 1.0",
        "bye one 1.0",
        "bye ring 1.0",
        "closed",
    ]
    assert not result.stderr


async def test_a_thread_goes_as_deep_as_a_main_program(run: Run) -> None:
    """A thousand calls, each through torch, where a smaller stack would end in a crash."""
    result = await run(
        "import threading\nclass Wrapped(torch.Tensor):\n    @classmethod\n"
        "    def __torch_function__(cls, function, types, args=(), kwargs=None):\n"
        "        return function(*args, **(kwargs or {}))\n"
        "def work():\n    try: Wrapped([1.0]) + 1\n"
        "    except RecursionError: print('too deep')\n"
        "thread = threading.Thread(target=work)\nthread.start()\nthread.join()"
    )

    assert (result.outcome, result.stdout) == (Outcome.OK, "too deep\n")

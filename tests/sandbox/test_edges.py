"""Where a snippet begins and ends: what is ours around it is neither shown nor in its way."""

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.conftest import Run

STACKS = {
    "at the top": ("traceback.extract_stack()", 1),
    "in a function": ("(lambda: inspect.stack())()", 2),
    "walked": ("list(traceback.walk_stack(None))", 1),
    "of a frame": ("inspect.getouterframes(sys._getframe())", 1),
}


@pytest.mark.parametrize(("stack", "depth"), STACKS.values(), ids=STACKS.keys())
async def test_a_stack_ends_where_the_snippet_does(run: Run, stack: str, depth: int) -> None:
    result = await run(f"import inspect, sys, traceback\nlen({stack})")

    assert result.value == str(depth)


@pytest.mark.parametrize(
    "code",
    [
        "traceback.print_stack()",
        "logging.warning('said', stack_info=True)",
        "class A:\n    def __repr__(self): return traceback.print_stack() or 'A'\nA()",
        "class A:\n    def __del__(self): traceback.print_stack()\na = A()",
        "atexit.register(traceback.print_stack)\nNone",
    ],
)
async def test_a_stack_that_is_printed_shows_nothing_of_ours(run: Run, code: str) -> None:
    result = await run(f"import atexit, logging, traceback\n{code}")

    assert result.outcome is Outcome.OK
    assert "sandbox" not in result.stderr
    assert "<frozen" not in result.stderr


async def test_a_warning_for_the_caller_of_a_snippet_names_none_of_ours(run: Run) -> None:
    result = await run("import warnings\nwarnings.warn('old', stacklevel=2)")

    assert result.stderr == "sys:1: UserWarning: old\n"


@pytest.mark.parametrize("held", ["work()", "[work()]"])
async def test_a_coroutine_never_awaited_is_told_of(run: Run, held: str) -> None:
    result = await run(f"async def work(): return 1\nheld = {held}\nprint('done')")

    told = "sys:1: RuntimeWarning: coroutine 'work' was never awaited\n"
    assert (result.stdout, result.stderr.startswith(told)) == ("done\n", True)


LINES = {
    "alone": ("\n\nwork()", "3: RuntimeWarning: coroutine 'work' was never awaited\n  work()"),
    "on several": (
        "\nwork(\n    1,\n    2,\n)",
        "2: RuntimeWarning: coroutine 'work' was never awaited\n  work(",
    ),
}


@pytest.mark.parametrize("want", [{}, {"value": False}, {"trace": True}])
@pytest.mark.parametrize(("code", "told"), LINES.values(), ids=LINES.keys())
async def test_a_coroutine_forgotten_on_the_last_line_names_it(
    run: Run, code: str, told: str, want: dict[str, bool]
) -> None:
    """As Python does for any other line."""
    result = await run(f"async def work(*given): return 1{code}", want=want)

    assert result.outcome is Outcome.OK
    assert result.stderr.startswith(f"<snippet>:{told}\nRuntimeWarning: Enable tracemalloc")
    shows = want.get("value", True)
    assert (result.value or "").startswith("<coroutine object work at" if shows else "")


async def test_what_a_coroutine_still_does_on_the_last_line_is_its_own(run: Run) -> None:
    result = await run(
        "import sys, types\n@types.coroutine\ndef wait(): yield\nasync def work():\n"
        "    try: await wait()\n    finally: print(sys._getframe(1).f_lineno, 'closed')\n"
        "made = [work()]\nmade[0].send(None)\nmade.pop()"
    )

    assert (result.outcome, result.stdout, result.stderr) == (Outcome.OK, "9 closed\n", "")


async def test_classes_in_a_list_keep_no_wish_from_being_heard(run: Run) -> None:
    result = await run("kinds = [int]\nclass A:\n    def __del__(self): print('bye')\na = A()")

    assert result.stdout == "bye\n"


GENERATOR = "def count():\n    try:\n        yield 1\n        yield 2\n    finally: print('bye')\n"
CLASS = "class A:\n        def __del__(self): print('bye')\n"
WISHES = {
    "of a class in a function": f"def made():\n    {CLASS}    return A()\na = made()",
    "of many of such": f"def made():\n    {CLASS}    return A()\nmany = [made()]",
    "of a class below one": (
        f"def made():\n    {CLASS}    class B(A): pass\n    return B()\na = made()"
    ),
    "of an attribute": f"{GENERATOR}class H: pass\nh = H()\nh.g = count()\nnext(h.g)",
    "of a layer's attribute": f"{GENERATOR}h = nn.ReLU()\nh.g = count()\nnext(h.g)",
    "of a slot": (
        f"{GENERATOR}class H:\n    __slots__ = ('g',)\nh = H()\nh.g = count()\nnext(h.g)"
    ),
    "of an iterator": (f"{GENERATOR}from itertools import islice\ni = islice(count(), 2)\nnext(i)"),
    "of one in another": (
        f"{GENERATOR}from itertools import chain\ni = map(abs, chain(count()))\nnext(i)"
    ),
    "of two side by side": f"{GENERATOR}pairs = zip(count(), [1, 2])\nnext(pairs)",
}


@pytest.mark.parametrize("code", WISHES.values(), ids=WISHES.keys())
async def test_a_last_wish_is_heard(run: Run, code: str) -> None:
    result = await run(code)

    assert (result.outcome, result.stdout) == (Outcome.OK, "bye\n")


FILES = {
    "opened by its number": "out = open(1, 'w')\nout.write('42\\n')",
    "of os": "import os\nout = os.fdopen(1, 'w')\nout.write('42\\n')",
    "of bytes": (
        "import io\nout = io.BufferedWriter(io.FileIO(1, 'w', closefd=False))\nout.write(b'42\\n')"
    ),
    "that an object holds": (
        "class Log:\n    def __init__(self): self.out = open(1, 'w')\n"
        "log = Log()\nlog.out.write('42\\n')"
    ),
}


@pytest.mark.parametrize("code", FILES.values(), ids=FILES.keys())
async def test_what_was_written_through_a_file_on_the_output_is_shown(run: Run, code: str) -> None:
    """Behind what was printed, as Python has it."""
    result = await run(f"print('so', end=' ')\n{code}\nNone")

    assert (result.outcome, result.stdout) == (Outcome.OK, "so 42\n")


async def test_who_says_what_a_class_equals_is_not_asked_at_the_end(run: Run) -> None:
    result = await run(
        "class Odd(type):\n    def __eq__(self, other): return print('asked') or True\n"
        "    def __hash__(self): return print('asked') or 1\n"
        "    def mro(self): return super().mro()\n"
        "class A(metaclass=Odd): pass\nkept = [A()]\na = A()\nprint('done')"
    )

    assert (result.outcome, result.stdout) == (Outcome.OK, "done\n")


async def test_a_generator_of_async_is_closed_at_the_end(run: Run) -> None:
    result = await run(
        "async def count():\n    try: yield 1\n    finally: print('closed')\n"
        "numbers = count()\n"
        "try: numbers.__anext__().send(None)\nexcept StopIteration as e: print(e.value)"
    )

    assert result.stdout == "1\nclosed\n"


TRACER = """import sys
def hear(frame, event, _):
    print(event, frame.f_code.co_name)
    return None
def add(a, b): return a + b
"""


@pytest.mark.parametrize("end", ["x = add(3, 4)", "x = add(3, 4)\nx = 1 / 0"])
async def test_a_tracer_left_on_hears_the_snippet_alone(run: Run, end: str) -> None:
    result = await run(f"{TRACER}sys.settrace(hear)\n{end}")

    assert result.stdout == "call add\n"


async def test_a_profiler_left_on_hears_the_snippet_alone(run: Run) -> None:
    result = await run(f"{TRACER}sys.setprofile(hear)\nx = add(3, 4)")

    assert result.stdout == "call add\nreturn add\nreturn <module>\n"


async def test_a_profiler_that_is_left_on_hears_the_last_line(run: Run) -> None:
    heard = "heard = []\nsys.setprofile(lambda frame, *_: heard.append(frame.f_code.co_name))"
    result = await run(f"import sys\ndef f(): pass\n{heard}\nf() or 'f' in heard")

    assert result.value == "True"


# What holds one may fill the memory with small things, for which the sandbox prepares.
LOOPS = ["", "for _ in range(1): pass\n", "# for\n"]


@pytest.mark.parametrize("loop", LOOPS)
async def test_a_tracer_may_end_what_leaves_the_snippet(run: Run, loop: str) -> None:
    result = await run(
        f"{loop}import sys\ndef guard(frame, event, _):\n"
        "    if frame.f_code.co_filename != '<snippet>': raise SystemExit(frame.f_code.co_name)\n"
        "    return guard\ndef f(): return 1\nsys.settrace(guard)\nf()"
    )

    assert (result.outcome, result.value) == (Outcome.OK, "1")


@pytest.mark.parametrize("loop", LOOPS)
async def test_a_hook_for_events_may_refuse_what_the_snippet_does_not_do(
    run: Run, loop: str
) -> None:
    result = await run(
        f"{loop}import sys\ndef hook(event, _):\n"
        "    if event.startswith('sys.'): raise RuntimeError(event)\n"
        "sys.addaudithook(hook)\nprint('x')"
    )

    assert (result.stdout, result.error) == ("x\n", None)


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(
    ("end", "deepest"),
    [("try: f(1)\nexcept RecursionError: print(m)", "999"), ("print(g())", "998")],
)
async def test_a_recursion_is_as_deep_as_in_plain_python(
    run: Run, loop: str, end: str, deepest: str
) -> None:
    result = await run(
        f"{loop}def f(n):\n    global m\n    m = n\n    f(n + 1)\n"
        f"def g():\n    try: f(1)\n    except RecursionError: return m\n{end}"
    )

    assert result.stdout == f"{deepest}\n"


HOOK = "import sys, traceback\ndef hook(kind, error, trace):\n    {}\nsys.excepthook = hook\n"


async def test_a_hook_for_errors_has_its_say(run: Run) -> None:
    says = "print(kind.__name__, error, [f.lineno for f in traceback.extract_tb(trace)])"
    result = await run(HOOK.format(says) + "1 / 0")

    assert (result.stdout, result.stderr) == ("ZeroDivisionError division by zero [5]\n", "")
    assert result.error is not None
    assert (result.error.type, result.error.line) == ("ZeroDivisionError", 5)


async def test_a_hook_for_errors_changes_nothing_of_what_is_told(run: Run) -> None:
    """It may let go of what the failing line held, and give the error other words."""
    changes = "traceback.clear_frames(trace); error.args = ('other words',)"
    code = "def f(a): return a @ a\nf(torch.ones(2, 3))"

    result = await run(f"{HOOK.format(changes)}import torch\n{code}")

    assert result.error is not None
    assert result.error.message.startswith("mat1 and mat2 shapes cannot be multiplied")
    assert [(held.expression, held.shape) for held in result.error.operands] == [("a", (2, 3))]


async def test_a_hook_for_errors_that_fails_is_told_of_as_python_does(run: Run) -> None:
    result = await run(HOOK.format("{}['key']") + "1 / 0")

    ours, original = result.stderr.split("\nOriginal exception was:\n")
    assert ours.startswith("Error in sys.excepthook:\nTraceback (most recent call last):\n")
    assert ours.endswith("KeyError: 'key'\n")
    assert original.endswith("ZeroDivisionError: division by zero\n")


async def test_a_hook_for_errors_is_not_asked_about_an_exit(run: Run) -> None:
    result = await run(HOOK.format("print('asked')") + "sys.exit('bye')")

    assert (result.stdout, result.stderr) == ("", "bye\n")


TICKS = """
import signal
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 5e-5, 5e-5)
sum(range(10**5))
"""


async def test_a_timer_left_ticking_breaks_no_end(run: Run) -> None:
    """Again and again: it must ring just as the process waits to leave."""
    answers = [await run(TICKS) for _ in range(20)]

    assert {(answer.outcome, answer.value) for answer in answers} == {(Outcome.OK, "4999950000")}

"""Python turned against its host: exits, odd sources, depth."""

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks.conftest import Attack, shown

ENDS = {
    "exit": ("import sys\nsys.exit()", Outcome.OK),
    "exit by name": ("exit()", Outcome.OK),
    "exit with 0": ("raise SystemExit(0)", Outcome.OK),
    "exit with None": ("raise SystemExit(None)", Outcome.OK),
    "exit with a code": ("import sys\nsys.exit(3)", Outcome.ERROR),
    "exit with words": ("import sys\nsys.exit('bye')", Outcome.ERROR),
    "exit with a huge code": ("import sys\nsys.exit(10**30)", Outcome.ERROR),
    "exit with a negative code": ("import sys\nsys.exit(-1)", Outcome.ERROR),
    "exit with many": ("raise SystemExit(1, 2)", Outcome.ERROR),
    "exit with half a character": ("raise SystemExit('\\ud800')", Outcome.ERROR),
    "exit in a thread": (
        "import sys, threading\nt = threading.Thread(target=sys.exit)\nt.start()\nt.join()\n1",
        Outcome.OK,
    ),
    "interrupt": ("raise KeyboardInterrupt", Outcome.ERROR),
    "generator's exit": ("raise GeneratorExit", Outcome.ERROR),
    "at once": ("import os\nos._exit(0)", Outcome.KILLED),
    "at once with a code": ("import os\nos._exit(3)", Outcome.KILLED),
    "at once in a thread": (
        (
            "import os, threading, time\nthreading.Thread(target=os._exit, args=(0,)).start()\n"
            "time.sleep(9)"
        ),
        Outcome.KILLED,
    ),
    "by the C library": ("import ctypes\nctypes.CDLL(None).exit(0)", Outcome.KILLED),
    "by the C library, quickly": ("import ctypes\nctypes.CDLL(None).quick_exit(0)", Outcome.KILLED),
    "by Python's own end": ("import ctypes\nctypes.pythonapi.Py_Exit(0)", Outcome.KILLED),
    "by taking Python down": ("import ctypes\nctypes.pythonapi.Py_Finalize()", None),
    "of the main thread only": ("import ctypes\nctypes.CDLL(None).pthread_exit(0)", Outcome.KILLED),
    "by a dump with an exit": (
        (
            "import faulthandler, time\nfaulthandler.dump_traceback_later(0.1, exit=True)\n"
            "time.sleep(9)"
        ),
        Outcome.KILLED,
    ),
}


@pytest.mark.parametrize(("code", "outcome"), ENDS.values(), ids=ENDS.keys())
async def test_an_exit_is_told_as_what_it_is(
    attack: Attack, code: str, outcome: Outcome | None
) -> None:
    result = await attack(code, wall_seconds=3)

    assert result.value in {None, "1"}
    assert result.outcome in ({outcome} if outcome else set(Outcome) - {Outcome.OK}), shown(result)


SOURCES = {
    "nothing": ("", Outcome.OK),
    "a comment": ("# nothing", Outcome.OK),
    "spaces": (" \n\t\n ", Outcome.OK),
    "another encoding declared": ("# -*- coding: utf-7 -*-\n1", Outcome.OK),
    "no such encoding declared": ("# -*- coding: nonsense -*-\n1", Outcome.OK),
    "a form feed": ("\x0c1", Outcome.OK),
    "a carriage return": ("x = 1\rx", Outcome.OK),
    "a mark of byte order": ("\ufeff1", None),
    "a vertical tab": ("\x0b1", Outcome.OK),
    "a line separator": ("x = 1\u2028x", Outcome.OK),
    "text turned round": ("x = 1 # \u202e } \u2066 if admin", Outcome.OK),
    "a zero byte": ("1\x002", Outcome.ERROR),
    "a zero byte in a text": ("'\x00'", Outcome.ERROR),
    "half a character": ("'\ud800'", Outcome.REJECTED),
    "too much": ("#" * 17_000, Outcome.REJECTED),
    "exactly enough": ("1" + " " * (16 * 1024 - 1), Outcome.OK),
    "one long line": ("x = '" + "x" * 16_000 + "'", Outcome.OK),
    "many lines": ("\n" * 16_000 + "1", Outcome.OK),
    "parentheses": ("(" * 8000 + ")" * 8000, Outcome.ERROR),
    "open parentheses": ("(" * 16_000, Outcome.ERROR),
    "brackets": ("[" * 150 + "]" * 150, Outcome.OK),
    "signs": ("-" * 16_000 + "1", None),
    "negations": ("not " * 4000 + "1", None),
    "sums": ("1" + "+1" * 8000, None),
    "attributes": ("a" + ".a" * 8000, Outcome.ERROR),
    "calls": ("f" + "()" * 8000, Outcome.ERROR),
    "lambdas": ("lambda: " * 1900 + "1", None),
    "indentation": ("\n".join(" " * n + "if 1:" for n in range(110)), Outcome.ERROR),
    "loops": (
        "\n".join(" " * n + "for i in range(2):" for n in range(25)) + "\n" + " " * 25 + "1",
        Outcome.ERROR,
    ),
    "elifs": ("if 0: pass\n" + "elif 0: pass\n" * 1200, None),
    "a huge literal": ("9" * 5000, Outcome.ERROR),
    "a huge hexadecimal literal": ("0x" + "f" * 16_000 + " > 0", Outcome.OK),
    "tabs and spaces": ("if 1:\n\tx = 1\n        y = 2", Outcome.ERROR),
    "an escape without end": ("'\\x'", Outcome.ERROR),
    "a name of a character": ("'\\N{" + "x" * 1000 + "}'", Outcome.ERROR),
    "await": ("await x", Outcome.ERROR),
    "return": ("return 1", Outcome.ERROR),
    "braces": ("from __future__ import braces", Outcome.ERROR),
    "a name in other letters": (
        "print = 1\n\U0001d429\U0001d42b\U0001d422\U0001d427\U0001d42d",
        Outcome.OK,
    ),
}


@pytest.mark.parametrize(("code", "outcome"), SOURCES.values(), ids=SOURCES.keys())
async def test_an_odd_source_is_run_or_explained(
    attack: Attack, code: str, outcome: Outcome | None
) -> None:
    """Compiling what is deep takes half a second by itself, which is not what this is about."""
    result = await attack(code, wall_seconds=8)

    allowed = {outcome} if outcome else {Outcome.OK, Outcome.ERROR, Outcome.MEMORY}
    assert result.outcome in allowed, shown(result)
    assert (result.error is None) == (result.outcome is Outcome.OK)


DEEP = {
    "calls": ("def f(): f()\nf()", {Outcome.ERROR}),
    "calls without a limit": (
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
        {Outcome.MEMORY, Outcome.TIMEOUT, Outcome.KILLED},
    ),
    "data": ("x = []\nfor _ in range(10**6): x = [x]\nx", {Outcome.ERROR}),
    "data without a limit": (
        "import sys\nsys.setrecursionlimit(10**9)\nx = []\nfor _ in range(10**6): x = [x]\nrepr(x)",
        {Outcome.KILLED},
    ),
    "data in a text of it": (
        "import json\nx = []\nfor _ in range(10**5): x = [x]\njson.dumps(x)",
        {Outcome.ERROR},
    ),
    "text of data": ("import json\njson.loads('[' * 10**6)", {Outcome.ERROR}),
    "a pattern": ("import re\nre.compile('(' * 10**4 + ')' * 10**4)", {Outcome.ERROR}),
    "a copy": (
        "import copy\nx = []\nfor _ in range(10**5): x = [x]\ncopy.deepcopy(x)",
        {Outcome.ERROR},
    ),
    "causes": (
        (
            "e = None\nfor n in range(5000):\n    f = ValueError(n)\n    f.__cause__ = e\n"
            "    e = f\n"
            "raise e"
        ),
        {Outcome.ERROR},
    ),
    "causes in a circle": (
        "a, b = ValueError('a'), ValueError('b')\na.__cause__, b.__cause__ = b, a\nraise a",
        {Outcome.ERROR},
    ),
    "groups": (
        "e = ValueError(1)\nfor _ in range(2000): e = ExceptionGroup('g', [e])\nraise e",
        {Outcome.ERROR},
    ),
    "wide groups": (
        "raise ExceptionGroup('g', [ValueError(n) for n in range(10000)])",
        {Outcome.ERROR},
    ),
    "graphs of gradients": (
        (
            "x = torch.ones(1, requires_grad=True)\ny = x\nfor _ in range(20000): y = y * 1\n"
            "y.backward()\nx.grad.item()"
        ),
        {Outcome.OK},
    ),
    "modules": (
        "m = nn.Identity()\nfor _ in range(2000): m = nn.Sequential(m)\nm(torch.ones(1))",
        {Outcome.ERROR},
    ),
}


@pytest.mark.parametrize(("code", "outcomes"), DEEP.values(), ids=DEEP.keys())
async def test_depth_is_the_snippets_own_trouble(
    attack: Attack, code: str, outcomes: set[Outcome]
) -> None:
    result = await attack(code, wall_seconds=10)

    assert result.outcome in outcomes, shown(result)


async def test_a_pickle_runs_nothing(attack: Attack) -> None:
    result = await attack(
        "import os, pickle\nclass A:\n    def __reduce__(self): return os.system, ('true',)\n"
        "pickle.loads(pickle.dumps(A()))"
    )

    assert result.error is not None
    assert result.error.type == "PermissionError"


async def test_a_debugger_is_a_plain_error(attack: Attack) -> None:
    assert (await attack("breakpoint()")).outcome is Outcome.ERROR


async def test_input_says_what_to_do_instead(attack: Attack) -> None:
    result = await attack("input()")

    assert result.error is not None
    assert "put the value in the code" in result.error.message

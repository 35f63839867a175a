"""Python turned against its host: exits, odd sources, patched parts, objects that lie."""

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
        "import os, threading, time\nthreading.Thread(target=os._exit, args=(0,)).start()\ntime.sleep(9)",
        Outcome.KILLED,
    ),
    "by the C library": ("import ctypes\nctypes.CDLL(None).exit(0)", Outcome.KILLED),
    "by the C library, quickly": ("import ctypes\nctypes.CDLL(None).quick_exit(0)", Outcome.KILLED),
    "by Python's own end": ("import ctypes\nctypes.pythonapi.Py_Exit(0)", Outcome.KILLED),
    "by taking Python down": ("import ctypes\nctypes.pythonapi.Py_Finalize()", None),
    "of the main thread only": ("import ctypes\nctypes.CDLL(None).pthread_exit(0)", Outcome.KILLED),
    "by a dump with an exit": (
        "import faulthandler, time\nfaulthandler.dump_traceback_later(0.1, exit=True)\ntime.sleep(9)",
        Outcome.KILLED,
    ),
}


@pytest.mark.parametrize(("code", "outcome"), ENDS.values(), ids=ENDS.keys())
async def test_an_exit_is_told_as_what_it_is(
    attack: Attack, code: str, outcome: Outcome | None
) -> None:
    result = await attack(code)

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
    "a vertical tab": ("\x0b1", Outcome.ERROR),
    "a line separator": ("x = 1\u2028x", Outcome.ERROR),
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
    "a hard keyword's twin": ("print = 1\n𝐩𝐫𝐢𝐧𝐭", Outcome.OK),
}


@pytest.mark.parametrize(("code", "outcome"), SOURCES.values(), ids=SOURCES.keys())
async def test_an_odd_source_is_run_or_explained(
    attack: Attack, code: str, outcome: Outcome | None
) -> None:
    result = await attack(code)

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
    "data in a text of it": ("import json\nx = []\nfor _ in range(10**5): x = [x]\njson.dumps(x)", {Outcome.ERROR}),
    "text of data": ("import json\njson.loads('[' * 10**6)", {Outcome.ERROR}),
    "a pattern": ("import re\nre.compile('(' * 10**4 + ')' * 10**4)", {Outcome.ERROR}),
    "a copy": ("import copy\nx = []\nfor _ in range(10**5): x = [x]\ncopy.deepcopy(x)", {Outcome.ERROR}),
    "causes": (
        "e = None\nfor n in range(5000):\n    f = ValueError(n)\n    f.__cause__ = e\n    e = f\nraise e",
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
        "x = torch.ones(1, requires_grad=True)\ny = x\nfor _ in range(20000): y = y * 1\n"
        "y.backward()\nx.grad.item()",
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
    result = await attack(code, wall_seconds=3)

    assert result.outcome in outcomes, shown(result)


PATCHES = {
    "the text of results": "import json\njson.dumps = None",
    "the encoder of results": "import json\njson.JSONEncoder.encode = json.JSONEncoder.iterencode = None",
    "writing": "import os\nos.write = None",
    "reading": "import os\nos.read = None",
    "leaving": "import os\nos._exit = lambda code: None",
    "structures": "import struct\nstruct.pack = struct.Struct = None",
    "lengths": "import builtins\nbuiltins.len = lambda x: 5",
    "types": "import builtins\nbuiltins.isinstance = lambda *_: True",
    "texts": "import builtins\nbuiltins.str = builtins.repr = None",
    "imports": "import builtins\nbuiltins.__import__ = None",
    "all built-ins": "import builtins\nfor n in dir(builtins): n == 'setattr' or setattr(builtins, n, None)",
    "no built-ins": "import builtins\nvars(builtins).clear()",
    "built-ins of its own": "__builtins__ = {}",
    "names": "globals().clear()",
    "modules": "import sys\nsys.modules.clear()",
    "modules made None": "import sys\nfor name in list(sys.modules): sys.modules[name] = None",
    "lines": "import linecache\nlinecache.cache = linecache.getline = None",
    "tracebacks": "import traceback\ntraceback.TracebackException = None\n1 / 0",
    "trees": "import ast\nast.parse = ast.walk = None\n1 / 0",
    "tensors' texts": "torch.Tensor.__repr__ = lambda self: 5\nx = torch.ones(2)\nx",
    "tensors' parts": "torch.Tensor.shape = torch.Tensor.stride = 5\nx = torch.ones(2)",
    "what a tensor is": "torch.Tensor = int\nx = 5",
    "pictures": "plt.figure = plt.get_fignums = None",
    "pictures' format": "from matplotlib.figure import Figure\nFigure.savefig = lambda *_, **__: None\nplt.figure()",
    "encodings": "import base64\nbase64.b64encode = None\nplt.figure()",
    "codecs": (
        "import codecs\ncodecs.register_error('strict', lambda e: ('?', e.end))\n"
        "codecs.register(lambda name: 1 / 0)"
    ),
    "hooks of errors": "import sys\nsys.excepthook = sys.unraisablehook = None\n1 / 0",
    "hooks of audits": "import sys\nsys.addaudithook(lambda *_: 1 / 0)",
    "a tracer": "import sys\nsys.settrace(lambda *_: 1 / 0)",
    "a profiler": "import sys\nsys.setprofile(lambda *_: 1 / 0)",
    "a profiler of threads": "import threading\nthreading.settrace(lambda *_: 1 / 0)",
    "the streams": "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = 5",
    "a stream that fails": (
        "import sys\nclass A:\n    def write(self, text): 1 / 0\n    flush = write\n"
        "sys.stdout = sys.stderr = A()\n1 / 0"
    ),
    "the list of threads": "import threading\nthreading.enumerate = lambda: [5]",
    "weak references at the end": (
        "import weakref\nclass A: pass\na = A()\nweakref.finalize(a, lambda: 1 / 0)"
    ),
    "the collector": "import gc\ngc.callbacks.append(lambda *_: 1 / 0)\ngc.collect()",
    "the recursion limit": "import sys\nsys.setrecursionlimit(60)",
    "the switch interval": "import sys\nsys.setswitchinterval(1000)",
    "the descriptors": "import os\nos.closerange(0, 100)",
    "the channel closed": "import os\nos.close(3)",
    "the channel made another": "import os\nos.dup2(1, 3)",
    "the channel made its output": "import os\nos.dup2(3, 1)\nprint('x')",
    "the folder": "import os\nos.rmdir(os.getcwd())",
    "the environment": "import os\nos.environ.clear()\nos.putenv('X', 'x')",
    "the time zone": "import os, time\nos.environ['TZ'] = ':/etc/passwd'\ntime.tzset()",
    "the locale": "import locale\nlocale.setlocale(locale.LC_ALL, 'C')",
    "the default type": "torch.set_default_dtype(torch.float64)",
    "the default device": "torch.set_default_device('meta')",
    "printing of tensors": "torch.set_printoptions(precision=1, sci_mode=True, linewidth=1)",
    "printing of arrays": "np.set_printoptions(precision=1)\nnp.seterr(all='raise')",
    "gradients": "torch.set_grad_enabled(False)\ntorch.autograd.set_detect_anomaly(True)",
    "determinism": "torch.use_deterministic_algorithms(True)",
    "threads of torch": "torch.set_num_threads(3)",
    "seeds": "import random\nrandom.seed(1)\nnp.random.seed(1)\ntorch.manual_seed(1)",
    "warnings": "import warnings\nwarnings.simplefilter('error')",
    "decimals": "import decimal\ndecimal.getcontext().prec = 3",
    "one": "import ctypes\nctypes.c_uint32.from_address(id(300 - 299) + 24).value = 2",
    "a method": "torch.Tensor.sum = lambda self: 'patched'",
    "a module's code": "import math\nmath.sin = math.cos",
    "the search path": "import sys\nsys.path[:] = ['.']\nopen('json.py', 'w').write('1 / 0')",
    "a shadowing module": "open('torch.py', 'w').write('1 / 0')",
    "a start file": "open('sitecustomize.py', 'w').write('1 / 0')\nopen('x.pth', 'w').write('import os')",
    "signal handlers": "import signal\nfor n in (1, 2, 13, 14, 15): signal.signal(n, signal.SIG_IGN)",
    "the umask": "import os\nos.umask(0)",
    "an own import hook": (
        "import sys\nclass F:\n    def find_spec(self, *_): raise RuntimeError\n"
        "sys.meta_path.insert(0, F())"
    ),
    "the tracer of memory": "import tracemalloc\ntracemalloc.start(25)",
    "a dump of faults": "import faulthandler\nfaulthandler.enable()",
}


@pytest.mark.parametrize("code", PATCHES.values(), ids=PATCHES.keys())
async def test_patching_harms_only_this_run(attack: Attack, code: str) -> None:
    """What becomes of it is its own affair; the fixture looks at the next run."""
    result = await attack(code)

    assert result.outcome not in {Outcome.OUTPUT, Outcome.MEMORY}, shown(result)


# A worker that holds on to what it needs survives these, and the learner gets an answer.
SURVIVED = (
    *("the text of results", "writing", "reading", "leaving", "structures", "names", "modules"),
    *("lines", "modules made None", "imports", "the streams", "the folder", "trees"),
)


@pytest.mark.parametrize("name", SURVIVED)
async def test_a_patched_part_does_not_cost_the_answer(attack: Attack, name: str) -> None:
    result = await attack(PATCHES[name])

    assert result.outcome in {Outcome.OK, Outcome.ERROR}, shown(result)


LIES = {
    "a text that is longer than it says": (
        "class T(str):\n    def __len__(self): return 5\n    def encode(self, *_): return b'x' * 10**7\n"
        "    def __getitem__(self, key): return 'y' * 10**7\n"
        "class A:\n    def __repr__(self): return T('x' * 100000)\nA()"
    ),
    "a value that is no text": "class A:\n    def __repr__(self): return 5\nA()",
    "a value that fails": "class A:\n    def __repr__(self): 1 / 0\nA()",
    "a value that exits": "class A:\n    def __repr__(self): raise SystemExit(0)\nA()",
    "a value of control codes": "class A:\n    def __repr__(self): return '\\x00\\x1b[2J\\u202e\\ud800'\nA()",
    "a huge value": "class A:\n    def __repr__(self): return 'x' * 10**7\nA()",
    "a tensor that says it is another": (
        "class E(torch.Tensor):\n    shape = property(lambda self: (10**9,))\n"
        "    stride = dim = numel = lambda self: -5\n    nbytes = property(lambda self: 10**400)\n"
        "x = torch.ones(2).as_subclass(E)"
    ),
    "a tensor whose functions lie": (
        "class E(torch.Tensor):\n    @classmethod\n"
        "    def __torch_function__(cls, f, t, a=(), k=None): return 'lie'\n"
        "x = torch.ones(2).as_subclass(E)"
    ),
    "a tensor that never copies": (
        "class E(torch.Tensor):\n    def __deepcopy__(self, memo):\n        while True: pass\n"
        "x = torch.ones(2).as_subclass(E)"
    ),
    "no tensor at all": "class A:\n    __class__ = torch.Tensor\n    shape = (1,)\nx = A()",
    "names that are no names": (
        "g = globals()\ng[5] = g['a b'] = g['\\ud800'] = g['\\x1b[31m'] = g['\\u202e'] = torch.ones(1)"
    ),
    "names without end": "for n in range(64): globals()['x' * 200000 + str(n)] = torch.ones(1)",
    "a tensor of many axes": "x = torch.ones([1] * 64)",
    "a tensor of no end": "x = torch.ones(1).expand(10**12)",
    "a tensor of wild strides": "x = torch.as_strided(torch.ones(4), (2, 2), (1, 0))",
    "tensors of odd kinds": (
        "import warnings\nwarnings.simplefilter('ignore')\na = torch.ones(2).to_sparse()\n"
        "b = torch.ones(2, device='meta')\nc = torch.nested.nested_tensor([torch.ones(1)])\n"
        "d = torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)\n"
        "e = torch.tensor([complex('nan')])\nf = torch.tensor([float('inf'), float('nan')])"
    ),
    "an error's huge name": "class E(Exception): pass\nE.__name__ = 'x' * 10**7\nraise E",
    "an error's odd name": "raise type('A\\u202eB\\x1b[31m', (Exception,), {})('\\x1b[2J\\x00')",
    "an error's name that is no text": (
        "class M(type):\n    __name__ = property(lambda cls: 5)\n"
        "class E(Exception, metaclass=M): pass\nraise E"
    ),
    "an error that cannot speak": "class E(Exception):\n    def __str__(self): 1 / 0\nraise E",
    "an error that exits when asked": (
        "class E(Exception):\n    def __str__(self): raise SystemExit(0)\nraise E"
    ),
    "an error that is everything": (
        "class E(BaseException):\n    def __getattribute__(self, name): 1 / 0\nraise E"
    ),
    "an error from nowhere": (
        "e = SyntaxError('m', ('<snippet>', 10**30, -5, 'text', -1, -1))\nraise e"
    ),
    "an error of odd parts": "raise SyntaxError('m', ('<snippet>', 'x', None, 5, {}, []))",
    "an error in another's line": "exec(compile('\\n' * 10**5 + '1/0', '<snippet>', 'exec'))",
    "an error without a trace": "try: 1 / 0\nexcept Exception as e: raise e.with_traceback(None)",
    "a picture that lies": (
        "from matplotlib.figure import Figure\n"
        "Figure.savefig = lambda self, file, **_: file.write(b'\\x89PNG\\r\\n\\x1a\\n' + b'x' * 100)\n"
        "plt.figure()"
    ),
    "a picture of no size": "plt.figure(figsize=(1e-9, 1e-9))",
    "a picture that never draws": (
        "from matplotlib.figure import Figure\nFigure.savefig = lambda *_, **__: 1 / 0\nplt.figure()"
    ),
}


@pytest.mark.parametrize("code", LIES.values(), ids=LIES.keys())
async def test_an_object_that_lies_is_told_of_within_bounds(attack: Attack, code: str) -> None:
    result = await attack(code)

    told = result.model_dump_json()
    assert result.outcome in {Outcome.OK, Outcome.ERROR}, shown(result)
    assert len(told) < 2**20
    assert all(tensor.name.isidentifier() and len(tensor.name) <= 100 for tensor in result.tensors)
    if result.error and result.error.line is not None:
        assert 1 <= result.error.line <= code.count("\n") + 1


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

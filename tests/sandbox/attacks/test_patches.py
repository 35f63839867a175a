"""Parts of Python and of the worker replaced: it harms only the run that did it."""

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks.conftest import Attack, shown

PATCHES = {
    "the text of results": "import json\njson.dumps = None",
    "the encoder of results": (
        "import json\njson.JSONEncoder.encode = json.JSONEncoder.iterencode = None"
    ),
    "writing": "import os\nos.write = None",
    "reading": "import os\nos.read = None",
    "leaving": "import os\nos._exit = lambda code: None",
    "structures": "import struct\nstruct.pack = struct.Struct = None",
    "lengths": "import builtins\nbuiltins.len = lambda x: 5",
    "types": "import builtins\nbuiltins.isinstance = lambda *_: True",
    "texts": "import builtins\nbuiltins.str = builtins.repr = None",
    "imports": "import builtins\nbuiltins.__import__ = None",
    "all built-ins": (
        "import builtins\nfor n in dir(builtins): n == 'setattr' or setattr(builtins, n, None)"
    ),
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
    "pictures' format": (
        "from matplotlib.figure import Figure\nFigure.savefig = lambda *_, **__: None\nplt.figure()"
    ),
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
    "a start file": (
        "open('sitecustomize.py', 'w').write('1 / 0')\nopen('x.pth', 'w').write('import os')"
    ),
    "signal handlers": (
        "import signal\nfor n in (1, 2, 13, 14, 15): signal.signal(n, signal.SIG_IGN)"
    ),
    "the umask": "import os\nos.umask(0)",
    "an own import hook": (
        "import sys\nclass F:\n    def find_spec(self, *_): raise RuntimeError\n"
        "sys.meta_path.insert(0, F())"
    ),
    "the tracer of memory": "import tracemalloc\ntracemalloc.start(25)",
    "a dump of faults": "import faulthandler\nfaulthandler.enable()",
}


# Only our own work would meet these.
UNNOTICED = {
    "no list of threads": "import threading\nthreading.enumerate = None",
    "threads that are none": "import threading\nthreading.enumerate = lambda: [5]",
    "no table of threads": "import threading\nthreading._active = None",
    "no thread of its own": "import threading\nthreading.current_thread = None",
    "another encoder in C": "import json.encoder\njson.encoder.c_make_encoder = lambda *_: None",
    "texts of results": "import json.encoder\njson.encoder.encode_basestring_ascii = lambda _: '5'",
}


@pytest.mark.parametrize("code", UNNOTICED.values(), ids=UNNOTICED.keys())
async def test_what_the_snippet_does_not_use_is_no_error_of_its(attack: Attack, code: str) -> None:
    result = await attack(f"{code}\n7")

    assert (result.outcome, result.value, result.stderr) == (Outcome.OK, "7", ""), shown(result)


@pytest.mark.parametrize("code", PATCHES.values(), ids=PATCHES.keys())
async def test_patching_harms_only_this_run(attack: Attack, code: str) -> None:
    """What becomes of it is its own affair; the fixture looks at the next run."""
    result = await attack(code)

    assert result.outcome not in {Outcome.OUTPUT, Outcome.MEMORY}, shown(result)


REPLACED = {
    "lengths that lie": "builtins.len = lambda _: 5",
    "types that lie": "builtins.isinstance = builtins.issubclass = lambda *_: True",
    "texts that lie": "builtins.repr = builtins.str = lambda *_: 'a lie'",
    "no looks": "builtins.type = builtins.getattr = builtins.id = builtins.vars = None",
    "no errors": "builtins.BaseException = builtins.Exception = builtins.SystemExit = None",
    "none at all": "vars(builtins).clear()",
}


@pytest.mark.parametrize("code", REPLACED.values(), ids=REPLACED.keys())
async def test_built_in_functions_are_replaced_for_the_snippet_alone(
    attack: Attack, code: str
) -> None:
    result = await attack(f"x = torch.ones(2, 3)\nimport builtins\n{code}\nx[0]")

    assert (result.outcome, result.value) == (Outcome.OK, "tensor([1., 1., 1.])"), shown(result)
    assert [(left.name, left.shape) for left in result.tensors] == [("x", (2, 3))]


# A worker that holds on to what it needs survives these, and the learner gets an answer.
SURVIVED = (
    *("the text of results", "writing", "reading", "leaving", "structures", "names", "modules"),
    *("lines", "modules made None", "imports", "the streams", "the folder", "trees"),
    *("lengths", "types", "texts", "all built-ins", "no built-ins"),
)


@pytest.mark.parametrize("name", SURVIVED)
async def test_a_patched_part_does_not_cost_the_answer(attack: Attack, name: str) -> None:
    result = await attack(PATCHES[name])

    assert result.outcome in {Outcome.OK, Outcome.ERROR}, shown(result)

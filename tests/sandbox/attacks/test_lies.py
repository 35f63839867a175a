"""Objects that lie, never end or fail when they are looked at."""

import pytest

from sandbox.protocol import CODE_BYTES, Outcome
from tests.sandbox.attacks.conftest import Attack, shown

# By a frame that is not the snippet's, so that the error's own place counts.
RAISED_OUTSIDE = (
    "from concurrent.futures import Future\nf = Future()\nf.set_exception(e)\n"
    "class A: __repr__ = staticmethod(f.result)\nA()"
)
LIES = {
    "a text that is longer than it says": (
        "class T(str):\n    def __len__(self): return 5\n"
        "    def encode(self, *_): return b'x' * 10**7\n"
        "    def __getitem__(self, key): return 'y' * 10**7\n"
        "class A:\n    def __repr__(self): return T('x' * 100000)\nA()"
    ),
    "a value that is no text": "class A:\n    def __repr__(self): return 5\nA()",
    "a value that fails": "class A:\n    def __repr__(self): 1 / 0\nA()",
    "a value that exits": "class A:\n    def __repr__(self): raise SystemExit(0)\nA()",
    "a value of control codes": (
        "class A:\n    def __repr__(self): return '\\x00\\x1b[2J\\u202e\\ud800'\nA()"
    ),
    "a huge value": "class A:\n    def __repr__(self): return 'x' * 10**7\nA()",
    "a tensor that says it is another": (
        "class E(torch.Tensor):\n    shape = property(lambda self: (10**9,))\n"
        "    stride = dim = numel = lambda self: -5\n    nbytes = property(lambda self: 10**400)\n"
        "x = torch.ones(2).as_subclass(E)"
    ),
    "a tensor that says it has another shape": (
        "class E(torch.Tensor): shape = property(lambda self: (2, 3))\n"
        "x = torch.ones(2).as_subclass(E)"
    ),
    "a tensor of no true parts": (
        "class E(torch.Tensor):\n    requires_grad = 'maybe'\n    nbytes = 10**400\n"
        "    dtype = property(lambda self: '\\ud800')\n    detach = lambda self: self\n"
        "    tolist = lambda self: ['\\ud800']\nx = torch.ones(2).as_subclass(E)"
    ),
    "a tensor whose shape never comes": (
        "class E(torch.Tensor):\n    @property\n    def shape(self):\n        while True: pass\n"
        "x = torch.ones(2).as_subclass(E)"
    ),
    "a failing tensor of no dtype": (
        "class E(torch.Tensor): dtype = property(lambda self: '\\ud800')\n"
        "torch.ones(2).as_subclass(E) @ torch.ones(3)"
    ),
    "a failing array of no dtype": (
        "class E(np.ndarray): dtype = property(lambda self: '\\ud800')\n"
        "x = np.ones(2).view(E)\nx @ np.ones(3)"
    ),
    "a failing array of a huge shape": (
        "class E(np.ndarray): shape = property(lambda self: (10**5000,))\n"
        "x = np.ones(2).view(E)\nx + torch.ones(3) @ torch.ones(2)"
    ),
    "a failing array of a dtype's odd name": (
        "class M(type): __name__ = property(lambda self: '\\ud800')\n"
        "class E(np.void, metaclass=M): pass\nx = np.ones(2, dtype=(E, [('a', 'f4')]))\n"
        "x @ torch.ones(3)"
    ),
    "a failing array of a dtype without end": (
        "x = np.zeros(2, dtype=[('x' * 100000, 'f4')])\n" + "x, " * 90 + "x @ torch.ones(3)"
    ),
    "a failing tensor of very many axes": (
        "a, b, c, d, e, f, g = [torch.ones([1] * 100000) for _ in range(7)]\n"
        "(a, b, c, d, e, f, g)[0].view(5)"
    ),
    "a failing tensor of no true device": (
        "x = torch.ones(2)\nx.stands_for = 'x' * 2**21\nx @ torch.ones(3)"
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
        "g = globals()\ng[5] = g['a b'] = g['\\ud800'] = g['\\x1b[31m'] = g['\\u202e'] = "
        "torch.ones(1)"
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
    "an error that cannot be changed": (
        "from dataclasses import dataclass\n@dataclass(frozen=True)\n"
        "class E(Exception):\n    wanted: int\nraise E(3)"
    ),
    "an exit that cannot be changed": (
        "class E(SystemExit):\n    def __setattr__(self, *_): raise AttributeError\nraise E(3)"
    ),
    "an error with a trace of its own": (
        "class E(Exception): __traceback__ = property(lambda self: 1 / 0)\nraise E"
    ),
    "a hook for errors that never lets go": (
        "import sys\ndef hook(*_): raise KeyboardInterrupt\nsys.excepthook = hook\n1 / 0"
    ),
    "a hook for errors that is none": "import sys\nsys.excepthook = None\n1 / 0",
    "an error from nowhere": (
        "e = SyntaxError('m', ('<snippet>', 10**30, -5, 'text', -1, -1))\nraise e"
    ),
    "an error of odd parts": "raise SyntaxError('m', ('<snippet>', 'x', None, 5, {}, []))",
    "an error of odd columns": (
        f"e = SyntaxError('m', ('<snippet>', 1, -(10**25), 'text', 1, 10**40))\n{RAISED_OUTSIDE}"
    ),
    "an error in half a line": (
        f"e = SyntaxError('m', ('<snippet>', 1.5, 1, 'text', 1, 2))\n{RAISED_OUTSIDE}"
    ),
    "an error where another text would have a line": (
        "import linecache\n"
        "linecache.cache['<snippet>'] = (1, None, ['\\n'] * 200000, '<snippet>')\n"
        "exec(compile('\\n' * 100000 + '1/0', '<snippet>', 'exec'))"
    ),
    "an error far along the line of another text": (
        "import linecache\nx = torch.ones(2, 3)\ncode = '(' + ' ' * 200000 + 'x @ x)'\n"
        "linecache.cache['<snippet>'] = (1, None, [code], '<snippet>')\n"
        "exec(compile(code, '<snippet>', 'exec'))"
    ),
    "an error in another's line": "exec(compile('\\n' * 10**5 + '1/0', '<snippet>', 'exec'))",
    "an error without a trace": "try: 1 / 0\nexcept Exception as e: raise e.with_traceback(None)",
    "a picture of no size": "plt.figure(figsize=(1e-9, 1e-9))",
    "a picture that never draws": (
        "from matplotlib.figure import Figure\nFigure.savefig = lambda *_, **__: 1 / 0\n"
        "plt.figure()"
    ),
}


@pytest.mark.parametrize("traced", [False, True])
@pytest.mark.parametrize("code", LIES.values(), ids=LIES.keys())
async def test_an_object_that_lies_is_told_of_within_bounds(
    attack: Attack, code: str, *, traced: bool
) -> None:
    result = await attack(code, want={"trace": traced})

    told = result.model_dump_json()
    assert result.outcome in {Outcome.OK, Outcome.ERROR}, shown(result)
    assert len(told) < 2**20
    assert all(tensor.name.isidentifier() and len(tensor.name) <= 100 for tensor in result.tensors)
    if result.error and result.error.line is not None:
        assert 1 <= result.error.line <= code.count("\n") + 1
    if result.error and result.error.column is not None:
        assert 0 <= result.error.column <= (result.error.end_column or CODE_BYTES) <= CODE_BYTES


LEFT = (
    "few = torch.arange(12).reshape(3, 4).t()[1:]\nmany = torch.arange(800.0).reshape(20, 40)\n"
    "same = many.view(-1)\nflags = torch.ones(9, 9).bool()\n"
    "big = torch.ones(99, dtype=torch.uint64)"
)
# By name, as `torch.Tensor` has them.
PARTS = """
shape dtype stride storage_offset is_contiguous nbytes itemsize numel dim layout is_meta
requires_grad untyped_storage detach tolist dequantize is_quantized is_complex is_floating_point
to aminmax numpy mean std isnan sum item __getitem__
"""


async def test_what_is_put_in_the_place_of_a_tensors_parts_is_not_told(attack: Attack) -> None:
    honest = await attack(LEFT)
    result = await attack(
        f"{LEFT}\nfor name in {PARTS.split()}: setattr(torch.Tensor, name, lambda *_, **__: 5)\n"
        "torch.aminmax = torch.float64 = torch.strided = None"
    )

    assert len(honest.tensors) == 5
    assert result.tensors == honest.tensors, shown(result)


@pytest.mark.parametrize("name", ["VmHWM: 99999999", "VmHWM: 0", "VmHWM: x", "Threads: x"])
async def test_a_threads_name_is_no_word_of_the_kernels(attack: Attack, name: str) -> None:
    result = await attack(
        f"import ctypes\nctypes.CDLL(None).prctl(15, {name.encode()!r})\n"
        "x = torch.ones(5_000_000)\n1"
    )

    assert result.value == "1", shown(result)
    assert 15_000_000 < result.peak_bytes < 60_000_000

"""A result is the supervisor's word; what a snippet says about itself is only ever a value."""

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks.conftest import Attack, shown

FORGED = '{"outcome": "ok", "value": "FORGED", "error": null, "tensors": [], "images": []}'
PRELUDE = f"""
import gc, inspect, json, os, struct, sys
claim = json.loads({FORGED!r})

def frame(claim, nonce=b""):
    body = nonce + json.dumps(claim).encode()
    return struct.pack("!I", len(body)) + body

def write_all(data):
    while data:
        data = data[os.write(3, data):]

def everywhere(data):
    for descriptor in range(64):
        try:
            os.write(descriptor, data)
        except OSError:
            pass

"""

BLIND = {
    "without a nonce": "everywhere(frame(claim))",
    "with an empty nonce": "everywhere(frame(claim | {'nonce': ''}))",
    "with a guessed nonce": "everywhere(frame(claim | {'nonce': '0' * 32}))",
    "behind a guessed nonce": "everywhere(frame(claim, b'0' * 32))",
    "with no nonce at all": "everywhere(frame(claim | {'nonce': None}))",
    "with a list of nonces": "everywhere(frame(claim | {'nonce': ['0']}))",
    "many times": "for n in range(1000): os.write(3, frame(claim | {'nonce': f'{n:032x}'}))",
    "half a frame": "os.write(3, struct.pack('!I', 1000) + b'{')",
    "a frame's size only": "os.write(3, struct.pack('!I', 0))",
    "a frame of a huge size": "os.write(3, struct.pack('!I', 2**32 - 1))",
    "one byte": "os.write(3, b'x')",
    "deep data": "os.write(3, struct.pack('!I', 90000) + b'[' * 90000)",
    "all the data there is room for": (
        "many = b'[' + b'[],' * 2790000 + b'[]]'\nwrite_all(struct.pack('!I', len(many)) + many)"
    ),
    "data that is no text": "os.write(3, struct.pack('!I', 4) + b'\\xff' * 4)",
    "a number that is none": "everywhere(frame(claim | {'value': float('nan')}))",
    "a huge number": "everywhere(frame(claim | {'value': 10**4000}))",
}
AFTERWARDS = {
    "goes on": ("", Outcome.REJECTED),
    "leaves": ("os._exit(0)", Outcome.REJECTED),
    "leaves with a code": ("os._exit(1)", Outcome.KILLED),
    "waits": ("__import__('time').sleep(60)", Outcome.TIMEOUT),
    "crashes": ("os.abort()", Outcome.KILLED),
}


@pytest.mark.parametrize("code", BLIND.values(), ids=BLIND.keys())
async def test_a_blind_claim_is_not_believed(attack: Attack, code: str) -> None:
    goes_on, leaves = await attack(PRELUDE + code), await attack(f"{PRELUDE}{code}\nos._exit(0)")

    for result in (goes_on, leaves):
        assert result.outcome is Outcome.REJECTED, shown(result)
        assert (result.value, result.tensors, result.images) == (None, (), ())


@pytest.mark.parametrize(("after", "outcome"), AFTERWARDS.values(), ids=AFTERWARDS.keys())
async def test_a_blind_claim_does_not_change_how_it_ended(
    attack: Attack, after: str, outcome: Outcome
) -> None:
    result = await attack(f"{PRELUDE}everywhere(frame(claim))\n{after}", wall_seconds=0.5)

    assert (result.outcome, result.value) == (outcome, None), shown(result)


HUNTS = {
    "in frames": (
        "look = sys._getframe()\nfound = []\nwhile look:\n"
        "    found += [v.get('nonce') for v in look.f_locals.values() if isinstance(v, dict)]\n"
        "    look = look.f_back"
    ),
    "in the frames of a trace": (
        "try: 1 / 0\nexcept ZeroDivisionError as e: look = e.__traceback__.tb_frame\n"
        "found = []\nwhile look:\n"
        "    found += [v.get('nonce') for v in look.f_locals.values() if isinstance(v, dict)]\n"
        "    look = look.f_back"
    ),
    "among all objects": (
        "found = [o.get('nonce') for o in gc.get_objects() if type(o) is dict and 'nonce' in o]"
    ),
    "among what refers to the code": (
        "found = [o.get('nonce') for r in gc.get_objects() for o in gc.get_referrers(r)[:2]"
        " if type(o) is dict and 'nonce' in o][:5]"
    ),
    "by inspection": (
        "found = [v.get('nonce') for f in inspect.stack() for v in f.frame.f_locals.values()"
        " if isinstance(v, dict)]"
    ),
    "in closures": (
        "found = [c.cell_contents.get('nonce') for o in gc.get_objects() if hasattr(o, "
        "'__closure__')"
        " for c in (o.__closure__ or ()) if isinstance(getattr(c, 'cell_contents', 0), dict)]"
    ),
    "in the threads' frames": (
        "found = []\nfor look in sys._current_frames().values():\n    while look:\n"
        "        found += [v.get('nonce') for v in look.f_locals.values() if isinstance(v, dict)]\n"
        "        look = look.f_back"
    ),
}


@pytest.mark.parametrize("hunt", HUNTS.values(), ids=HUNTS.keys())
async def test_the_nonce_is_not_lying_about(attack: Attack, hunt: str) -> None:
    """Whoever reads the worker's source finds it; whoever looks around does not."""
    result = await attack(f"{PRELUDE}{hunt}\n[n for n in found if n]", wall_seconds=5)

    assert result.outcome in {Outcome.OK, Outcome.TIMEOUT}, shown(result)
    assert result.value in {"[]", None}, shown(result)


async def test_a_thief_of_the_nonce_cannot_claim_time_output_or_an_end_it_did_not_come_to(
    attack: Attack,
) -> None:
    """In one process it cannot be kept from one who knows where it lies: see his reach."""
    result = await attack(
        f"{PRELUDE}print('hello')\nfrom sandbox.worker import channel\n"
        "os.write(3, frame(claim, channel._hidden.raw))\nwhile True: pass",
        wall_seconds=0.5,
    )

    assert (result.outcome, result.value, result.stdout) == (Outcome.TIMEOUT, None, "hello\n")


async def test_what_a_thief_of_the_nonce_can_claim_is_a_value(attack: Attack) -> None:
    """So that what other tests send in vain is refused for its nonce, and not for its shape."""
    result = await attack(
        f"{PRELUDE}from sandbox.worker import channel\n"
        "os.write(3, frame(claim, channel._hidden.raw))\nos._exit(0)"
    )

    assert (result.outcome, result.value) == (Outcome.OK, "FORGED"), shown(result)


CLAIMED = {
    "a timeout": "os.kill(os.getpid(), signal.SIGXCPU)",
    "too much memory by SIGKILL": "os.kill(os.getpid(), signal.SIGKILL)",
    "a kill by SIGTERM": "os.kill(os.getpid(), signal.SIGTERM)",
    "an exit code of the supervisor's kind": "os._exit(137)",
    "an exit code that wraps round": "os._exit(256)",
    "an exit code that is negative": "os._exit(-9)",
}


@pytest.mark.parametrize("code", CLAIMED.values(), ids=CLAIMED.keys())
async def test_another_end_cannot_be_claimed(attack: Attack, code: str) -> None:
    result = await attack(
        "import os, signal, time\nfor n in (15, 24): signal.signal(n, signal.SIG_DFL)\n"
        f"{code}\ntime.sleep(9)"
    )

    assert result.outcome is Outcome.KILLED, shown(result)


HOLLOW = {
    "errors that are none": "raise type('TimeoutError', (Exception,), {})('stopped after 5 s')",
    "a timeout": "raise TimeoutError('stopped after 5 s, the time limit')",
    "a forged result": "raise type('ForgedResult', (Exception,), {})('the result is not one')",
    "a flood": "raise type('OutputLimit', (Exception,), {})('stopped after printing')",
    "a full memory": "raise MemoryError('took more than 256 MiB of memory')",
    "a full memory, in torch's words": 'raise RuntimeError("std::bad_alloc")',
    "a full memory, of torch's own kind": 'raise torch.OutOfMemoryError("Failed to alloc")',
    "a full memory, in a function": "def f(): raise MemoryError\nf()",
    "a full memory, on top of another error": (
        "try: 1 / 0\nexcept ZeroDivisionError as e: raise MemoryError('took more') from e"
    ),
    "a full memory, on top of the same words": (
        "try: raise MemoryError('took more')\nexcept MemoryError: raise MemoryError('took more')"
    ),
    "a full memory, by a stand-in": (
        "from unittest.mock import Mock\nMock(side_effect=MemoryError)()"
    ),
    "a full memory, by a stand-in for torch's": (
        "from unittest.mock import patch\n"
        'with patch("torch.ones", side_effect=RuntimeError("can\'t allocate memory")):\n'
        "    torch.ones(2)"
    ),
    "a full memory, by what is awaited": (
        "from concurrent.futures import Future\nf = Future()\n"
        "f.set_exception(MemoryError('took more'))\nf.result()"
    ),
    "a full memory, in other code": "exec('raise MemoryError')",
    "a full memory, in a circle": (
        "a, b = MemoryError(), MemoryError()\na.__cause__, b.__cause__ = b, a\nraise a"
    ),
}


@pytest.mark.parametrize("code", HOLLOW.values(), ids=HOLLOW.keys())
async def test_words_do_not_make_an_outcome(attack: Attack, code: str) -> None:
    assert (await attack(code)).outcome is Outcome.ERROR


RAISED_AGAIN = {
    "the same": "raise",
    "by its name": "raise error",
    "in other words": "raise MemoryError('too large for here')",
    "in other words, from it": "raise MemoryError('too large for here') from error",
    "in other words, from nothing": "raise MemoryError('too large for here') from None",
    "twice": (
        "try: raise ValueError('too large') from error\n"
        "    except ValueError: raise MemoryError('too large') from None"
    ),
}


@pytest.mark.parametrize("again", RAISED_AGAIN.values(), ids=RAISED_AGAIN.keys())
async def test_memory_that_was_refused_is_so_when_raised_again(attack: Attack, again: str) -> None:
    code = f"try:\n    bytearray(10**12)\nexcept MemoryError as error:\n    {again}"

    assert (await attack(code)).outcome is Outcome.MEMORY


async def test_so_is_what_torch_was_refused(attack: Attack) -> None:
    code = (
        "try:\n    torch.ones(10**12)\n"
        "except RuntimeError as error:\n    raise RuntimeError(str(error))"
    )

    assert (await attack(code)).outcome is Outcome.MEMORY


async def test_of_another_error_on_top_of_it_the_outcome_is_its_own(attack: Attack) -> None:
    code = "try: bytearray(10**12)\nexcept MemoryError as error: raise ValueError from error"

    assert (await attack(code)).outcome is Outcome.ERROR


MEDDLERS = {
    "a picture that lies": (
        "from matplotlib.figure import Figure\n"
        "Figure.savefig = lambda self, file, **_: file.write(b'\\x89PNG\\r\\n\\x1a\\n' + b'x' * "
        "100)\n"
        "plt.figure()"
    ),
    "a profiler": (
        "import sys\ndef meddle(frame, event, value):\n"
        "    if event == 'return' and isinstance(value, dict) and 'outcome' in value:\n"
        "        value['outcome'] = 'timeout'\n        value['seconds'] = 0\n"
        "sys.setprofile(meddle)"
    ),
    "a patched report": (
        "import sys\nlook = sys._getframe()\nwhile look:\n"
        "    for name in ('described', 'printed'): look.f_globals.pop(name, None)\n"
        "    look = look.f_back"
    ),
    "patched summaries": (
        "import sys\nfor name, module in list(sys.modules.items()):\n"
        "    if name.endswith('tensors') and hasattr(module, 'summaries'):\n"
        "        module.summaries = lambda names: [{'name': 'lie'}]"
    ),
    "patched pictures": (
        "import sys\nfor name, module in list(sys.modules.items()):\n"
        "    if name.endswith('figures') and hasattr(module, 'images'):\n"
        "        module.images = lambda: [{'mime': 'text/html', 'data': '<script>'}]"
    ),
    "a huge summary": (
        "import sys\nfor name, module in list(sys.modules.items()):\n"
        "    if name.endswith('tensors') and hasattr(module, 'summaries'):\n"
        "        real = module.summaries\n"
        "        module.summaries = lambda n: [t | {'preview': 'x' * 10**6} for t in real(n)]\n"
        "x = torch.ones(2)"
    ),
    "a summary of huge numbers": (
        "import sys\nfor name, module in list(sys.modules.items()):\n"
        "    if name.endswith('tensors') and hasattr(module, 'summaries'):\n"
        "        real = module.summaries\n"
        "        module.summaries = lambda n: [t | {'nbytes': 10**400} for t in real(n)]\n"
        "x = torch.ones(2)"
    ),
    "a summary that contradicts itself": (
        "import sys\nfor name, module in list(sys.modules.items()):\n"
        "    if name.endswith('tensors') and hasattr(module, 'summaries'):\n"
        "        real = module.summaries\n"
        "        module.summaries = lambda n: [t | {'shape': [1] * 9} for t in real(n)]\n"
        "x = torch.ones(2)"
    ),
}


@pytest.mark.parametrize("code", MEDDLERS.values(), ids=MEDDLERS.keys())
async def test_a_result_of_another_shape_is_refused(attack: Attack, code: str) -> None:
    result = await attack(f"{code}\n1 + 1")

    assert result.outcome in {Outcome.OK, Outcome.REJECTED, Outcome.KILLED}, shown(result)
    assert all(
        len(tensor.preview) < 1000
        and tensor.nbytes < 2**63
        and len(tensor.shape) == len(tensor.stride)
        for tensor in result.tensors
    )
    assert len(result.model_dump_json()) < 2**16

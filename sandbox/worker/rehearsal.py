"""Snippets of our own that run before any learner's: what first use sets up is set up by then."""

import json
import mmap
import resource
from typing import Any, Final

from sandbox.protocol import SEED, Want
from sandbox.values import TensorValue, dumped
from sandbox.worker import channel, execute, shield
from sandbox.worker.calls.calling import Calls
from sandbox.worker.claim import claim_of, read, run
from sandbox.worker.execute import main_module
from sandbox.worker.shield import Raised, attempt
from sandbox.worker.told import trace
from sandbox.worker.told.error import described, printed

# Python rewrites a function for the types it meets after some runs, and so copies its page.
_UNTIL_QUICK: Final = 20
_FORWARD = "x = torch.arange(6.0).view(2, 3)\ny = x.t()[1:] + 1\nnp.ones(2).mean()\nx @ x.t()"
_FAILING: Final = "x = torch.ones(2)\nx @ torch.ones(3)"
# Watching what operations make is set up at the first use, which takes longer than any snippet.
_CALLS: Final = Calls("f", dumped([(TensorValue("float32", (1, 2), bytes(8)),)]), watched=1)
# Of a trial: `_run_through`, the snippet itself, which plain Python has too, and what it calls.
_OTHERS_OF_A_TRIAL: Final = 3
# No backward: the zygote must never run one, and in a spare it costs every snippet more processor
# time than the first backward of those that have one saves.
TOUCH: Final = "x = torch.ones(2, 3) + 1\nx"
# As a supervisor sends it.
REQUEST: Final[dict[str, Any]] = {
    "code": TOUCH,
    "seed": SEED,
    "want": vars(Want()),
    "line": None,
    "calls": None,
}


def _run_through(code: str, names: dict[str, Any] | None = None) -> None:
    """RuntimeError where it fails: then every learner's snippet would."""
    with mmap.mmap(-1, resource.getpagesize()) as reserve:
        module = main_module(names or shield.names())
        claim = claim_of(REQUEST | {"code": code}, module, reserve)
    if claim["outcome"] != "ok":
        raise RuntimeError(f"the rehearsal failed: {claim['error']}")
    json.dumps(claim)
    channel.flush()


def warm() -> None:
    """Read a snippet in both ways there are, and run it once."""
    _run_through(TOUCH)
    read(TOUCH, None)


def rehearse(times: int = _UNTIL_QUICK) -> None:
    """In the zygote, so that all spares have what use sets up or makes quicker."""
    for _ in range(times):
        _run_through(_FORWARD)
        read(_FORWARD, None)
        _CALLS.told({"f": lambda x: x + 1})
        for seen in (None, trace.SeenLine(_FAILING.count("\n") + 1)):
            _fail(seen)
    trace.forget()


def _fail(seen: trace.SeenLine | None) -> None:
    failed = attempt(lambda: run(_FAILING, shield.names(), seen, wants_value=True))
    if isinstance(failed, Raised):
        described(failed.error, seen)
        printed(failed.error)


def frames_of_a_claim() -> int:
    """How many frames lie between what asks for a claim and the snippet, by one that counts."""
    found: list[int] = []
    _run_through("note()", {"note": lambda: found.append(execute.here())})
    return found[0] - execute.here() - _OTHERS_OF_A_TRIAL

"""A misspelt name is told which one was meant, as Python's own printer tells it."""

import io
import string
import sys
from contextlib import redirect_stderr

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sandbox.worker.suggestion import suggestion
from tests.sandbox.conftest import Run

OWNERS = (torch.nn, torch.nn.Linear(2, 2), np, np.ones(2), "", [], sys)
NAMES = st.sampled_from(OWNERS).flatmap(
    lambda owner: st.tuples(st.just(owner), st.sampled_from(dir(owner)))
)
MISTAKES = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["", *string.ascii_letters, "_"]), st.booleans()),
    min_size=1,
    max_size=3,
)


def misspelt(name: str, mistakes: list[tuple[int, str, bool]]) -> str:
    for place, letter, puts_in in mistakes:
        at = place % (len(name) + 1)
        name = name[:at] + letter + name[at + (not puts_in) :]
    return name


def missing(owner: object, name: str) -> AttributeError | None:
    try:
        getattr(owner, name)
    except AttributeError as error:
        return error
    return None


def printed(error: BaseException) -> str:
    with redirect_stderr(io.StringIO()) as told:
        sys.__excepthook__(type(error), error, error.__traceback__)
    return told.getvalue()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="later ones look for other names first")
@given(NAMES, MISTAKES)
def test_it_is_what_python_prints(named: tuple[object, str], mistakes) -> None:
    owner, name = named
    error = missing(owner, misspelt(name, mistakes))

    assert error is None or printed(error).endswith(f"{error}{suggestion(error)}\n")


SUGGESTED = {
    "a method": ("x = torch.ones(1)\nx.squeze()", "squeeze"),
    "a function of a large module": ("torch.tensr(1)", "tensor"),
    "what every snippet has": ("troch.ones(2)", "torch"),
    "what this one makes use of": ("m = nn.ReLU()\nn", "nn"),
    "a local": ("def f(output): return ouput\nf(1)", "output"),
    "a builtin": ("prnt(1)", "print"),
}


@pytest.mark.parametrize("want", [{}, {"trace": True}])
@pytest.mark.parametrize(("code", "name"), SUGGESTED.values(), ids=SUGGESTED.keys())
async def test_a_misspelt_name_is_told_in_the_message_too(
    run: Run, code: str, name: str, want: dict[str, bool]
) -> None:
    result = await run(code, want=want)

    assert result.error is not None
    assert result.error.message.endswith(f". Did you mean: '{name}'?")
    assert result.stderr.endswith(f"{result.error.message}\n")


NOT_SUGGESTED = {
    "nothing is near": "entirely_different",
    "short names that nobody imported": "def f(k): return k * n\nf(2)",
    "a name of ours": "seen_",
    "an error of another kind": "class E(AttributeError): pass\nraise E('x', name='a', obj='')",
    "words without a name": "raise NameError('prnt')",
    "who lists his own names": (
        "class A:\n    def __dir__(self): print('asked'); return ['value']\nA().valeu"
    ),
    "who looks up his own names": (
        "class A:\n    value = 3\n    def __getattribute__(self, name):\n"
        "        print('asked', name); return object.__getattribute__(self, name)\nA().valeu"
    ),
    "a class of its own": (
        "class M(type):\n    @property\n    def __dict__(cls): print('asked'); return {}\n"
        "class A(metaclass=M): value = 3\nA.valeu"
    ),
    "words of a class of its own": (
        "class S(str):\n    def __add__(self, other): return S('no')\nraise NameError(S('words'))"
    ),
}


@pytest.mark.parametrize("want", [{}, {"trace": True}])
@pytest.mark.parametrize("code", NOT_SUGGESTED.values(), ids=NOT_SUGGESTED.keys())
async def test_in_doubt_no_name_is_told_and_nobody_is_asked(
    run: Run, code: str, want: dict[str, bool]
) -> None:
    """What a snippet's own code says of names would be asked behind its back."""
    result = await run(code, want=want)

    assert result.error is not None
    assert "Did you mean" not in result.error.message + result.stderr
    assert result.stdout in ("", "asked valeu\n")

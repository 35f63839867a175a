"""An error leads to its own page or to none; looked up by what the shipped pages know."""

from datetime import UTC, datetime

import pytest

from knowledge.followup.reading import read
from progress.events import Kind, Sender, Turn
from sandbox.protocol import Outcome, RunError
from tests.fakes.runner import FakeRunner, result
from tutor.conversation.ask import Answered
from tutor.conversation.explain import Unexplained, is_about_error, line_of, meaning_of, raised_in
from tutor.conversation.language import in_english, is_foreign
from tutor.library import Library
from tutor.run import Ran
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "message", "slug"),
    [
        (
            "RuntimeError",
            "mat1 and mat2 shapes cannot be multiplied (4x5 and 4x5)",
            "inner-dims-match",
        ),
        ("RuntimeError", "shape '[9]' is invalid for input of size 8", "invalid-shape-error"),
        (
            "RuntimeError",
            "grad can be implicitly created\nonly for scalar outputs",
            "scalar-outputs-only",
        ),
        (
            "AttributeError",
            "'Tensor' object has no attribute 'rank'. Did you mean: 'rad2deg'?",
            "rank-vs-shape",
        ),
        (
            "AttributeError",
            "module 'torch' has no attribute 'repeat'. Did you mean: 'repeat_interleave'?",
            "expand-vs-repeat",
        ),
        ("NameError", "name 'ys' is not defined", None),
        ("SyntaxError", "invalid syntax", None),
        ("KeyError", "'b'", None),
        ("AssertionError", "", None),
    ],
)
def test_an_error_finds_its_own_page_or_none(
    library: Library, kind: str, message: str, slug: str | None
) -> None:
    error = RunError(type=kind, message=message, line=1, column=0, end_column=1)

    found = meaning_of(library, line_of(error))

    assert (found.error, found.slug) == (kind, slug)


async def test_a_failed_run_bears_its_page_and_not_its_message(library: Library, store) -> None:
    message = "mat1 and mat2 shapes cannot be multiplied (4x5 and 4x5)"
    error = RunError(type="RuntimeError", message=message, line=1, column=0, end_column=1)
    runner = FakeRunner(result(outcome=Outcome.ERROR, error=error))
    turn = Turn(Sender(1001), NOON, 1)

    ran = await Tutor(library, runner, store).run(turn, "a @ b")

    assert isinstance(ran, Ran)
    assert ran.page is library.entries["inner-dims-match"]
    (event,) = turn.events
    assert event.kind is Kind.RAN
    assert event.detail["means"] == "inner-dims-match"
    assert "mat1" not in str(event)


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("what is a tensor?", False),
        ("what is PyTorch", False),
        ("tensors?", False),
        ("what is wrong with my tensor", True),
        ("what is the problem", True),
        ("how do I fix it?", True),
    ],
)
def test_what_every_page_speaks_of_is_not_asked_of_an_error(said: str, *, about: bool) -> None:
    asked = read(said)

    assert asked is not None
    assert is_about_error(asked) is about


@pytest.mark.parametrize(
    "text",
    ["was macht unsqueeze?", "cómo cambio la forma", "почему view не работает", "什么是 tensor"],
)
def test_other_languages_are_noticed(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("was macht unsqueeze?", "unsqueeze"),
        ("¿cómo convierto un tensor a numpy?", "numpy-torch-bridge"),
        ("warum ist mein loss nan", "loss-is-nan"),
        ("pourquoi zero_grad", "zero-grad"),
        ("was ist ein Gradient", "what-is-a-gradient"),
    ],
)
def test_what_a_foreign_message_is_about_stands_first(
    library: Library, text: str, slug: str
) -> None:
    assert in_english(library, text).named[0].slug == slug


@pytest.mark.parametrize(
    "text", ["wie wird das Wetter morgen", "où est la gare", "wie spät ist es", "как дела"]
)
def test_of_a_foreign_message_about_nothing_here_no_page_is_named(
    library: Library, text: str
) -> None:
    assert in_english(library, text).named == ()


def test_where_the_search_finds_nothing_titles_may_name_it(library: Library) -> None:
    found = in_english(library, "cosa fa softmax")

    assert "softmax-dim" in {each.slug for each in found.named}


def test_hardly_any_wording_is_taken_for_another_language(library: Library) -> None:
    wordings = [each for entry in library.entries.values() for each in entry.phrasings]

    assert sum(map(is_foreign, wordings)) < len(wordings) / 1000


TRACEBACK = """Traceback (most recent call last):
  File "{}", line 3, in <module>
    f(x)
  File "{}", line 9, in f
    {}
{}: size mismatch"""
PYTORCH = "/venv/lib/python3.11/site-packages/torch/nn/functional.py"
IN_A_CELL = """---------------------------------------------------------------------------
RuntimeError                              Traceback (most recent call last)
Cell In[3], line 2
      1 x = torch.ones(3)
----> 2 raise RuntimeError("size mismatch")

RuntimeError: size mismatch"""


@pytest.mark.parametrize(
    ("traceback", "kind"),
    [
        (TRACEBACK.format("a.py", "a.py", "raise RuntimeError('…')", "RuntimeError"),
         "RuntimeError"),
        (TRACEBACK.format("a.py", "a.py", "assert x.ok, '…'", "AssertionError"), "AssertionError"),
        (IN_A_CELL, "RuntimeError"),
        (IN_A_CELL.replace("RuntimeError: ", "File c:\\Python\\Lib\\random.py:378, in f(a)\n"
                           "--> 378 raise RuntimeError('…')\n\nRuntimeError: "), ""),
        (TRACEBACK.format("a.py", "a.py", "x @ y", "RuntimeError"), ""),
        (TRACEBACK.format("a.py", "a.py", "raise", "RuntimeError"), ""),
        (TRACEBACK.format("a.py", "a.py", "assert torch.allclose(x, y), '…'", "RuntimeError"), ""),
        (TRACEBACK.format("a.py", "a.py", "raise ValueError(f'{x @ y}')", "RuntimeError"), ""),
        (TRACEBACK.format("a.py", PYTORCH, "raise RuntimeError('…')", "RuntimeError"), ""),
        (TRACEBACK.format(PYTORCH, "a.py", "raise own.WrongError('…')", "WrongError"),
         "WrongError"),
        ("During handling of the above exception, another exception occurred:\n\n"
         + TRACEBACK.format("a.py", "a.py", "raise RuntimeError(e)", "RuntimeError"), ""),
        ("RuntimeError: size mismatch", ""),
    ],
)  # fmt: skip
def test_a_pasted_traceback_says_who_raised_it(traceback: str, kind: str) -> None:
    assert raised_in(traceback) == kind


async def test_a_page_with_the_same_words_is_not_about_it(library: Library, store) -> None:
    tutor = Tutor(library, FakeRunner(), store)
    message = "mat1 and mat2 shapes cannot be multiplied"
    pasted = TRACEBACK.replace("size mismatch", message)

    own, torchs = [
        await tutor.conversation.ask(
            Turn(Sender(1001), NOON, update_id),
            pasted.format("a.py", "a.py", code, "RuntimeError"),
        )
        for update_id, code in enumerate((f"raise RuntimeError('{message}')", "x @ y"))
    ]

    assert isinstance(own, Unexplained)
    assert isinstance(torchs, Answered)


async def test_what_a_run_raises_itself_has_no_page(library: Library, store) -> None:
    message = "mat1 and mat2 shapes cannot be multiplied"
    error = RunError(type="RuntimeError", message=message, line=1, column=0, end_column=1)
    runner = FakeRunner(*(result(outcome=Outcome.ERROR, error=error) for _ in range(2)))
    tutor = Tutor(library, runner, store)

    own, torchs = [
        await tutor.run(Turn(Sender(1001), NOON, update_id), code)
        for update_id, code in enumerate((f"raise RuntimeError('{message}')", "a @ b"))
    ]

    assert isinstance(own, Ran)
    assert own.page is None
    assert isinstance(torchs, Ran)
    assert torchs.page is not None

"""Comments and words that want more than to see code run."""

import pytest

from tutor.conversation.complaint import blames, complains, complaint_in, wants_a_page


@pytest.mark.parametrize(
    "said",
    ["44??", "why a changed", "x changed too!!", "UserWarning what", "what", "is it ok\uff1f"],
)
def test_who_asks_is_heard(said: str) -> None:
    assert complains(said)


@pytest.mark.parametrize(
    "said",
    ["loss gets worse and worse", "it trains but very slow", "NoneType", "error devices differ",
     "nothing changes", "half is gone", "not changed", "still the same", "doesn't learn",
     "optimizer finds no params", "memory grows every iteration"],
)  # fmt: skip
def test_who_complains_is_heard(said: str) -> None:
    assert complains(said)
    assert blames(said)


@pytest.mark.parametrize(
    "said",
    ["", "shape (64, 1)", "mean squared error", "the prediction error", "what we print here",
     "stack the rows", "doesn't need grad", "tensor(nan)", "odd rows", "help text"],
)  # fmt: skip
def test_who_explains_neither_asks_nor_complains(said: str) -> None:
    assert not complains(said)


def test_a_comment_is_what_stands_behind_its_sign_and_in_no_text() -> None:
    assert complaint_in("x = 1  # one\nprint('# why')  # why 1?\n") == "why 1?"
    assert complaint_in("print('# why')") == ""


@pytest.mark.parametrize(
    "comment",
    ["44??", "why a changed", "x changed too!! why?", "nothing changes", "Not changed.", "wrong!",
     "half is gone", "does not work", "error", "is it ok\uff1f", "a changed, huh", "wtf",
     "does b?!", "question: why is it 44?"],
)  # fmt: skip
def test_a_comment_that_asks_or_complains_is_told_by_its_form(comment: str) -> None:
    assert complaint_in(f"x = 1  # {comment}")


@pytest.mark.parametrize(
    "comment",
    ["error handling", "error of each sample", "a changed too", "don't forget to call item()",
     "gets bigger with dim", "see https://pytorch.org/docs/torch.gather.html?highlight=gather",
     "see https://pytorch.org/why?", "Exercise 3: what is the shape of c?", "Q2. why?",
     "Question 1) which is it?", "test error", "raises RuntimeError", "no gradient",
     "isn't a view", "the problem of two moons", "TODO: fix broken shuffling", "what this does",
     "reason why we unsqueeze", "why: keepdim", "4 is wrong", "shape (n, ?)", "nothing changes b"],
)  # fmt: skip
def test_a_comment_that_explains_is_no_complaint(comment: str) -> None:
    assert complaint_in(f"x = 1  # {comment}") == ""


def test_comments_are_read_as_far_as_code_can_be() -> None:
    assert complaint_in("x = (1  # why\n") == "why"
    assert complaint_in("x = '''  # why\n") == ""


def test_in_a_long_program_comments_are_for_its_readers() -> None:
    assert complaint_in("x = 1\n" * 20 + "# why?") == ""


@pytest.mark.parametrize("comment", ["why error", "error", "fails??", "why does this not work?"])
def test_what_the_error_is_a_run_tells_best(comment: str) -> None:
    assert complaint_in(f"f(x)  # {comment}")
    assert not wants_a_page(f"f(x)  # {comment}")


def test_a_page_may_tell_the_rest() -> None:
    assert wants_a_page("print(x)  # why 44?")
    assert not wants_a_page("print(x)  # 44")

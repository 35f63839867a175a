"""The name of an error alone gets its meaning, and what to send instead."""

import pytest

from tutor.conversation.error_alone import error_alone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("StopIteration", "StopIteration"),
        ("KeyboardInterrupt:", "KeyboardInterrupt"),
        ("valueerror", "ValueError"),
        ("I get a RuntimeError", "RuntimeError"),
        ("why StopIteration?", "StopIteration"),
        ("what does KeyError mean?", "KeyError"),
        ("torch.cuda.OutOfMemoryError", "OutOfMemoryError"),
        ("numpy.linalg.LinAlgError", "LinAlgError"),
        ("Segmentation fault (core dumped)", "That"),
        ("[1]    4242 killed     python train.py", "That"),
        ("The kernel appears to have died. It will restart automatically.", "That"),
        ("Process finished with exit code 137 (interrupted by signal 9: SIGKILL)", "That"),
        ("exit code 1", "An exit code"),
        ("Traceback (most recent call last):", "A traceback"),
    ],
)
def test_a_name_alone_is_told(text: str, name: str) -> None:
    found = error_alone(text)

    assert found is not None
    assert found.subject == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "error",
        "CUDA out of memory",
        "runtime error",
        "index error",
        "Process finished with exit code 0",
        "ValueError: not enough values to unpack",
        "why do I get a RuntimeError in backward",
        "the kernel of a convolution",
        "kernel died while subtracting two big tensors",
        "except ValueError",
        "raise StopIteration",
        "nan",
    ],
)
def test_a_message_or_a_question_is_more_than_a_name(text: str) -> None:
    assert error_alone(text) is None

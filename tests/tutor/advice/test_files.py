"""A file that is not there: what to do hangs on whether it was to be read or written."""

import pytest

from tests.tutor.advice.advising import said

EMPTY = (
    "A snippet begins with an empty folder, without your files: make the data in the code, or "
    "paste it in."
)


def missing(broken: str, path: str, code: str = "") -> str:
    message = f"[Errno 2] No such file or directory: '{path}'"
    return said("FileNotFoundError", message, broken, code or broken)


@pytest.mark.parametrize(
    "broken",
    [
        "open('a.txt')",
        "open('a.txt', 'rb')",
        "np.load('a.txt')",
        "torch.load('a.txt')",
        "plt.imread('a.txt')",
        "os.listdir('a.txt')",
        "Path('a.txt').read_text()",
    ],
)
def test_what_is_to_be_read_is_not_there(broken) -> None:
    assert missing(broken, "a.txt") == f"No such file or directory: 'a.txt'. {EMPTY}"


def test_numpy_says_it_in_its_own_words() -> None:
    words = said("FileNotFoundError", "data.csv not found.", "np.loadtxt('data.csv')")

    assert words == f"No such file or directory: 'data.csv'. {EMPTY}"


@pytest.mark.parametrize(
    "broken",
    [
        "open('out/a.txt', 'w')",
        "open('out/a.txt', mode='a')",
        "plt.savefig('out/a.txt')",
        "Path('out/a.txt').open('w')",
        "np.save('out/a.txt', x)",
    ],
)
def test_what_is_to_be_written_wants_its_folder(broken) -> None:
    assert missing(broken, "out/a.txt") == (
        "There is no folder out yet: make it first, with os.makedirs('out')."
    )


def test_torch_says_it_of_the_folder() -> None:
    words = said(
        "RuntimeError", "Parent directory runs/a does not exist.", "torch.save(x, 'runs/a/m')"
    )

    assert words.endswith("make it first, with os.makedirs('runs/a').")


@pytest.mark.parametrize(
    ("broken", "path"),
    [
        ("subprocess.run(['ls'])", "ls"),
        ("os.remove('a.txt')", "a.txt"),
        ("open('/data/a.txt', 'w')", "/data/a.txt"),
        ("", "a.txt"),
    ],
)
def test_of_anything_else_python_says_enough(broken, path) -> None:
    assert missing(broken, path) == f"[Errno 2] No such file or directory: '{path}'"


def test_what_the_code_raises_itself_is_left() -> None:
    code = "raise FileNotFoundError(2, 'No such file or directory', 'a')"

    assert missing("open('a')", "a", code) == "[Errno 2] No such file or directory: 'a'"


def test_a_path_of_windows_wants_raw_quotes() -> None:
    message = (
        "(unicode error) 'unicodeescape' codec can't decode bytes in position 2-3: truncated "
        r"\UXXXXXXXX escape"
    )

    assert r"put an r before the quote, as in r'C:\Users\…'." in said("SyntaxError", message)


@pytest.mark.parametrize("broken", ["open('out.d/x', mode)", "open('out.d/x', mode=mode)"])
def test_a_mode_that_is_not_seen_may_be_either(broken) -> None:
    message = "[Errno 2] No such file or directory: 'out.d/x'"

    assert said("FileNotFoundError", message, broken, broken) == message


def test_a_folder_is_the_same_with_a_slash_behind_it() -> None:
    """What `makedirs` made, `mkdir` would find there."""
    assert missing("os.mkdir('a/b/')", "a/b/").endswith("with os.makedirs('a').")

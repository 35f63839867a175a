"""What Python's blocks are called between fences, in messages, pages, drafts and files alike."""

from typing import Final

# Most have no name. The sandbox, which knows nothing of us, has the other names once more.
PYTHON: Final = frozenset(
    {
        *("", "python", "py", "python2", "python3", "py3", "pycon", "pycon3", "python-repl"),
        *("doctest", "ipython", "ipython3"),
    }
)

"""Our modules keep Python's built-in functions: a snippet that replaces one does so for others.

It may change what `len` is for itself and for the libraries, as in any program; what it left is
told all the same. Which functions a module finds is settled where the module is first run.
"""

import builtins
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any, Final

_OURS: Final = "sandbox."
_KEPT: Final[dict[str, Any]] = dict(vars(builtins))


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        vars(module)["__builtins__"] = _KEPT
        super().exec_module(module)


class _Finder:
    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name.startswith(_OURS) else None
        if spec is not None and spec.origin and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(name, spec.origin)
        return spec


@contextmanager
def for_our_modules() -> Iterator[None]:
    """Those that are imported for the first time within."""
    finders: list[Any] = sys.meta_path
    finders.insert(0, _Finder)
    try:
        yield
    finally:
        finders.remove(_Finder)

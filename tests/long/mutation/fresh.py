"""The tests run on a module that was changed before anything has loaded it.

`python -m tests.long.mutation.fresh PATH NUMBER TEST...` ends as pytest does.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from typing import TYPE_CHECKING

from tests.long.mutation.mutant import ROOT, module_of, mutated
from tests.long.mutation.steady import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType


class _Changed(SourceFileLoader):
    """Loads a module with one change in it."""

    number = 0

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - as importlib asks
        path = str(self.path)
        tree = mutated(path.removeprefix(f"{ROOT}/"), self.number)
        return compile(tree, path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    def __init__(self, path: str, number: int) -> None:
        self._file = str(ROOT / path)
        self._name = module_of(path)
        self._number = number

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - as importlib asks
        target: ModuleType | None = None,  # noqa: ARG002 - as importlib asks
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        loader = _Changed(fullname, self._file)
        loader.number = self._number
        return spec_from_file_location(fullname, self._file, loader=loader)


def main() -> int:
    """Run the tests on the changed module."""
    path, number, *tests = sys.argv[1:]
    sys.meta_path.insert(0, _Finder(path, int(number)))
    return run(["-x", *tests])


if __name__ == "__main__":
    raise SystemExit(main())

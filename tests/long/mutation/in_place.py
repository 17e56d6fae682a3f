"""A change put into functions and constants that are loaded already."""

from __future__ import annotations

import gc
import re
import struct
import sys
from datetime import timedelta
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final

from tests.long.mutation.mutant import ROOT, module_of, mutated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.long.mutation.mutant import Mutant


_PLAIN: Final = (
    str, bytes, int, float, tuple, list, dict, frozenset, set, re.Pattern, struct.Struct, timedelta,
)  # fmt: skip
"""What can be compared by what it says, and put in another's place."""


def functions_of(path: str) -> list[FunctionType]:
    """Return every function of a file that is loaded."""
    file = str(ROOT / path)
    return [
        each
        for each in gc.get_objects()
        if type(each) is FunctionType and each.__code__.co_filename == file
    ]


def change(mutant: Mutant) -> bool:
    """Put a change in; whether that could be done, and one function has become another."""
    file = str(ROOT / mutant.path)
    module = compile(mutated(mutant.path, mutant.number), file, "exec", dont_inherit=True)
    if not mutant.is_in_function:
        return _change_constants(mutant, module)
    codes: dict[tuple[str, int], list[CodeType]] = {}
    for code in _nested(module):
        codes.setdefault((code.co_qualname, code.co_firstlineno), []).append(code)
    is_changed = False
    for function in functions_of(mutant.path):
        old = function.__code__
        new = codes.get((old.co_qualname, old.co_firstlineno), [])
        if len(new) != 1 or new[0].co_freevars != old.co_freevars:
            continue
        if new[0] != old:
            function.__code__ = new[0]
            is_changed = True
    return is_changed


def _change_constants(mutant: Mutant, code: CodeType) -> bool:
    """Run a module anew beside the one that is loaded, and put its other constants there."""
    file = ROOT / mutant.path
    loaded = vars(sys.modules[module_of(mutant.path)])
    as_it_is = _run_beside(loaded, compile(file.read_bytes(), str(file), "exec", dont_inherit=True))
    changed = {
        name: value
        for name, value in _run_beside(loaded, code).items()
        if isinstance(value, _PLAIN)
        and as_it_is.get(name) == loaded.get(name) != value  # else it holds classes made anew
    }
    for module in [each for each in sys.modules.values() if hasattr(each, "__dict__")]:
        for name, value in changed.items():
            if vars(module).get(name, module) is loaded[name]:
                setattr(module, name, value)
    return bool(changed)


def _run_beside(loaded: dict[str, Any], code: CodeType) -> dict[str, Any]:
    about = ("__name__", "__file__", "__package__", "__spec__")
    beside = {name: loaded[name] for name in about}
    exec(code, beside)  # noqa: S102 - a module of ours
    return {name: value for name, value in beside.items() if not name.startswith("__")}


def _nested(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _nested(each)

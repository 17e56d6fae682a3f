"""A mutant: a module of ours with one change in it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.long.mutation.operators import variants

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).parents[3]

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_FOR_TYPES: Final = frozenset({"annotation", "returns", "decorator_list", "bases", "keywords"})
"""What a class or function is declared with, and nothing runs by."""
_NAMES_OF_TYPES: Final = frozenset({"NewType", "TypeVar", "cast", "assert_never"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change: which, of which file, on which lines, and how it reads."""

    path: str
    number: int
    lines: tuple[int, int]
    change: str
    is_in_function: bool
    digest: str

    @property
    def name(self) -> str:
        """What it is known by as long as its file stays as it is."""
        return f"{self.path}:{self.lines[0]}:{self.number}:{self.digest}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node hangs, and what hangs there instead."""

    parent: ast.AST
    field: str
    index: int | None
    old: ast.expr | ast.stmt
    new: ast.AST
    what: str
    is_in_function: bool

    def put(self) -> None:
        if self.index is None:
            setattr(self.parent, self.field, self.new)
        else:
            getattr(self.parent, self.field)[self.index] = self.new


def mutants_of(path: str) -> Iterator[Mutant]:
    """Yield every change of a file, in the order of its text."""
    source = (ROOT / path).read_bytes()
    digest = sha256(source).hexdigest()[:8]
    for number, place in enumerate(_places(ast.parse(source))):
        was, becomes = (" ".join(ast.unparse(node).split()) for node in (place.old, place.new))
        lines = (place.old.lineno, place.old.end_lineno or place.old.lineno)
        yield Mutant(
            path=path,
            number=number,
            lines=lines,
            change=place.what or f"{was[:90]}  =>  {becomes[:90]}",
            is_in_function=place.is_in_function,
            digest=digest,
        )


def mutated(path: str, number: int) -> ast.Module:
    """Return a file's tree with one change in it."""
    tree = ast.parse((ROOT / path).read_bytes())
    for at, place in enumerate(_places(tree)):
        if at == number:
            ast.copy_location(place.new, place.old)
            place.put()
            return ast.fix_missing_locations(tree)
    raise LookupError(f"{path} has no change {number}")


@cache
def users_of(path: str) -> Sequence[str]:
    """Return the files of ours that import a file."""
    package, _, module = module_of(path).rpartition(".")
    imports = re.compile(
        rf"from {re.escape(package)}(?:\.{module} import|"
        rf" import (?:[^(\n]*|\([^)]*)\b{module}\b)"
    )
    files = [
        file
        for package in ("suppression", "filters", "gateway")
        for file in sorted((ROOT / package).rglob("*.py"))
    ]
    return [
        str(file.relative_to(ROOT))
        for file in files
        if imports.search(file.read_text(encoding="utf-8"))
    ]


def module_of(path: str) -> str:
    """Return the name that a file is imported by."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _places(node: ast.AST, *, is_in_function: bool = False) -> Iterator[_Place]:
    for field, value in ast.iter_fields(node):
        if _is_for_types(node, field):
            continue
        inside = is_in_function or (isinstance(node, _FUNCTIONS) and field == "body")
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _is_idle(child):
                continue
            if isinstance(child, ast.expr | ast.stmt):
                for what, new in variants(child, node, field):
                    yield _Place(node, field, index, child, new, what, inside)
            if not isinstance(child, ast.Raise):  # what it says is for people
                yield from _places(child, is_in_function=inside)


def _is_for_types(node: ast.AST, field: str) -> bool:
    if field == "keywords":
        return isinstance(node, ast.ClassDef)
    return field in _FOR_TYPES


def _is_idle(node: ast.AST) -> bool:
    """Whether nothing in it runs: docstrings, imports, protocols, what the type checker reads."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.expr_context():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case (
            ast.If(test=ast.Name(id="TYPE_CHECKING"))
            | ast.AnnAssign(annotation=ast.Name(id="TypeAlias"))
            | ast.Assign(targets=[ast.Name(id="__all__")])
        ):
            return True
        case ast.ClassDef(bases=bases):
            return any("Protocol" in ast.unparse(base) for base in bases)
        case ast.Call(func=ast.Name(id=name)) | ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name in _NAMES_OF_TYPES
        case _:
            return False

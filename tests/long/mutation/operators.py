"""The changes of one node of Python: as small as a slip, and never one that cannot be noticed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tests.long.mutation.sql import changed_sql, is_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

Variant = tuple[str, ast.AST]
"""What the change is, where it is not seen by comparing both nodes, and the node instead."""

_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_ORDERED: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_COMPUTED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.LShift: ast.RShift,
    ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_SENTENCE_WORDS: Final = 3
_REMOVED: Final = (ast.AugAssign, ast.Delete, ast.Raise)


def variants(node: ast.AST, parent: ast.AST, field: str) -> Iterator[Variant]:
    """Yield what a node is changed to, one change at a time."""
    if field == "test" and isinstance(node, ast.expr) and not _is_negated_otherwise(node):
        yield "", ast.UnaryOp(op=ast.Not(), operand=node)
    if field == "ifs":  # of a comprehension
        yield f"without `if {ast.unparse(node)}`", ast.Constant(value=True)
    match node:
        case ast.Compare():
            yield from _compare(node)
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield "", ast.BoolOp(op=other, values=node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield "", node.operand
        case ast.UnaryOp(op=ast.USub()):
            yield "", node.operand
        case ast.BinOp():
            yield from _binary(node)
        case ast.Constant():
            yield from _constant(node, parent)
        case ast.stmt():
            yield from _statement(node)
        case _:
            pass


def _compare(node: ast.Compare) -> Iterator[Variant]:
    for number, operator in enumerate(node.ops):
        ops = list(node.ops)
        ops[number] = _COMPARED[type(operator)]()
        yield "", ast.Compare(left=node.left, ops=ops, comparators=node.comparators)


def _binary(node: ast.BinOp) -> Iterator[Variant]:
    other = _COMPUTED.get(type(node.op))
    if other is not None and not (_is_text(node.left) or _is_text(node.right)):
        yield "", ast.BinOp(left=node.left, op=other(), right=node.right)


def _constant(node: ast.Constant, parent: ast.AST) -> Iterator[Variant]:
    value = node.value
    if isinstance(value, str) and is_sql(value):
        for what, text in changed_sql(value):
            yield what, ast.Constant(text)
    elif isinstance(parent, ast.JoinedStr):
        return
    elif isinstance(value, bool):
        yield "", ast.Constant(not value)
    elif isinstance(value, int | float):
        yield "", ast.Constant(value + 1)
    elif isinstance(value, str) and len(value.split()) < _SENTENCE_WORDS:  # others are for people
        yield "", ast.Constant("" if value else "XX")
    elif isinstance(value, bytes):
        yield "", ast.Constant(b"" if value else b"XX")


def _statement(node: ast.stmt) -> Iterator[Variant]:
    match node:
        case ast.Return(value=value) if value is not None and not _is_nothing(value):
            yield "", ast.Return(value=ast.Constant(None))
        case ast.Break():
            yield "", ast.Continue()
        case ast.Continue():
            yield "", ast.Break()
        case ast.Expr():
            yield f"without `{ast.unparse(node)[:70]}`", ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield f"without `{ast.unparse(node)[:70]}`", ast.Pass()
        case _ if isinstance(node, _REMOVED):
            yield f"without `{ast.unparse(node)[:70]}`", ast.Pass()
        case _:
            pass


def _is_negated_otherwise(test: ast.AST) -> bool:
    """Whether a change of the condition itself is its contrary."""
    match test:
        case ast.UnaryOp(op=ast.Not()) | ast.Constant():
            return True
        case ast.Compare(ops=[operator]):
            return not isinstance(operator, _ORDERED)
        case _:
            return False


def _is_nothing(value: ast.expr) -> bool:
    """Whether whoever asks `if found:` takes it for None."""
    match value:
        case ast.Constant(value=constant):
            return not constant
        case ast.Tuple(elts=[]) | ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
        case _:
            return False


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    )

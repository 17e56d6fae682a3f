"""The changes of an SQL text, one at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_IS_SQL: Final = re.compile(
    r"\b(?:SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|AND|OR|SET|VALUES|JOIN|ON CONFLICT|ORDER BY|LIMIT"
    r"|EXISTS|UNION|CASE|GROUP BY|COLLATE)\b"
)
_SWAPS: Final = (
    (r"(?<!INSERT )\bOR\b", "AND"),
    (r"\bAND\b", "OR"),
    (r"\bIS NOT NULL\b", "IS NULL"),
    (r"\bIS NULL\b", "IS NOT NULL"),
    (r"\bIS NOT\b(?! NULL| DISTINCT)", "IS"),
    (r"\bNOT IN\b", "IN"),
    (r"(?<!NOT )\bIN\b", "NOT IN"),
    (r"\bNOT EXISTS\b", "EXISTS"),
    (r"(?<!NOT )(?<!IF )\bEXISTS\b", "NOT EXISTS"),
    (r"\bDISTINCT ", ""),
    (r" DESC\b", ""),
    (r"\bmax\(", "min("),
    (r"\bmin\(", "max("),
    (r"\bOR IGNORE ", ""),
    (r"\bUNION ALL\b", "UNION"),
    (r"<=", "<"),
    (r">=", ">"),
    (r"<(?![=>])", "<="),
    (r"(?<![<-])>(?!=)", ">="),
    (r"<>", "="),
    (r"!=", "="),
    (r" \+ ", " - "),
    (r" - ", " + "),
    (r"'[^']+'", "''"),
    (r"(?<!SELECT )(?<!LIMIT )(?<![\w.:'?])\d+(?![\w.'])", None),  # one more
    (r"\bORDER BY [\w.]+(?! DESC)\b", r"\g<0> DESC"),
)
_EQUALS: Final = re.compile(r"(?<![<>!=|])=(?![=>])")
_BEFORE: Final = re.compile(r"\b(SET|WHERE|AND|OR|ON|WHEN|HAVING|NOT|SELECT)\b")
_AROUND: Final = 24


def is_sql(text: str) -> bool:
    """Whether a text reads as SQL of ours: words in capitals that nothing else has."""
    return _IS_SQL.search(text) is not None


def changed_sql(text: str) -> Iterator[tuple[str, str]]:
    """Yield each change: what it is, in its surroundings, and the text with it."""
    for pattern, other in _SWAPS:
        for found in re.finditer(pattern, text):
            new = str(int(found[0]) + 1) if other is None else found.expand(other)
            yield _with(text, found.start(), found.end(), new)
    for found in _EQUALS.finditer(text):
        words = _BEFORE.findall(text[: found.start()])
        if words and words[-1] not in {"SET", "SELECT"}:  # it compares, and assigns nothing
            yield _with(text, found.start(), found.end(), "<>")


def _with(text: str, start: int, end: int, new: str) -> tuple[str, str]:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    what = " ".join(f"{before}[{text[start:end]} => {new}]{after}".split())
    return what, f"{text[:start]}{new}{text[end:]}"

"""What became of a message, in a few lines that say where the footer stands and not how it reads.

The wording, the markup and the encoding of a footer may change; its place, and what becomes of the
rest, may not without a look at the golden pairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.independent.body import encoding_of, text_of
from tests.independent.checker import is_appended
from tests.independent.displayed import AMP
from tests.independent.entities import name_of, read, split
from tests.independent.insertion import insertions, is_renewed, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gateway.dry_run import Examined
    from tests.independent.entities import Entity

_CONTEXT: Final = 30


def describe(examined: Examined) -> str:
    """Return the lines of one outcome."""
    return "\n".join(_lines(examined)) + "\n"


def _lines(examined: Examined) -> Iterator[str]:
    codes = sorted({f.code for f in examined.findings if not f.code.startswith("W_")})
    found = " ".join(codes) or "no objection"
    yield f"{examined.verdict} as {examined.category or 'nothing'}: {found}"
    if not examined.after:
        return
    before, after = examined.before, examined.after
    yield from _header(split(before)[0], split(after)[0])
    if split(before)[1] == split(after)[1]:
        yield "body as it came"
    elif is_appended(before, after):
        last = read(after).children[-1]
        yield f"whole, first in a multipart/mixed, footer after it in {_form(last)}"
    else:
        yield from _tree(read(before), read(after))


def _header(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[str]:
    lost = [name_of(field) for field in before if field not in after]
    came = [name_of(field) for field in after if field not in before]
    yield f"fields - {' '.join(lost) or 'none'} + {' '.join(sorted(came)) or 'none'}"


def _tree(before: Entity, after: Entity) -> Iterator[str]:
    olds = list(before.walk())
    if len(olds) != len(list(after.walk())):
        yield "without the AMP part"
        olds = [each for each in olds if each.content_type != AMP]
    for old, new in zip(olds, after.walk(), strict=True):
        indent = "  " * len(new.path)
        if old.content == new.content:
            yield f"{indent}{new.content_type} as it came"
        elif old.children:
            yield f"{indent}{new.content_type} changed"
        else:
            form = _form(new) if _form(old) == _form(new) else f"{_form(old)} now {_form(new)}"
            if old.decoded == new.decoded:
                yield f"{indent}{form}, in shorter lines"
                continue
            yield f"{indent}{form}"
            yield from (f"{indent}  {line}" for line in _edits(old, new))


def _form(entity: Entity) -> str:
    return f"{entity.content_type} {entity.charset} {encoding_of(entity)}"


def _edits(old: Entity, new: Entity) -> Iterator[str]:
    was, now = text_of(old, strict=False), text_of(new, strict=False)
    if is_renewed(was, now):
        yield "links made out anew"
        return
    for each in insertions(was, now, recoded=old.charset != new.charset) or []:
        at = place(now, each)
        end = at + len(each.text)
        yield f"{now[max(0, at - _CONTEXT) : at]!r} FOOTER {now[end : end + _CONTEXT]!r}"

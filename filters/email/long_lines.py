"""Lines longer than SMTP carries: broken where nothing is lost by it, else a reason to refuse."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from filters.decision import Objection
from filters.email.editability import Editability, editability
from filters.email.monstrous import LONGEST_BYTES
from filters.email.newlines import MAX_LINE, has_long_line, long_lines
from filters.email.part_header import declaring
from filters.email.transfer import (
    BASE64,
    IDENTITY,
    QUOTED_PRINTABLE,
    digest,
    qp,
    shorter_encoding,
)
from filters.plan import NO_PLAN, Base64Text, Piece, Plan, Splice, render
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filters.email.part import Field, Part
    from filters.message import Email, EmailFacts

_BROKEN: Final = "F_LINES_BROKEN"
_ROOM: Final = 988  # octets a line: whole ones of base64, and space for a soft line break
_FOLD: Final = re.compile(rb"(?<=[^ \t])[ \t](?=[ \t]*+[^ \t\r\n])")
_WITH_PARAMETERS: Final = frozenset({"content-type", "content-disposition"})
_FOLD_OF_MIME: Final = re.compile(rb"(?<=;)[ \t](?=[ \t]*+[^ \t\r\n])")
"""Not inside of quotes, which many readers unfold wrongly."""
_CHANGEABLE: Final = frozenset({Editability.EDITABLE, Editability.BODILESS, Editability.ENDLESS})
_WELL: Final = 78  # RFC 5322 2.1.1
_ENDLESS: Final = 10_000  # octets: nobody reads it, so it gets the longest lines there may be


@rule("SMTP_LINE_TOO_LONG", cites="RFC 5321 4.5.3.1.6; RFC 5322 2.1.1")
def line_is_too_long(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse a message with a line longer than SMTP carries, unless it can be broken unharmed.

    Mail that is not commercial keeps its bytes, and so does what is signed.
    """
    if not has_long_line(email.raw):
        return
    if facts.verdict.is_commercial and _can_be_broken(email):
        return
    for recipient in email.recipients:
        yield Objection(recipient=recipient, reason=f"A line has more than {MAX_LINE} octets.")


def lines_broken(email: Email, facts: EmailFacts, plan: Plan) -> Plan:
    """Write the bodies anew that have too long lines and that nothing in the plan writes anew."""
    if not _breaks_lines(email, facts):
        return NO_PLAN
    bodies = ((part.body_start, part.body_end) for part in email.tree.leaves())
    if not any(has_long_line(email.raw, start, end) for start, end in bodies):
        return NO_PLAN
    splices = _of_bodies(email.raw, email.tree, plan.splices)
    return Plan(splices=tuple(splices), fixes=(_BROKEN,))  # the footer's edits broke the others


def fields_folded(email: Email, facts: EmailFacts, plan: Plan) -> Plan:
    """Fold too long header fields, where they have white space, that nothing in the plan changes.

    Whoever reads them unfolds them (RFC 5322 2.2.3), so they say what they said.
    """
    if not _breaks_lines(email, facts):
        return NO_PLAN
    splices = tuple(_of_fields(email.raw, email.tree, plan.splices))
    return Plan(splices=splices, fixes=(_BROKEN,)) if splices else NO_PLAN


def body_broken(raw: bytes, part: Part) -> tuple[str, tuple[Splice, ...]]:
    """Return what breaks the lines of a body and lets it say the same, and its encoding then.

    Nothing where that fails.
    """
    start, encoding = part.body_start, part.transfer_encoding
    body = raw[start : part.body_end]
    if encoding in IDENTITY:
        return _encoded(raw, part, body)
    if encoding not in (BASE64, QUOTED_PRINTABLE):
        return encoding, ()
    # RFC 2045 6.7 rule 5, 6.8: decoders drop soft line breaks, and line breaks in base64.
    # Deviates: lines of 988 instead of 76, because few breaks leave most bytes as they came
    breaks = tuple(_breaks(body, b"=\r\n" if encoding == QUOTED_PRINTABLE else b"\r\n"))
    after = render(body, Plan(splices=breaks), "")
    if digest(after, encoding) != digest(body, encoding):
        return encoding, ()
    moved = (
        Splice(start=start + each.start, end=start + each.end, template=each.template)
        for each in breaks
    )
    return encoding, tuple(moved)


def _breaks_lines(email: Email, facts: EmailFacts) -> bool:
    is_meant = facts.verdict.is_commercial and has_long_line(email.raw)
    return is_meant and _may_be_changed(email)


def _may_be_changed(email: Email) -> bool:
    return editability(email.raw, email.tree) in _CHANGEABLE


def _can_be_broken(email: Email) -> bool:
    if not _may_be_changed(email):
        return False
    splices = [*_of_bodies(email.raw, email.tree), *_of_fields(email.raw, email.tree)]
    splices.sort(key=lambda splice: (splice.start, splice.end))
    return not has_long_line(render(email.raw, Plan(splices=tuple(splices)), ""))


def _of_bodies(raw: bytes, tree: Part, planned: Sequence[Splice] = ()) -> Iterator[Splice]:
    for part in tree.leaves():
        if part.body_end - part.body_start <= MAX_LINE or part.content_type.startswith("message/"):
            continue  # RFC 2046 5.2.1: what is enclosed may not be encoded
        body = raw[part.body_start : part.body_end]
        if len(body) > LONGEST_BYTES and part.transfer_encoding in IDENTITY:
            continue  # a plan would hold all of it once more
        if has_long_line(body) and not _is_touched(planned, part.body_start, part.body_end):
            yield from _of_body(raw, part)


def _of_body(raw: bytes, part: Part) -> tuple[Splice, ...]:
    encoding, splices = body_broken(raw, part)
    if encoding == part.transfer_encoding:
        return splices
    header = declaring(raw, part, encoding=encoding.encode())
    assert header is not None  # noqa: S101 - only a part without a body lacks the empty line
    return (*header, *splices)


def _encoded(raw: bytes, part: Part, body: bytes) -> tuple[str, tuple[Splice, ...]]:
    """Return what writes a body under a transfer encoding that has short lines."""
    encoding = shorter_encoding(body) if part.content_type.startswith("text/") else BASE64
    written: tuple[Piece, ...] = qp((body,)) if encoding != BASE64 else ()
    if encoding == BASE64:
        written = (Base64Text((body,)), b"\r\n" if part.body_end == len(raw) else b"")
    return encoding, (Splice(start=part.body_start, end=part.body_end, template=written),)


def _breaks(body: bytes, line_break: bytes) -> Iterator[Splice]:
    for start, end in long_lines(body, 0, len(body)):
        at = start + _ROOM
        while at < end:
            if line_break != b"\r\n":  # not inside of an escape
                escape = body.rfind(b"=", at - 2, at)
                at = at if escape < 0 else escape
            yield Splice(start=at, end=at, template=(line_break,))
            at += _ROOM


def _of_fields(raw: bytes, tree: Part, planned: Sequence[Splice] = ()) -> Iterator[Splice]:
    for part in tree.walk():
        for field in part.fields:
            if (
                field.end - field.start > MAX_LINE
                and has_long_line(raw, field.start, field.value_end)
                and not _is_touched(planned, field.start, field.end)
            ):
                yield from _folds(raw, field)


def _folds(raw: bytes, field: Field) -> Iterator[Splice]:
    """Yield line breaks before white space, so that lines have 78 characters where they can."""
    wanted = _FOLD_OF_MIME if field.name in _WITH_PARAMETERS else _FOLD
    for line_start, end in long_lines(raw, field.start, field.value_end):
        begin = line_start
        first = max(begin, field.value_start) + 1
        room = _WELL if end - begin < _ENDLESS else _ROOM
        while end - begin > room:
            fold = _last(wanted, raw, first, begin + room)
            if fold < 0:
                match = wanted.search(raw, max(first, begin + room), end)
                fold = match.start() if match else end
                at_colon = field.value_start
                if begin == field.start and fold - begin > MAX_LINE and wanted.match(raw, at_colon):
                    fold = at_colon  # behind the bare name only where nothing else is left
                if fold == end:
                    break
            yield Splice(start=fold, end=fold, template=(b"\r\n",))
            begin, first = fold, fold + 1


def _last(wanted: re.Pattern[bytes], raw: bytes, first: int, last: int) -> int:
    """Return the last place between these where a fold can be; -1 where none is."""
    at = last + 1
    while (at := max(raw.rfind(b" ", first, at), raw.rfind(b"\t", first, at))) >= 0:
        if wanted.match(raw, at):
            break
    return at


def _is_touched(planned: Sequence[Splice], start: int, end: int) -> bool:
    """Whether one of these, which are in order and do not overlap, changes something between."""
    index = bisect_left(planned, end, key=attrgetter("start")) - 1
    return index >= 0 and planned[index].end > start

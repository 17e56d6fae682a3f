"""What is wrong with the bytes that left, given those that came."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.independent.body import body_faults
from tests.independent.displayed import AMP, displayed, views
from tests.independent.entities import name_of, read, split
from tests.independent.fault import Fault
from tests.independent.header import LONGEST_LINE, header_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.independent.entities import Entity
    from tests.independent.fault import Promise

_OF_TEXT: Final = frozenset({"content-type", "content-transfer-encoding"})
_OF_CODING: Final = frozenset({"content-transfer-encoding"})
_BODY_FIELDS: Final = ("content-",)


def faults(submitted: bytes, sent: bytes, promise: Promise | None) -> list[Fault]:
    """Return all that is wrong; `promise` for commercial mail, None for mail that is not edited."""
    return list(_faults(submitted, sent, promise))


def is_appended(submitted: bytes, sent: bytes) -> bool:
    """Whether the message stands whole in a new outer multipart."""
    before, after = read(submitted), read(sent)
    boundary = str(after.message.get_boundary() or "")
    return (
        after.content_type == "multipart/mixed"
        and boundary != (before.message.get_boundary() or "")
        and b"--" + boundary.encode() not in submitted
    )


def _faults(submitted: bytes, sent: bytes, promise: Promise | None) -> Iterator[Fault]:
    if re.search(rb"\r(?!\n)|(?<!\r)\n|\0", sent):
        yield Fault("BARE_NEWLINE", "a bare CR or LF, or a NUL")
    if not sent.endswith(b"\r\n"):
        yield Fault("NO_LINE_END", f"the last line is {sent[-40:]!r}")
    fields, body = split(submitted)
    sent_fields, sent_body = split(sent)
    if promise is None:
        yield from header_faults(fields, sent_fields, None, of_body=False)
        if body != sent_body:
            yield Fault("BODY_CHANGED", "mail that is not commercial was edited")
    elif is_appended(submitted, sent):
        yield from _appended_faults(fields, body, sent, promise)
    else:
        before, after = read(submitted), read(sent)
        root = not before.is_multipart
        yield from header_faults(fields, sent_fields, promise, of_body=root)
        yield from _edited_faults(before, after, promise)
        yield from _around_faults(body, sent_body, before, after)


def _appended_faults(
    fields: list[bytes], body: bytes, sent: bytes, promise: Promise
) -> Iterator[Fault]:
    sent_fields, sent_body = split(sent)
    own = [field for field in fields if name_of(field).startswith(_BODY_FIELDS)]
    rest = [field for field in fields if not name_of(field).startswith(_BODY_FIELDS)]
    yield from header_faults(rest, sent_fields, promise, of_body=True)
    after = read(sent)
    delimiter = b"--" + str(after.message.get_boundary()).encode()
    entities = (b"\r\n" + sent_body).split(b"\r\n" + delimiter)
    first = entities[1].removeprefix(b"\r\n") if len(entities) == 4 else b""
    is_whole = first == b"".join(own) + b"\r\n" + body
    if entities[0].strip() or not (is_whole or _is_only_broken(b"".join(own), body, first)):
        yield Fault("NOT_WHOLE", "the message is not the first part as it came")
        return
    last = after.children[-1]
    shown = last.decoded.decode(last.charset, "replace")
    if shown.count(promise.link) != 1 or shown.count(promise.address) != 1:
        yield Fault("FOOTER", f"the part added says {shown[:80]!r}")
    if list(displayed(last)) != [last]:
        yield Fault("UNSEEN", "the part added is not displayed")


def _is_only_broken(own: bytes, body: bytes, first: bytes) -> bool:
    """Whether too long lines were broken, and every leaf says what it said; signed text never."""
    before, after = read(own + b"\r\n" + body), read(first)
    if not _has_long_line(body) or _has_long_line(first) or b"-----BEGIN PGP" in body:
        return False
    olds, news = list(before.walk()), list(after.walk())
    return _shape(before) == _shape(after) and not any(
        old.content_type == "multipart/signed"
        or [field for field in old.fields if field[0] not in _OF_CODING]
        != [field for field in new.fields if field[0] not in _OF_CODING]
        or (old.content != new.content and (old.children or not _has_long_line(old.content)))
        or (not old.children and old.decoded != new.decoded)
        for old, new in zip(olds, news, strict=True)
    )


def _has_long_line(text: bytes) -> bool:
    return any(len(line) > LONGEST_LINE for line in text.split(b"\r\n"))


def _edited_faults(before: Entity, after: Entity, promise: Promise) -> Iterator[Fault]:
    pairs = list(_pairs(before, after))
    if not pairs:
        yield Fault("STRUCTURE", f"{_shape(before)} became {_shape(after)}"[:300])
        return
    may_change = {each.path for each in displayed(before)}
    edited = {new.path for old, new in pairs if _is_edited(old, new)}
    for old, new in pairs:
        changed = old.content != new.content
        if old.path and (old.fields != new.fields):
            yield from _field_faults(old, new, changed=changed)
        if changed and old.path not in edited:
            continue
        if changed and (old.path not in may_change or old.children):
            yield Fault("LEAF_CHANGED", f"{old.path} {old.content_type} is not a displayed body")
        elif changed:
            yield from body_faults(old, new, promise)
    if not edited:
        yield Fault("FOOTER", "no body was edited")
    yield from _view_faults(after, edited)


def _view_faults(after: Entity, edited: set[tuple[int, ...]]) -> Iterator[Fault]:
    """See that each body is read with one footer, whichever form of it is displayed."""
    for bodies in views(after):
        said = [body for body in bodies if any(leaf.decoded.strip() for leaf in body)]
        for body in said or bodies:
            kinds = [leaf.content_type for leaf in body if leaf.path in edited]
            if not 1 <= len(kinds) == len(set(kinds)):
                yield Fault("FOOTER", f"a reader may see footers in {kinds} of {body[0].path}")


def _is_edited(old: Entity, new: Entity) -> bool:
    """Whether a leaf says something else, or is written otherwise without need."""
    if old.content == new.content:
        return False
    return not _has_long_line(old.content) or bool(old.children) or old.decoded != new.decoded


def _pairs(before: Entity, after: Entity) -> Iterator[tuple[Entity, Entity]]:
    """Pair the entities; nothing where the structures differ by more than an AMP part left out."""
    olds = [each for each in before.walk() if each.content_type != AMP]
    news = list(after.walk())
    if len(olds) == len(news) != len(list(before.walk())) or _shape(before) == _shape(after):
        if [each.content_type for each in olds] == [each.content_type for each in news]:
            yield from zip(olds, news, strict=True)
        elif _shape(before) == _shape(after):
            yield from zip(before.walk(), news, strict=True)


def _shape(entity: Entity) -> str:
    inner = ",".join(map(_shape, entity.children))
    return f"{entity.content_type}({inner})" if inner else entity.content_type


def _field_faults(old: Entity, new: Entity, *, changed: bool) -> Iterator[Fault]:
    loose = _OF_TEXT if changed else frozenset()
    kept, left = (
        [(name, re.sub(r"\r?\n", "", value)) for name, value in each.fields if name not in loose]
        for each in (old, new)
    )
    if kept != left:
        yield Fault("PART_FIELD_CHANGED", f"{old.path}: {old.fields} became {new.fields}"[:200])
    params = [
        [pair for pair in each.message.get_params([]) if pair[0].lower() != "charset"]
        for each in (old, new)
    ]
    if params[0] != params[1] and not (params[0] == [] and old.content_type == new.content_type):
        yield Fault("PART_FIELD_CHANGED", f"{old.path}: {params[0]} became {params[1]}"[:200])


def _around_faults(body: bytes, sent: bytes, before: Entity, after: Entity) -> Iterator[Fault]:
    """Compare the bytes between the leaves that were edited: delimiters, fields, all else."""
    pairs = list(_pairs(before, after))
    if pairs and len(pairs) < len(list(before.walk())):
        body = _without_amp(body, before)
    at = sent_at = 0
    for old, new in pairs:
        if old.children or old.content == new.content:
            continue
        found = _gap(body, at, old.content, sent, sent_at, new.content)
        if found is None:
            yield Fault("BYTES_CHANGED", f"before {old.path}")
            return
        at, sent_at = found
    if body[at:] != sent[sent_at:]:
        yield Fault("BYTES_CHANGED", f"at the end: {body[at:][:60]!r} {sent[sent_at:][:60]!r}")


def _without_amp(body: bytes, whole: Entity) -> bytes:
    """Cut the AMP parts out, each with the delimiter behind it, the last with its own."""
    for parent in whole.walk():
        boundary = re.escape(str(parent.message.get_boundary()).encode())
        lines = list(re.finditer(rb"(?m)^--%b(--)?[ \t]*(?:\r\n|\Z)" % boundary, body))
        cuts = [
            _cut(body, *lines[number : number + 2])
            for number, (child, _) in enumerate(zip(parent.children, lines, strict=False))
            if child.content_type == AMP
        ]
        for start, end in reversed(cuts):
            body = body[:start] + body[end:]
    return body


def _cut(
    body: bytes, own: re.Match[bytes], following: re.Match[bytes] | None = None
) -> tuple[int, int]:
    if following is None:
        return own.start(), len(body)
    if following[1]:
        return own.start(), following.start()
    return own.end(), following.end()


def _gap(  # noqa: PLR0917 - two of a kind
    body: bytes, at: int, old: bytes, sent: bytes, sent_at: int, new: bytes
) -> tuple[int, int] | None:
    """Return where the next edited leaf ends in both, what stands before it being the same."""
    for found in _places(body, old, at):
        place = sent.find(new, sent_at)
        while place >= 0:
            if _loosely(body[at:found]) == _loosely(sent[sent_at:place]):
                ends = found + len(old), place + len(new)
                if not old and sent[ends[1] : ends[1] + 2] == b"\r\n" != body[found : found + 2]:
                    return ends[0], ends[1] + 2  # an empty body lacked its delimiter's line end
                return ends
            if place - sent_at > found - at + 2000:
                break
            place = sent.find(new, place + 1)
    return None


def _places(body: bytes, content: bytes, at: int) -> Iterator[int]:
    """Yield where a leaf's content may stand; that of an empty one ends a header."""
    if not content:
        yield at
    mark = content or b"\r\n\r\n"
    found = body.find(mark, at)
    while found >= 0:
        yield found if content else found + len(mark)
        found = body.find(mark, found + 1)


def _loosely(gap: bytes) -> bytes:
    """Leave out the fields that say how the text after the gap is encoded."""
    head, mark, fields = gap.rpartition(b"\r\n--")
    lines = re.sub(
        rb"(?i)(?:content-type|content-transfer-encoding)[ \t]*:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*",
        b"", fields,
    )  # fmt: skip
    return head + mark + lines

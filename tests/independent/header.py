"""The header of what left: nothing of the submitter's is lost, moved or respelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.independent.entities import name_of
from tests.independent.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.independent.fault import Promise

_REMOVABLE: Final = frozenset(
    {"bcc", "resent-bcc", "return-path", "x-optwarden-category", "x-optwarden-stream"}
)
_OF_LISTS: Final = frozenset({"list-unsubscribe", "list-unsubscribe-post"})
_ADDABLE: Final = frozenset(
    {"received", "dkim-signature", "message-id", "date", "mime-version", "list-id", "feedback-id"}
)
_REPEATABLE: Final = frozenset({"received", "dkim-signature"})
_SENDERS: Final = frozenset({"from", "sender", "reply-to", "return-path"})
_SIGNING_DOMAIN: Final = re.compile(rb"(?is)DKIM-Signature:.*?;\s*d=([^;\s]+)")
_ONE_CLICK: Final = b"List-Unsubscribe=One-Click"
LONGEST_LINE: Final = 998


def header_faults(
    before: Sequence[bytes], after: Sequence[bytes], promise: Promise | None, *, of_body: bool
) -> Iterator[Fault]:
    """Compare two headers; `promise` where List-* fields belong in the later one.

    `of_body`: the fields that describe the body may differ, as somebody else compares them.
    """
    loose = {"content-type", "content-transfer-encoding"} if of_body else set()
    removable = _REMOVABLE | (_OF_LISTS if promise else set())
    addable = _ADDABLE | loose | (_OF_LISTS if promise else set())
    folded = {_unfolded(field): field for field in before if _is_too_long(field)}
    waiting = [folded.get(_unfolded(field), field) for field in after]
    added: list[str] = []
    for field in before:
        name = name_of(field)
        if name in removable or name in loose or (promise and _is_broken_by_us(field, before)):
            continue
        if field not in waiting:
            yield Fault("FIELD_CHANGED", f"{field[:60]!r} is gone, moved or changed")
            continue
        at = waiting.index(field)
        added += [name_of(each) for each in waiting[:at]]
        del waiting[: at + 1]
    added += [name_of(each) for each in waiting]
    had = {name_of(field) for field in before} - removable - loose
    for name in added:
        if name not in addable:
            yield Fault("FIELD_ADDED", f"{name or 'a line that is no field'} was added")
        elif name in had and name not in _REPEATABLE:
            yield Fault("FIELD_DOUBLED", f"{name} stands twice")
    yield from _line_faults(before, after)
    if promise:
        yield from _one_click_faults(after, promise)


def _is_broken_by_us(field: bytes, header: Sequence[bytes]) -> bool:
    """Whether it is a signature of a sender's own domain over a body that was edited."""
    domain = _SIGNING_DOMAIN.match(field)
    senders = b"".join(each for each in header if name_of(each) in _SENDERS).lower()
    return bool(domain and b"@" + domain[1].lower() in senders)


def _line_faults(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[Fault]:
    known = set(before)
    for field in after:
        if field in known:
            continue
        if _is_too_long(field):
            yield Fault("LINE_TOO_LONG", f"{field[:40]!r}")
        if any(byte > 126 for byte in field) and name_of(field) != "content-type":
            yield Fault("FIELD_NOT_ASCII", f"{field[:60]!r}")


def _is_too_long(field: bytes) -> bool:
    return any(len(line) > LONGEST_LINE for line in field.split(b"\r\n"))


def _unfolded(field: bytes) -> bytes:
    """Return what a field says however it is folded (RFC 5322 2.2.3)."""
    return field.replace(b"\r\n", b"")


def _one_click_faults(after: Sequence[bytes], promise: Promise) -> Iterator[Fault]:
    for name in sorted(_OF_LISTS):
        values = [field.partition(b":")[2] for field in after if name_of(field) == name]
        if len(values) != 1:
            yield Fault("ONE_CLICK", f"{name} stands {len(values)} times")
        elif name == "list-unsubscribe":
            if not values[0].strip().startswith(b"<" + promise.link.encode()):
                yield Fault("ONE_CLICK", f"{name} does not begin with our link")
        elif values[0].strip() != _ONE_CLICK:
            yield Fault("ONE_CLICK", f"{name} says {values[0][:40]!r}")

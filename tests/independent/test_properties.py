"""What holds for every message, on messages made up at random."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings

from tests.independent.entities import read
from tests.independent.trees import HEAD, messages
from tests.independent.trial import DECLARED, Trial

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from _typeshed import TraceFunction

    from gateway.dry_run import Examined

TRIAL: Final = Trial()
TWICE_AS_MUCH: Final = 2.2


def examine(raw: bytes, declared: str = "commercial") -> Examined:
    return asyncio.run(TRIAL.examine(raw, declared))


@settings(max_examples=150, deadline=None)
@given(messages())
def test_every_message_is_edited_rightly_or_left_alone(raw: bytes) -> None:
    for declared in DECLARED:
        examined = examine(raw, declared)
        assert not examined.after or TRIAL.faults_of(examined) == ()


@settings(max_examples=150, deadline=None)
@given(messages(broken=True))
def test_a_broken_message_loses_nothing(raw: bytes) -> None:
    examined = examine(raw)
    assert examined.verdict in {"changed", "refused"}
    assert taken_out(examined) == raw


@settings(max_examples=100, deadline=None)
@given(messages())
def test_taking_the_edits_out_gives_back_the_message(raw: bytes) -> None:
    assert taken_out(examine(raw)) == raw


@settings(max_examples=100, deadline=None)
@given(messages())
def test_editing_twice_changes_nothing(raw: bytes) -> None:
    once = examine(raw)
    twice = examine(once.after) if once.after else once
    assert shown(twice.after) == shown(once.after)


def shown(raw: bytes) -> list[tuple[str, bytes]]:
    """Return what each leaf holds; how base64 is broken into lines says nothing."""
    return [(leaf.content_type, leaf.decoded.rstrip()) for leaf in read(raw).leaves()]


def taken_out(examined: Examined) -> bytes:
    """Undo the edits where they say they are, by what the message that leaves has there."""
    raw, at, moved = b"", 0, 0
    for change in examined.changes:
        place = change.start + moved
        raw += examined.after[at:place] + examined.before[change.start : change.end]
        assert examined.after[place : place + len(change.added)] == change.added
        at = place + len(change.added)
        moved += len(change.added) - (change.end - change.start)
    return raw + examined.after[at:] if examined.after else examined.before


def parts(count: int) -> bytes:
    part = b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n"
    text = b"--b\r\n\r\nHello\r\n"
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + text
        + part * count
        + b"--b--\r\n"
    )


def fields(count: int) -> bytes:
    return b"X-Field: value\r\n" * count + HEAD + b"\r\nHello\r\n"


def tags(count: int) -> bytes:
    page = b"<p>Hello <b>Jane</b></p>\r\n<!-- </body> -->\r\n" * count
    return HEAD + b"Content-Type: text/html\r\n\r\n<html><body>" + page + b"</body></html>\r\n"


def styles(count: int) -> bytes:
    rules = b"p.a{display:none}\r\n" * count
    head = b"Content-Type: text/html\r\n\r\n<html><head><style>" + rules + b"</style></head>"
    return HEAD + head + b"<body><p>Hello</p></body></html>\r\n"


def coded(count: int) -> bytes:
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
    return HEAD + head + b"quoted-printable\r\n\r\n" + b"Gr=C3=BC=C3=9Fe =\r\n" * count


def lines(count: int) -> bytes:
    return (
        HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"Hello \r\n> Jane\r\n" * count
    )


@pytest.mark.parametrize("shape", [parts, fields, tags, styles, coded, lines])
def test_twice_as_long_takes_twice_as_many_steps(shape: Callable[[int], bytes]) -> None:
    nothing, once, twice = (steps_of(shape(count)) for count in (0, 100, 200))
    assert twice - nothing <= TWICE_AS_MUCH * (once - nothing) + 100


def steps_of(raw: bytes) -> int:
    """Count the lines of Python that run; what one regex does is measured in tests/bench."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> TraceFunction:
        del frame, argument
        nonlocal counted
        counted += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        examine(raw)
    finally:
        sys.settrace(before)
    return counted

"""What an entry blocks, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from suppression.channel import Channel
from suppression.entry import (
    ALL,
    COMMERCIAL,
    NEVER,
    Entry,
    Origin,
    Reason,
    Scope,
    is_slug,
    scope,
    stream_scope,
)
from suppression.keys import email_key

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENTRY = Entry(
    entry_id="S-1",
    channel=Channel.EMAIL,
    key=email_key("ann@example.com"),
    scope=COMMERCIAL,
    sender="",
    reason=Reason.UNSUBSCRIBE,
    origin=Origin.RECIPIENT,
    evidence="",
    requested_at=NOON,
    effective_at=NOON,
)


def blocks(
    entry: Entry, *, commercial: bool = True, stream: str = "", sender: str = "acme"
) -> bool:
    return entry.covers(commercial=commercial, stream=stream, sender=sender)


def test_an_entry_is_in_force_from_its_moment_until_it_ends() -> None:
    entry = replace(ENTRY, expires_at=NOON + timedelta(days=1))
    assert not entry.is_active(NOON - timedelta(microseconds=1))
    assert entry.is_active(NOON)
    assert not entry.is_active(NOON + timedelta(days=1))


def test_a_lifted_entry_is_not_in_force() -> None:
    assert ENTRY.is_active(NOON)
    assert not replace(ENTRY, lifted_at=NOON).is_active(NOON)


def test_an_unsubscribe_blocks_commercial_mail_and_no_receipt() -> None:
    assert blocks(ENTRY, stream="weekly")
    assert not blocks(ENTRY, commercial=False)


def test_an_unsubscribe_of_a_stream_blocks_that_stream() -> None:
    entry = replace(ENTRY, scope=stream_scope("weekly"))
    assert blocks(entry, stream="weekly")
    assert not blocks(entry, stream="daily")
    assert not blocks(entry, stream="weekly", commercial=False)


def test_a_complaint_blocks_every_stream() -> None:
    entry = replace(ENTRY, scope=stream_scope("weekly"), reason=Reason.COMPLAINT)
    assert blocks(entry, stream="daily")
    assert not blocks(entry, commercial=False)


@pytest.mark.parametrize(
    "reason",
    [
        Reason.HARD_BOUNCE,
        Reason.INVALID,
        Reason.SOFT_BOUNCE,
        Reason.WRONG_NUMBER,
        Reason.LEGAL,
        Reason.MINOR,
    ],
)
def test_some_reasons_block_everything(reason: Reason) -> None:
    assert blocks(replace(ENTRY, reason=reason), commercial=False)


def test_the_scope_all_blocks_everything() -> None:
    assert blocks(replace(ENTRY, scope=ALL), commercial=False)


def test_an_unsubscribe_blocks_every_text() -> None:
    assert blocks(replace(ENTRY, channel=Channel.SMS), commercial=False)


def test_an_entry_of_one_sender_identity_leaves_the_others_alone() -> None:
    entry = replace(ENTRY, sender="acme")
    assert blocks(entry, sender="acme")
    assert blocks(entry, sender="")
    assert not blocks(entry, sender="zenith")


@pytest.mark.parametrize("text", ["all", "commercial", "stream:weekly-news", "stream:a_b.c"])
def test_scopes_are_read(text: str) -> None:
    assert scope(text) == Scope(text)


@pytest.mark.parametrize(
    "text", ["", "All", "stream:", "stream:a b", "weekly", "stream:" + "a" * 65]
)
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a scope"):
        scope(text)


def test_a_slug_is_short_and_plain() -> None:
    assert is_slug("a" * 64)
    assert not is_slug("")
    assert not is_slug("Weekly")


def test_never_is_after_everything() -> None:
    assert datetime(9999, 12, 31, tzinfo=UTC) < NEVER

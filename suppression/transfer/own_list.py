"""A record of a list of one's own: an opt-out, unless its words say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from suppression.entry import COMMERCIAL, Reason, scope
from suppression.terms import ENDING
from suppression.transfer import dates
from suppression.transfer.answers import is_yes
from suppression.transfer.columns import LISTED, columns_of, is_wish, names_lists
from suppression.transfer.row import UnreadableCell
from suppression.transfer.said import Said, first, is_agreement, plain, reason_of, stream_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from suppression.entry import Scope
    from suppression.transfer.columns import Columns

_DATES: Final = (
    "requestedat", "unsubscribedat", "unsubscribetime", "unsubscribedate", "unsubtime",
    "optoutdate", "optedoutat", "optouttime", "optoutat", "createdat", "created", "creationdate",
    "createdate", "date", "datetime", "timestamp", "time", "addedat", "dateadded", "updatedat",
    "lastchanged", "bouncedat", "complainedat", "when", "dateunsubscribed",
)  # fmt: skip
_TEXTS: Final = ("evidence", "note", "notes", "comment", "comments", "description", "error",
                 "details", "diagnosticcode")  # fmt: skip
_STREAMS: Final = ("stream", "messagestream", "topic", "list", "listname", "tag", "group")
_OF_NOBODYS_WISH: Final = frozenset({"admin", "customer", "manual", "manuallyadded"})
"""What does not stop whom a column says has not opted out: "customer" is a reason, and no wish."""


class _Answers(NamedTuple):
    """What the columns of opt-outs say together."""

    has_wished: bool  # the person wants it
    is_stopped: bool  # that, or whoever wrote the list does
    since: str  # the date that stands in place of a yes
    unread: UnreadableCell | None


def says(values: Mapping[str, str]) -> Iterator[Said]:
    """Read a record.

    Raises:
        UnreadableCell: it would ask for nothing, but for a cell that cannot be read.
    """
    columns = columns_of(tuple(values))
    words = [text for name in columns.whys if (text := values[name])]
    if (listed := values.get(LISTED)) and not any(map(reason_of, words)):
        words = [listed, *words]
    answers = _answers(values, columns)
    reasons = _reasons(words, answers)
    if not answers.is_stopped:
        wished = any(reason_of(each) and plain(each) not in _OF_NOBODYS_WISH for each in words)
        agreed = not reasons and is_agreement(next(iter(words), ""))
        if agreed or (columns.flags and not wished):
            if answers.unread:
                raise answers.unread
            return
    stream, text = first(values, *_STREAMS), values.get("scope", "")
    stops = read_scope(text) if text else stream_of(stream) if stream else COMMERCIAL
    unknown = words[0] if words and not reasons else ""
    for reason in reasons or (None,):
        yield Said(
            reason=reason or Reason.UNSUBSCRIBE, is_guess=reason is None, scope=stops,
            at=first(values, *_DATES) or answers.since,
            until=first(values, "expiresat", "keepuntil"),
            evidence=" ".join(filter(None, (unknown, first(values, *_TEXTS)))),
        )  # fmt: skip


def _answers(values: Mapping[str, str], columns: Columns) -> _Answers:
    yes: list[str] = []
    unread = None
    for name in (*columns.flags, *columns.others):
        try:
            if (text := values[name]) and is_yes(name, text):
                yes.append(name)
        except UnreadableCell as error:
            if names_lists(name):
                yes.append(name)
            unread = unread or error
    since = (values[name] for name in yes if dates.seconds(values[name]) is not None)
    return _Answers(any(map(is_wish, yes)), bool(yes), next(since, ""), unread)


def _reasons(words: Sequence[str], answers: _Answers) -> list[Reason]:
    """Return every reason that the words give: an end of the one is no end of the other."""
    found: list[Reason] = [*dict.fromkeys(reason for each in words if (reason := reason_of(each)))]
    told: list[Reason] = [reason for reason in found if reason is not Reason.MANUAL]
    if answers.has_wished and found and ENDING.issuperset(told):
        return [Reason.UNSUBSCRIBE, *told]
    return told or found


def read_scope(text: str) -> Scope:
    """Read a scope.

    Raises:
        UnreadableCell: it is none.
    """
    try:
        return scope(text.strip().lower())
    except ValueError as error:
        raise UnreadableCell("scope", str(error)) from error

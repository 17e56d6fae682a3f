"""A record of a file to the entries it asks for."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from suppression.channel import Channel
from suppression.entry import ALL, COMMERCIAL, Origin, Reason, scope, stops_everything
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, email_key, is_hashed, read_hash, read_key
from suppression.suffixes import IS_PUBLIC, is_public_suffix
from suppression.terms import ENDING
from suppression.transfer import dates
from suppression.transfer.evidence_text import MOST_KEPT, visible
from suppression.transfer.heading import EITHER, EMAIL, HASH, PHONE
from suppression.transfer.row import BY_TERM, ReadAs, Row
from suppression.transfer.said import (
    Said,
    first,
    is_agreement,
    is_true,
    reason_of,
    stream_of,
    wider,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from suppression.entry import Scope
    from suppression.transfer.heading import Heading

_WRITTEN: Final = {reason: reason.value for reason in Reason}
_EPOCH_DIGITS: Final = 10
_IN_BRACKETS: Final = re.compile(r"[^<>]*<(?:mailto:)?([^<>]+)>")
_FLAGS: Final = (
    "unsubscribed", "optout", "optedout", "isunsubscribed", "isoptedout", "hasoptedout",
    "hasoptedoutofemail", "donotcontact", "donotemail", "donotcall", "donottext", "dnc",
    "suppressed", "emailoptout", "smsoptout", "globaloptout",
)  # fmt: skip
_DATES: Final = (
    "requestedat", "unsubscribedat", "unsubscribetime", "unsubscribedate", "unsubtime",
    "optoutdate", "optedoutat", "optouttime", "optoutat", "createdat", "created", "creationdate",
    "createdate", "date", "datetime", "timestamp", "time", "addedat", "dateadded", "updatedat",
    "lastchanged", "bouncedat", "complainedat", "when",
)  # fmt: skip
_WHY: Final = ("reason", "suppressionreason", "type", "event", "status", "bouncetype", "action")
_TEXTS: Final = ("evidence", "note", "notes", "comment", "comments", "description", "error",
                 "details", "diagnosticcode")  # fmt: skip
_STREAMS: Final = ("stream", "messagestream", "topic", "list", "listname", "tag", "group")


_OF_NOBODYS_WISH: Final = frozenset({None, Reason.MANUAL})
"""What does not stop whom a column says has not opted out: "customer" is a reason, and no wish."""

Kind = TypeVar("Kind", bound=StrEnum)


class UnreadableCell(Exception):  # noqa: N818 - caught where the row is known
    """A cell that says nothing we could act on."""

    def __init__(self, column: str, reason: str) -> None:
        """Name the column, in the form of `plain`, and say why."""
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Interpreter:
    """Reads the records of one file; `undated` counts those whose date could not be read."""

    def __init__(self, heading: Heading, how: ReadAs) -> None:
        """Name the columns and how they are read."""
        self._heading = heading
        self._how = how
        self._origin = how.origin.value
        self.undated = 0
        there = {*heading.names} if heading.is_fixed else {*EMAIL, *PHONE}
        self._emails = (
            tuple(n for n in EMAIL if n in there) if how.channel is not Channel.SMS else ()
        )
        self._phones = (
            tuple(n for n in PHONE if n in there) if how.channel is not Channel.EMAIL else ()
        )

    def rows(self, number: int, values: Mapping[str, str]) -> list[Row]:
        """Return what a record asks for: nothing where the person agreed, or it is over.

        Raises:
            UnreadableCell: it cannot be read.
        """
        if self._heading.is_ours:
            found = [self._exact(number, values)]
        else:
            service = self._heading.service
            found = []
            for said in service.says(values) if service else _says(values):
                found += self._said(number, values, said)
        now = self._how.now
        return [row for row in found if not row.expires_at or row.expires_at > now]

    def _exact(self, number: int, values: Mapping[str, str]) -> Row:
        """Read a record of our own export: nothing is guessed."""
        reason = _one_of(Reason, values["reason"], "reason")
        channel = _one_of(Channel, values["channel"], "channel")
        until = values["expiresat"] if reason in ENDING else ""
        expires_at = dates.seconds(until) if until else None
        if until and expires_at is None:
            raise UnreadableCell("expiresat", "not a time")
        return Row(
            key=self._key("address", values["address"], channel), channel=channel,
            scope=_scope(values["scope"]), sender=self._sender(values), reason=reason,
            origin=_one_of(Origin, values["origin"] or self._how.origin, "origin"),
            evidence=visible(values["evidence"], MOST_KEPT),
            requested_at=self._requested(values["requestedat"]), expires_at=expires_at,
            include_subdomains=int(is_true(values["includesubdomains"])), number=number,
        )  # fmt: skip

    def _said(self, number: int, values: Mapping[str, str], said: Said) -> list[Row]:
        people = self._people(values, said)
        reach = self._how.scope
        stops = wider(said.scope, reach) if reach else said.scope
        if stops_everything(said.reason):
            stops = ALL
        text = visible(said.evidence) if said.evidence else ""
        requested_at = self._requested(said.at)
        reason = self._how.reason if said.is_guess and self._how.reason else said.reason
        expires_at = self._end(reason, said.until, requested_at)
        evidence = f"row {number}: {text}" if text else f"row {number}"
        if reason is Reason.WRONG_NUMBER and len(people) > 1:
            people = people[1:]  # a number is what is wrong
        sender = self._sender(values) if "sender" in values else ""
        subdomains = "includesubdomains" in values and is_true(values["includesubdomains"])
        for key, _ in people if subdomains else ():
            if is_public_suffix(key):
                raise UnreadableCell("includesubdomains", f"{key[1:]} {IS_PUBLIC}")
        return [
            Row(
                key, channel, stops, sender, _WRITTEN[reason], self._origin, evidence,
                requested_at, expires_at, int(subdomains), number,
            )
            for key, channel in people
        ]  # fmt: skip

    def _end(self, reason: Reason, until: str, requested_at: float) -> float | None:
        """Return when what a record asks for is over: a person's own word never is."""
        if reason not in ENDING:
            return None
        end = dates.seconds(until) if until else None
        if end is not None or reason is Reason.MANUAL:
            return end
        if reason is Reason.HARD_BOUNCE:
            return BY_TERM
        lasts_s = self._how.soft_bounce_lasts_s
        return requested_at + lasts_s if lasts_s else None

    def _people(self, values: Mapping[str, str], said: Said) -> list[tuple[RecipientKey, str]]:
        """Return whom a record names; a list of one's own means every channel it gives."""
        service = self._heading.service
        if said.who:
            channel = service.channel if service else Channel.SMS
            return [(self._key("who", said.who, channel), channel.value)]
        found = [
            (self._key(name, text, Channel.EMAIL), "email")
            for name in self._emails
            if (text := values.get(name))
        ][:1]
        if self._phones and not (found and service):
            found += [
                (self._key(name, text, Channel.SMS), "sms")
                for name in self._phones
                if (text := values.get(name))
            ][:1]
        return found or [self._anybody(values)]

    def _anybody(self, values: Mapping[str, str]) -> tuple[RecipientKey, str]:
        """Return whom a column names that may hold addresses, numbers or hashes."""
        for name in (*EITHER, *HASH):
            if text := values.get(name):
                if not ("@" in text or _is_hash(text) or any(map(str.isdecimal, text))):
                    raise UnreadableCell(name, "neither an address, a number nor a hash")
                channel = self._how.channel or self._channel(values, text)
                return self._key(name, text, channel), channel.value
        raise UnreadableCell("", "names nobody")

    def _channel(self, values: Mapping[str, str], text: str) -> Channel:
        if given := values.get("channel", "").lower():
            return Channel.SMS if given in {"phone", "text", "mobile"} else _one_of(
                Channel, given, "channel"
            )  # fmt: skip
        is_number = "@" not in text and not _is_hash(text)
        return Channel.SMS if is_number else Channel.EMAIL

    def _key(self, column: str, text: str, channel: Channel) -> RecipientKey:
        try:
            if channel is Channel.EMAIL and "@" in text and text[0] != "@":
                if text[-1] == ">" and (inner := _IN_BRACKETS.fullmatch(text)):
                    text = inner[1]
                return email_key(text)
            if _is_hash(text):
                key = read_hash(text)
                if not self._how.knows(key):
                    raise UnreadableCell(column, "a keyed hash that was not made here")
                return key
            return read_key(text, channel, self._how.region)
        except MalformedAddressError as error:
            raise UnreadableCell(column, str(error)) from error

    def _sender(self, values: Mapping[str, str]) -> str:
        sender = values.get("sender", "")
        if sender and sender not in self._how.senders:
            raise UnreadableCell("sender", f"there is no sender identity {sender[:60]!r}")
        return sender

    def _requested(self, text: str) -> float:
        """Return when the person asked; never later than now, and now where nothing can be read."""
        if text.isdecimal() and len(text) == _EPOCH_DIGITS and text[0] == "1":
            return min(float(text), self._how.now)  # without a look at what was read before
        at = dates.seconds(text) if text else None
        if at is None or at <= 0:  # year 1 is how some services write that there is none
            self.undated += bool(text)
            return self._how.now
        return min(at, self._how.now)


def _says(values: Mapping[str, str]) -> Iterator[Said]:
    """Read a record of nobody we know: an opt-out, unless its words say otherwise."""
    word = first(values, *_WHY)
    reason = reason_of(word) if word else None
    if word and reason is None:  # what one column says of a customer another says of their mail
        reason = next(filter(None, (reason_of(values.get(name, "")) for name in _WHY)), None)
    at = first(values, *_DATES)
    flags = [values[name] for name in _FLAGS if name in values]
    if not any(is_true(flag) or dates.seconds(flag) is not None for flag in flags):
        if reason is None and is_agreement(word):
            return
        if flags and reason in _OF_NOBODYS_WISH:
            return
    stream = first(values, *_STREAMS)
    text = values.get("scope", "")
    stops = _scope(text) if text else stream_of(stream) if stream else COMMERCIAL
    said = " ".join(filter(None, ("" if reason else word, first(values, *_TEXTS))))
    yield Said(
        reason=reason or Reason.UNSUBSCRIBE, is_guess=reason is None, scope=stops,
        at=at or next((flag for flag in flags if dates.seconds(flag) is not None), ""),
        until=first(values, "expiresat", "keepuntil"), evidence=said,
    )  # fmt: skip


def _scope(text: str) -> Scope:
    try:
        return scope(text.strip().lower())
    except ValueError as error:
        raise UnreadableCell("scope", str(error)) from error


def _one_of(kind: type[Kind], text: str, column: str) -> Kind:
    try:
        return kind(text.strip().lower())
    except ValueError as error:
        known = ", ".join(kind)
        raise UnreadableCell(column, f"{text[:60]!r} is none of {known}") from error


def _is_hash(text: str) -> bool:
    bare = text.strip().lower()
    return is_hashed(bare) or (len(bare) in {32, 40, 64} and not bare.strip("0123456789abcdef"))

"""A record of a file to the entries it asks for."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from suppression.channel import Channel
from suppression.entry import ALL, Origin, Reason, stops_everything
from suppression.errors import MalformedAddressError
from suppression.keys import RecipientKey, email_key, is_hashed, read_hash, read_key
from suppression.suffixes import IS_PUBLIC, is_public_suffix
from suppression.terms import ENDING
from suppression.transfer import dates
from suppression.transfer.answers import is_surely_no, is_yes, says_nothing
from suppression.transfer.columns import columns_of, once
from suppression.transfer.evidence_text import MOST_KEPT, visible
from suppression.transfer.own_list import read_scope, says
from suppression.transfer.row import BY_TERM, ReadAs, Row, UnreadableCell
from suppression.transfer.said import Said, wider

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from suppression.transfer.columns import Columns
    from suppression.transfer.heading import Heading

_WRITTEN: Final = {reason: reason.value for reason in Reason}
_LONGEST_SENDER: Final = 64  # as its name in the configuration
_EPOCH_DIGITS: Final = 10
_IN_BRACKETS: Final = re.compile(r"[^<>]*<(?:mailto:)?([^<>]+)>")

Kind = TypeVar("Kind", bound=StrEnum)


class Interpreter:
    """Reads the records of one file.

    `undated` counts those whose date could not be read, `unplaced` the hashes that may be of an
    address or of a number. `unread` is the cell of the last record that names somebody else who
    cannot be read.
    """

    def __init__(self, heading: Heading, how: ReadAs) -> None:
        """Name the columns and how they are read."""
        self._heading = heading
        self._how = how
        self._origin = how.origin.value
        self.undated = 0
        self.unplaced = 0
        self.unread: UnreadableCell | None = None

    def rows(self, number: int, values: Mapping[str, str]) -> list[Row]:
        """Return what a record asks for: nothing where the person agreed, or it is over.

        Raises:
            UnreadableCell: it cannot be read.
        """
        self.unread = None
        if self._heading.is_ours:
            found = [self._exact(number, values)]
        else:
            service = self._heading.service
            found = []
            for said in service.says(values) if service else says(values):
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
        requested_at, last_requested_at = self._asked(values["requestedat"], values)
        return Row(
            key=self._key("address", values["address"], channel), channel=channel,
            scope=read_scope(values["scope"]), sender=self._sender(values), reason=reason,
            origin=_one_of(Origin, values["origin"] or self._how.origin, "origin"),
            evidence=visible(values["evidence"], MOST_KEPT),
            requested_at=requested_at, expires_at=expires_at,
            include_subdomains=int(is_yes("includesubdomains", values["includesubdomains"])),
            number=number, last_requested_at=last_requested_at,
        )  # fmt: skip

    def _said(self, number: int, values: Mapping[str, str], said: Said) -> list[Row]:
        people = self._people(values, said)
        reach = self._how.scope
        stops = wider(said.scope, reach) if reach else said.scope
        if stops_everything(said.reason):
            stops = ALL
        text = visible(said.evidence) if said.evidence else ""
        requested_at, last_requested_at = self._asked(said.at, values)
        reason = self._how.reason if said.is_guess and self._how.reason else said.reason
        expires_at = self._end(reason, said.until, requested_at)
        evidence = f"row {number}: {text}" if text else f"row {number}"
        if reason is Reason.WRONG_NUMBER:  # a number is what is wrong
            people = [each for each in people if each[1] == Channel.SMS] or people
        sender = self._sender(values) if "sender" in values else ""
        subdomains = not is_surely_no("includesubdomains", values.get("includesubdomains", ""))
        for key, _ in people if subdomains else ():
            if is_public_suffix(key):
                raise UnreadableCell("includesubdomains", f"{key[1:]} {IS_PUBLIC}")
        return [
            Row(
                key, channel, stops, sender, _WRITTEN[reason], self._origin, evidence,
                requested_at, expires_at, int(subdomains), number, last_requested_at,
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
        columns = columns_of(tuple(values))
        emails = columns.emails if self._how.channel is not Channel.SMS else ()
        phones = columns.phones if self._how.channel is not Channel.EMAIL else ()
        given = [
            *((name, Channel.EMAIL) for name in emails if _names_somebody(values[name])),
            *((name, Channel.SMS) for name in phones if _names_somebody(values[name])),
        ] or self._anybody(values, columns)
        return self._keys(values, given[:1] if service else given)

    def _keys(
        self, values: Mapping[str, str], given: Sequence[tuple[str, Channel]]
    ) -> list[tuple[RecipientKey, str]]:
        """Return whom these cells name; one that cannot be read keeps the others off no list."""
        found = []
        for name, channel in given:
            try:
                found.append((self._key(name, values[name], channel), channel.value))
            except UnreadableCell as error:
                self.unread = self.unread or error
        if not found and self.unread:
            raise self.unread
        return found

    def _anybody(self, values: Mapping[str, str], columns: Columns) -> list[tuple[str, Channel]]:
        """Return the columns whose cells are people, of those that may hold anybody, or anything.

        The first says so by its name; others need to look like an address or a hash, too.
        """
        there = [
            name for name in (*columns.either, *columns.hashes) if _names_somebody(values[name])
        ]
        found = [name for name in there if _may_be_person(values[name])]
        if not found:
            if there:
                raise UnreadableCell(there[0], "neither an address, a number nor a hash")
            raise UnreadableCell("", "names nobody")
        first, *others = found
        if first in columns.either:
            alike = [n for n in others if once(n) == once(first) or _is_person(values[n])]
            others = [name for name in alike if name in columns.either]
        else:
            others = []  # several hashes are of one person
        named = ((name, values[name]) for name in (first, *others))
        return [
            (name, channel)
            for name, text in named
            for channel in self._channels(values, name, text)
        ]

    def _channels(self, values: Mapping[str, str], column: str, text: str) -> tuple[Channel, ...]:
        """Return on which channels a cell names somebody: a hash matches only what it is of."""
        if self._how.channel:
            return (self._how.channel,)
        if given := values.get("channel", "").lower():
            is_text = given in {"phone", "text", "mobile"}
            return (Channel.SMS if is_text else _one_of(Channel, given, "channel"),)
        if not _is_hash(text):
            return (Channel.EMAIL if "@" in text else Channel.SMS,)
        if self._heading.service or "email" in column:
            return (Channel.EMAIL,)
        self.unplaced += 1
        return Channel.EMAIL, Channel.SMS

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

    @staticmethod
    def _sender(values: Mapping[str, str]) -> str:
        """Return who the opt-out was said to; where there is no such sender, it counts for all."""
        sender = values.get("sender", "")
        if len(sender) > _LONGEST_SENDER or not sender.isprintable():
            raise UnreadableCell("sender", f"no sender identity is called {sender[:60]!r}")
        return sender

    def _asked(self, text: str, values: Mapping[str, str]) -> tuple[float, float | None]:
        """Return when the person asked, now where nothing says it; and when they did last."""
        first, again = self._date(text), values.get("repeatedat")
        last = self._date(again) if again else None
        if last is None or (first is not None and first > last):
            last = first
        return self._how.now if first is None else first, last

    def _date(self, text: str) -> float | None:
        """Return when a cell says that the person asked, never later than now."""
        if text.isdecimal() and len(text) == _EPOCH_DIGITS and text[0] == "1":
            return min(float(text), self._how.now)  # without a look at what was read before
        at = dates.seconds(text) if text else None
        if at is None or at <= 0:  # year 1 is how some services write that there is none
            self.undated += bool(text)
            return None
        return min(at, self._how.now)


def _one_of(kind: type[Kind], text: str, column: str) -> Kind:
    try:
        return kind(text.strip().lower())
    except ValueError as error:
        known = ", ".join(kind)
        raise UnreadableCell(column, f"{text[:60]!r} is none of {known}") from error


def _names_somebody(text: str) -> bool:
    return "@" in text or not says_nothing(text)


def _may_be_person(text: str) -> bool:
    return _is_person(text) or any(map(str.isdecimal, text))


def _is_person(text: str) -> bool:
    return "@" in text or _is_hash(text)


def _is_hash(text: str) -> bool:
    bare = text.strip().lower()
    return is_hashed(bare) or (len(bare) in {32, 40, 64} and not bare.strip("0123456789abcdef"))

"""Placeholders for what the law asks for: ours, and those of the services people come from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from html import unescape
from html.entities import html5
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(Enum):
    """What stands where a placeholder stood."""

    URL = auto()  # the recipient's unsubscribe link
    ADDRESS = auto()  # the sender identity's postal address
    FOOTER = auto()  # the whole footer


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One spelling, and where it is documented."""

    spelling: str
    kind: Kind
    source: str


_SENDGRID: Final = "docs.sendgrid.com: Global Unsubscribes, Group Unsubscribes, Dynamic Templates"
_MAILGUN: Final = "documentation.mailgun.com: Tracking Messages, Unsubscribe Variables"
_POSTMARK: Final = "postmarkapp.com: support article 1208, How to add an unsubscribe link"
_SES: Final = "docs.aws.amazon.com/ses: Using subscription management"
_MAILCHIMP: Final = "mailchimp.com/help: About Email Footers"
_HUBSPOT: Final = "knowledge.hubspot.com: the two unsubscribe links at the bottom of an email"

PLACEHOLDERS: Final = (
    Placeholder("{{unsubscribe_url}}", Kind.URL, "ours"),
    Placeholder("{{physical_address}}", Kind.ADDRESS, "ours"),
    Placeholder("{{gateway_footer}}", Kind.FOOTER, "ours"),
    Placeholder("<%asm_group_unsubscribe_raw_url%>", Kind.URL, _SENDGRID),
    Placeholder("<%asm_global_unsubscribe_raw_url%>", Kind.URL, _SENDGRID),
    Placeholder("<%asm_preferences_raw_url%>", Kind.URL, _SENDGRID),
    Placeholder("{{unsubscribe}}", Kind.URL, _SENDGRID),
    Placeholder("{{unsubscribe_preferences}}", Kind.URL, _SENDGRID),
    Placeholder("%unsubscribe_url%", Kind.URL, _MAILGUN),
    Placeholder("%tag_unsubscribe_url%", Kind.URL, _MAILGUN),
    Placeholder("%mailing_list_unsubscribe_url%", Kind.URL, _MAILGUN),
    Placeholder("{{pm:unsubscribe}}", Kind.URL, _POSTMARK),
    Placeholder("{{amazonSESUnsubscribeUrl}}", Kind.URL, _SES),
    Placeholder("*|UNSUB|*", Kind.URL, _MAILCHIMP),
    Placeholder("*|LIST:ADDRESS|*", Kind.ADDRESS, _MAILCHIMP),
    Placeholder("*|HTML:LIST_ADDRESS_HTML|*", Kind.ADDRESS, _MAILCHIMP),
    Placeholder("{{unsubscribe_link}}", Kind.URL, _HUBSPOT),
    Placeholder("{{unsubscribe_link_all}}", Kind.URL, _HUBSPOT),
)
"""What is filled in. Two braces may be three, and blanks may stand inside of them."""


@dataclass(frozen=True, slots=True)
class Found:
    """A placeholder in a text: `text[start:end]`, with the scheme that an editor put before it."""

    kind: Kind
    start: int
    end: int


_KINDS: Final = {placeholder.spelling.lower(): placeholder.kind for placeholder in PLACEHOLDERS}
_HINTS: Final = (b"unsub", b"address", b"gateway", b"preferences")  # one is in every spelling
_MOST_HINTS: Final = 1000
_BEFORE: Final = 60  # bytes between the start of a placeholder and its hint, however it is written
_BEHIND: Final = 160
_SCHEMES: Final = (b"http://", b"https://")
_BLANK: Final = re.compile(r"\s+")


def _one(character: str) -> str:
    """Return a pattern for a character as URLs and HTML write it, and as it is."""
    number = ord(character)
    names = [name for name, value in html5.items() if value == character and name.endswith(";")]
    entities = "|".join([f"#0{{0,5}}{number};", f"#x0{{0,5}}{number:x};", *names])
    return f"(?:%{number:x}|&(?:{entities})|{re.escape(character)})"


_NAME: Final = rf"(?:[a-z:\s\xa0\xc2]|{_one('_')}|{_one(':')}|%20|%c2|{_one(chr(0xA0))}){{3,80}}?"
_BRACE, _UNBRACE, _PERCENT, _PIPE, _STAR = map(_one, "{}%|*")
_CANDIDATE: Final = re.compile(
    (
        rf"{_BRACE}{{2,3}}{_NAME}{_UNBRACE}{{2,3}}"
        rf"|{_one('<')}{_PERCENT}{_NAME}{_PERCENT}{_one('>')}"
        rf"|{_STAR}{_PIPE}{_NAME}{_PIPE}{_STAR}"
        rf"|{_PERCENT}{_NAME}{_PERCENT}"
    ).encode("latin-1"),
    re.IGNORECASE,
)


def find(text: bytes) -> Iterator[Found]:
    """Yield the placeholders in a text, also those written as URLs or as HTML write characters.

    >>> [found.kind.name for found in find(b"{{ unsubscribe_url }} %7B%7Bphysical_address%7D%7D")]
    ['URL', 'ADDRESS']
    """
    if not _may_begin(text):
        return
    past = 0
    for hint in sorted(islice(_hints(text.lower()), _MOST_HINTS)):
        if hint < past:
            continue
        match = _around(text, max(hint - _BEFORE, past), hint)
        kind = _KINDS.get(_plain(match[0])) if match else None
        if match is not None and kind is not None:
            past = match.end()
            yield Found(kind, _with_scheme(text, match.start(), kind), past)


def _may_begin(text: bytes) -> bool:
    """Whether something in a text may be the beginning of a placeholder: single bytes first."""
    return (
        b"%" in text
        or (b"{" in text and b"{{" in text)
        or (b"*" in text and b"*|" in text)
        or (b"&" in text and (b"&#" in text or b"&l" in text))
    )


def _around(text: bytes, start: int, hint: int) -> re.Match[bytes] | None:
    """Return what may be a placeholder with this hint in it."""
    for match in _CANDIDATE.finditer(text, start, hint + _BEHIND):
        if match.start() > hint:
            break
        if match.end() > hint:
            return match
    return None


def _hints(lower: bytes) -> Iterator[int]:
    for hint in _HINTS:
        at = lower.find(hint)
        while at >= 0:
            yield at
            at = lower.find(hint, at + len(hint))


def _plain(written: bytes) -> str:
    """Return a placeholder as the table spells it, in lower case."""
    text = unescape(unquote(written.decode("latin-1"), "latin-1")).replace("\xc2", "")
    return _BLANK.sub("", text).lower().replace("{{{", "{{").replace("}}}", "}}")


def _with_scheme(text: bytes, start: int, kind: Kind) -> int:
    """Return where it begins with the scheme that editors complete addresses by: http://{{…}}."""
    if kind is Kind.URL:
        for scheme in _SCHEMES:
            if text[max(start - len(scheme), 0) : start].lower() == scheme:
                return start - len(scheme)
    return start

"""Placeholders for what the law asks for: ours, and those of the services people come from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from html import unescape
from html.entities import html5
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Kind(Enum):
    """What stands where a placeholder stood."""

    URL = auto()  # the recipient's unsubscribe link
    ADDRESS = auto()  # the sender identity's postal address
    ADDRESS_PIECE = auto()  # a piece of it: the first of a row stands for all
    COMPANY = auto()  # the sender identity's name
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
_MERGE_TAGS: Final = "mailchimp.com/help: All the merge tags cheat sheet"
_HUBSPOT_VARIABLES: Final = "developers.hubspot.com/docs/cms: HubL variables, email variables"
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
    Placeholder("{{pm:unsubscribe_url}}", Kind.URL, _POSTMARK),
    Placeholder("{{amazonSESUnsubscribeUrl}}", Kind.URL, _SES),
    Placeholder("*|UNSUB|*", Kind.URL, _MAILCHIMP),
    Placeholder("*|LIST:ADDRESS|*", Kind.ADDRESS, _MAILCHIMP),
    Placeholder("*|HTML:LIST_ADDRESS_HTML|*", Kind.ADDRESS, _MAILCHIMP),
    Placeholder("*|LIST:ADDRESSLINE|*", Kind.ADDRESS, _MERGE_TAGS),
    Placeholder("*|LIST:COMPANY|*", Kind.COMPANY, _MERGE_TAGS),
    Placeholder("{{unsubscribe_link}}", Kind.URL, _HUBSPOT),
    Placeholder("{{unsubscribe_link_all}}", Kind.URL, _HUBSPOT),
    Placeholder("{{site_settings.company_name}}", Kind.COMPANY, _HUBSPOT_VARIABLES),
    *(
        Placeholder(
            f"{{{{site_settings.company_{piece}}}}}", Kind.ADDRESS_PIECE, _HUBSPOT_VARIABLES
        )
        for piece in ("street_address_1", "street_address_2", "city", "state", "zip", "country")
    ),
)
"""What is filled in. Two braces may be three, and blanks may stand inside of them."""
MOST: Final = 1000
"""So many placeholders are in no text meant well."""


@dataclass(frozen=True, slots=True)
class Found:
    """A placeholder in a text: `text[start:end]`, with the scheme that an editor put before it."""

    kind: Kind
    start: int
    end: int
    label: tuple[int, int] | None = None  # the words of its link, which stay, and where they are


_KINDS: Final = {placeholder.spelling.lower(): placeholder.kind for placeholder in PLACEHOLDERS}
_HINTS: Final = (b"unsub", b"address", b"company", b"gateway", b"preferences")
"""One is in every spelling."""
_SCHEMES: Final = (b"http://", b"https://")
_PAIRS: Final = ((b"<", b">"), (b"&lt;", b"&gt;"), (b"(", b")"), (b"[", b"]"), (b'"', b'"'))
_BLANK: Final = re.compile(r"\s+")


def _entity(characters: str) -> str:
    """Return a pattern for one of these as HTML writes it, behind the ampersand."""
    numbers = "|".join(str(ord(character)) for character in characters)
    hexadecimal = "|".join(f"{ord(character):x}" for character in characters)
    names = [name for name, value in html5.items() if name[-1] == ";" and value in characters]
    numeric = rf"#0{{0,5}}(?:{numbers});|#x0{{0,5}}(?:{hexadecimal});"
    return "(?:" + "|".join([numeric, *names]) + ")"


def _begun(rests: Mapping[str, str]) -> str:
    """Return a pattern for what begins with an entity, by the character that it stands for."""
    numbers = "|".join(f"{ord(first)};{rest}" for first, rest in rests.items())
    hexadecimal = "|".join(f"{ord(first):x};{rest}" for first, rest in rests.items())
    names = [
        f"(?:{'|'.join(names)}){rest}"
        for first, rest in rests.items()
        if (names := [name for name, value in html5.items() if name[-1] == ";" and value == first])
    ]
    return "|".join([f"#0{{0,5}}(?:{numbers})", f"#x0{{0,5}}(?:{hexadecimal})", *names])


def _one(character: str) -> str:
    """Return a pattern for a character as URLs and HTML write it, and as it is."""
    return f"(?:%{ord(character):x}|&{_entity(character)}|{re.escape(character)})"


@cache
def _candidate() -> re.Pattern[bytes]:
    """Return what finds all that may be a placeholder, in a text in lower case.

    Each alternative begins with one plain byte, so that the search jumps from one such byte to the
    next. No name can hold the beginning of another placeholder: the time is linear.
    """
    blank_or_mark = f"%(?:20|5f|3a|2e|c2|a0)|&{_entity('_:.' + chr(0xA0))}"
    name = rf"(?:[a-z0-9.:_\s\xa0\xc2]{{1,80}}+|{blank_or_mark}){{1,20}}"
    words = (p.spelling.strip("%") for p in PLACEHOLDERS if p.spelling.startswith("%"))
    word = f"(?:{'|'.join(words)})".replace("_", _one("_")) + _one("%")
    rests = {
        "{": rf"(?!{{{{{{){_one('{')}{{1,2}}{name}{_one('}')}{{2,3}}",
        "<": rf"{_one('%')}{name}{_one('%')}{_one('>')}",
        "*": rf"{_one('|')}{name}{_one('|')}{_one('*')}",
        "%": word,
    }
    plain = [re.escape(first) + rest for first, rest in rests.items() if first != "%"]
    in_urls = "|".join(f"{ord(first):x}{rest}" for first, rest in rests.items())
    in_html = _begun(rests)
    every = [*plain, f"%(?=[237mtu])(?:{in_urls}|{word})", f"&(?=[#alp])(?:{in_html})"]
    return re.compile("|".join(every).lower().encode("latin-1"))


_LABELLED: Final = re.compile(
    rb"\{{2,3}\s{0,20}pm:unsubscribe\s{1,20}label\s{0,20}=\s{0,20}(\"|&quot;|&#34;)"
    rb"([^\"&<>{}]{1,200})\1\s{0,20}\}{2,3}",
    re.IGNORECASE,
)
"""Postmark's form with the words of the link in it."""


def find(text: bytes) -> Iterator[Found]:
    """Yield the placeholders in a text, also those written as URLs or as HTML write characters.

    >>> [found.kind.name for found in find(b"{{ unsubscribe_url }} %7B%7Bphysical_address%7D%7D")]
    ['URL', 'ADDRESS']
    """
    if not may_begin(text):
        return
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return
    labelled = _LABELLED.finditer(text) if b"pm:unsubscribe" in lower else iter(())
    waiting = next(labelled, None)
    for match in _candidate().finditer(lower):
        while waiting and waiting.start() < match.start():
            yield _with_label(waiting)
            waiting = next(labelled, None)
        kind = _KINDS.get(_plain(text[match.start() : match.end()]))
        if kind is not None:
            yield _whole(text, match, kind)
    while waiting:
        yield _with_label(waiting)
        waiting = next(labelled, None)


def is_crowded(text: bytes) -> bool:
    """Whether a text has more placeholders than are filled."""
    lower = text.lower()
    if sum(map(lower.count, _HINTS)) <= MOST:
        return False
    return next(islice(find(text), MOST, None), None) is not None


def may_begin(text: bytes) -> bool:
    """Whether something in a text may be the beginning of a placeholder: single bytes first."""
    return (
        b"%" in text
        or (b"{" in text and b"{{" in text)
        or (b"*" in text and b"*|" in text)
        or (b"&" in text and (b"&#" in text or b"&l" in text))
    )


@lru_cache(maxsize=256)
def _plain(written: bytes) -> str:
    """Return a placeholder as the table spells it, in lower case."""
    text = unescape(unquote(written.decode("latin-1"), "latin-1")).replace("\xc2", "")
    return _BLANK.sub("", text).lower().replace("{{{", "{{").replace("}}}", "}}")


def _with_label(match: re.Match[bytes]) -> Found:
    return Found(Kind.URL, match.start(), match.end(), label=match.span(2))


def _whole(text: bytes, match: re.Match[bytes], kind: Kind) -> Found:
    """Return a placeholder with what belongs to it: an editor's scheme, brackets round a footer."""
    start, end = match.span()
    if kind is Kind.URL:
        for scheme in _SCHEMES:
            if text[max(start - len(scheme), 0) : start].lower() == scheme:
                return Found(kind, start - len(scheme), end)
    elif kind is Kind.FOOTER:
        for opening, closing in _PAIRS:
            if text.endswith(opening, 0, start) and text.startswith(closing, end):
                return Found(kind, start - len(opening), end + len(closing))
    return Found(kind, start, end)

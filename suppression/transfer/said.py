"""What a record of a file says about a person: that they are to be stopped, and why."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from suppression.entry import ALL, COMMERCIAL, Reason, Scope, is_slug, stream_scope

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOT_OF_NAMES: Final = re.compile(r"[^0-9a-z]+")
_ACCENTS: Final = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_NOT_OF_SLUGS: Final = re.compile(r"[^a-z0-9_.]+")
OPTED_OUT_OF: Final = "optedoutofemail"
"""What HubSpot's columns of topics begin with, in the form of `plain`."""

_SOFT_STATUS: Final = re.compile(r"4(?:\.[0-9]{1,3}\.[0-9]{1,3}|[0-9]{2})")

_WORDS: Final = (
    (Reason.WRONG_NUMBER, ("wrongnumber", "reassigned")),
    (Reason.MINOR, ("minor", "child", "underage")),
    (Reason.LEGAL, ("legal", "courtorder", "litigator")),
    (Reason.SOFT_BOUNCE, ("softbounce", "softfail", "soft", "transient", "temporary")),
    (Reason.COMPLAINT, ("complaint", "complained", "complainant", "spamcomplaint", "spamreport",
                        "spam", "abuse", "abusecomplaint", "feedbackloop", "fbl")),
    (Reason.HARD_BOUNCE, ("hardbounce", "hardfail", "bounce", "bounced", "bouncerule", "hard",
                          "permanent", "cleaned", "undeliverable")),
    (Reason.INVALID, ("invalid", "invalidemail", "bademail", "badaddress")),
    (Reason.MANUAL, ("manual", "manualsuppression", "manuallyadded", "admin", "customer",
                     "block", "blocked", "blocklist", "blocklisted", "blacklist", "blacklisted",
                     "compliance")),
    (Reason.UNSUBSCRIBE, ("unsubscribe", "unsubscribed", "unsub", "optout", "optedout", "stop",
                          "stopall", "listunsubscribe", "unsubscribelink", "revoked",
                          "removed", "donotcontact", "donotemail", "donottext")),
)  # fmt: skip
_REASONS: Final = {
    **{word: reason for reason, words in _WORDS for word in words},
    **{_NOT_OF_NAMES.sub("", reason): reason for reason in Reason},
}
_AGREED: Final = frozenset(
    (
        "subscribed",
        "subscribe",
        "optin",
        "optedin",
        "active",
        "enabled",
        "confirmed",
        "start",
        "deliverable",
        "valid",
    )
)


class Said(NamedTuple):
    """One thing a record says; empty texts are what it does not say."""

    reason: Reason
    scope: Scope = COMMERCIAL
    at: str = ""
    until: str = ""
    evidence: str = ""
    is_guess: bool = False  # the record gives no reason
    who: str = ""  # where another column than the usual ones names the person


def plain(name: str) -> str:
    """Return a name as it is compared: `Email Address`, `email_address` and `EmailAddress` agree.

    Letters of every script count; Latin ones are compared without their accents.

    >>> plain("E-mail Address"), plain("T\u00e9l\u00e9phone"), plain("\u90ae\u7bb1 1")
    ('emailaddress', 'telephone', '\u90ae\u7bb11')
    """
    if name.isascii():
        return _NOT_OF_NAMES.sub("", name.lower())
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", name).casefold())
    return "".join(c for c in bare if c.isalnum() or unicodedata.category(c)[0] == "M")


@lru_cache(maxsize=4096)
def reason_of(text: str) -> Reason | None:
    """Return the reason a word stands for; None where it is no word of these."""
    return _REASONS.get(plain(text))


def word_of_list(where: str) -> str:
    """Return what the name of a list says of those in it; nothing where it says neither.

    >>> word_of_list("data.bounces"), word_of_list("results"), word_of_list("subscribed")
    ('bounce', '', 'subscribed')
    """
    for part in reversed([plain(part) for part in where.split(".")]):
        for word in (part, part.removesuffix("s")):
            if _REASONS.get(word, Reason.MANUAL) is not Reason.MANUAL or word in _AGREED:
                return word
    return ""


def is_agreement(text: str) -> bool:
    """Whether a word says that the person may be contacted."""
    return plain(text) in _AGREED


def bounce_of(status: str) -> Reason:
    """Return what kind of bounce a status is: RFC 3463 3, RFC 5321 4.2.1."""
    return Reason.SOFT_BOUNCE if _SOFT_STATUS.match(status.strip()) else Reason.HARD_BOUNCE


def stream_of(name: str) -> Scope:
    """Return the scope of a group, topic or tag; all commercial mail where it makes no slug.

    >>> stream_of("Weekly News!")
    'stream:weekly-news'
    """
    slug = _NOT_OF_SLUGS.sub("-", name.strip().lower()).strip("-")[:64]
    return stream_scope(slug) if is_slug(slug) else COMMERCIAL


def wider(one: Scope, other: Scope) -> Scope:
    """Return the scope that stops what both stop: two streams together are all of them."""
    if one in {other, ALL}:
        return one
    return ALL if other == ALL else COMMERCIAL


def first(values: Mapping[str, str], *names: str) -> str:
    """Return the first of these cells that says something."""
    for name in names:
        if text := values.get(name):
            return text
    return ""

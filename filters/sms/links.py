"""The hosts a text links to: public shorteners among them, and what is made to deceive."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.lookalikes import without_lookalikes
from filters.rule import rule
from filters.sms.meetings import imitated, poses_as_latin, read_hastily, service, suffixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts

SHORTENERS_CHECKED: Final = "2026-11-22"
SHORTENERS: Final = frozenset(  # one name a word, to be read against its sources
    """
    bit.ly goo.gl tinyurl.com tiny.cc bc.vc budurl.com clicky.me is.gd lc.chat soo.gd s2r.co

    t.co ow.ly buff.ly rebrand.ly cutt.ly t.ly shorturl.at rb.gy tiny.one
    adf.ly bitly.com bit.do dlvr.it j.mp lnkd.in qr.ae shorte.st snip.ly surl.li tr.im trib.al
    u.to v.gd x.co
    """.split()  # noqa: SIM905 - a list of names reads best as names
)
"""Public link shorteners: carriers block texts that hold them, whatever they say.

The first line is RingCentral's own list (SMS best practices); the others are of the same kind:
anybody may make a link there that shows nothing of where it leads.
"""
_ONE_OWNER: Final = frozenset({"maps.app.goo.gl"})
"""Below a shortener's domain, but leading only to its owner's own pages."""

_DOTS: Final = re.compile(r"\s?[\[({]\s?(?:\.|dot)\s?[\])}]\s?|[\u3002\uff0e\uff61]")
_HOST: Final = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,10}(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,63})"
)
_DOTTED: Final = re.compile(r"\.[^\W\d_]{2}")  # every host has that, and most texts have not
_UNSEEN: Final = frozenset({"Cf", "Mn"})
_AUTHORITY: Final = re.compile(r"\b[a-z][a-z0-9+.\-]{1,11}:[/\\]{1,3}([^\s/?#<>\"']{1,400})")
_LINKED: Final = re.compile(
    rf"(?:\b[a-z][a-z0-9+.\-]{{1,11}}://|(?=www\.))({_HOST.pattern})|({_HOST.pattern})(?=/)"
)
_GOES_ON: Final = re.compile(r"[/\\]|[:?#][\w=&]")  # a path, a port, a query, a fragment
# RFC 3986 3.2.2, and the other ways in which programs take a number for an address
_ADDRESS: Final = re.compile(
    r"\[|(?:0x[0-9a-f]{1,8}|[0-9]{1,12})(?:\.(?:0x[0-9a-f]{1,8}|[0-9]{1,12})){0,3}(?::|$)"
)
_DOTS_OF_ADDRESS: Final = 3
_BARE_ADDRESS: Final = re.compile(r"(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?=/|:[0-9]{2,5}\b)")


@lru_cache(maxsize=64)
def hosts(text: str) -> tuple[str, ...]:
    """Return the hosts a text names, with a scheme or without, each once, as A-labels.

    A dot may be hidden: `bit[.]ly`, `bit(dot)ly`, full-width.

    >>> hosts("see bit[.]ly/x and HTTPS://Example.com/a")
    ('bit.ly', 'example.com')
    """
    return tuple(dict.fromkeys(_a_labels(match[0]) for match in _HOST.finditer(_dotted(text))))


def linked_hosts(text: str) -> tuple[str, ...]:
    """Return the hosts of what is plainly a link: by its scheme, its path or its www."""
    found = (match[1] or match[2] for match in _LINKED.finditer(_dotted(text)))
    return tuple(dict.fromkeys(_a_labels(host).removeprefix("www.") for host in found))


def veiled_links(text: str) -> tuple[str, ...]:
    """Return what stands in a link instead of a plain host, or in front of one.

    >>> veiled_links("https://zoom.us@192.0.2.1/j and http://0x7f.1")
    ('zoom.us@192.0.2.1', '0x7f.1', '192.0.2.1')
    """
    flat = _flat(text)
    is_led = ":/" in flat or ":\\" in flat
    authorities = [match[1] for match in _AUTHORITY.finditer(flat)] if is_led else []
    veiled = [a for a in authorities if "@" in a or "\\" in a or _ADDRESS.match(a)]
    bare = _BARE_ADDRESS.findall(flat) if flat.count(".") >= _DOTS_OF_ADDRESS else ()
    return tuple(dict.fromkeys((*veiled, *bare)))


def shortener(host: str) -> str:
    """Return the public shortener a host is or lies below; "" if it is none.

    >>> shortener("www.bit.ly")
    'bit.ly'
    """
    if host in _ONE_OWNER:
        return ""
    labels = host.split(".")
    suffixes = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((suffix for suffix in suffixes if suffix in SHORTENERS), "")


def shortened_hosts(text: str) -> tuple[str, ...]:
    """Return the hosts of public shorteners a text links to.

    What has no scheme and no path is one only where it is written as one: in small letters.

    >>> shortened_hosts("Wait a bit.Do not come in"), shortened_hosts("see bit.do")
    ((), ('bit.do',))
    """
    if not any(map(shortener, hosts(text))):
        return ()
    written = (match for match in _HOST.finditer(_seen(text)) if _is_written_as_link(match))
    found = (_a_labels(match[0].casefold()) for match in written)
    return tuple(dict.fromkeys(filter(shortener, found)))


@rule("SMS_SHORTENER_BLOCKED", cites="CTIA Messaging Principles 5.3")
def link_is_shortened(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:  # noqa: ARG001 - a check's shape
    """Refuse a text with a link of a public shortener, which hides where it leads."""
    if found := shortened_hosts(sms.text):
        yield Objection(
            recipient=sms.recipient,
            reason="The text has a link of a public shortener; link to your own domain instead.",
            evidence=found,
        )


@rule("SMS_LINK_DECEPTIVE", cites="CTIA Messaging Principles 5.3")
def link_deceives(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text with a link that is made to look like another, or shows no host at all."""
    own = facts.identity.domains | facts.policy.link_hosts
    told = [f"{veiled} hides its host" for veiled in veiled_links(sms.text)]
    others = (host for host in hosts(sms.text) if own.isdisjoint(suffixes(host)))
    told += [
        f"{host} is made to be taken for {name}"
        for host in others
        if (name := _taken_for(host, own))
    ]
    if told:
        yield Objection(
            recipient=sms.recipient,
            reason="A link of the text hides where it leads, or looks like somebody else's.",
            evidence=tuple(told),
        )


@rule("W_LINK_HOSTS", cites="CTIA Messaging Principles 5.3", effect=Effect.PASS)
def links_lead_to_several_hosts(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:  # noqa: ARG001 - a check's shape
    """Warn of a text with links to several hosts, which carriers take for spam."""
    found = linked_hosts(sms.text)
    if len(found) > 1:
        yield Objection(
            recipient=sms.recipient,
            reason="The text links to several hosts; carriers expect one, your own.",
            evidence=tuple(
                f"{host} ({kind})" if (kind := service(host)) else host for host in found
            ),
        )


def _is_written_as_link(match: re.Match[str]) -> bool:
    """Return whether a host is no end of a sentence that the next one follows without a blank."""
    before = match.string[: match.start()][-1:]
    if before in {"/", "\\", "@"} or match[0].casefold().startswith("www."):
        return True
    if _GOES_ON.match(match.string, match.end()):
        return True
    return all(label == label.lower() for label in match[0].split(".")[-2:])


def _taken_for(host: str, own: frozenset[str]) -> str:
    """Return what a host that is not ours is made to be taken for; "" if for nothing."""
    if name := imitated(host):
        return name
    if poses_as_latin(host):
        return "one of Latin letters"
    read = suffixes(read_hastily(host))
    return next((each for each in own if each in read), "")


@lru_cache(maxsize=64)
def _flat(text: str) -> str:
    """Return a text as a link in it is read: nothing unseen, one form of each dot and letter."""
    return _seen(text).casefold()


def _seen(text: str) -> str:
    """Return a text with its capitals, but nothing unseen and one form of each dot."""
    if text.isascii():
        return _DOTS.sub(".", text) if any(bracket in text for bracket in "[({") else text
    seen = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFKC", _DOTS.sub(".", seen))


@lru_cache(maxsize=64)
def _dotted(text: str) -> str:
    """Return a text as a link in it is read; nothing of one that cannot name a host."""
    flat = _flat(text)
    return flat if _DOTTED.search(flat) else ""


@lru_cache(maxsize=256)
def _a_labels(host: str) -> str:
    try:
        plain = without_lookalikes(host)
        return plain if shortener(plain) else host.encode("idna").decode("ascii")
    except UnicodeError:  # no domain could be registered like this: nothing it could lead to
        return host

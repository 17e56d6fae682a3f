"""The hosts a text links to, and the public shorteners among them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from filters.decision import Objection
from filters.lookalikes import without_lookalikes
from filters.rule import rule

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
_UNSEEN: Final = frozenset({"Cf", "Mn"})


def hosts(text: str) -> tuple[str, ...]:
    """Return the hosts a text names, with a scheme or without, each once, as A-labels.

    A dot may be hidden: `bit[.]ly`, `bit(dot)ly`, full-width.

    >>> hosts("see bit[.]ly/x and HTTPS://Example.com/a")
    ('bit.ly', 'example.com')
    """
    seen = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
    flat = unicodedata.normalize("NFKC", _DOTS.sub(".", seen)).casefold()
    return tuple(dict.fromkeys(_a_labels(match[0]) for match in _HOST.finditer(flat)))


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


@rule("SMS_SHORTENER_BLOCKED", cites="CTIA Messaging Principles 5.3")
def link_is_shortened(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:  # noqa: ARG001 - a check's shape
    """Refuse a text with a link of a public shortener, which hides where it leads."""
    found = tuple(host for host in hosts(sms.text) if shortener(host))
    if found:
        yield Objection(
            recipient=sms.recipient,
            reason="The text has a link of a public shortener; link to your own domain instead.",
            evidence=found,
        )


def _a_labels(host: str) -> str:
    try:
        plain = without_lookalikes(host)
        return plain if shortener(plain) else host.encode("idna").decode("ascii")
    except UnicodeError:  # no domain could be registered like this: nothing it could lead to
        return host

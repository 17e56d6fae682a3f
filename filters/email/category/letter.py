"""Whether a message has the form of a letter that one person writes to another by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.email.displayed import ALTERNATIVE, PLAIN, decoded_text, displayed_parts
from filters.email.fields import addresses, value

if TYPE_CHECKING:
    from filters.email.part import Part

_GREETS: Final = (
    r"hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen)|liebe|lieber"
    r"|bonjour|salut|cher|ch\u00e8re|hola|buenos d\u00edas|estimado|estimada|querido|querida|ciao"
    r"|buongiorno|caro|cara|ol\u00e1|prezado|prezada|beste|dag|hej|cze\u015b\u0107"
)
_GREETING: Final = re.compile(
    rf"(?:{_GREETS})\s+(?P<whom>[^\n,!.:]{{2,60}})[,!.:\u2013-]?\Z", re.IGNORECASE
)
_NAME: Final = re.compile(r"[^\W\d_]{2,}")
_LAID_OUT: Final = re.compile(
    r"<\s*(?:table|img|style|center|button|svg|h1|link)\b|background:", re.IGNORECASE
)
_LINK: Final = re.compile(r"https?://|www\.", re.IGNORECASE)
_ROLES: Final = frozenset(
    {
        "account", "accounts", "admin", "alert", "alerts", "billing", "bounce", "bounces", "care",
        "contact", "customerservice", "deals", "donotreply", "email", "events", "hello", "help",
        "hi", "info", "mail", "mailer", "marketing", "members", "news", "newsletter", "no",
        "noreply", "notification", "notifications", "notify", "offers", "office", "orders",
        "promo", "promotions", "reply", "rewards", "sales", "service", "shop", "store", "support",
        "team", "updates", "webmaster", "welcome",
    }
)  # fmt: skip
_MAX_WORDS: Final = 400
_MAX_LINKS: Final = 1
_MAX_BYTES: Final = 20_000
_SIGNATURE_LINES: Final = 8
_FEW_WORDS: Final = 3


def is_personal(raw: bytes, tree: Part) -> bool:
    """Whether plain prose greets by name the one it is for, and its sender signs with a name.

    In doubt it does not: advertising that is taken for a letter leaves without its duties.
    """
    return _names_two_people(raw, tree) and _is_handwritten(raw, tree)


def _names_two_people(raw: bytes, tree: Part) -> bool:
    senders = addresses(raw, tree, "from")
    if len(senders) != 1 or not _ROLES.isdisjoint(_names(senders[0].partition("@")[0])):
        return False
    if len(addresses(raw, tree, "to")) != 1 or tree.field("cc") or tree.field("sender"):
        return False
    return bool(_names(_display_name(raw, tree, "from")))


def _is_handwritten(raw: bytes, tree: Part) -> bool:
    parts = displayed_parts(tree)
    if any(part.body_end - part.body_start > _MAX_BYTES for part in parts):
        return False
    plain = [part for part in parts if part.content_type == PLAIN]
    marked_up = [part for part in parts if part.content_type != PLAIN]
    if len(plain) != 1 or len(marked_up) > 1 or (marked_up and not _has_alternatives(tree)):
        return False
    text = decoded_text(raw, plain[0])
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not _greets(raw, tree, lines[0]) or not _signs(raw, tree, lines[1:]):
        return False
    if len(text.split()) > _MAX_WORDS or len(_LINK.findall(text)) > _MAX_LINKS:
        return False
    return not any(_LAID_OUT.search(decoded_text(raw, part)) for part in marked_up)


def _has_alternatives(tree: Part) -> bool:
    return tree.content_type == ALTERNATIVE or any(
        child.content_type == ALTERNATIVE for child in tree.children
    )


def _greets(raw: bytes, tree: Part, line: str) -> bool:
    """Whether a line greets the reader by a name that stands in the To field."""
    greeting = _GREETING.match(line)
    if greeting is None:
        return False
    known = _names(_display_name(raw, tree, "to")) or _names(
        addresses(raw, tree, "to")[0].partition("@")[0]
    )
    return not _names(greeting["whom"]).isdisjoint(known)


def _signs(raw: bytes, tree: Part, lines: list[str]) -> bool:
    """Whether one of the last lines begins with, or is little more than, a name of the sender."""
    names = _names(_display_name(raw, tree, "from"))
    for line in lines[-_SIGNATURE_LINES:]:
        found = list(_NAME.finditer(line.lower()))
        if found and found[0].start() <= 1 and found[0][0] in names:
            return True
        if len(line.split()) <= _FEW_WORDS and any(name[0] in names for name in found):
            return True
    return False


def _display_name(raw: bytes, tree: Part, field: str) -> str:
    name, angle, _ = value(raw, tree, field).partition("<")
    return name if angle else ""


def _names(text: str) -> set[str]:
    return set(_NAME.findall(text.lower()))

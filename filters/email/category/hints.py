"""What the fields of sending services and of mailing lists hint at: never proof, only a lean."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.answering import tells_of_many
from filters.email.fields import raw_values
from filters.message import Category
from suppression.entry import is_slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from filters.email.part import Part

_WORD: Final = re.compile(r"[a-z]+")
_OF_ADVERTISING: Final = frozenset(
    {
        "ads", "advertising", "blast", "broadcast", "broadcasts", "bulk", "campaign", "campaigns",
        "digest", "drip", "marketing", "newsletter", "newsletters", "nurture", "offer", "offers",
        "promo", "promos", "promotion", "promotional", "promotions", "sale", "upsell", "winback",
    }
)  # fmt: skip
_OF_BUSINESS: Final = frozenset(
    {
        "alert", "alerts", "appointment", "billing", "code", "confirm", "confirmation", "delivery",
        "invoice", "invoices", "login", "notification", "notifications", "order", "orders", "otp",
        "outbound", "password", "payment", "receipt", "receipts", "recovery", "refund", "reminder",
        "reset", "security", "shipping", "statement", "transaction", "transactional",
        "verification", "verify",
    }
)  # fmt: skip
_PRECEDENCE: Final = "precedence"
_MAX_JSON: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What fields hint at; conversational is what none does."""

    leans_to: Category = Category.CONVERSATIONAL
    stream: str = ""  # slug
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hint:
    leans_to: Category = Category.CONVERSATIONAL
    stream: str = ""


NO_HINTS: Final = Hints()


def hints_of(raw: bytes, tree: Part) -> Hints:
    """Return what the fields of services and lists hint at; the stricter lean counts.

    A stream is read only where the service itself keeps opt-outs by it: a label that changes with
    every campaign would make an opt-out end with it.
    """
    names = {field.name: None for field in tree.fields if field.name in _READERS}
    if _PRECEDENCE in names and not tells_of_many(raw, tree):
        del names[_PRECEDENCE]
    if not names:  # of most letters
        return NO_HINTS
    found = [(name, _READERS[name](text)) for name in names for text in raw_values(raw, tree, name)]
    leans = {hint.leans_to for _, hint in found}
    strictest = (Category.COMMERCIAL, Category.TRANSACTIONAL, Category.CONVERSATIONAL)
    return Hints(
        leans_to=next(category for category in strictest if category in leans),
        stream=next((hint.stream for _, hint in found if is_slug(hint.stream)), ""),
        seen=tuple(_told(name, hint) for name, hint in found if hint != _Hint()),
    )


def _told(name: str, hint: _Hint) -> str:
    """Return what is seen of a field: never its value, which may name people."""
    lean = "nothing" if hint.leans_to is Category.CONVERSATIONAL else hint.leans_to.value
    stream = f", stream {hint.stream}" if is_slug(hint.stream) else ""
    return f"header: {name} leans to {lean}{stream}"


def _by_words(text: str) -> _Hint:
    words = set(_WORD.findall(text.lower()))
    if not words.isdisjoint(_OF_ADVERTISING):
        return _Hint(leans_to=Category.COMMERCIAL)
    if not words.isdisjoint(_OF_BUSINESS):
        return _Hint(leans_to=Category.TRANSACTIONAL)
    return _Hint()


def _postmark_stream(text: str) -> _Hint:
    lean = _by_words(text).leans_to
    # nobody opts out of business, and an opt-out of advertising sent as such must reach further
    return _Hint(leans_to=lean, stream="" if lean is Category.TRANSACTIONAL else text.lower())


def _sendgrid(text: str) -> _Hint:
    """Read X-SMTPAPI: who names an unsubscribe group sends to those who may leave it."""
    try:
        told = json.loads(text[:_MAX_JSON])
    except (ValueError, RecursionError):
        return _Hint()
    if not isinstance(told, dict):
        return _Hint()
    group = told.get("asm_group_id")
    if isinstance(group, int):
        return _Hint(leans_to=Category.COMMERCIAL, stream=f"asm-{group}")
    return _by_words(json.dumps(told.get("category", "")))


def _ses_list(text: str) -> _Hint:
    parts = [piece.strip() for piece in text.split(";")]
    named = dict(piece.partition("=")[::2] for piece in parts)
    topic = named.get("topic") or named.get("topicName") or ""
    return _Hint(leans_to=Category.COMMERCIAL, stream=topic.strip().lower())


def _mailing(_: str) -> _Hint:
    return _Hint(leans_to=Category.COMMERCIAL)


_READERS: Final[dict[str, Callable[[str], _Hint]]] = {
    "x-pm-message-stream": _postmark_stream,
    "x-pm-tag": _by_words,
    "x-smtpapi": _sendgrid,
    "x-mailgun-tag": _by_words,
    "x-ses-list-management-options": _ses_list,
    "x-ses-message-tags": _by_words,
    "x-postal-tag": _by_words,
    "x-mc-tags": _by_words,
    "feedback-id": _by_words,
    _PRECEDENCE: _mailing,
    "list-id": _mailing,
}

"""Whether a reply by email asks for the mail to end: 16 CFR 316.5, 47 CFR 64.1200(a)(10)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from filters.email.answering import begins_as_answer
from filters.email.reply import reply_in_html, reply_in_text, reply_of
from filters.revocation import Grade, Intent, Recognition, recognise

if TYPE_CHECKING:
    from collections.abc import Callable

    from filters.email.part import Part
    from filters.email.reply import Reply
    from filters.revocation.weighing import Models

_HTML: Final = re.compile(r"\s*<(?:!doctype|html|head|body|div|p|table|span|meta)\b", re.IGNORECASE)

_REQUESTS: Final = (Intent.OPTOUT, Intent.REVIEW)  # the surer first


def recognise_reply(text: str, models: Callable[[], Models] | None = None) -> Recognition:
    r"""Return what a reply asks for, its text as it came, with the letter it answers.

    >>> recognise_reply("Great!\n\nOn Monday, Ann <a@b.example> wrote:\n> Unsubscribe").intent
    <Intent.NONE: 'none'>
    """
    return _recognise(reply_in_html(text) if _HTML.match(text) else reply_in_text(text), models)


def recognise_email(
    raw: bytes, tree: Part, subject: str, models: Callable[[], Models] | None = None
) -> Recognition:
    """Return what a message asks for, in its text or in a subject of the person's own."""
    said = _recognise(reply_of(raw, tree), models)
    if begins_as_answer(subject) or said.intent is Intent.OPTOUT:
        return said
    titled = recognise(subject)
    return titled if titled.intent is Intent.OPTOUT else said


def _recognise(reply: Reply, models: Callable[[], Models] | None) -> Recognition:
    """Return what a reply asks for; what else stands there may be of others, so it is a doubt.

    What signatures have under the name (a notice of secrecy, an address) no model was taught.
    """
    texts = [recognise(text, models) for text in (reply.own, reply.first)]
    said = next((each for kind in _REQUESTS for each in texts if each.intent is kind), texts[0])
    if said.intent in _REQUESTS:
        return said
    below, signed = recognise(reply.below, models), recognise(reply.signed)
    doubts = [below] if below.intent in _REQUESTS else []
    doubts += [signed] if signed.intent is Intent.OPTOUT else []
    return replace(doubts[0], intent=Intent.REVIEW, grade=Grade.AMBIGUOUS) if doubts else said

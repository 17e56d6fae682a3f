"""Whether a reply by email asks for the mail to end: 16 CFR 316.5, 47 CFR 64.1200(a)(10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.email.answering import begins_as_answer
from filters.email.reply import html_reply_text, reply_of, reply_text
from filters.revocation import Intent, Recognition, recognise

if TYPE_CHECKING:
    from collections.abc import Callable

    from filters.email.part import Part
    from filters.revocation.weighing import Models

_HTML: Final = re.compile(r"\s*<(?:!doctype|html|head|body|div|p|table|span|meta)\b", re.IGNORECASE)


def recognise_reply(text: str, models: Callable[[], Models] | None = None) -> Recognition:
    r"""Return what a reply asks for, its text as it came, with the letter it answers.

    >>> recognise_reply("Great!\n\nOn Monday, Ann <a@b.example> wrote:\n> Unsubscribe").intent
    <Intent.NONE: 'none'>
    """
    own = html_reply_text(text) if _HTML.match(text) else reply_text(text)
    return recognise(own, models)


def recognise_email(
    raw: bytes, tree: Part, subject: str, models: Callable[[], Models] | None = None
) -> Recognition:
    """Return what a message asks for, in its text or in a subject of the person's own."""
    said = recognise(reply_of(raw, tree), models)
    if begins_as_answer(subject) or said.intent is Intent.OPTOUT:
        return said
    titled = recognise(subject)
    return titled if titled.intent is Intent.OPTOUT else said

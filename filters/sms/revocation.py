"""Whether a text asks for the texts to end: 47 CFR 64.1200(a)(10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.revocation import Recognition, recognise
from filters.revocation.recognition import NOTHING_ASKED
from filters.sms.reactions import is_reaction, own_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from filters.revocation.weighing import Models


def recognise_text(text: str, models: Callable[[], Models] | None = None) -> Recognition:
    """Return what a text asks for.

    >>> recognise_text("Pls stop txting me").grade
    <Grade.DEFINITE: 'definite'>
    >>> recognise_text('Liked "Your table is ready. Reply STOP to end"').intent
    <Intent.NONE: 'none'>
    >>> recognise_text('Disliked "Your table is ready", stop texting me').grade
    <Grade.DEFINITE: 'definite'>
    """
    return NOTHING_ASKED if is_reaction(text) else recognise(own_words(text), models)

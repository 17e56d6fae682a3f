"""Whether a text asks for the texts to end: 47 CFR 64.1200(a)(10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.revocation import Recognition, recognise
from filters.revocation.recognition import NOTHING_ASKED

if TYPE_CHECKING:
    from collections.abc import Callable

    from filters.revocation.weighing import Models

_REACTION: Final = re.compile(
    r"\s*(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|removed an? [\w ]{1,20} from"
    r"|reacted \S{1,12} to|\S{1,12} to|le gustó|le encantó|a aimé|j.aime)\s[\"“«]",
    re.IGNORECASE,
)
"""What telephones write for a thumb up or down, with the text it is about in quotes."""


def recognise_text(text: str, models: Callable[[], Models] | None = None) -> Recognition:
    """Return what a text asks for.

    >>> recognise_text("Pls stop txting me").grade
    <Grade.DEFINITE: 'definite'>
    >>> recognise_text('Liked "Your table is ready. Reply STOP to end"').intent
    <Intent.NONE: 'none'>
    """
    return NOTHING_ASKED if _REACTION.match(text) else recognise(text, models)

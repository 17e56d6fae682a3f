"""What a text that a person sent us is taken for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.revocation.reading import sentences
from filters.revocation.recognition import NOTHING_ASKED, Grade, Intent, Recognition
from filters.sms.courtesies import is_courtesy
from filters.sms.reactions import is_reaction
from filters.sms.revocation import recognise_text
from suppression.texts import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from filters.revocation.weighing import Models

_NOT_THEIRS: Final = (
    r"not the (?:person|one|man|woman|guy|lady) you (?:are|were|want|think)(?: \w+){0,4}"
    r"|(?:this|that)(?: is)? not \w+(?: s)? (?:number|phone|cell)(?: \w+){0,2}"
    r"|(?:not|no longer) \w+ ?(?:s)? (?:number|phone|cell)"
    r"|(?:this|that|the) (?:number|phone)(?: \w+){0,3} belongs? to(?: \w+){0,4}"
    r"|(?:not|no longer)(?: \w+){0,2} (?:have|has|own|use|uses) this (?:number|phone)"
    r"|este (?:ya )?no es (?:el |su |mi )?(?:numero|telefono)(?: de \w+)?"
    r"|ce n est (?:plus|pas) (?:le |son )?numero(?: de \w+)?"
)
_WRONG: Final = (
    r"wrong (?:number|person|phone|guy|man|woman|lady|contact)"
    r"|numero equivocado|equivoc\w+ (?:de|el) (?:numero|persona|telefono)"
    r"|(?:mauvais|faux) numero|(?:trompez|trompes?|erreur) (?:de|sur) (?:la )?(?:numero|personne)"
)
_SAYS_NOT_THEIRS: Final = re.compile(rf"\b(?:{_NOT_THEIRS})\b")
_WRONG_NUMBER: Final = re.compile(rf"\b(?:{_WRONG}|{_NOT_THEIRS})\b")
_STOPPING: Final = re.compile(
    r"\b(?:stop|quit|cease|unsubscribe|remove|no more|do not (?:text|message|contact|write)"
    r"|never (?:text|message|contact)|arretez|cessez|dejen?|deje"
    r"|no (?:me )?(?:escriban?|manden?))\b"
)
_INTENTS: Final = {
    Intent.OPTOUT: Asked.STOP,
    Intent.OPTIN: Asked.START,
    Intent.HELP: Asked.HELP,
    Intent.REVIEW: Asked.DOUBT,
    Intent.NONE: Asked.NOTHING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a text asks for, how surely, and the words that say so."""

    asked: Asked
    grade: Grade
    matched: str
    also_stops: bool = False  # of a wrong number: whoever has it wants no texts either
    is_reaction: bool = False  # a thumb up or down on a text, with that text in quotes
    is_courtesy: bool = False  # thanks, sorry or the like, and nothing else


def hear(text: str, models: Callable[[], Models] | None = None) -> Heard:
    """Return what a text asks for.

    >>> hear("Stop. Thank you").asked, hear("You have the wrong number").asked
    (<Asked.STOP: 'stop'>, <Asked.WRONG_NUMBER: 'wrong_number'>)
    """
    if is_reaction(text):
        grade = NOTHING_ASKED.grade
        return Heard(asked=Asked.NOTHING, grade=grade, matched="", is_reaction=True)
    courteous = is_courtesy(text)
    said = ". ".join(sentence.words for sentence in sentences(text))
    # 47 CFR 64.1200(m): who has the number now never asked to be texted
    wrong = _WRONG_NUMBER.search(said)
    found = _found(text, None if courteous else models, is_wrong=wrong is not None)
    asked = _INTENTS[found.intent]
    if asked is Asked.NOTHING and (doubt := _SAYS_NOT_THEIRS.search(said)):
        return Heard(asked=Asked.DOUBT, grade=Grade.AMBIGUOUS, matched=doubt[0])
    if asked is not Asked.STOP or wrong is None:
        return Heard(asked=asked, grade=found.grade, matched=found.matched, is_courtesy=courteous)
    rest = recognise_text(_WRONG_NUMBER.sub(" ", said))
    return Heard(
        asked=Asked.WRONG_NUMBER,
        grade=found.grade,
        matched=wrong[0],
        also_stops=rest.intent is Intent.OPTOUT or _STOPPING.search(said) is not None,
    )


def _found(text: str, models: Callable[[], Models] | None, *, is_wrong: bool) -> Recognition:
    """Return what a text asks for: of a wrong number, what the rules alone hear is enough."""
    found = recognise_text(text, models)
    if is_wrong and found.intent is Intent.REVIEW:
        rules = recognise_text(text)
        return rules if rules.intent is Intent.OPTOUT else found
    return found

"""The notice that companies put below every letter: whom it reached in error is to delete it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.revocation.reading import Sentence

_OWN: Final = (
    r"i (?:am|asked|believe|can|could|did|do|had|have|need|never|no|received?|want|was|will|wish"
    r"|would)|my|mine|ich|meine?[mnrs]?|je|mon|mes|yo|mi|mis|io|mio|mia|miei|eu|meu|minha|ik|mijn"
    r"|to me|an mich|a moi|a mim|aan mij"
)
_OF_A_PERSON: Final = (
    r"(?:e?mail)?add?ress(?:es)?|adressen?|adresse|direccion(?:es)?|indirizz[io]|enderecos?"
    r"|(?:e?mail)?adres|contacts?|details|data|daten|coordonnees|donnees|datos|dati|dados|gegevens"
    r"|numbers?|nummer|numero|consent|ADDR|NUM"
)
_WORD: Final = rf"(?:\s(?!(?:am|bin|ben|suis|soy|sono|sou|{_OWN}|{_OF_A_PERSON})\b)\w+)"
_THE: Final = (
    r"(?: (?:the|an?|one|of|its?|named|intended|authori[sz]ed|correct|proper|right|actual"
    r"|designated|specified|addressed)){0,4}"
)
_NOT_YOURS: Final = re.compile(
    rf"\b(?:(?:if|where|case|or) you are not{_THE} (?:recipients?|addressees?)"
    rf"|if the (?:reader|recipient)(?: of{_WORD}{{1,3}})? is not{_THE} (?:recipient|addressee)"
    rf"|(?:if|should) you{_WORD}{{0,4}}\srec[ei]+ve\w*{_WORD}{{0,5}}\s(?:in|by) (?:error|mistake)"
    rf"|if{_WORD}{{1,5}}\snot (?:intended|meant) for you"
    rf"|(?:wenn|falls|sofern|sollten|sind) sie{_WORD}{{0,3}}\snicht(?! den){_WORD}{{0,4}}"
    r"\s(?:adressat|empfae?nger)\w*"
    rf"|(?:wenn|falls|sofern|sollten|haben) sie{_WORD}{{0,5}}"
    r"\s(?:irrtue?mlich\w*|versehentlich|fae?lschlich\w*|versehen|irrtum)"
    rf"{_WORD}{{0,2}}\s(?:erhalten|bekommen)"
    rf"|(?:wenn|falls|sofern|sollte|ist){_WORD}{{1,4}}\snicht fue?r sie bestimmt"
    rf"|(?:si|ou) vous n etes pas{_WORD}{{0,4}}\sdestinataires?"
    rf"|si vous{_WORD}{{0,3}}\srec\w+{_WORD}{{0,5}}\spar erreur"
    rf"|si{_WORD}{{0,3}}\sno (?:es|eres|fuera|fuese|son){_WORD}{{0,4}}\sdestinatari\w+"
    rf"|si (?:usted )?(?:lo |la )?(?:ha|has|han|hubiera|hubiese) recib\w+{_WORD}{{0,5}}\spor"
    r" (?:error|equivocacion)"
    rf"|se{_WORD}{{0,3}}\snon (?:e|sei|siete|fosse|foste){_WORD}{{0,4}}\sdestinatari\w*"
    rf"|(?:se|qualora){_WORD}{{0,3}}\s(?:ha|hai|avete|abbia|abbiate|avesse|aveste) ricevut\w+"
    rf"{_WORD}{{0,5}}\s(?:per errore|erroneamente)"
    rf"|(?:se|caso){_WORD}{{0,3}}\snao (?:e|for|seja){_WORD}{{0,4}}\sdestinatari\w*"
    rf"|(?:se|caso){_WORD}{{0,3}}\s(?:recebeu|recebido|receber){_WORD}{{0,5}}\spor"
    r" (?:engano|erro|lapso)"
    rf"|(?:als|indien|mocht) you{_WORD}{{0,3}}\sniet{_WORD}{{0,4}}\s(?:geadresseerde|ontvanger)"
    rf"|(?:als|indien|mocht) you{_WORD}{{0,4}}\s(?:ten onrechte|per abuis|abusievelijk"
    rf"|per vergissing){_WORD}{{0,2}}\sontvang\w*)\b"
)
"""What such a notice says of its reader ("u" is read as "you"), and nobody of themselves.

It is a condition, and about the letter: a person says it of their own address, or for certain.
"""
_OF_THEMSELVES: Final = re.compile(rf"\b(?:{_OWN})\b")
_DELETE: Final = (
    r"(?:delet|destroy|remov|eras|loe?sch|vernicht|entfern|supprim|effac|detrui|elimin|borr|destru"
    r"|cancell|rimuov|distrugg|apag|verwijder|vernietig)\w*"
)
_THIS_MAIL: Final = (
    r"(?:this|the|diese|die|cet?|este|el|questo|questa|la|il|esta|o|a|deze|dit|het)"
    r"(?: (?:present|presente|original|entire|electronic))?"
    r" (?:e?mails?|messages?|material|nachricht|courriel|correo(?: electronico)?|mensaje|messaggio"
    r"|mensagem|e?mailbericht|bericht)"
)
_FROM_WHERE_IT_LIES: Final = (
    r"(?:from|aus|von|de|dal|do|uit) (?:your|any|all|ihrem|votre|su|vostro|suo|seu|uw)"
    r" (?:computer |mail )?(?:systems?|systeme|sistema|systeem|computers?|mailbox|inbox|postfach)"
)
_ASKS_FOR_MORE: Final = (
    r"(?! (?:from|off|aus|von|vom|de|del|dal|dalla|do|da|uit|van"
    r"|ids?|accounts?|add?ress\w*))"
)
"""What follows where it is an address, or stands on a list: that is a person's request."""
_USE: Final = (
    r"(?:use|review|copying|retention|disclos(?:ure|ing)|distribut(?:ion|ing)|reproduction"
    r"|disseminat(?:ion|ing)|retransmission|printing|forwarding|alteration|reliance)"
)
_USE_BY_STRANGERS: Final = (
    rf"\b(?:any|all)(?: (?:further|other|unauthori[sz]ed)){{0,2}} {_USE}(?: (?:{_USE}|,|or|and|of"
    r"|in|on|upon|by|its|this|the|any|other|than|unauthori[sz]ed|taking|action|contents?|information"
    r"|e?mail|message|communication|persons?|entit(?:y|ies)|anyone|intended|recipients?"
    r"|addressees?)){0,30} "
)
_ASKS_OF_STRANGERS: Final = re.compile(
    rf"\b(?:{_DELETE}(?: (?:sie|bitte|sofort|umgehend|dan|and|or|und|y|e|et|{_DELETE})){{0,4}}"
    rf" (?:{_THIS_MAIL}|it|(?:all|any) copies(?: of (?:it|{_THIS_MAIL})|(?! of)))"
    rf"|(?:lo|la|le|o|a|{_THIS_MAIL}) (?:zu |te )?{_DELETE})"
    rf"(?: (?:{_FROM_WHERE_IT_LIES})(?: (?:zu )?{_DELETE})?)?\b{_ASKS_FOR_MORE}"
    rf"|\b{_THIS_MAIL} {_FROM_WHERE_IT_LIES} (?:zu |te )?{_DELETE}"
    rf"|(?:(?P<use>{_USE_BY_STRANGERS})|\b)(?:is|are)(?: (?:strictly|hereby|expressly))*"
    r" prohibited\b"
)
_NEAR: Final = 2  # sentences; a notice has several


def without_notices(said: Sequence[Sentence]) -> list[Sentence]:
    """Return sentences without what a notice forbids a stranger, or has them do to the letter.

    A notice tells its reader that it may not be theirs. Who says so of themselves, or asks for
    more to be deleted than the letter, is heard as before.
    """
    whole = "\n".join(each.words for each in said)

    def read(found: re.Match[str]) -> str:
        return "" if _is_of_a_notice(found) else found[0]

    own = (" ".join(words.split()) for words in _ASKS_OF_STRANGERS.sub(read, whole).split("\n"))
    return [replace(each, words=words) for each, words in zip(said, own, strict=False) if words]


def _is_of_a_notice(asked: re.Match[str]) -> bool:
    """Whether the condition stands by it, and nobody speaks of themselves from there on."""
    whole = asked.string
    begun = asked.start()
    for _ in range(_NEAR + 1):
        begun = whole.rfind("\n", 0, max(begun, 0))
    ended = _end_of_sentence(whole, asked.end())
    for _ in range(_NEAR if asked["use"] else 0):
        ended = _end_of_sentence(whole, ended + 1)
    condition = _NOT_YOURS.search(whole, begun + 1, ended)
    if condition is None:
        return False
    first = min(condition.start(), asked.start())
    last = max(condition.end(), asked.end())
    begun = whole.rfind("\n", 0, first) + 1
    return not _OF_THEMSELVES.search(whole, begun, _end_of_sentence(whole, last))


def _end_of_sentence(whole: str, start: int) -> int:
    end = whole.find("\n", start)
    return end if end >= 0 else len(whole)

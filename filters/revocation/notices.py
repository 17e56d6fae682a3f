"""The notice that companies put below every letter: whom it reached in error is to delete it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.revocation.reading import Sentence

_WORD: Final = r"(?:\s(?!(?:am|bin|ben|suis|soy|sono|sou)\b)\w+)"
_NOT_YOURS: Final = re.compile(
    rf"\b(?:you are not{_WORD}{{0,4}}\s(?:recipients?|addressees?)"
    rf"|(?:if|should) you{_WORD}{{0,4}}\srec[ei]+ve\w*{_WORD}{{0,5}}\s(?:in|by) (?:error|mistake)"
    r"|not (?:intended|meant) for you"
    rf"|sie{_WORD}{{0,3}}\snicht(?! den){_WORD}{{0,4}}\s(?:adressat|empfae?nger)\w*"
    rf"|sie{_WORD}{{0,5}}\s(?:irrtue?mlich\w*|versehentlich|fae?lschlich\w*|versehen|irrtum)"
    rf"{_WORD}{{0,2}}\s(?:erhalten|bekommen)"
    r"|nicht fue?r sie bestimmt"
    rf"|vous n etes pas{_WORD}{{0,4}}\sdestinataires?"
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
"""What such a notice says of its reader ("u" is read as "you"), and nobody of themselves."""
_DELETE: Final = (
    r"(?:delet|destroy|remov|eras|loe?sch|vernicht|entfern|supprim|effac|detrui|elimin|borr|destru"
    r"|cancell|rimuov|distrugg|apag|verwijder|vernietig)\w*"
)
_THIS_MAIL: Final = (
    r"(?:this|the|diese|die|cet?|este|el|questo|questa|la|il|esta|o|a|deze|dit|het)"
    r"(?: (?:present|presente|original|entire|electronic))?"
    r" (?:e?mails?|messages?|nachricht|courriel|correo(?: electronico)?|mensaje|messaggio|mensagem"
    r"|e?mailbericht|bericht)"
)
_FROM_WHERE_IT_LIES: Final = (
    r"(?:from|aus|von|de|dal|do|uit) (?:your|ihrem|votre|su|vostro|suo|seu|uw)"
    r" (?:computer |mail )?(?:systems?|systeme|sistema|systeem|computer|mailbox|inbox|postfach)"
)
_ASKS_FOR_MORE: Final = r"(?! (?:from|off|aus|von|vom|de|del|dal|dalla|do|da|uit|van|add?ress\w*))"
"""What follows where it is an address, or stands on a list: that is a person's request."""
_ASKS_OF_STRANGERS: Final = re.compile(
    rf"\b(?:{_DELETE}(?: (?:sie|bitte|sofort|umgehend|dan|and|or|und|y|e|et|{_DELETE})){{0,4}}"
    rf" (?:{_THIS_MAIL}|it)|(?:lo|la|le|o|a|{_THIS_MAIL}) (?:zu |te )?{_DELETE})"
    rf"(?: (?:{_FROM_WHERE_IT_LIES})(?: (?:zu )?{_DELETE})?)?\b{_ASKS_FOR_MORE}"
    rf"|\b{_THIS_MAIL} {_FROM_WHERE_IT_LIES} (?:zu |te )?{_DELETE}"
    r"|\b(?:is|are)(?: (?:strictly|hereby|expressly))* prohibited\b"
)
_BEFORE: Final = 2  # sentences; a notice has several


def without_notices(said: Sequence[Sentence]) -> list[Sentence]:
    """Return sentences without what a notice forbids a stranger, or has them do to the letter.

    A notice tells its reader that it may not be theirs. Who says so of themselves, or asks for
    more to be deleted than the letter, is heard as before.
    """
    whole = "\n".join(each.words for each in said)

    def read(found: re.Match[str]) -> str:
        start = found.start()
        for _ in range(_BEFORE + 1):
            start = whole.rfind("\n", 0, max(start, 0))
        return "" if _NOT_YOURS.search(whole, start + 1, found.start()) else found[0]

    own = (" ".join(words.split()) for words in _ASKS_OF_STRANGERS.sub(read, whole).split("\n"))
    return [replace(each, words=words) for each, words in zip(said, own, strict=False) if words]

"""What says that messages shall go on.

Models go by what words are about, and a wish and its opposite are about the same. So they opt
nobody out who says such a thing, unless the rules hear a request as well.
"""

from __future__ import annotations

import re
from typing import Final

_ASKED: Final = (
    r"(?:(?:hope|wish|pray)(?: that)? (?:you|they|these) |(?<!you )(?<!they )(?<!people )(?<!guys )"
    r"(?<!texts )(?<!messages )(?<!emails )(?<!these )(?<!those ))"
    r"(?:do not |never )(?:ever |you |please |dare )*"
)
"""Not to do something; who says that they do not do it reproaches them."""
_SHALL: Final = re.compile(
    rf"(?<!\S)(?:{_ASKED}(?:stop|quit|end|mute|silence|pause)"
    rf"|{_ASKED}(?:turn|switch|shut)(?: \w+){{0,3}} off"
    r"|keep (?:them|it|these|those|em) coming"
    r"|no (?:los |las |lo |la )(?:quit|apag|cancel)\w*"
    r"|ne (?:les |l |le |la )(?:coupe|arrete|supprime|enleve)\w* (?:pas|jamais)"
    rf"|(?:{_ASKED}|not (?:want|ask)(?: you)? to (?:be )?)"
    r"(?:remove|unsubscribe|take (?:me|us|my) |delete|cancel|opt me out|stop)\w*"
    r"|(?:who|why was i|i was) (?:\w+ )?unsubscribed"
    r"|no (?:me |nos )(?:(?:quit|borr|saqu|elimin)(?:es|en)|de[ns] de baja|desuscrib\w*)"
    r"|(?<!vous )ne (?:me |nous )(?:desabonne|desinscri|supprime|retire|enleve)\w* (?:pas|jamais)"
    r"|no (?:me |nunca |vayan a )*(?:paren?|pares|dej(?:en?|es) de|cesen)"
    r"|nicht (?:aus (?:dem|ihrem|eurem) verteiler|abmelden|abbestellen|streichen|austragen)"
    r"|(?<!vous )(?<!vous n )(?:n )?arret(?:ez|e|er) (?:pas|jamais)"
    r"|(?:hate|sad|sorry) to (?:be|get) (?:removed|taken off|unsubscribed)"
    r"|(?:leave|laiss(?:ez|e)|dej(?:en|e))(?: ?(?:me|us|moi|nous))? (?:an? |un |el |le |la )?"
    r"(?:message|voicemail|note|review|mensaje|recado|resena|avis))(?!\S)"
)


def goes_on(words: str) -> bool:
    """Whether a sentence says that something shall go on.

    >>> goes_on("please do not stop"), goes_on("you do not stop")
    (True, False)
    """
    return _SHALL.search(words) is not None

"""What says that messages shall go on.

Whoever wants or misses them, or tells what is wrong with them, does not ask to be left alone.
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
    r"|(?:who|why was i|i was) (?:\w+ )?unsubscribed|not mean to (?:unsubscribe|opt out)"
    r"|(?<!no )quiero seguir(?! sin)|veux (?:continuer|rester)"
    r"|no (?:me |nos )(?:(?:quit|borr|saqu|elimin)(?:es|en)|de[ns] de baja|desuscrib\w*)"
    r"|(?<!vous )ne (?:me |nous )(?:desabonne|desinscri|supprime|retire|enleve)\w* (?:pas|jamais)"
    r"|no (?:me |nunca |vayan a )*(?:paren?|pares|dej(?:en?|es) de|cesen)"
    r"|nicht (?:aus (?:dem|ihrem|eurem) verteiler|abmelden|abbestellen|streichen|austragen)"
    r"|(?<!vous )(?<!vous n )(?:n )?arret(?:ez|e|er) (?:pas|jamais)"
    r"|(?:hate|sad|sorry) to (?:be|get) (?:removed|taken off|unsubscribed)"
    r"|(?:leave|laiss(?:ez|e)|dej(?:en|e))(?: ?(?:me|us|moi|nous))? (?:an? |un |el |le |la )?"
    r"(?:message|voicemail|note|review|mensaje|recado|resena|avis))(?!\S)"
)
_MAIL: Final = (
    r"(?:messages?|texts?|e?mails?|newsletters?|reminders?|codes?|notifications?|alerts?|updates?"
    r"|receipts?|invitations?|invites?|confirmations?|links?|nothing|anything)"
)
_LATELY: Final = r"(?:do not|does not|did not|are not|is not|not|never|no longer|stopped)"
_MISSED: Final = re.compile(
    rf"(?<!\S){_MAIL}(?: \w+){{0,5}} {_LATELY}(?: even| been| seem to| all| ever| really)?"
    r" (?:arriv\w*|com(?:e|es|ing)(?! to| here)|reach\w*|show(?:s|n|ed|ing)? up|deliver\w*"
    r"|g(?:o|oes|oing|et|ets|etting) (?:through|to (?:me|us)))(?!\S)"
    r"|(?<!\S)(?<!sure )(?<!that )(?:(?:i|we) (?:am |are |have |do |did |can )"
    r"(?:not|never|no longer)|(?:i|we) (?:no longer|never|stopped)|did (?:i|we) stop)"
    r"(?: been| even| ever)?"
    rf" (?:get|getting|got|gotten|receiv\w+)(?: \w+){{0,4}}? {_MAIL}(?!\S)"
    r"|(?<!\S)(?:no|nunca)(?: me| nos| se)? (?:estan? )?"
    r"(?:lleg(?:a|an|o|aron|ando)|h(?:a|an) llegado|recibo|recibi|recibimos|recib(?:e|iendo)"
    r"|he recibido|hemos recibido)(?!\S)"
    r"|(?<!\S)(?:dej(?:o|aron)|h(?:a|an) dejado) de"
    r" (?:llegar|entrar|mandar|enviar|escribir|avisar)\w*(?!\S)"
    r"|(?<!\S)(?:deje|dejamos|he dejado|hemos dejado) de recibir(?!\S)"
    r"|(?<!\S)(?<!cela )(?<!ca )ne? (?:(?:me|nous|m) )?"
    r"(?:arriv(?:e|ent)|parvien(?:t|nent)|passent?|(?:est|sont)(?: \w+)? (?:arrive|parvenu)\w*)"
    r" (?:plus|pas|jamais)(?!\S)"
    r"|(?<!\S)ne? (?:recois|recoit|recevons) (?:plus|pas|rien|jamais)(?!\S)"
    r"|(?<!\S)n (?:ai|a|avons) (?:plus |pas |jamais )?(?:rien )?(?:re)?recu(?!\S)"
)
"""Somebody tells that messages no longer arrive, who would not if nobody missed them."""
_FAULTY: Final = re.compile(
    r"(?<!\S)(?:(?:is|was|were|gets?|got|comes?|came|arrived?|arriving) (?:in )?"
    r"(?:cut (?:off|short)|blank|empty|garbled|scrambled|unreadable|(?:too|a day|hours) late)"
    r"|(?:comes?|came|arrives?|arrived|get|got|getting|sent|sends?|everything) twice"
    r"|in (?:my |our |the |his |her )?(?:spam|junk)(?: folder| mail)?|dead zone"
    r"|where did (?:\w+ ){1,4}(?:go|disappear)|why did you (?:stop|quit)|what happened to"
    r"|(?:how come (?:you|u) do not|why do (?:you|u) not|why do not (?:you|u))"
    r" (?:text|write|email|message|send)(?: \w+){0,3} any ?more"
    r"|(?:est(?:a|aba)|sale|lleg(?:a|o)) (?:vaci|cortad|incomplet)\w*|se corta|por que ya no"
    r"|(?:llega|manda|envia|recib)\w*(?: \w+){0,3} (?:dos veces|tarde)"
    r"|en (?:el |la )?(?:correo |carpeta de )*(?:no deseados?|spam)"
    r"|(?:est|etait|arrive) (?:vide|coupe|tronque|en retard|trop tard)|s arrete a|en double"
    r"|(?:recois|recu|recoit|envoy\w+|arriv\w+)(?: \w+){0,3} deux fois"
    r"|dans (?:les |mes |le |mon )?(?:courriers? |dossier )*(?:indesirables?|spams?)"
    r"|pourquoi (?:vous |tu )?(?:ne )?(?:\w+ ){1,2}plus)(?!\S)"
)
"""Somebody tells what is wrong with messages, for it to be mended."""
_WISHED: Final = re.compile(
    r"(?<!\S)(?:hope|wish|glad|happy|grateful|appreciate|want|would|like|prefer|rather|make|making"
    r"|sure|ensure|see to it|so that|fix it so|until|unless|unsubscri\w*|opt(?:ed)? out"
    r"|hag(?:a|an|as)|quier\w*|querria|quisiera|gustaria|espero|ojala|prefier\w*"
    r"|para que|que dejen?|darme de baja|desuscri\w*"
    r"|que (?:ya )?no (?:me |nos )?(?:llegue|entre|reciba|mande|envie|escriba)\w*"
    r"|(?:voudr|aimer|souhait|prefer)\w*|fait(?:es)?|espere|pour que|lien|desinscri\w*|desabonn\w*)"
    r"(?!\S)"
)
"""What is no complaint where it stands, but what somebody wishes for."""


def goes_on(words: str) -> bool:
    """Whether a sentence says that something shall go on, or complains that it does not, or ill.

    >>> goes_on("please do not stop"), goes_on("your texts do not arrive any more")
    (True, True)
    >>> goes_on("i do not want to get your texts any more")
    False
    """
    if _SHALL.search(words):
        return True
    is_complaint = _MISSED.search(words) or _FAULTY.search(words)
    return bool(is_complaint) and not _WISHED.search(words)

"""How texts ask for a stop word, and what they promise for it; a phrase of a table stands on one line.

Expressions are for normalised text: small letters, no accents, plain quotation marks. They are made
ready by `compiled`.
"""

from __future__ import annotations

import re
from typing import Final

STOP_WORDS: Final = frozenset(
    {"stop", "stopall", "stop all", "unsubscribe", "unsub", "alto", "parar", "arret"}
)
"""Words that nobody uses for an appointment: beside them "the service" is that of the texts."""

_MACRO: Final = re.compile(r"\{([a-z_]+)\}")
_MACROS: Final = {
    "word": r"stop ?all|stop|unsubscribe|unsub|cancelar|cancel|end|quit|revoke|opt[ -]?out|remove"
    r"|alto|parar|pare|baja|arret|desabonner",
    "quote": r"[\"'(\[*]{0,2}",
    "send": r"reply|replying|text|texting|txt|send|sending|respond|responding|answer|type|responda"
    r"|responde|respondiendo|envie|envia|enviando|conteste|contesta|repondez|reponds|repondant"
    r"|envoyez|envoyant|tapez",
    "with": r"(?: (?:back|us|with|con|par|of|la palabra|le mot|the (?:key)?word|a|an))*",
    "to": r"to|2|if|when|once|for|and|so|in order|before|para|si|cuando|pour|quand|afin|=|:|-",
    "number": r"(?: (?:to|at|al|a|au) \+?\d[\d() .-]{2,15})?",
    "rest": r"[^.!?;\n]",
    "or": r",|/|\||\bor\b|\band\b|&|\bo\b|\bou\b",
    "messages": r"texts?|texting|messages?|messaging|msgs?|sms|mms|alerts?|notifications?"
    r"|reminders?|updates?|communications?|notices?|campaigns?|news(?:letters?)?|codes?|them"
    r"|mensajes?|textos?|alertas?|notificaciones|recordatorios?|avisos?|rappels?|alertes",
    "end": r"stop|end|quit|cancel|discontinue|cease|halt|turn off|block|leave|revoke|cancelar"
    r"|terminar|detener|parar|finalizar|arreter|stopper|annuler|quitter|mettre fin aux?",
    "please": r"(?:you (?:would like|want|wish|prefer|'d like|need) (?:to )?|at any time |please )*",
    "service": r"subscription|program|service|enrollment|suscripcion|abonnement",
    "whose": r"(?:your |this |the |our |su |votre )?",
    "only": r"only|solely|exclusively|solo|solamente|unicamente|uniquement|seulement",
    "sole": r"only|sole|exclusive|unica|seule?",
    "way": r"way|means|method|manner|option|forma|manera|medio|facon|maniere|moyen",
    "can": r"can|may|could|puede|podra|pouvez",
    "must": r"must|have to|need to|debe|tiene que|devez",
    "by": r"by|via|through|using|with|if|when|respondiendo|enviando|repondant|envoyant",
    "honoured": r"accepted|honou?red|processed|recogni[sz]ed",
    "out": r"opt[ -]?(?:out|ing out)|unsubscrib\w+|be removed|stop receiving|dar(?:se|te) de baja"
    r"|dejar de recibir|(?:vous )?desabonner|ne plus recevoir"
    r"|{end}(?:ing)? {rest}{0,30}\b{messages}\b",
    "reply_stop": r"(?:{send}|a reply|replies|una? respuesta){with} {quote}stop\b",
}


def _expression(phrase: str) -> str:
    before = None
    while before != phrase:
        before, phrase = phrase, _MACRO.sub(lambda found: f"(?:{_MACROS[found[1]]})", phrase)
    return phrase


def _each(table: str) -> tuple[str, ...]:
    return tuple(_expression(line) for line in table.strip().splitlines())


def _any(table: str) -> str:
    return "|".join(_each(table))


ANY_WORD: Final = _any(r"\b{word}\b")
MESSAGES: Final = _any(r"\b{messages}\b|opt[ -]?out|unsub")

ASKED_FOR: Final = _each(
    r"""
\b{send}{with} {quote}(?P<word>{word})\b{quote}[\"')\]]{0,2}{number}(?: back)?,? {to} (?P<rest>{rest}{1,160})
\b{send}\b{rest}{1,120}?(?:{or}) ?(?:{send}{with} )?{quote}(?P<word>{word})\b[\"')\]]{0,2} {to} (?P<rest>{rest}{1,160})
\b(?:to|para|pour|if|si) (?P<rest>{rest}{1,100}?),? (?:just |please |simply )?{send}{with} {quote}(?P<word>{word})\b[\"')\]]{0,2}(?=\W*(?:$|[.!?;\n,]))
"""
)
ASKED_FOR_ALONE: Final = _any(r"\b{send}{with} {quote}(?P<word>{word})\b(?=\W*(?:$|[.!?;\n]))")

ENDS_TEXTS: Final = (
    _expression(r"\s*{please}(?:")
    + _any(
        r"""
opt[ -]?(?:out|ing out)|unsub\w*|be (?:removed|taken off|excluded|deleted)|exit\b|salir
remove (?:yourself|me|your (?:number|phone))|(?:vous |se |te )?desabonner|anular la suscrip\w+
(?:ya )?no (?:desea |quiere )?(?:recibir|mas)|dejar de recibir|darse de baja|darte de baja
ne plus (?:en )?recevoir|revoke (?:your )?consent|withdraw (?:your )?consent
(?:you )?(?:do not|don't|no longer|never|not) (?:want|wish|to|receive|get|like|care)\b{rest}{0,50}\b{messages}\b
{end}(?:ing)?\s*(?:at any ?time|any ?time|now|here)?\s*(?:$|[,|/&)(\]]|\band\b|\bor\b|\bhelp\b)
{end} {rest}{0,60}\b{messages}\b
"""
    )
    + ")"
)
ENDS_SERVICE: Final = _any(r"\s*{please}{end} {whose}{service}\b")

BUSINESS: Final = _any(
    r"""
\b(?:confirm\w*|reschedul\w*|appointments?|appt|bookings?|reservations?|orders?|visits?|deliver\w*)\b
\b(?:can't|cannot|unable|won't|pick ?up|tables?|rides?|trips?|class(?:es)?)\b
\b(?:cita|reserva|pedido|rendez-vous|commande|confirmar|confirmer)\b
"""
)
"""What else a word like CANCEL may be about."""

CLAIMING: Final = _any(
    r"\b(?:{only}|{sole}|{must}|other|different|not|never)\b|n't\b",
)
LEAVING: Final = (
    r"\b(?:stop|opt|unsub|remov|baja|desabonner|recibir|recevoir|ignored|keyword|end|cancel)"
)
"""What stands in every sentence that claims such a thing: the others need not be looked at."""

ONE_WAY: Final = _each(
    r"""
\b{sole} {way}\b{rest}{0,40}(?:{out}|{reply_stop})
{reply_stop}{rest}{0,20}\bis the {sole} {way}\b
\b{can} {only} {rest}{0,10}{out}{rest}{0,30}\b{by}\b
\b{only} {can} {rest}{0,10}{out}{rest}{0,30}\b{by}\b
{out}{rest}{0,30}\b{only} (?:by |via |with |if you |when you |through |en |con )?{reply_stop}
\bonly (?:by )?{reply_stop}{rest}{0,40}(?:{out}|\bworks?\b|\bwill\b)
\bonly (?:the (?:key)?word |a reply of |replies of )?{quote}stop[\"')]? (?:will (?:work|end|stop|opt|be)|works|is {honoured}|counts|ends|opts)
\b{must} {reply_stop}{rest}{0,20}\b(?:to|in order to|para|pour) {out}
\b(?:to|para|pour) {out}{rest}{0,30}\b{must} {reply_stop}
\b(?:other|different) (?:words?|repl(?:y|ies)|keywords?|wordings?)\b{rest}{0,30}\b(?:(?:not|never|n't) (?:be )?(?:works?|count|{honoured})|(?:be |are |is )?ignored)
\b{messages} (?:will )?(?:end|stop|cease) only (?:if|when|after|once) {rest}{0,12}{reply_stop}
\b(?:opt[ -]?outs?(?: requests?)?|unsubscribe requests?) (?:are|is|will be|can be) (?:only {honoured}|{honoured} (?:only|exclusively))\b
\b(?:opt[ -]?outs?|requests? to (?:stop|opt out)|unsubscribe requests?){rest}{0,30}\b(?:phone|e-?mail|voicemail|calls?|website|mail)\b{rest}{0,15}(?:not|never|n't) (?:be )?(?:work|count|{honoured})
"""
)

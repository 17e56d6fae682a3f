"""Whether a text asks a stranger for business: it names a price, leads somewhere, or offers."""

from __future__ import annotations

import re
from typing import Final

_PRICE: Final = re.compile(
    r"[$\u20ac\u00a3\u00a5\u20bd\u20a9] ?\d|\br\$ ?\d"
    r"|\d ?(?:[$\u20ac\u00a3\u00a5\u20bd%\u5143\u5186\uc6d0]"
    r"|(?:usd|eur|euros?|dollars?|pounds?|bucks|percent|per cent|prozent|pour cent|por ciento"
    r"|kr|z\u0142|pln|tl|lei|k\u010d|ft|\u0440\u0443\u0431)\b)"
)
_LINK: Final = re.compile(
    r"https?:/|\bwww\.|(?<![\w.@-])(?:[a-z0-9-]{1,63}\.){1,4}"
    r"(?:com|net|org|info|biz|io|co|ai|app|dev|shop|store|online|site|xyz|me|ly|us|uk|de|fr|es|it"
    r"|pt|nl|pl|eu|ch|at|be|se|dk|no|fi|ru|cn|jp|kr|br|mx|ca|au|in|example|test)\b(?![.@-]?\w)"
)
_LINKED: Final = re.compile(
    r"<a\b[^<>]{0,2000}?\bhref\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE
)

_WE: Final = (
    r"(?:we|i|(?:my|our) (?:firm|company|team|studio|agency|business))(?:'(?:ve|d|ll|re|m))?"
)
_DOES: Final = (
    r"offer|offers|offering|sell|sells|selling|launch|launched|launching|provide|provides"
    r"|providing|speciali[sz](?:e|es|ing) in|supply|supplies|supplying|manufacture|introduce"
    r"|introducing|released?|announce|represent|recruit|roast|install|print|ship"
    r"|tak(?:e|es|ing) care of|runs? (?:a|an|the)|work with|wash|clean"
    r"|(?:help|save|serve|support) (?:you|teams|compan|firms|business|people|clients|hotels|owners"
    r"|brands|shops|stores|offices)\w*"
)
_OURS: Final = (
    r"new|latest|products?|platform|software|services?|solutions?|apps?|tool|catalog(?:ue)?"
    r"|brochure|offers?|range|collection|clients|customers|prices|pricing|rates|fees?|stores?|shop"
    r"|showroom|website|demo|trial"
)
_OFFER: Final = re.compile(
    rf"\b{_WE}(?: \w+){{0,3}} (?:{_DOES})\b|\bour (?:\w+ )?(?:{_OURS})\b"
    # what a salesman asks for
    r"|\b(?:worth|open to|up for|free for|time for|have|need|hop on|jump on|book|schedule) "
    r"(?:an? )?"
    r"(?:(?:quick|short|brief|10|15|20|30|ten|fifteen|twenty|five)[ -]){1,2}"
    r"(?:minutes?|mins?|min|chat|call|demo|intro)\b"
    r"|\b(?:could|can|may|shall) i (?:show|send|tell|walk|introduce|call) you|\bshall i come by"
    r"|\b(?:happy|love|like) to (?:show|send|tell|walk|introduce) you"
    r"|\b(?:who (?:in your \w+ )?(?:looks after|handles|takes care of|is in charge of)|right person"
    r"|following up|just (?:following|checking|bumping|circling|making sure)|circl\w+ back"
    r"|bump\w* this|reach(?:ing)? out|came across your|noticed (?:your|that you)"
    r"|saw my (?:note|email|mail|message)|(?:half|twice|three times) as|at no cost|free of charge"
    r"|for free|no obligation|free samples?|just launched|in (?:the shops|stores)|starts? at"
    r"|now available|available now)\b|\binterested\?"
    # the same in other languages
    r"|\b(?:wir|ich) (?:\w+ )?(?:bieten|biete|liefern|verkaufen|entwickeln|unterst\u00fctzen)\b"
    r"|\bunsere?[nmrs]? (?:\w+ )?(?:produkt|l\u00f6sung|angebot|dienst|kunden|software)"
    r"|\bangebot (?:schicken|machen|senden)"
    r"|\bnous (?:\w+ )?(?:proposons|offrons|vendons|aidons|accompagnons|lan\u00e7ons)\b"
    r"|\b(?:nos|notre) (?:\w+ )?(?:produit|solution|offre|service|client|logiciel)"
    r"|\b(?:ofrecemos|ofrezco|vendemos|ayudamos|offriamo|vendiamo|aiutiamo|oferecemos|ajudamos"
    r"|oferujemy|vi erbjuder|vi tilbyder|tarjoamme)\b"
    r"|\b(?:nuestr|nostr|noss)\w{1,2} (?:\w+ )?(?:produ?[ct]t?o|solu|serv|ofert|offert|client)"
    r"|\b(?:wij|we) (?:\w+ )?(?:bieden|verkopen|leveren|helpen)\b"
    r"|\b(?:onze|ons) (?:\w+ )?(?:product|oplossing|aanbod|dienst|klanten)|\bnasz\w{0,2} (?:produkt"
    r"|ofert)|\u043f\u0440\u0435\u0434\u043b\u0430\u0433\u0430\u0435\u043c"
)


def solicits(text: str, *, markup: str = "") -> int:
    """Return how many of these a text has: a price, a link, an offer.

    `markup` is the HTML that the text stands in: there a link need not show its address.

    >>> solicits("We just launched the Example 3000, from $49: https://x.example/")
    3
    >>> solicits("Are you free on Thursday? I can give you a lift.")
    0
    """
    plain = " ".join(text.lower().replace("\u2019", "'").split())
    has_link = _LINK.search(plain) or _LINKED.search(markup)
    return bool(_PRICE.search(plain)) + bool(has_link) + bool(_OFFER.search(plain))

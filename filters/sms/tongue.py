"""Which of the languages that we answer in a text is written in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

ENGLISH: Final = "en"
_WORDS: Final = {
    "es": """alto parar pare baja cancelar basta ayuda el los las una unos del que por para con su
        sus usted tu cita manana hoy gracias hola buenos buenas dias esta este esto es y pero como
        mas si nos le lo al ha han hemos puede responda envie numero mensajes recibir equivocado
        quiero favor ya muy donde cuando ser tiene tenemos listo lista pedido codigo verificacion
        nuestro nuestra reunion enlace aqui""",
    "fr": """arret aide desabonner le les des du une au aux qui dans pour pas sur votre vos
        vous nous notre je ne plus avec ce cette ces mon ma mes rendez demain aujourd merci bonjour
        voici numero mauvais repondez recevoir messages suis etes sont veuillez bien chez commande
        prete pret reunion lien ici""",
    ENGLISH: """stop help start the a an and is are your you we our for to of in on at it this that
        with be will please thank thanks hi hello here not do no me my i from has have was were can
        reply text appointment order ready tomorrow today see""",
}
_OF: Final = {
    word: frozenset(tongue for tongue, words in _WORDS.items() if word in words.split())
    for words in _WORDS.values()
    for word in words.split()
}
_WORD: Final = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=256)
def tongue_of(text: str) -> str:
    """Return "es" or "fr" where most of its plain words are of that language, else "en".

    >>> tongue_of("Su cita es mañana a las 3."), tongue_of("See you at 3.")
    ('es', 'en')
    """
    plain = text.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFD", plain)
        plain = "".join(c for c in apart if not unicodedata.combining(c))
    found = dict.fromkeys(_WORDS, 0)
    for word in _WORD.findall(plain):
        for tongue in _OF.get(word, ()):
            found[tongue] += 1
    best = max(found, key=lambda tongue: (found[tongue], tongue == ENGLISH))
    return best if found[best] else ENGLISH

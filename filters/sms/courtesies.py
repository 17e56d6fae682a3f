"""What is said out of politeness, and asks nothing of anybody."""

from __future__ import annotations

from typing import Final

from filters.revocation.reading import sentences

_COURTESIES: Final = frozenset(
    """sorry; so sorry; i am sorry; sorry about that; no worries; no problem; no prob; np;
    it is ok; that is ok; all good; ok; okay; k; thanks; thank you; thanks a lot; thank you so much;
    many thanks; you are welcome; welcome; my pleasure; good luck; bye; goodbye; have a good day;
    have a nice day; have a great day; take care; lol; haha; perdon; perdone; lo siento; disculpe;
    gracias; muchas gracias; de nada; no pasa nada; adios; pardon; desole; je suis desole; merci;
    merci beaucoup; de rien; pas de souci; au revoir""".replace("\n    ", " ").split("; ")
)


def is_courtesy(text: str) -> bool:
    """Whether a text says sorry, thanks or the like and nothing else, or has no word in it.

    >>> is_courtesy("Sorry!"), is_courtesy("No problem, thank you"), is_courtesy("Who is John?")
    (True, True, False)
    """
    if not any(map(str.isalnum, text)):
        return True
    said = [part.strip() for each in sentences(text) for part in each.words.split(",")]
    return bool(said) and all(not part or part in _COURTESIES for part in said)

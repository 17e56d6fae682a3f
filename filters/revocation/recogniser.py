"""Reading a reply: a reasonable person's understanding decides, not a list of keywords.

Who errs, errs towards the person; but what was not asked for is not done either, so what may be a
request and may be none goes to somebody who reads it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.revocation.grammar import GONE, compiled
from filters.revocation.languages import LANGUAGES
from filters.revocation.reading import sentences
from filters.revocation.recognition import NOTHING_ASKED, Grade, Intent, Recognition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.revocation.reading import Sentence

_KEYWORD: Final = "|".join(each.keyword for each in LANGUAGES)
_FILLER: Final = "|".join(each.filler for each in LANGUAGES)
_WEAK: Final = re.compile(
    r"(?:end|cancel|cancel all|cancel this|enough|halt|discontinue|fin|ende|assez|annuler|para|pare"
    r"|baja|cancela|cancele|cancelar|terminar|anular|alto|salir|fuera|basta|chega|annulla|annullare|beenden"
    r"|stornieren|loe?schen|annuleren|genoeg|stoppen|ferma|parar|arret|quit|cessez"
    r"|do not (?:text|email|message|contact))"
)
"""What alone is a request, and beside other words may be about what those say."""
_HELP: Final = "|".join(each.help for each in LANGUAGES)
_AWAY: Final = "|".join(each.away for each in LANGUAGES)
_FOOTER: Final = re.compile(
    r"(?:view|open|read)(?: \w+){0,4} in (?:your |a |the )?browser|all rights reserved"
    r"|(?:manage|update|change|email|your|edit|communication) preferences|privacy policy"
    r"|you are (?:receiving|getting) this|(?:was|is|were) (?:sent|intended) (?:to|for|by)"
    r"|sent from my|get outlook for|enviado desde mi|envoye de mon|gesendet von mein"
    r"|copyright \d|forward to a friend|add us to your address book|terms of (?:use|service)"
    r"|(?:voir|afficher)(?: \w+){0,4} navigateur|ver(?: \w+){0,4} navegador|im browser"
)
_PLAYFUL: Final = re.compile(
    r"\b(?:haha|funny|hilarious|blush\w*|laugh\w*|too kind|so kind|flatter\w*|too sweet"
    r"|love (?:it|you|this|these|them)|adorable|joking|kidding|just a joke|made my day|too good"
    r"|too much fun)\b"
)
_MANY_WORDS: Final = 3  # beside a keyword; a name has fewer
_LONGEST_KEYWORD: Final = 5  # words
_MOST_WORDS: Final = 40
_MOST_SENTENCES: Final = 60
_RANK: Final = {
    Intent.NONE: 0, Intent.HELP: 1, Intent.OPTIN: 2, Intent.REVIEW: 3, Intent.OPTOUT: 4,
}  # fmt: skip


def recognise(text: str) -> Recognition:
    """Return what a reply asks for; quoted text and signatures have been cut from it.

    >>> recognise("Thanks, but please take me off your list").intent
    <Intent.OPTOUT: 'optout'>
    >>> recognise("Don't stop the great work!").intent
    <Intent.NONE: 'none'>
    """
    said = [each for each in sentences(text) if not _FOOTER.search(each.words)][:_MOST_SENTENCES]
    bare = [_bare(each.words) for each in said]
    playful = any(_PLAYFUL.search(each.words) for each in said)
    found = [
        max(_as_keyword(number, said, bare, playful=playful), _as_phrase(each), key=_strength)
        for number, each in enumerate(said)
    ]
    best = max(found, key=_strength, default=NOTHING_ASKED)
    if best.intent is Intent.OPTOUT and _speaks_against_it(said, found):
        return _doubt(best.matched)
    return best


def _strength(found: Recognition) -> tuple[int, bool]:
    return _RANK[found.intent], found.grade is Grade.DEFINITE


def _speaks_against_it(said: Sequence[Sentence], found: Sequence[Recognition]) -> bool:
    """Whether something else in the reply leaves a doubt about a request in it."""
    if any(each.intent is Intent.OPTIN for each in found):
        return True
    return any(compiled(_AWAY).search(each.words) for each in said)


def _as_keyword(
    number: int, said: Sequence[Sentence], bare: Sequence[str], *, playful: bool
) -> Recognition:
    """Return what a sentence asks for that is a keyword, or has one as its first or last clause."""
    sentence = said[number]
    clause, _, after = sentence.words.partition(" ,")
    whole = (sentence.words.replace(" ,", ""), clause.strip(), bare[number])
    keyword = next(filter(_is_keyword, (*whole, _bare(clause), _bare(after))), "")
    others = [each for index, each in enumerate(bare) if index != number]
    if compiled(_HELP).fullmatch(bare[number]) and not any(others):
        return Recognition(intent=Intent.HELP, grade=Grade.DEFINITE, matched=bare[number])
    if not keyword:
        return NOTHING_ASKED
    others.append("" if keyword in (whole[0], whole[2]) else bare[number])
    if sentence.asks or playful:
        return _doubt(keyword)
    if not any(len(each.split()) >= _MANY_WORDS and not _is_keyword(each) for each in others):
        return Recognition(intent=Intent.OPTOUT, grade=Grade.DEFINITE, matched=keyword)
    if _WEAK.fullmatch(keyword):
        return _doubt(keyword)
    return Recognition(intent=Intent.OPTOUT, grade=Grade.PROBABLE, matched=keyword)


def _as_phrase(sentence: Sentence) -> Recognition:
    """Return what a sentence asks for by the phrases of any language."""
    best = NOTHING_ASKED
    for language in LANGUAGES:
        insisted = compiled(language.insistent).search(sentence.words)
        words = compiled(language.innocent).sub(GONE, sentence.words)
        doubt = compiled(language.doubtful).search(words)
        words = compiled(language.doubtful).sub(GONE, words)
        if request := compiled(language.definite).search(words):
            found = Recognition(intent=Intent.OPTOUT, grade=Grade.DEFINITE, matched=request[0])
        elif request := insisted or compiled(language.probable).search(words):
            found = Recognition(intent=Intent.OPTOUT, grade=Grade.PROBABLE, matched=request[0])
        elif request := doubt or compiled(language.loose).search(words):
            found = _doubt(request[0])
        elif request := compiled(language.optin).search(words):
            found = Recognition(intent=Intent.OPTIN, grade=Grade.DEFINITE, matched=request[0])
        else:
            continue
        best = max(best, found, key=_strength)
    return best


def _doubt(matched: str) -> Recognition:
    return Recognition(intent=Intent.REVIEW, grade=Grade.AMBIGUOUS, matched=matched)


def _bare(words: str) -> str:
    """Return words without what says nothing beside a keyword."""
    before, bare = None, words
    while before != bare:
        before, bare = bare, " ".join(compiled(_FILLER).sub(" ", bare).split()).strip(", ")
    return " ".join(bare.replace(",", " ").split())


def _is_keyword(text: str) -> bool:
    """Whether words are nothing but keywords, each as often as somebody likes."""
    words = text.split()[:_MOST_WORDS]
    reached = {0}
    for start in range(len(words)):
        if start in reached:
            ends = range(start + 1, min(start + _LONGEST_KEYWORD, len(words)) + 1)
            reached.update(
                end for end in ends if compiled(_KEYWORD).fullmatch(" ".join(words[start:end]))
            )
    return bool(words) and len(words) in reached

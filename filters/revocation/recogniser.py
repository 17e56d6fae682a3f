"""Reading a reply: a reasonable person's understanding decides, not a list of keywords.

Who errs, errs towards the person; but what was not asked for is not done either, so what may be a
request and may be none goes to somebody who reads it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.expression import compiled
from filters.revocation.going_on import goes_on
from filters.revocation.grammar import GONE
from filters.revocation.languages import LANGUAGES
from filters.revocation.languages.english import ENGLISH
from filters.revocation.languages.french import FRENCH
from filters.revocation.languages.spanish import SPANISH
from filters.revocation.notices import without_notices
from filters.revocation.own_data import is_about_own_data
from filters.revocation.quotations import without_quotations
from filters.revocation.reading import sentences
from filters.revocation.recognition import NOTHING_ASKED, Grade, Intent, Recognition
from filters.revocation.signs import request_by_signs
from filters.revocation.slips import keyword_meant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from re import Match

    from filters.revocation.grammar import Grammar
    from filters.revocation.reading import Sentence
    from filters.revocation.weighing import Models

_KEYWORD: Final = "|".join(each.keyword for each in LANGUAGES)
_TAUGHT: Final = (ENGLISH, SPANISH, FRENCH)
"""The languages that the models were taught."""
_UNTAUGHT: Final = tuple(each for each in LANGUAGES if each not in _TAUGHT)
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
    r"|you are (?:receiving|getting) this"
    r"|(?:this|it|email|mail|message|which) (?:was|is) (?:sent|intended) (?:to|for|by)"
    r"|sent from my|get outlook for|enviado desde mi|envoye de mon|gesendet von mein"
    r"|copyright \d|forward to a friend|add us to your address book|terms of (?:use|service)"
    r"|^(?:(?:\w+ ){0,4}, )?subscribe , unsubscribe$|^california residents , do not sell\b"
    r"|^en cumplimiento d\w+(?: \w+){1,4} , (?:sus|tus) datos (?:se|seran|son|han)\b"
    r"|(?:voir|afficher)(?: \w+){0,4} navigateur|ver(?: \w+){0,4} navegador|im browser"
)
_PLAYFUL: Final = re.compile(
    r"\b(?:haha|funny|hilarious|blush\w*|laugh\w*|too kind|so kind|flatter\w*|too sweet"
    r"|love (?:it|you|this|these|them)|adorable|joking|kidding|just a joke|made my day|too good"
    r"|too much fun)\b"
)
_LIMIT: Final = re.compile(
    r"(?<!\S)(?:until|till|before|after|while|during|when|whenever|except|only|just the|instead"
    r"|unless|night|midnight|weekends?|sundays?|saturdays?|mornings?|evenings?|early|late|twice"
    r"|duplicates?|\d+ ?[ap]m|so (?:many|much|often)|as (?:many|often)|too (?:many|often|much)"
    r"|every (?:day|hour)|daily|weekly|monthly|today|tomorrow|this (?:week|month|evening|afternoon)"
    r"|for (?:now|a while)|call(?: me)?|text me|email me|phone me|but keep|keep|other than|without"
    r"|hasta|antes|despues|mientras|durante|cuando|noche|domingos?|sabados?|excepto|solo|tantos?"
    r"|tantas|menos|tan|manana|hoy|jusqu|avant|apres|pendant|quand|nuit|dimanche|soir|sauf|seulement"
    r"|uniquement|autant|trop|aujourd|demain|moins|si (?:souvent|tard|tot))(?!\S)"
)
"""What says that less than everything is meant."""
_UNLIMITED: Final = re.compile(
    r"\b(?:or|and) (?:ever|at all|any other)\b|\bever again\b|\bperiod\b"
)
_MANY_WORDS: Final = 3  # beside a keyword; a name has fewer
_LONGEST_KEYWORD: Final = 5  # words
_BRIEF: Final = 7  # words: nothing else is said
_MOST_CLAUSES: Final = 8
_MOST_WORDS: Final = 40
_MOST_SENTENCES: Final = 60
_RANK: Final = {
    Intent.NONE: 0, Intent.HELP: 1, Intent.OPTIN: 2, Intent.REVIEW: 3, Intent.OPTOUT: 4,
}  # fmt: skip


def recognise(text: str, models: Callable[[], Models] | None = None) -> Recognition:
    """Return what a reply asks for; quoted text and signatures have been cut from it.

    The words of the law are a request whatever the models think of them, and whether or not they
    can be loaded. A request that stands in quotation marks alone may be somebody else's.

    >>> recognise("Thanks, but please take me off your list").intent
    <Intent.OPTOUT: 'optout'>
    >>> recognise("Don't stop the great work!").intent
    <Intent.NONE: 'none'>
    """
    found = _recognise(text, models)
    own = without_quotations(text) if found.intent is Intent.OPTOUT else ""
    if own and _recognise(own, models).intent is Intent.NONE:
        return _doubt(found.matched)
    return found


def _recognise(text: str, models: Callable[[], Models] | None) -> Recognition:
    said = own_words(text)
    bare = [_bare(each.words) for each in said]
    rules = _by_rules(said, bare)
    if models is None or not said or _is_settled(rules, said, bare):
        return rules
    is_spared = any(goes_on(each.words) or is_about_own_data(each.words) for each in said)
    return models().decide(said, rules, is_spared=is_spared)


def _is_settled(rules: Recognition, said: Sequence[Sentence], bare: Sequence[str]) -> bool:
    """Whether a reply is STOP, START, HELP or their like, or asks in a language of rules alone."""
    if rules.intent is Intent.OPTOUT and _asks(said, _UNTAUGHT) and not _asks(said, _TAUGHT):
        return True
    if rules.grade is not Grade.DEFINITE:
        return False
    words = " ".join(each.words for each in said)
    if rules.intent is Intent.HELP or any(compiled(x.optin).fullmatch(words) for x in LANGUAGES):
        return True
    keywords = (_as_keyword(number, said, bare, playful=False) for number in range(len(said)))
    return bool(_slipped(said, bare)) or any(each.grade is Grade.DEFINITE for each in keywords)


def _asks(said: Sequence[Sentence], languages: Sequence[Grammar]) -> bool:
    return any(_as_phrase(each, languages).intent is Intent.OPTOUT for each in said)


def own_words(text: str) -> list[Sentence]:
    """Return the sentences of a reply that are not the small print of a letter below it.

    Of a long one those at its beginning and at its end.
    """
    said = [each for each in without_notices(sentences(text)) if not _FOOTER.search(each.words)]
    half = _MOST_SENTENCES // 2
    return said if len(said) <= _MOST_SENTENCES else said[:half] + said[-half:]


def _by_rules(said: Sequence[Sentence], bare: Sequence[str]) -> Recognition:
    playful = any(_PLAYFUL.search(each.words) for each in said)
    if slipped := _slipped(said, bare):
        return Recognition(intent=Intent.OPTOUT, grade=Grade.DEFINITE, matched=slipped)
    found = [
        max(_as_keyword(number, said, bare, playful=playful), _as_phrase(each), key=_strength)
        for number, each in enumerate(said)
    ]
    best = max(found, key=_strength, default=NOTHING_ASKED)
    if best.intent is not Intent.OPTOUT and (signs := _by_signs(said)):
        best = max(best, _probably(signs) if not playful else _doubt(signs), key=_strength)
    if best.intent is Intent.OPTOUT and _speaks_against_it(said, found):
        return _doubt(best.matched)
    return best


def _by_signs(said: Sequence[Sentence]) -> str:
    """Return the words that are signs of a request, where no phrase is one."""
    words = [each.words for each in said]
    lengths = [len(each.replace(",", " ").split()) for each in words]
    is_brief = sum(length for length in lengths if length >= _MANY_WORDS) <= _BRIEF
    return request_by_signs(words, [_guilty(each) for each in words], is_brief=is_brief)


def _guilty(words: str) -> str:
    """Return words without the phrases of any language that only look like a request."""
    for language in LANGUAGES:
        words = compiled(language.innocent).sub(GONE, words)
    return words


def _slipped(said: Sequence[Sentence], bare: Sequence[str]) -> str:
    """Return the keyword that is meant by a reply which says nothing else, slips and all."""
    if not said or said[0].asks or any(len(each.split()) > 1 for each in bare[1:]):
        return ""
    return keyword_meant(said[0].words) or keyword_meant(bare[0])


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
    clause, *further = sentence.words.split(" ,")[:_MOST_CLAUSES]
    whole = (sentence.words.replace(" ,", ""), clause.strip(), bare[number])
    after = sentence.words.partition(" ,")[2]
    clauses = (_bare(each) for each in (clause, after, *further))
    keyword = next(filter(_is_keyword, (*whole, *clauses)), "")
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


def _as_phrase(sentence: Sentence, languages: Sequence[Grammar] = LANGUAGES) -> Recognition:
    """Return what a sentence asks for by the phrases of any of these languages."""
    best = NOTHING_ASKED
    for language in languages:
        elsewhere = compiled(language.elsewhere).search(sentence.words)
        said = compiled(language.elsewhere).sub(GONE, sentence.words)
        insisted = compiled(language.insistent).search(said)
        words = compiled(language.innocent).sub(GONE, said)
        doubt = compiled(language.doubtful).search(words)
        words = compiled(language.doubtful).sub(GONE, words)
        if request := compiled(language.definite).search(words):
            found = Recognition(intent=Intent.OPTOUT, grade=Grade.DEFINITE, matched=request[0])
        elif request := insisted or compiled(language.probable).search(words):
            found = Recognition(intent=Intent.OPTOUT, grade=Grade.PROBABLE, matched=request[0])
        elif request := compiled(language.core).search(words):
            found = _unless_limited(request)
        elif request := doubt or elsewhere or compiled(language.loose).search(words):
            found = _doubt(request[0])
        elif request := compiled(language.optin).search(words):
            found = Recognition(intent=Intent.OPTIN, grade=Grade.DEFINITE, matched=request[0])
        else:
            continue
        best = max(best, found, key=_strength)
    return best


def _unless_limited(request: Match[str]) -> Recognition:
    """Return a request; a doubt where it says when, how often or in what way it is meant."""
    rest = request.string[request.end() :]
    if _LIMIT.search(rest) and not _UNLIMITED.search(rest):
        return _doubt(request[0])
    return _probably(request[0])


def _probably(matched: str) -> Recognition:
    return Recognition(intent=Intent.OPTOUT, grade=Grade.PROBABLE, matched=matched)


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

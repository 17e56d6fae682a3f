"""What the content itself says about why a message is sent: the primary purpose of 16 CFR 316.3."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from filters.email.category.furniture import prose
from filters.email.category.judgement import Judgement, stricter
from filters.email.category.lexicon import PLAINLY, Seen, plain, read, score, seen, sold
from filters.email.category.likeness import UNKNOWN, likeness, told
from filters.email.category.menu import Known, counting
from filters.email.category.weighing import weighed
from filters.email.category.wording.ads import INVITATION, LURE, REDUCTION
from filters.email.category.wording.offers import MENU
from filters.email.category.words import FIRST_SIGN, Words, hides_its_words, written

if TYPE_CHECKING:
    from filters.email.category.lexicon import Found

BEGINNING_WORDS: Final = 250
"""How much of a body is its beginning: about what is seen without scrolling."""

_FEW_WORDS: Final = 60
_ENOUGH: Final = (4, 3)  # in a text of many words, of few
_ENOUGH_HINTS: Final = (8, 8)  # where nothing sells by itself
_ENOUGH_ALONE: Final = (3, 2)  # where nothing is business
_ENOUGH_HINTS_ALONE: Final = (6, 3)
_MANY_HINTS: Final = 5  # with less, who declares it is believed
_DENSITY: Final = 25  # one in so many words of a long text
_SOFT: Final = frozenset({REDUCTION, INVITATION, LURE})
"""What release notes and minutes may say once: "new features", "free entry"."""
_SIGNS_OF_A_WORD: Final = 2  # in Chinese, about
_STRAY_OFFERS: Final = 1
_TOKEN: Final = 2
_OUTWEIGHS: Final = (2, 3)  # where one phrase names business, where more do
_SPELLED_OUT: Final = "text: words letter by letter"
_EVIDENCE: Final = 5
_SELLS_FURTHER_DOWN: Final = 8
_OFFERS_FURTHER_DOWN: Final = 3
_SOME_BUSINESS: Final = 3
_FEW_HINTS: Final = 3
_MANY_OFFERS: Final = 3
_MUCH: Final = 10
_SOME: Final = 6
_DENSE: Final = 3  # words for a hint


class _Text(NamedTuple):
    """A text with its words and what is seen in the beginning of it."""

    text: str
    words: Words
    found: Seen


class _Case(NamedTuple):
    """A text with what is seen in it and in its subject."""

    text: Words
    subject: Words
    title: Seen
    body: Seen  # the beginning of it

    @property
    def hints(self) -> int:
        return score(self.title.selling) + score(self.body.selling) + score(self.body.to_many)

    @property
    def business(self) -> int:
        return score(self.title.agreed) + score(self.body.agreed)

    @property
    def evidence(self) -> tuple[str, ...]:
        return (
            *_evidence("subject", self.subject, self.title.selling),
            *_evidence("beginning", self.text, self.body.selling),
        )


def looks_commercial(
    subject: str, shown: str, everything: str = "", *, to_many: bool = False
) -> Judgement:
    """Judge one displayed text with its subject.

    `everything` is the text with what is hidden in it, too: that may sell, but it is no business
    the reader was told of. `to_many` says that the header has signs of a mailing.

    >>> looks_commercial("Flash sale: 20% off today", "").is_commercial
    True
    >>> looks_commercial("Your receipt", "Your order has shipped. Total $20.").is_commercial
    False
    """
    if hides_its_words(everything or shown):
        return Judgement(is_commercial=True, evidence=(_SPELLED_OUT,))
    title, own = _looked_at(subject), _looked_at(shown)
    texts = [own] if everything in {"", shown} else [own, _looked_at(everything)]
    agreed = own.found.agreed
    return stricter(_considered(title, text, agreed, to_many=to_many) for text in texts)


@lru_cache(maxsize=8)  # a newsletter begins alike for all who get it
def begins_as_business(subject: str, first_lines: str) -> bool:
    """Whether a subject or the lines below it name business that was agreed on, or are like it.

    >>> begins_as_business("Your receipt", ""), begins_as_business("Autumn workshop", "")
    (True, False)
    """
    title, text = _looked_at(subject), _looked_at(first_lines)
    if title.found.agreed or text.found.agreed:
        return True
    return likeness(told(*title), told(*text)).score < 0


@lru_cache(maxsize=8)  # texts share their subject, and some their words
def _looked_at(text: str) -> _Text:
    words = read(text)
    return _Text(text, words, seen(words.part(0, BEGINNING_WORDS)))


def _all_of(text: Words, in_beginning: Seen) -> Seen:
    """Return what stands in a whole text, when this stands in its beginning."""
    return in_beginning if len(text.keys) <= BEGINNING_WORDS else seen(text)


def _considered(title: _Text, text: _Text, agreed: Found, *, to_many: bool) -> Judgement:
    """Judge a text by its phrases, and by what it is like all in all."""
    without_furniture = prose(text.text)
    if without_furniture == text.text:
        own, known = text, Known(agreed)
    else:
        own = _looked_at(without_furniture)
        known = Known(agreed, own.words)
    alike = likeness(told(*title), told(*own))
    judgement = _judged(title, text.words, counting(known, text.found), known, to_many=to_many)
    return replace(weighed(judgement, alike), likeness=None if alike is UNKNOWN else alike.score)


def _judged(title: _Text, text: Words, in_body: Seen, known: Known, *, to_many: bool) -> Judgement:
    """Judge a text by its phrases."""
    in_title, agreed = title.found, in_body.agreed
    case = _Case(text, title.words, in_title, in_body)
    # 16 CFR 316.3(a)(2)(i): a reasonable reader of the subject would take it for advertising
    if _advertises(in_title):
        return Judgement(
            is_commercial=True,
            evidence=case.evidence,
            is_strong=_is_strong(case),
            is_above=any(phrase.is_offer for phrase in sold(in_title.selling)),
        )
    # 16 CFR 316.3(a)(2)(ii): what was agreed on stands at the beginning, in substantial part
    if _leads(agreed, in_body.selling, is_named=bool(plain(in_title.agreed))):
        return Judgement(
            is_commercial=False,
            evidence=_evidence("beginning", text, agreed),
            basis=next(iter(plain(agreed) or plain(in_title.agreed))).basis,
            sells=bool(sold(in_title.selling) or sold(in_body.selling)),
            is_plain=False,
        )
    # 16 CFR 316.3(a)(3)(ii): the body as a whole
    judgement = _sold(case) or _further_down(text, known) or _neither(case, to_many=to_many)
    return replace(judgement, is_above=True) if _is_above(case.body) else judgement


def _is_above(body: Seen) -> bool:
    """Whether plain offers, prices or calls to buy, stand before all business there is."""
    first = min(plain(body.agreed).values(), default=0)
    offers = [at for phrase, at in sold(body.selling).items() if phrase.is_offer]
    return sum(at < first for at in offers) > 1


def _sold(case: _Case) -> Judgement | None:
    """Judge a text that sells in its title and beginning: less is enough where all is that."""
    hints, business = case.hints, case.business
    offers = sold(case.title.selling) or sold(case.body.selling)
    is_short = len(case.text.keys) <= _FEW_WORDS
    is_doubtful = _is_doubtful(case, offers, is_short=is_short)
    if hints >= (_ENOUGH if offers else _ENOUGH_HINTS)[is_short]:
        return Judgement(
            is_commercial=True,
            evidence=case.evidence,
            is_doubtful=is_doubtful,
            is_strong=_is_strong(case),
        )
    if not business and hints >= (_ENOUGH_ALONE if offers else _ENOUGH_HINTS_ALONE)[is_short]:
        return Judgement(
            is_commercial=True,
            evidence=case.evidence,
            is_faint=True,
            is_doubtful=is_doubtful,
            is_strong=_is_strong(case),
            is_unfounded=True,
        )
    return None


def _is_strong(case: _Case) -> bool:
    """Whether it sells by much: nothing that it is like outweighs that."""
    offers = len(sold(case.title.selling)) + len(sold(case.body.selling))
    is_dense = case.hints * _DENSE >= min(len(case.text.keys), BEGINNING_WORDS)
    return offers >= _MANY_OFFERS or case.hints >= _MUCH or (is_dense and case.hints >= _SOME)


def _is_doubtful(case: _Case, offers: Found, *, is_short: bool) -> bool:
    """Whether who declares it may be right: words that advertising shares with all long texts.

    "Free", "new" and "program" add up in a patch and in minutes; what advertises uses many of them.
    """
    if is_short:
        return not offers and case.hints < _MANY_HINTS
    if not (_is_stray(offers) and (case.business or not offers)):
        return False
    beginning = case.text.keys[:BEGINNING_WORDS]
    length = len(beginning) - sum(word >= FIRST_SIGN for word in beginning) // _SIGNS_OF_A_WORD
    return case.hints * _DENSITY < length


def _neither(case: _Case, *, to_many: bool) -> Judgement:
    """Judge a text that does not sell: a letter, business in passing, or what a mailing says."""
    hints, business = case.hints, case.business
    named = plain(case.body.agreed) or plain(case.title.agreed)
    signs = plain(_all_of(case.text, case.body).to_many)
    if named or business >= _SOME_BUSINESS or not (signs or to_many):
        selling = plain(case.title.selling) or plain(case.body.selling)
        return Judgement(
            is_commercial=False,
            evidence=case.evidence,
            is_unfounded=not named and bool(case.text.keys) and (hints > 0 or not business),
            sells=bool(sold(case.title.selling) or sold(case.body.selling)),
            is_plain=not (selling or signs or named or to_many) and hints <= _FEW_HINTS,
        )
    # 16 CFR 316.3(a)(3): neither sold nor agreed on; in doubt the reader of a mailing is protected
    told = _evidence("text", case.text, signs) or ("header: fields of a mailing",)
    return Judgement(
        is_commercial=True,
        evidence=(*case.evidence, *told),
        is_mailing=True,
        is_doubtful=bool(business) or not signs,
        is_unfounded=True,
    )


def _advertises(title: Seen) -> bool:
    """Whether a subject sells; one that names business, too, only where it makes an offer."""
    offers = sold(title.selling)
    if plain(title.agreed):
        return any(phrase.is_offer for phrase in offers)
    return bool(offers) or (bool(plain(title.selling)) and score(title.selling) > PLAINLY)


def _further_down(text: Words, known: Known) -> Judgement | None:
    """Judge the rest, as much at a time as stands at a beginning; there more is asked for."""
    for start in range(BEGINNING_WORDS, len(text.keys), BEGINNING_WORDS):
        page = text.part(start, start + BEGINNING_WORDS)
        every = seen(page)
        is_enough = len(every.selling) >= _OFFERS_FURTHER_DOWN
        found = counting(known, every).selling if is_enough else {}
        if len(plain(found)) >= _OFFERS_FURTHER_DOWN and score(found) >= _SELLS_FURTHER_DOWN:
            evidence = _evidence("further down", page, found)
            return Judgement(is_commercial=True, evidence=evidence, is_strong=True)
    return None


def _leads(agreed: Found, selling: Found, *, is_named: bool) -> bool:
    """Whether agreed business comes before advertising, and is more than a token of it.

    What the subject names plainly the body may name in passing, below the menu of a shop.
    """
    business, offers = plain(agreed), plain(selling)
    if not business and not (is_named and agreed):
        return False
    first = min(business.values(), default=BEGINNING_WORDS)
    above = [phrase for phrase, at in offers.items() if at < first]
    if is_named:
        above = [p for p in above if str(p) not in MENU]
        above = above if len(above) > 1 or any(p.is_offer for p in above) else []
    if above or len(offers) > _TOKEN * max(len(business), 1):
        return False
    is_founded = len(business) + is_named > 1
    if is_founded and _is_stray(sold(selling)):
        return True
    business_score = score(agreed) + PLAINLY * is_named
    return score(selling) <= _OUTWEIGHS[is_founded] * business_score


def _is_stray(offers: Found) -> bool:
    """Whether no more is sold than what release notes and minutes say in passing."""
    is_soft = all(p.means in _SOFT and not p.is_offer for p in offers)
    return is_soft and len(offers) <= _STRAY_OFFERS


def _evidence(where: str, text: Words, found: Found) -> tuple[str, ...]:
    strongest = sorted(found, key=lambda phrase: -phrase.weight)[:_EVIDENCE]
    return tuple(
        f'{where}: "{written(text.spelled[found[p] : found[p] + len(p.words)])}" ({p.means})'
        for p in strongest
    )

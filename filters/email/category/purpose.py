"""What the content itself says about why a message is sent: the primary purpose of 16 CFR 316.3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from filters.email.category.lexicon import PLAINLY, Seen, plain, read, score, seen, sold
from filters.email.category.wording.ads import INVITATION, LURE, REDUCTION
from filters.email.category.wording.ads_for_adults import EXPLICIT
from filters.email.category.wording.offers import MENU
from filters.email.category.words import FIRST_SIGN, Words, hides_its_words, written

if TYPE_CHECKING:
    from collections.abc import Iterable

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether content reads as advertising, and what it was seen by."""

    is_commercial: bool
    evidence: tuple[str, ...] = ()
    is_mailing: bool = False  # it is commercial only because it goes to many and names no business
    is_doubtful: bool = False  # and little is known of that
    is_faint: bool = False  # it is commercial by little, because it names no business
    basis: str = ""  # of the business it begins with: a limb of 15 U.S.C. 7702(17)(A)
    is_unfounded: bool = False  # nothing in it is plainly business that was agreed on
    sells: bool = False  # something in it sells by itself, whatever else it says
    is_plain: bool = True  # nothing in it is plainly what mailings or business say


class _Case(NamedTuple):
    """A text with what is seen in it and in its subject."""

    text: Words
    title: Seen
    body: Seen  # the beginning of it
    evidence: tuple[str, ...]

    @property
    def hints(self) -> int:
        return score(self.title.selling) + score(self.body.selling) + score(self.body.to_many)

    @property
    def business(self) -> int:
        return score(self.title.agreed) + score(self.body.agreed)


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
    title, body = read(subject), read(shown)
    agreed = seen(body.part(0, BEGINNING_WORDS)).agreed
    texts = [body]
    if everything not in ("", shown):
        texts.append(read(everything))
    return stricter(_judged(title, text, agreed, to_many=to_many) for text in texts)


def explicit_phrases(*texts: str) -> frozenset[str]:
    """Return the phrases in these texts that offer sexually explicit content."""
    found = (phrase for text in texts for phrase in seen(read(text)).selling)
    return frozenset(str(phrase) for phrase in found if phrase.means == EXPLICIT)


def _judged(title: Words, text: Words, known: Found, *, to_many: bool) -> Judgement:
    """Judge a text of which the reader sees this business that was agreed on."""
    beginning = text.part(0, BEGINNING_WORDS)
    in_title, in_body = seen(title), seen(beginning)
    agreed = {p: at for p, at in in_body.agreed.items() if p in known}
    evidence = (
        *_evidence("subject", title, in_title.selling),
        *_evidence("beginning", beginning, in_body.selling),
    )
    # 16 CFR 316.3(a)(2)(i): a reasonable reader of the subject would take it for advertising
    if _advertises(in_title):
        return Judgement(is_commercial=True, evidence=evidence)
    # 16 CFR 316.3(a)(2)(ii): what was agreed on stands at the beginning, in substantial part
    if _leads(agreed, in_body.selling, is_named=bool(plain(in_title.agreed))):
        return Judgement(
            is_commercial=False,
            evidence=_evidence("beginning", beginning, agreed),
            basis=next(iter(plain(agreed) or plain(in_title.agreed))).basis,
            sells=bool(sold(in_title.selling) or sold(in_body.selling)),
            is_plain=False,
        )
    # 16 CFR 316.3(a)(3)(ii): the body as a whole
    case = _Case(text, in_title, in_body._replace(agreed=agreed), evidence)
    return _sold(case) or _further_down(text) or _neither(case, to_many=to_many)


def _sold(case: _Case) -> Judgement | None:
    """Judge a text that sells in its title and beginning: less is enough where all is that."""
    hints, business = case.hints, case.business
    offers = sold(case.title.selling) or sold(case.body.selling)
    is_short = len(case.text.keys) <= _FEW_WORDS
    is_doubtful = _is_doubtful(case, offers, is_short=is_short)
    if hints >= (_ENOUGH if offers else _ENOUGH_HINTS)[is_short]:
        return Judgement(is_commercial=True, evidence=case.evidence, is_doubtful=is_doubtful)
    if not business and hints >= (_ENOUGH_ALONE if offers else _ENOUGH_HINTS_ALONE)[is_short]:
        return Judgement(
            is_commercial=True,
            evidence=case.evidence,
            is_faint=True,
            is_doubtful=is_doubtful,
            is_unfounded=True,
        )
    return None


def _is_doubtful(case: _Case, offers: Found, *, is_short: bool) -> bool:
    """Whether who declares it may be right: words that advertising shares with all long texts.

    "Free", "new" and "program" add up in a patch and in minutes; what advertises uses many of them.
    """
    if is_short:
        return not offers and case.hints < _MANY_HINTS
    beginning = case.text.keys[:BEGINNING_WORDS]
    length = len(beginning) - sum(word >= FIRST_SIGN for word in beginning) // _SIGNS_OF_A_WORD
    is_dense = case.hints * _DENSITY >= length
    return not is_dense and _is_stray(offers) and bool(case.business or not offers)


def _neither(case: _Case, *, to_many: bool) -> Judgement:
    """Judge a text that does not sell: a letter, business in passing, or what a mailing says."""
    hints, business = case.hints, case.business
    named = plain(case.body.agreed) or plain(case.title.agreed)
    signs = plain(seen(case.text).to_many)
    if named or business >= _SOME_BUSINESS or not (signs or to_many):
        selling = plain(case.title.selling) or plain(case.body.selling)
        return Judgement(
            is_commercial=False,
            evidence=case.evidence,
            is_unfounded=not named and bool(case.text.keys) and (hints > 0 or not business),
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


def _further_down(text: Words) -> Judgement | None:
    """Judge the rest, as much at a time as stands at a beginning; there more is asked for."""
    for start in range(BEGINNING_WORDS, len(text.keys), BEGINNING_WORDS):
        page = text.part(start, start + BEGINNING_WORDS)
        found = seen(page).selling
        if len(plain(found)) >= _OFFERS_FURTHER_DOWN and score(found) >= _SELLS_FURTHER_DOWN:
            return Judgement(is_commercial=True, evidence=_evidence("further down", page, found))
    return None


def stricter(judgements: Iterable[Judgement]) -> Judgement:
    """Return the strictest: text and HTML may differ, and the reader may see either."""
    every = tuple(judgements) or (Judgement(is_commercial=False),)
    return max(
        every,
        key=lambda each: (
            each.is_commercial,
            not each.is_mailing,
            not each.is_faint,
            not each.is_doubtful,
        ),
    )


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

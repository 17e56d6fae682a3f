"""What the content itself says about why a message is sent: the primary purpose of 16 CFR 316.3."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from filters.email.category.wording.ads import ADVERTISING, CALL_TO_BUY, MENU
from filters.email.category.wording.ads_abroad import ADVERTISING_ABROAD
from filters.email.category.wording.ads_for_adults import ADVERTISING_FOR_ADULTS, EXPLICIT
from filters.email.category.wording.business import AGREED_BUSINESS
from filters.email.category.wording.business_abroad import AGREED_BUSINESS_ABROAD
from filters.email.category.wording.mailings import SENT_TO_MANY, SENT_TO_MANY_ABROAD
from filters.lookalikes import as_seen, without_lookalikes

if TYPE_CHECKING:
    from collections.abc import Iterable

BEGINNING_WORDS: Final = 250
"""How much of a body is its beginning: about what is seen without scrolling."""

_PLAINLY: Final = 2
_MAYBE: Final = 1
_SELLS_PLAINLY: Final = 4
_SELLS_IN_FEW_WORDS: Final = 3
_FEW_WORDS: Final = 60
_SELLS_BY_HINTS: Final = 8
_TOKEN: Final = 2
_OUTWEIGHS: Final = 3
_EVIDENCE: Final = 5
_EXAMINED_CHARACTERS: Final = 200_000
_EXAMINED_WORDS: Final = 20_000
_SELLS_FURTHER_DOWN: Final = 8
_OFFERS_FURTHER_DOWN: Final = 3
_SOME_BUSINESS: Final = 3
_FEW_HINTS: Final = 3

_LETTER: Final = r"[a-z\u00c0-\u1fff\u2c00-\u2dff]"  # fast, and exact enough
_SIGN: Final = r"[\u3040-\ufefe]"  # of writing that has no spaces: each is a word
_WORD: Final = re.compile(
    rf"{_LETTER}++(?:['-]{_LETTER}++)*|[0-9][0-9.,]*+|[$\u20ac\u00a3%]|{_SIGN}"
)
_BETWEEN_SIGNS: Final = re.compile(rf"(?<={_SIGN}) (?={_SIGN})")
_NUMBER: Final = "0"
_ALONE: Final = (1,)
_DIGITS: Final = frozenset("0123456789")


class _Kind(Enum):
    SELLS = auto()
    AGREED = auto()
    TO_MANY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether content reads as advertising, and what it was seen by."""

    is_commercial: bool
    evidence: tuple[str, ...] = ()
    is_mailing: bool = False  # it is commercial only because it goes to many and names no business
    is_doubtful: bool = False  # and little is known of that
    basis: str = ""  # of the business it begins with: a limb of 15 U.S.C. 7702(17)(A)
    is_plain: bool = True  # nothing in it is plainly what mailings or business say


@dataclass(frozen=True, slots=True, eq=False)
class _Phrase:
    words: tuple[str, ...]
    kind: _Kind
    means: str
    basis: str
    weight: int

    @property
    def is_offer(self) -> bool:
        """Whether it offers something, whatever stands around it: a number off, a call to buy."""
        return _NUMBER in self.words or self.means == CALL_TO_BUY


_Words = tuple[str, ...]
_Found = dict[_Phrase, int]
"""Phrases, and the word each first starts at."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Phrases by their words, and how long those are that begin with a word and another."""

    phrases: dict[_Words, _Phrase]
    lengths: dict[str, dict[str, tuple[int, ...]]]  # longest first


@dataclass(frozen=True, slots=True)
class _Seen:
    """What stands in a text, by what it speaks for."""

    selling: _Found
    agreed: _Found
    to_many: _Found


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
    title, body = _words(subject), _words(shown)
    agreed = _seen(body[:BEGINNING_WORDS]).agreed
    texts = [body]
    if everything not in ("", shown):
        texts.append(_words(everything))
    return stricter(_judged(title, text, agreed, to_many=to_many) for text in texts)


def explicit_phrases(*texts: str) -> frozenset[str]:
    """Return the phrases in these texts that offer sexually explicit content."""
    found = (phrase for text in texts for phrase in _seen(_words(text)).selling)
    return frozenset(_written(phrase) for phrase in found if phrase.means == EXPLICIT)


def _judged(title: _Words, words: _Words, known: _Found, *, to_many: bool) -> Judgement:
    """Judge a text of which the reader sees this business that was agreed on."""
    in_title, in_body = _seen(title), _seen(words[:BEGINNING_WORDS])
    agreed = {p: at for p, at in in_body.agreed.items() if p in known}
    evidence = _evidence("subject", in_title.selling) + _evidence("beginning", in_body.selling)
    # 16 CFR 316.3(a)(2)(i): a reasonable reader of the subject would take it for advertising
    if _advertises(in_title):
        return Judgement(is_commercial=True, evidence=evidence)
    # 16 CFR 316.3(a)(2)(ii): what was agreed on stands at the beginning, in substantial part
    if _leads(agreed, in_body.selling, is_named=bool(_plain(in_title.agreed))):
        return Judgement(
            is_commercial=False,
            evidence=_evidence("beginning", agreed),
            basis=next(iter(_plain(agreed) or _plain(in_title.agreed))).basis,
            is_plain=False,
        )
    # 16 CFR 316.3(a)(3)(ii): the body as a whole
    plain = _plain(in_title.selling) or _plain(in_body.selling)
    hints = _score(in_title.selling) + _score(in_body.selling) + _score(in_body.to_many)
    enough = _SELLS_IN_FEW_WORDS if len(words) <= _FEW_WORDS else _SELLS_PLAINLY
    if hints >= (enough if plain else _SELLS_BY_HINTS):
        return Judgement(is_commercial=True, evidence=evidence)
    if found := _further_down(words):
        return found
    business = _score(agreed) + _score(in_title.agreed)
    named = _plain(agreed) or _plain(in_title.agreed)
    signs = _plain(_seen(words).to_many)
    if named or business >= _SOME_BUSINESS or not (signs or to_many):
        is_plain = not (plain or signs or named or to_many) and hints <= _FEW_HINTS
        return Judgement(is_commercial=False, evidence=evidence, is_plain=is_plain)
    # 16 CFR 316.3(a)(3): neither sold nor agreed on; in doubt the reader of a mailing is protected
    seen = _evidence("text", signs) or ("header: fields of a mailing",)
    return Judgement(
        is_commercial=True,
        evidence=(*evidence, *seen),
        is_mailing=True,
        is_doubtful=bool(business) or not signs,
    )


def _advertises(title: _Seen) -> bool:
    """Whether a subject sells; one that names business, too, only where it makes an offer."""
    plain = _plain(title.selling)
    return any(p.is_offer for p in plain) if _plain(title.agreed) else bool(plain)


def _further_down(words: _Words) -> Judgement | None:
    """Judge the rest, as much at a time as stands at a beginning; there more is asked for."""
    for start in range(BEGINNING_WORDS, len(words), BEGINNING_WORDS):
        found = _seen(words[start : start + BEGINNING_WORDS]).selling
        if len(_plain(found)) >= _OFFERS_FURTHER_DOWN and _score(found) >= _SELLS_FURTHER_DOWN:
            return Judgement(is_commercial=True, evidence=_evidence("further down", found))
    return None


def stricter(judgements: Iterable[Judgement]) -> Judgement:
    """Return the strictest: text and HTML may differ, and the reader may see either."""
    every = tuple(judgements) or (Judgement(is_commercial=False),)
    return max(
        every, key=lambda each: (each.is_commercial, not each.is_mailing, not each.is_doubtful)
    )


def _leads(agreed: _Found, selling: _Found, *, is_named: bool) -> bool:
    """Whether agreed business comes before advertising, and is more than a token of it.

    What the subject names plainly the body may name in passing, below the menu of a shop.
    """
    plain, offers = _plain(agreed), _plain(selling)
    if not plain and not (is_named and agreed):
        return False
    first = min(plain.values(), default=BEGINNING_WORDS)
    above = [phrase for phrase, at in offers.items() if at < first]
    if is_named:
        above = [p for p in above if _written(p) not in MENU]
        above = above if len(above) > 1 or any(p.is_offer for p in above) else []
    if above or len(offers) > _TOKEN * max(len(plain), 1):
        return False
    return _score(selling) <= _OUTWEIGHS * _score(agreed)


def _words(text: str) -> _Words:
    spaced = " ".join(text[:_EXAMINED_CHARACTERS].split())
    plain = spaced if spaced.isascii() else as_seen(spaced)
    plain = without_lookalikes(plain.casefold().replace("\u2019", "'"))
    words = _WORD.findall(plain)[:_EXAMINED_WORDS]
    return tuple([_NUMBER if word[0] in _DIGITS else word for word in words])


def _lexicon() -> _Lexicon:
    phrases: dict[_Words, _Phrase] = {}
    for kind, wordings in (
        (_Kind.TO_MANY, (*SENT_TO_MANY_ABROAD, *SENT_TO_MANY)),
        (_Kind.AGREED, (*AGREED_BUSINESS_ABROAD, *AGREED_BUSINESS)),
        (_Kind.SELLS, (*ADVERTISING_ABROAD, *ADVERTISING_FOR_ADULTS, *ADVERTISING)),
    ):
        for wording in wordings:
            for text, weight in ((wording.maybe, _MAYBE), (wording.plainly, _PLAINLY)):
                for words in filter(None, map(_words, text.split(";"))):
                    phrases[words] = _Phrase(words, kind, wording.means, wording.basis, weight)
    lengths: dict[str, dict[str, tuple[int, ...]]] = {}
    for first, second, *_ in ((*words, "") for words in phrases):
        lengths.setdefault(first, {}).setdefault(second, ())
    for words in sorted(phrases, key=len, reverse=True):
        for second, found in lengths[words[0]].items():
            if len(words) == 1 or second == words[1]:
                lengths[words[0]][second] = (*found, len(words))
    return _Lexicon(phrases, {first: _unique(seconds) for first, seconds in lengths.items()})


def _unique(seconds: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return {second: tuple(dict.fromkeys(found)) for second, found in seconds.items()}


_LEXICON: Final = _lexicon()


def _seen(words: _Words) -> _Seen:
    """Return each phrase with the word it first starts at; the longest wins, none overlap.

    So "complete your order" is a call to buy, and no order.
    """
    found: dict[_Kind, _Found] = {kind: {} for kind in _Kind}
    phrases, lengths = _LEXICON.phrases, _LEXICON.lengths
    free_from = 0
    for at in [at for at, word in enumerate(words) if word in lengths]:
        if at < free_from:
            continue
        seconds = lengths[words[at]]
        second = words[at + 1] if at + 1 < len(words) else ""
        for length in seconds.get(second, _ALONE):
            phrase = phrases.get(words[at : at + length])
            if phrase is not None:
                found[phrase.kind].setdefault(phrase, at)
                free_from = at + length
                break
    return _Seen(found[_Kind.SELLS], found[_Kind.AGREED], found[_Kind.TO_MANY])


def _plain(found: _Found) -> _Found:
    return {phrase: at for phrase, at in found.items() if phrase.weight == _PLAINLY}


def _score(found: _Found) -> int:
    return sum(phrase.weight for phrase in found)


def _evidence(where: str, found: _Found) -> tuple[str, ...]:
    strongest = sorted(found, key=lambda phrase: -phrase.weight)[:_EVIDENCE]
    return tuple(f'{where}: "{_written(p)}" ({p.means})' for p in strongest)


def _written(phrase: _Phrase) -> str:
    """Return a phrase as it is written: signs that are words stand without spaces."""
    return _BETWEEN_SIGNS.sub("", " ".join(phrase.words))

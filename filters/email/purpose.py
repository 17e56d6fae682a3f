"""What the content itself says about why a message is sent: the primary purpose of 16 CFR 316.3."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.wording import ADVERTISING, AGREED_BUSINESS, SENT_TO_MANY
from filters.lookalikes import as_seen, without_lookalikes

if TYPE_CHECKING:
    from collections.abc import Iterable

from filters.email.wording import Wording

BEGINNING_WORDS: Final = 250
"""How much of a body is its beginning: about what is seen without scrolling."""

_PLAINLY: Final = 2
_MAYBE: Final = 1
_SELLS_PLAINLY: Final = 4
_SELLS_BY_HINTS: Final = 8
_TOKEN: Final = 2
_EVIDENCE: Final = 5
_EXAMINED_CHARACTERS: Final = 200_000
_EXAMINED_WORDS: Final = 20_000
_SELLS_FURTHER_DOWN: Final = 8
_OFFERS_FURTHER_DOWN: Final = 3

_LETTER: Final = r"[a-z\u00c0-\u1fff\u2c00-\u2dff\u3040-\ufefe]"  # fast, and exact enough
_WORD: Final = re.compile(rf"{_LETTER}++(?:['-]{_LETTER}++)*|[0-9][0-9.,]*+|[$€£%]")
_NUMBER: Final = "0"
_DIGITS: Final = frozenset("0123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether content reads as advertising, and what it was seen by."""

    is_commercial: bool
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Phrase:
    words: tuple[str, ...]
    means: str
    weight: int


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Phrases by their words, and how long those are that begin with a word."""

    phrases: dict[tuple[str, ...], _Phrase]
    lengths: dict[str, tuple[int, ...]]  # longest first


_Words = tuple[str, ...]
_Found = dict[_Phrase, int]
"""Phrases, and the word each first starts at."""


def looks_commercial(subject: str, shown: str, everything: str = "") -> Judgement:
    """Judge one displayed text with its subject.

    `everything` is the text with what is hidden in it, too: that may sell, but it is no business
    the reader was told of.

    >>> looks_commercial("Flash sale: 20% off today", "").is_commercial
    True
    >>> looks_commercial("Your receipt", "Your order has shipped. Total $20.").is_commercial
    False
    """
    title, body = _words(subject), _words(shown)
    agreed = _seen(body[:BEGINNING_WORDS], _AGREED)
    texts = [body]
    if everything not in ("", shown):
        texts.append(_words(everything))
    return stricter(_judged(title, text, agreed) for text in texts)


def _judged(title: _Words, words: _Words, known: _Found) -> Judgement:
    """Judge a text of which the reader sees this business that was agreed on."""
    body = words[:BEGINNING_WORDS]
    in_title, in_body = _seen(title, _SELLING), _seen(body, _SELLING)
    agreed = {p: at for p, at in _seen(body, _AGREED).items() if p in known}
    evidence = _evidence("subject", in_title) + _evidence("beginning", in_body)
    # 16 CFR 316.3(a)(2)(i): a reasonable reader of the subject would take it for advertising
    if _plain(in_title) and not _plain(_seen(title, _AGREED)):
        return Judgement(is_commercial=True, evidence=evidence)
    # 16 CFR 316.3(a)(2)(ii): what was agreed on stands at the beginning, in substantial part
    if _leads(agreed, in_body):
        return Judgement(is_commercial=False, evidence=_evidence("beginning", agreed))
    # 16 CFR 316.3(a)(3)(ii): the body as a whole
    hints = _score(in_title) + _score(in_body) + _score(_seen(body, _MANY))
    if hints >= (_SELLS_PLAINLY if _plain(in_title) or _plain(in_body) else _SELLS_BY_HINTS):
        return Judgement(is_commercial=True, evidence=evidence)
    return _further_down(words) or Judgement(is_commercial=False, evidence=evidence)


def _further_down(words: _Words) -> Judgement | None:
    """Judge the rest, as much at a time as stands at a beginning; there more is asked for."""
    for start in range(BEGINNING_WORDS, len(words), BEGINNING_WORDS):
        found = _seen(words[start : start + BEGINNING_WORDS], _SELLING)
        if len(_plain(found)) >= _OFFERS_FURTHER_DOWN and _score(found) >= _SELLS_FURTHER_DOWN:
            return Judgement(is_commercial=True, evidence=_evidence("further down", found))
    return None


def stricter(judgements: Iterable[Judgement]) -> Judgement:
    """Return the strictest: text and HTML may differ, and the reader may see either."""
    every = tuple(judgements)
    commercial = next((j for j in every if j.is_commercial), None)
    return commercial or next(iter(every), Judgement(is_commercial=False))


def _leads(agreed: _Found, selling: _Found) -> bool:
    """Whether agreed business comes before advertising, and is more than a token of it."""
    plain = _plain(agreed)
    if not plain:
        return False
    offers = _plain(selling)
    first = min(plain.values())
    return all(first < at for at in offers.values()) and len(offers) <= _TOKEN * len(plain)


def _words(text: str) -> _Words:
    spaced = " ".join(text[:_EXAMINED_CHARACTERS].split())
    plain = spaced if spaced.isascii() else as_seen(spaced)
    plain = without_lookalikes(plain.casefold().replace("\u2019", "'"))
    words = _WORD.findall(plain)[:_EXAMINED_WORDS]
    return tuple([_NUMBER if word[0] in _DIGITS else word for word in words])


def _lexicon(wordings: Iterable[Wording]) -> _Lexicon:
    phrases: dict[tuple[str, ...], _Phrase] = {}
    for wording in wordings:
        for text, weight in ((wording.maybe, _MAYBE), (wording.plainly, _PLAINLY)):
            for words in filter(None, map(_words, text.split(";"))):
                phrases[words] = _Phrase(words, wording.means, weight)
    lengths: dict[str, set[int]] = {}
    for words in phrases:
        lengths.setdefault(words[0], set()).add(len(words))
    longest_first = {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}
    return _Lexicon(phrases, longest_first)


_SELLING: Final = _lexicon(ADVERTISING)
_MANY: Final = _lexicon(SENT_TO_MANY)
_AGREED: Final = _lexicon(AGREED_BUSINESS)


def _seen(words: _Words, lexicon: _Lexicon) -> _Found:
    """Return each phrase with the word it first starts at; the longest wins, none overlap."""
    found: _Found = {}
    phrases, lengths = lexicon.phrases, lexicon.lengths
    free_from = 0
    for at in [at for at, word in enumerate(words) if word in lengths]:
        if at < free_from:
            continue
        for length in lengths[words[at]]:
            phrase = phrases.get(words[at : at + length])
            if phrase is not None:
                found.setdefault(phrase, at)
                free_from = at + length
                break
    return found


def _plain(found: _Found) -> _Found:
    return {phrase: at for phrase, at in found.items() if phrase.weight == _PLAINLY}


def _score(found: _Found) -> int:
    return sum(phrase.weight for phrase in found)


def _evidence(where: str, found: _Found) -> tuple[str, ...]:
    strongest = sorted(found, key=lambda phrase: -phrase.weight)[:_EVIDENCE]
    return tuple(f'{where}: "{" ".join(p.words)}" ({p.means})' for p in strongest)

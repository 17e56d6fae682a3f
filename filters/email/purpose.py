"""What the content itself says about why a message is sent: the primary purpose of 16 CFR 316.3."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.wording import ADVERTISING, AGREED_BUSINESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from filters.email.wording import Wording

BEGINNING_WORDS: Final = 250
"""How much of a body is its beginning: about what is seen without scrolling."""

_PLAINLY: Final = 2
_MAYBE: Final = 1
_SELLS: Final = 3
_SUBJECT_SELLS: Final = 2

_WORD: Final = re.compile(r"[$€£%]|[^\W\d_]+(?:['-][^\W\d_]+)*|\d[\d.,]*")
_NUMBER: Final = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether content reads as advertising, and what it was seen by."""

    is_commercial: bool
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    means: str
    weight: int


@dataclass(frozen=True, slots=True)
class _Seen:
    at: int  # the word it starts with
    phrase: _Phrase


def looks_commercial(subject: str, beginning: str) -> Judgement:
    """Judge one displayed text with its subject; `beginning` may be the whole text.

    >>> looks_commercial("Flash sale: 20% off today", "").is_commercial
    True
    >>> looks_commercial("Your receipt", "Your order has shipped. Total $20.").is_commercial
    False
    """
    title, body = _words(subject), _words(beginning)[:BEGINNING_WORDS]
    in_title, in_body = _distinct(_seen(title, _SELLING)), _distinct(_seen(body, _SELLING))
    title_score, body_score = _score(in_title), _score(in_body)
    agreed = _distinct(_seen(body, _AGREED))
    evidence = _evidence("subject", in_title) + _evidence("beginning", in_body)
    # 16 CFR 316.3(a)(2)(i): a reasonable reader of the subject would take it for advertising
    if title_score >= _SUBJECT_SELLS and not _score(_distinct(_seen(title, _AGREED))):
        return Judgement(is_commercial=True, evidence=evidence)
    # 16 CFR 316.3(a)(2)(ii): what was agreed on stands at the beginning, in substantial part
    if _leads(agreed, in_body):
        return Judgement(is_commercial=False, evidence=_evidence("beginning", agreed))
    plain=any(p.weight==_PLAINLY for p in (*in_title,*in_body)); total=title_score + body_score
    return Judgement(is_commercial=(plain and total>=_SELLS) or total>=2*_SELLS, evidence=evidence)


def stricter(judgements: Iterable[Judgement]) -> Judgement:
    """Return the strictest: text and HTML may differ, and the reader may see either."""
    every = tuple(judgements)
    commercial = next((j for j in every if j.is_commercial), None)
    return commercial or next(iter(every), Judgement(is_commercial=False))


def _leads(agreed: dict[_Phrase, int], selling: dict[_Phrase, int]) -> bool:
    if not agreed:
        return False
    first = min(agreed.values())
    ahead = {
        phrase: at for phrase, at in selling.items() if at < first and phrase.weight == _PLAINLY
    }
    return not ahead and _score(agreed) >= _PLAINLY


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text[: BEGINNING_WORDS * 40]).replace("\u2019", "'")
    return [_NUMBER if word[0].isdecimal() else word for word in _WORD.findall(plain.casefold())]


def _phrases(wordings: Iterable[Wording]) -> dict[str, tuple[_Phrase, ...]]:
    """Return every phrase by its first word, longer ones first."""
    found: dict[str, list[_Phrase]] = {}
    for wording in wordings:
        for text, weight in ((wording.plainly, _PLAINLY), (wording.maybe, _MAYBE)):
            for phrase in filter(None, (tuple(_words(each)) for each in text.split(";"))):
                found.setdefault(phrase[0], []).append(_Phrase(phrase, wording.means, weight))
    return {
        first: tuple(sorted(phrases, key=lambda p: (-len(p.words), -p.weight)))
        for first, phrases in found.items()
    }


_SELLING: Final = _phrases(ADVERTISING)
_AGREED: Final = _phrases(AGREED_BUSINESS)


def _seen(words: list[str], phrases: dict[str, tuple[_Phrase, ...]]) -> Iterator[_Seen]:
    """Yield the longest phrase that starts at each word; phrases do not overlap."""
    at = 0
    while at < len(words):
        for phrase in phrases.get(words[at], ()):
            if tuple(words[at : at + len(phrase.words)]) == phrase.words:
                yield _Seen(at, phrase)
                at += len(phrase.words) - 1
                break
        at += 1


def _distinct(seen: Iterable[_Seen]) -> dict[_Phrase, int]:
    """Return each phrase with where it stands first."""
    found: dict[_Phrase, int] = {}
    for each in seen:
        found.setdefault(each.phrase, each.at)
    return found


def _score(found: Iterable[_Phrase]) -> int:
    return sum(phrase.weight for phrase in found)


def _evidence(where: str, found: Iterable[_Phrase]) -> tuple[str, ...]:
    strongest = sorted(found, key=lambda phrase: -phrase.weight)[:5]
    return tuple(f'{where}: "{" ".join(p.words)}" ({p.means})' for p in strongest)

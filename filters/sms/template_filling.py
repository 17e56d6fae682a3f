"""Whether a text that reads like a template advertises where the template varies.

A person settled what the fixed words are. What a mark is filled in with nobody saw: "Hi Half Price
Shoes, your cut is due" is of the form "Hi {name}, your cut is due".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.sms.offers import read_offers
from filters.sms.promotional import judge_text
from filters.sms.template import LINK, MARK
from filters.sms.weighing import log_odds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filters.sms.reading import ModelReading

_PLAIN: Final = {
    "name": "Sam",  # of many names one that moves the models least
    "date": "3/12",
    "time": "10:00",
    "amount": "$10",
    "number": "4821",
}
_BY_A_NAME: Final = 0.95
_LIKE_BY_A_NAME: Final = 1.5
"""How far the log-odds of a text, and of its words alone, differ by who is named in it.

The models know words of names: four names in a hundred differ by more, and five offers of six.
"""

_NAMES: Final = 2
_HOST: Final = re.compile(
    r"\A(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?=[:/?#]|\Z)", re.IGNORECASE
)
"""Of a link, what the template names itself."""

_JOINS: Final = re.compile(r"[^\w%$]+|_+")


def plainly_filled(template: str) -> str:
    """Return a template with the plainest that may stand for its marks.

    >>> plainly_filled("Hi {name}, see {link:shop.example} at {time}.")
    'Hi Sam, see https://shop.example at 10:00.'
    """
    return MARK.sub(lambda mark: _plain(mark[1]), template)


def offers_something(filling: Iterable[str]) -> bool:
    """Whether what stands for the marks has words of an offer, whatever stands beside it.

    >>> offers_something(["Dr. Chen", "555-0143"]), offers_something(["BUY-1-GET-1"])
    (False, True)
    """
    return any(read_offers(_JOINS.sub(" ", _HOST.sub("", each))).score > 0 for each in filling)


def may_be_a_sentence(filling: Iterable[str]) -> bool:
    """Whether what stands for a name may be more than one, in a language that nobody here reads.

    >>> may_be_a_sentence(["Anna Weber", "3 de marzo"]), may_be_a_sentence(["Nur heute billiger"])
    (False, True)
    """
    return any(len(each.split()) > _NAMES and not any(map(str.isdigit, each)) for each in filling)


def advertises_more(
    text: str, reading: ModelReading | None, *, plain: str, plain_reading: ModelReading | None
) -> bool:
    """Whether a text advertises more surely than its template, plainly filled, does.

    `plain`: that text, and `plain_reading` what the models say of it.
    """
    said = judge_text(text, reading=reading).score
    of_template = judge_text(plain, reading=plain_reading).score
    if log_odds(said) > log_odds(of_template) + _BY_A_NAME:
        return True
    if reading is None or plain_reading is None or reading.unread or plain_reading.unread:
        return False
    return reading.linear > plain_reading.linear + _LIKE_BY_A_NAME


def _plain(mark: str) -> str:
    kind, _, host = mark.partition(":")
    return f"https://{host}" if kind == LINK else _PLAIN[kind]

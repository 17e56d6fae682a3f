"""What a cell of a column of opt-outs says: yes, no, or nothing that can be read.

The words are those of programs and people in English, Spanish, French and German. A cell that is
neither is a mistake and never a no: an opt-out would be lost.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from suppression.entry import Reason
from suppression.transfer.dates import seconds
from suppression.transfer.row import UnreadableCell
from suppression.transfer.said import plain, reason_of

_YES: Final = frozenset(
    (
        "true", "t", "yes", "y", "1", "x", "on", "checked", "selected", "si", "s", "oui", "ja", "j",
        "verdadero", "vrai", "wahr",
        "donotallow", "disallow", "disallowed", "notallowed", "prohibited", "refused", "denied",
        "donotcall", "donotphone", "donotmail", "donotsend", "donotsms", "dnc", "suppressed", "out",
        "all", "everything", "optedoutofall", "unsubscribedfromall", "globalunsubscribe",
        "block", "blocked", "blocklisted", "blacklisted", "withdrawn", "abgemeldet", "desabonne",
        "desinscrit", "baja",
    )
)  # fmt: skip
_NO: Final = frozenset(
    (
        "false", "f", "no", "n", "0", "off", "unchecked", "non", "nein", "falso", "faux", "falsch",
        "allow", "allowed", "in", "optin", "optedin", "subscribed", "subscribe", "notoptedout",
        "notunsubscribed", "notsuppressed", "notunsubscribe", "angemeldet", "abonne", "inscrit",
        "suscrito",
    )
)  # fmt: skip
_NOTHING: Final = frozenset(
    ("", "na", "none", "null", "nil", "nan", "undefined", "never", "notset", "blank", "empty")
)
_TICKS: Final = frozenset("\u2611\u2705\u2713\u2714")
_TICK_IS_COLOURED: Final = "\ufe0f"
_DASHES: Final = re.compile(r"[\s\-\u2010-\u2015]*")
_FRACTION: Final = re.compile(r"([01])[.,]0+")  # where a table had numbers and empty cells
_NO_DATE: Final = re.compile(r"(?:0{4}-00-00|1970-01-01).*", re.DOTALL)  # MySQL's, Unix's
_OF_NO_OPT_OUT: Final = frozenset({None, Reason.MANUAL})


@lru_cache(maxsize=4096)
def is_yes(column: str, text: str) -> bool:
    """Whether a cell says that the person opted out; a date says so too, an empty cell does not.

    >>> is_yes("donotemail", "Do Not Allow"), is_yes("donotemail", "Allow")
    (True, False)

    Raises:
        UnreadableCell: it says neither.
    """
    if says_nothing(text) or _NO_DATE.fullmatch(text):
        return False
    number = _FRACTION.fullmatch(text)
    word = number[1] if number else plain(text)
    if word in _NO:
        return False
    if word in _YES or text.removesuffix(_TICK_IS_COLOURED) in _TICKS:
        return True
    if reason_of(text) not in _OF_NO_OPT_OUT or seconds(text) is not None:
        return True
    raise UnreadableCell(column, "says neither yes nor no, and is no date")


def is_surely_no(column: str, text: str) -> bool:
    """Whether a cell says no, or nothing: what cannot be read is no no.

    >>> is_surely_no("donotemail", "Allow"), is_surely_no("donotemail", "pending")
    (True, False)
    """
    try:
        return not is_yes(column, text)
    except UnreadableCell:
        return False


def says_nothing(text: str) -> bool:
    """Whether a cell is empty, or holds what programs and people write there instead.

    >>> says_nothing("N/A"), says_nothing("--"), says_nothing("?")
    (True, True, False)
    """
    word = plain(text)
    return word in _NOTHING if word else _DASHES.fullmatch(text) is not None

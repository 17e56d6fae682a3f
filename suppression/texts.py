"""A text that a person sent us, as far as it is kept: what it asks for, never what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.review import Review

ANSWER_WITHIN: Final = timedelta(hours=24)
"""How long the question that a confirmation asks can be answered."""

HELP_EVERY: Final = timedelta(hours=24)
"""How long a person who was told whom to ask is not told again."""


class Asked(StrEnum):
    """What a text asks for."""

    STOP = "stop"
    WRONG_NUMBER = "wrong_number"
    START = "start"
    KEEP = "keep"  # some kinds go on, of those that the confirmation of a stop asked about
    HELP = "help"
    DOUBT = "doubt"  # it may be a stop: a person has to read it
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """A text that came in."""

    person: RecipientKey
    ours: str  # the number it was sent to, E.164
    sender: str = ""  # the sender identity of that number; "" where it is nobody's
    source: str  # what brought it: a route, an application
    reference: str = ""  # its id there: the same one again changes nothing
    asked: Asked
    also_stops: bool = False  # of a wrong number: who has it wants no texts either
    is_reaction: bool = False  # a thumb on a text of ours: nobody turns to us by it
    is_courtesy: bool = False  # "sorry" and the like: nobody has to read it
    grade: str
    matched: str  # the words that ask for it
    words: str  # what was written: a keyed hash of it is kept
    received_at: datetime
    may_offer: frozenset[str] = frozenset()  # the purposes that a confirmation may ask about
    can_answer: bool = True  # what answers it is stored with it
    keeps: frozenset[str] = frozenset()  # the ones it names to go on, in answer to that


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a text changed on the list."""

    text_id: str
    asked: Asked
    at: datetime  # when it took effect: not before any of its entries
    entries: tuple[Entry, ...] = ()  # in force because of it
    is_new: bool = False  # one of the entries was not in force before
    lifted: tuple[Entry, ...] = ()
    review: Review | None = None  # what a person has to read
    offered: tuple[str, ...] = ()  # what the confirmation asks about
    may_help: bool = False  # HELP is to be answered
    is_repeated: bool = False  # it came before, and nothing was done

"""What a file asks for: one line of the list, or why a row of it asks for nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from suppression.entry import Origin, Reason, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from suppression.channel import Channel
    from suppression.keys import RecipientKey

BY_TERM: Final = 0.0
"""The end of a bounce whose file names none: the configured time after the import. A bounce of last
year that the service still stops is not over."""


class Row(NamedTuple):
    """One entry that a file asks for. Times are seconds since 1970, an end None is never."""

    key: str
    channel: str
    scope: str
    sender: str
    reason: str
    origin: str
    evidence: str
    requested_at: float
    expires_at: float | None
    include_subdomains: int
    number: int  # the line of the file where its record begins; of a JSON document the object
    last_requested_at: float | None = None  # by the file's own word: None where it has no date


class Skipped(NamedTuple):
    """A record that asks for nothing: the person agreed, or what it says is over."""

    number: int


class Mistake(NamedTuple):
    """A record that cannot be read: nobody was put on the list for it."""

    number: int
    column: str
    reason: str
    cells: Sequence[str] | Mapping[str, str] | None = None  # None: it cannot be taken apart
    raw: str = ""


class UnreadableCell(Exception):  # noqa: N818 - caught where the row is known
    """A cell that says nothing we could act on."""

    def __init__(self, column: str, reason: str) -> None:
        """Name the column, in the form of `plain`, and say why."""
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """How a file is to be read: what it does not say itself."""

    name: str  # of the file
    now: float  # seconds since 1970: the time of what has no date, and the latest there is
    region: str = "US"  # of numbers without a country code
    knows: Callable[[RecipientKey], bool] = lambda _: True  # whether a keyed hash is of our making
    columns: Mapping[str, str] = field(default_factory=dict)  # of the file → field
    channel: Channel | None = None
    reason: Reason | None = None  # where the file gives none
    scope: Scope | None = None  # at least
    origin: Origin = Origin.IMPORT
    soft_bounce_lasts_s: float = 14 * 24 * 3600.0  # from the date of the file; 0 is for ever

"""Which of several rows and entries of one person stand for which others: the stricter wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from suppression.entry import ALL, COMMERCIAL, Origin, stops_everything

if TYPE_CHECKING:
    from collections.abc import Sequence

    from suppression.transfer.row import Row


class Standing(NamedTuple):
    """An entry in force, as far as it decides whether a row is needed."""

    number: int
    key: str
    channel: str
    scope: str
    sender: str
    reason: str
    origin: str
    expires_at: float | None
    include_subdomains: int
    last_requested_at: float | None


class _Stops(Protocol):
    @property
    def scope(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def expires_at(self) -> float | None: ...
    @property
    def include_subdomains(self) -> int: ...
    @property
    def last_requested_at(self) -> float | None: ...


def stands_for(one: _Stops, other: _Stops) -> bool:
    """Whether nothing is lost of `other` while `one` is there; both are of one person.

    The reasons have to agree: an opt-out outlives a bounce, and what compliance lifts leaves what
    the person said. Of what was asked for later only the same stands, to be noted as asked again:
    the person may have taken back more meanwhile.
    """
    return (
        one.reason == other.reason
        and _reaches(one, other)
        and one.sender in {"", other.sender}
        and (one.expires_at is None or _ends_before(other, one.expires_at))
        and one.include_subdomains >= other.include_subdomains
        and (one.origin == Origin.RECIPIENT or other.origin != Origin.RECIPIENT)
        and (not is_newer(other, one) or _reaches_alike(one, other))
    )


def is_newer(one: _Stops, other: _Stops) -> bool:
    """Whether `one` was asked for after `other`, as far as their dates say; none says nothing."""
    if one.last_requested_at is None:
        return False
    return other.last_requested_at is None or one.last_requested_at > other.last_requested_at


def _reaches(one: _Stops, other: _Stops) -> bool:
    if one.scope in {ALL, other.scope} or stops_everything(one.reason):
        return True
    return one.scope == COMMERCIAL and other.scope != ALL


def _reaches_alike(one: _Stops, other: _Stops) -> bool:
    return one.sender == other.sender and (one.scope == other.scope or stops_everything(one.reason))


def _ends_before(row: _Stops, end: float) -> bool:
    return row.expires_at is not None and row.expires_at <= end


def merged(rows: Sequence[Row], *, exactly: bool) -> list[Row]:
    """Return the rows of one person without those that others stand for, in their order.

    Of rows that say the same the one that was asked first stays, as asked again with the last.
    `exactly` takes out copies only, for files of our own, which hold what the list held.
    """
    says = _copies if exactly else stands_for
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: row.requested_at):
        place = next((n for n, other in enumerate(kept) if says(other, row)), None)
        if place is not None:
            kept[place] = _asked_again(kept[place], row)
            continue
        stays = row
        for other in kept if not exactly else ():
            if stands_for(row, other):
                stays = _asked_again(stays, other)
        kept = [other for other in kept if exactly or not stands_for(row, other)]
        kept.append(stays)
    return kept


def _asked_again(row: Row, other: Row) -> Row:
    return row._replace(last_requested_at=other.last_requested_at) if is_newer(other, row) else row


def _copies(one: Row, other: Row) -> bool:
    return stands_for(one, other) and stands_for(other, one) and one.scope == other.scope

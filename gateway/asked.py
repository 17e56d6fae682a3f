"""What somebody asked for by a link or on the public form, as it is obeyed and as it waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import msgspec

from gateway.errors import StoreUnavailable
from suppression.keys import RecipientKey  # noqa: TC001 - dataclass fields are read at run time

if TYPE_CHECKING:
    from collections.abc import Mapping

Choice: TypeAlias = Literal["stream", "all", "nothing"]
ONE_CLICK: Final = "one-click"
PAGE: Final = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLink:
    """What somebody asked for by a link."""

    grant_id: int
    message: int
    choice: Choice
    method: str  # ONE_CLICK | PAGE
    origin: str
    at: datetime
    others: tuple[str, ...] = ()  # marks of keys on the other channel, to be stopped too
    act: str = ""  # of the page that was pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAddress:
    """An address that somebody typed into the public form."""

    key: RecipientKey
    origin: str
    at: datetime


def read(record: Mapping[str, Any]) -> ByLink | ByAddress:
    """Return what a record of the journal says somebody asked for.

    Raises:
        StoreUnavailable: another version wrote it; it waits until somebody has looked at it.
    """
    try:
        if "link" in record:
            return msgspec.convert(record["link"], ByLink)
        return msgspec.convert(record["address"], ByAddress)
    except (KeyError, msgspec.ValidationError) as error:
        message = "the journal of opt-outs was written by another version"
        raise StoreUnavailable(message) from error


def received_at(record: Mapping[str, Any]) -> datetime:
    """Return when a record of the journal came; where nobody can say, as if it were late."""
    try:
        return read(record).at
    except StoreUnavailable:
        return datetime.min.replace(tzinfo=UTC)


def written(asked: ByLink | ByAddress) -> Mapping[str, Any]:
    """Return the record that `read` reads."""
    return {"link" if isinstance(asked, ByLink) else "address": msgspec.to_builtins(asked)}

"""The heading of a file: which column is what, as the file, the services or the person say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from suppression.errors import UnreadableFileError
from suppression.transfer.columns import EITHER, EMAIL, HASH, PHONE, apart, once
from suppression.transfer.dates import seconds
from suppression.transfer.evidence_text import visible
from suppression.transfer.said import OPTED_OUT_OF, plain, reason_of, stream_of
from suppression.transfer.services import Service, service_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

OURS: Final = "optwarden"
"""What our own columns in a file of errors begin with; they are not read."""

FIELDS: Final[Mapping[str, str]] = {
    "email": "email", "phone": "phone", "address": "address", "hash": "hash", "md5": "md5",
    "sha1": "sha1", "sha256": "sha256", "reason": "reason", "scope": "scope", "stream": "stream",
    "channel": "channel", "sender": "sender", "requested_at": "requestedat",
    "expires_at": "expiresat", "evidence": "evidence",
    "include_subdomains": "includesubdomains", "ignore": OURS,
}  # fmt: skip
"""What a column can be said to be → its name in the form of `plain`."""

EXPORTED: Final = (
    "address", "channel", "scope", "sender", "reason", "requested_at", "expires_at",
    "include_subdomains", "origin", "evidence", "repeated_at",
)  # fmt: skip
"""The columns of our own export."""

_TELLING: Final = EXPORTED[: EXPORTED.index("repeated_at")]
"""Those that tell it: what an older version exported has no others."""

_PEOPLE: Final = frozenset((*EMAIL, *PHONE, *EITHER, *HASH))
_NUMBER: Final = re.compile(r"(?:tel:)?\+?[0-9 ().\-/]{7,25}")
_HEXADECIMAL: Final = re.compile(
    r"(?:(?:md5|sha1|sha256|hmac:[0-9]+):)?(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64})"
)
_LEAST_DIGITS: Final = 7
_SHOWN: Final = 40  # characters of a column's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The columns of a file."""

    columns: tuple[str, ...]  # as they are written
    names: tuple[str, ...]  # in the form of `plain`, renamed as was asked, each another
    service: Service | None
    is_ours: bool  # our own export
    has_line: bool  # the file says them itself

    @property
    def recognised(self) -> str:
        """Say whose file this is."""
        return "optwarden" if self.is_ours else self.service.name if self.service else "no service"


def heading_of(cells: Sequence[str], renamed: Mapping[str, str], file_name: str) -> Heading:
    """Return the heading of a file whose first row this is.

    Raises:
        UnreadableFileError: no column names a person, or one that was renamed is missing.
    """
    if any(map(_is_person, cells)):
        columns = [_guess(cell) or f"column {n}" for n, cell in enumerate(cells, start=1)]
        return _named(_once(columns), renamed, file_name, has_line=False)
    return _named(cells, renamed, file_name, has_line=True)


def heading_of_object(
    columns: Sequence[str], renamed: Mapping[str, str], file_name: str
) -> Heading:
    """Return the heading of a file of objects, of which one has these fields."""
    return _named(columns, renamed, file_name, has_line=True)


def _named(
    columns: Sequence[str], renamed: Mapping[str, str], file_name: str, *, has_line: bool
) -> Heading:
    there = {plain(column) for column in columns}
    if missing := [column for column in renamed if plain(column) not in there]:
        message = f"there is no column {missing[0]!r}; there are: {_listed(columns)}"
        raise UnreadableFileError(message)
    names = apart([called(column, renamed) for column in columns])
    known = [name for name in names if not name.startswith(OURS)]
    service = service_of(known, file_name) if has_line else None
    if service is None and not _has_person(known):
        message = (
            f"no column names a person; there are: {_listed(columns)}. Say which one does, "
            f"with its name and what it is, such as {_named_first(columns)}=email"
        )
        raise UnreadableFileError(message)
    is_ours = {plain(column) for column in _TELLING} <= set(known)
    return Heading(
        columns=tuple(columns), names=names, service=None if is_ours else service,
        is_ours=is_ours, has_line=has_line,
    )  # fmt: skip


def called(column: str, renamed: Mapping[str, str]) -> str:
    """Return the name of a column, as somebody said what it is or as it is written."""
    wanted = {plain(each): FIELDS[name] for each, name in renamed.items()}
    return wanted.get(plain(column)) or name_of(column)


def is_person_column(name: str) -> bool:
    """Whether a column of this name, in the form of `plain`, names people."""
    return once(name) in _PEOPLE


def name_of(column: str) -> str:
    """Return a column in the form of `plain`; a topic in it keeps the hyphens of its stream.

    >>> name_of("Opted out of email: Marketing Information")
    'optedoutofemail marketing-information'
    """
    said, colon, topic = column.partition(":")
    if colon and plain(said) == OPTED_OUT_OF:
        _, _, slug = stream_of(topic).partition(":")
        return f"{OPTED_OUT_OF} {slug or '*'}"
    return plain(column)


def _has_person(names: Collection[str]) -> bool:
    return any(map(is_person_column, names))


def _is_person(cell: str) -> bool:
    text = cell.strip()
    is_number = _NUMBER.fullmatch(text) and sum(map(str.isdecimal, text)) >= _LEAST_DIGITS
    return bool(
        "@" in text or _HEXADECIMAL.fullmatch(text) or (is_number and seconds(text) is None)
    )


def _guess(cell: str) -> str:
    """Return what a column without a name may be, by its first cell."""
    if _is_person(cell):
        return "address"
    if seconds(cell) is not None:
        return "requested_at"
    return "reason" if reason_of(cell) else ""


def _once(columns: Sequence[str]) -> list[str]:
    """Let a guessed date or reason stand once: the first such column is it; people are all kept."""
    return [
        column if column == "address" or column not in columns[:n] else f"column {n + 1}"
        for n, column in enumerate(columns)
    ]


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(visible(column, _SHOWN) or '""' for column in columns[:20]) or "none"


def _named_first(columns: Sequence[str]) -> str:
    return next(filter(None, (visible(column, _SHOWN) for column in columns[:1])), "Contact")

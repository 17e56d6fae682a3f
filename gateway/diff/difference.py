"""What differs between a message and what leaves, as people look at it: edits, lines, words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.charset import decode
from filters.email.displayed import HTML
from filters.email.transfer import decoded
from gateway.diff.decoded import decoded_diffs
from gateway.diff.unified import Veil, unified_diff
from gateway.look import LONGEST, quiet
from gateway.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gateway.diff.changes import Change, PartOutline, Place
    from gateway.diff.decoded import DecodedDiff

_MOST_LINES: Final = 2_000
_LONGEST_LINE: Final = 1_000
_NAMES: Final = 2  # lines at the top of a difference
_KINDS: Final = {"+": "ins", "-": "del", "@": "at"}

EDITS: Final = {
    "F_FOOTER_TEXT": "footer in the text",
    "F_FOOTER_HTML": "footer in the HTML",
    "F_FOOTER_TOP": "opt-out at the top, too",
    "F_FOOTER": "footer",
    "F_PLACEHOLDER_FILLED": "what placeholders stood for",
    "F_LINK_RENEWED": "the recipient's own link",
    "F_LIST_UNSUBSCRIBE": "List-Unsubscribe",
    "F_LIST_UNSUBSCRIBE_POST": "List-Unsubscribe-Post",
    "F_LIST_ID": "List-Id",
    "F_AMP_DROPPED": "AMP form dropped",
    "F_DKIM_REMOVED": "broken DKIM-Signature removed",
    "F_DATE_ADDED": "Date",
    "F_MSGID_ADDED": "Message-ID",
    "F_SMS_STOP_APPENDED": "who sends it and how to stop it",
}
"""What an edit adds or takes, by the code of its kind."""

Line = tuple[str, str]
"""What a line is ("ins", "del", "at", ""), and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The difference of the bytes, and of what texts say whose bytes nobody reads."""

    lines: tuple[Line, ...]
    texts: tuple[tuple[str, tuple[Line, ...]], ...]  # what of, its lines
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit with what it puts there, as a person reads it."""

    place: Place
    where: str
    added: str
    html: str  # for a frame of its own; "" unless it is HTML


def difference(
    before: bytes, after: bytes, changes: Sequence[Change], parts: Sequence[PartOutline]
) -> Difference:
    """Return what differs, every line with its control characters visible."""
    diffs = decoded_diffs(before, after, parts)
    lines = list(map(shown, unified_diff(before, changes, veils(diffs))))
    return Difference(
        lines=tuple(map(_kind, range(_MOST_LINES), lines)),
        texts=tuple(map(_text, diffs)),
        is_cut=any(len(each) > _MOST_LINES for each in (lines, *(d.lines for d in diffs))),
    )


def edit_of(place: Place, change: Change, parts: Sequence[PartOutline]) -> Edit:
    """Return an edit with what it puts there, decoded as its part is."""
    text = change.added.decode("utf-8", "replace")
    owner = next((part for part in parts if part.path == place.part), None)
    if place.within == "body" and owner is not None and not owner.type.startswith("multipart/"):
        text = decode(decoded(change.added, owner.encoding), owner.charset)
    text = text[:LONGEST]
    is_html = place.within == "body" and place.type == HTML
    return Edit(
        place=place,
        where=where(place),
        added="\n".join(map(shown, text.splitlines())),
        html=quiet(text) if is_html else "",
    )


def marks(part: PartOutline) -> str:
    """Say whether a part is shown to people, and whether anything of it is changed."""
    if part.type.startswith("multipart/") and not part.edited:
        return ""  # what it holds is told below it
    kinds = ["displayed"] * part.displayed + ["edited" if part.edited else "untouched"]
    return ", ".join(kinds)


def where(place: Place) -> str:
    """Say in which part an edit falls: "1.2 text/html", "header", "header of 1.2"."""
    if place.within == "header":
        return "header" if place.type == "message" else f"header of {place.part}"
    return f"{place.part or 'around the parts,'} {place.type}"


def veils(diffs: Iterable[DecodedDiff]) -> tuple[Veil, ...]:
    """Return what the difference of the bytes leaves out, since the text's is told."""
    return tuple(Veil(start=diff.start, end=diff.end, what=diff.what) for diff in diffs)


def decoded_heading(diff: DecodedDiff) -> str:
    """Say what a difference of a text is of, and that it is not all that differs."""
    if not diff.lines:
        return f"@ part {diff.path} reads as before; only its raw bytes differ ({diff.what})"
    return f"@ part {diff.path} as text ({diff.what}); its raw bytes differ, too"


def _text(diff: DecodedDiff) -> tuple[str, tuple[Line, ...]]:
    """Return what the difference of a text is of, and its lines."""
    lines = (_kind(_NAMES, shown(line)) for line in diff.lines[:_MOST_LINES])
    return decoded_heading(diff).removeprefix("@ "), tuple(lines)


def _kind(number: int, line: str) -> Line:
    """Return what a line of the difference is, and the line."""
    kind = "at" if number < _NAMES else _KINDS.get(line[:1], "")
    return kind, line[:_LONGEST_LINE]

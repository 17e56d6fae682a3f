"""The list as a file: our own columns, as CSV or JSON lines, or hashes that name nobody.

Read again it asks for exactly what it was made of, and written again it is the same, byte for byte.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import msgspec

from suppression.transfer.cells import shielded
from suppression.transfer.evidence_text import MOST_KEPT, visible
from suppression.transfer.heading import EXPORTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Form: TypeAlias = Literal["csv", "jsonl", "sha256"]
FORMS: Final[tuple[Form, ...]] = ("csv", "jsonl", "sha256")

_AT_ONCE: Final = 1000
_encode: Final = msgspec.json.Encoder().encode


class Line(NamedTuple):
    """One entry as it is exported, in the order of the columns. Times are seconds since 1970."""

    address: str
    channel: str
    scope: str
    sender: str
    reason: str
    requested_at: float
    expires_at: float | None
    include_subdomains: int
    origin: str
    evidence: str
    repeated_at: float | None = None


def csv_pieces(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield the file as CSV (RFC 4180); no cell of it is run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(EXPORTED)
    for number, line in enumerate(lines, start=1):
        writer.writerow(
            (
                shielded(line.address), line.channel, line.scope, shielded(line.sender),
                line.reason, _time(line.requested_at), _time(line.expires_at),
                "true" if line.include_subdomains else "", line.origin,
                shielded(visible(line.evidence, MOST_KEPT)), _time(line.repeated_at),
            )
        )  # fmt: skip
        if not number % _AT_ONCE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def json_pieces(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield the file as JSON lines."""
    for line in lines:
        values = line._replace(evidence=visible(line.evidence, MOST_KEPT))._asdict() | {
            "requested_at": _time(line.requested_at),
            "expires_at": _time(line.expires_at) or None,
            "include_subdomains": bool(line.include_subdomains),
            "repeated_at": _time(line.repeated_at) or None,
        }
        yield _encode(values) + b"\n"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")

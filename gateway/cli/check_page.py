"""The report of `check --html`: one file that needs nothing else, safe to open, whatever is in it.

What messages say is text here, or stands in frames that run nothing, load nothing and lead nowhere.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from filters.codes import CODES
from filters.email.charset import decode
from filters.email.displayed import HTML, decoded_text, displayed_parts
from filters.email.fields import value
from filters.email.mime import parse
from filters.email.transfer import decoded
from filters.errors import MalformedMessage
from gateway.cli.check_report import decoded_heading, marks, veils, where
from gateway.cli.session import utc_now
from gateway.decoded_diff import decoded_diffs
from gateway.shown import shown
from gateway.unified_diff import unified_diff

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filters.decision import Finding
    from filters.email.part import Part
    from gateway.changes import Change, PartOutline, Place
    from gateway.cli.session import Session
    from gateway.decoded_diff import DecodedDiff
    from gateway.dry_run import Examined

_HERE: Final = Path(__file__).parent
_STYLE: Final = (_HERE / "check_page.css").read_text(encoding="utf-8")
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(_HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_LONGEST: Final = 1_000_000  # characters of a text that is shown
_LARGEST_PICTURE: Final = 500_000  # bytes
_MOST_LINES: Final = 2_000  # of a difference
_LONGEST_LINE: Final = 1_000
_NAMES_OF_DIFF: Final = 2  # lines at its top
_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_REACHING_OUT: Final = re.compile(r"<(link|base|meta)", re.IGNORECASE)
_CID: Final = re.compile(r"""cid:([^\s"'<>)]{1,200})""")
_KINDS: Final = {"+": "ins", "-": "del", "@": "at"}


class Report:
    """The report while files are judged; written once, at the end."""

    def __init__(self, file: Path, judged_files: Sequence[Path]) -> None:
        """Name where it is written.

        Raises:
            UsageError: that is one of the files judged, or no file can be written there.
        """
        folder = file.absolute().parent
        if not folder.is_dir():
            message = f"--html: there is no folder {folder}; make it, or name a file elsewhere"
            raise click.UsageError(message)
        if not os.access(file if file.exists() else folder, os.W_OK):
            message = f"--html: {file} may not be written by this user; name another"
            raise click.UsageError(message)
        if file.resolve() in [each.resolve() for each in judged_files]:
            message = f"--html: {file} is one of the files themselves; name another"
            raise click.UsageError(message)
        self._file = file
        self._files: list[Judged] = []

    def add(self, file: Path, examined: Examined) -> None:
        """Take up what was found about a file; its bytes are not kept."""
        self._files.append(judged(file, examined))

    def write(self, session: Session) -> None:
        """Write the page and say where it is."""
        config = session.config
        content = page(self._files, company=config.company.name, mode=config.mode, at=utc_now())
        self._file.write_bytes(content)
        session.say(f"report: {self._file}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A message as its reader sees it."""

    html: str = ""  # for a frame of its own
    text: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    place: Place
    where: str
    added: str
    html: str  # for a frame of its own; "" unless it is HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One file of the report; every text but the frames' is made visible."""

    file: str
    verdict: str
    category: str
    evidence: tuple[str, ...]
    findings: tuple[tuple[Finding, str], ...]  # with what to do about it
    fixes: tuple[str, ...]
    subject: str
    sender: str
    parts: tuple[tuple[PartOutline, str], ...]  # with what is done to it
    edits: tuple[_Edit, ...]
    diff: tuple[tuple[str, str], ...]  # kind and line
    decoded: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # of a text: what of, its lines
    is_diff_cut: bool
    before: Look
    after: Look | None
    size_before: int
    size_after: int


def judged(file: Path, examined: Examined) -> Judged:
    """Return what the report says of a file; the bytes themselves are not kept."""
    tree = _tree(examined.before)
    diffs = decoded_diffs(examined.before, examined.after, examined.parts)
    lines = list(map(shown, unified_diff(examined.before, examined.changes, veils(diffs))))
    edits = zip(examined.places, examined.changes, strict=True)
    return Judged(
        file=shown(str(file)),
        verdict=examined.verdict,
        category=examined.category,
        evidence=tuple(map(shown, examined.evidence)),
        findings=tuple((finding, _remedy(finding)) for finding in examined.findings),
        fixes=examined.edits,
        subject=_field(examined.before, tree, "subject"),
        sender=_field(examined.before, tree, "from"),
        parts=tuple((part, marks(part)) for part in examined.parts),
        edits=tuple(_edit(place, change, examined.parts) for place, change in edits),
        diff=tuple(map(_kind, range(_MOST_LINES), lines)),
        decoded=tuple(map(_decoded, diffs)),
        is_diff_cut=any(len(each) > _MOST_LINES for each in (lines, *(d.lines for d in diffs))),
        before=look(examined.before),
        after=look(examined.after) if examined.after else None,
        size_before=len(examined.before),
        size_after=len(examined.after),
    )


def page(files: Sequence[Judged], *, company: str, mode: str, at: datetime) -> bytes:
    """Write the report about these files."""
    html = _TEMPLATES.get_template("check_page.html").render(
        files=files,
        counts=Counter(each.verdict for each in files),
        company=company,
        mode=mode,
        at=at,
        shown=shown,
        style=Markup(_STYLE),  # noqa: S704 - our own file
    )
    return html.encode("utf-8", "replace")


def look(raw: bytes) -> Look:
    """Return what a reader sees of a message; nothing where it cannot be read."""
    tree = _tree(raw)
    if tree is None:
        return Look()
    html: list[str] = []
    text: list[str] = []
    for part in displayed_parts(tree):
        (html if part.content_type == HTML else text).append(decoded_text(raw, part))
    seen = "<hr>".join(html)
    is_cut = len(seen) > _LONGEST or sum(map(len, text)) > _LONGEST
    plain = "\n".join(text)[:_LONGEST]
    return Look(
        html="" if len(seen) > _LONGEST else _with_pictures(_quiet(seen), raw, tree),
        text="\n".join(shown(line) for line in plain.splitlines()),
        is_cut=is_cut,
    )


def _quiet(html: str) -> str:
    """Disarm hints to look up or connect to a host: they come before any policy is asked.

    >>> _quiet("<LINK rel=preconnect href=//a.example>")
    '<x-LINK rel=preconnect href=//a.example>'
    """
    return _REACHING_OUT.sub(r"<x-\1", html)


def _with_pictures(html: str, raw: bytes, tree: Part) -> str:
    """Put the pictures that came with a message where its HTML shows them."""
    pictures = {part.content_id: part for part in tree.leaves() if part.content_type in _PICTURES}
    left = _LARGEST_PICTURE * 4

    def embedded(match: re.Match[str]) -> str:
        nonlocal left
        part = pictures.get(match[1])
        size = part.body_end - part.body_start if part is not None else 0
        if part is None or size > min(left, _LARGEST_PICTURE):
            return match[0]
        left -= size
        content = decoded(raw[part.body_start : part.body_end], part.transfer_encoding)
        return f"data:{part.content_type};base64,{b64encode(content).decode()}"

    return _CID.sub(embedded, html)


def _edit(place: Place, change: Change, parts: Sequence[PartOutline]) -> _Edit:
    """Return an edit with what it puts there, as a person reads it."""
    text = change.added.decode("utf-8", "replace")
    owner = next((part for part in parts if part.path == place.part), None)
    if place.within == "body" and owner is not None and not owner.type.startswith("multipart/"):
        text = decode(decoded(change.added, owner.encoding), owner.charset)
    text = text[:_LONGEST]
    is_html = place.within == "body" and place.type == HTML
    return _Edit(
        place=place,
        where=where(place),
        added="\n".join(map(shown, text.splitlines())),
        html=_quiet(text) if is_html else "",
    )


def _tree(raw: bytes) -> Part | None:
    try:
        return parse(raw)
    except MalformedMessage:
        return None


def _field(raw: bytes, tree: Part | None, name: str) -> str:
    return shown(value(raw, tree, name))[:300] if tree is not None else ""


def _decoded(diff: DecodedDiff) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what the difference of a text is of, and its lines as `_kind` has them."""
    lines = (_kind(_NAMES_OF_DIFF, shown(line)) for line in diff.lines[:_MOST_LINES])
    return decoded_heading(diff).removeprefix("@ "), tuple(lines)


def _kind(number: int, line: str) -> tuple[str, str]:
    """Return what a line of the difference is, and the line."""
    kind = "at" if number < _NAMES_OF_DIFF else _KINDS.get(line[:1], "")
    return kind, line[:_LONGEST_LINE]


def _remedy(finding: Finding) -> str:
    code = CODES.get(finding.code)
    return code.remedy if code is not None else ""

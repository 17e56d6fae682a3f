"""The report of `check --html`: one file that needs nothing else, safe to open, whatever is in it.

What messages say is text here, or stands in frames that run nothing, load nothing and lead nowhere.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from filters.codes import CODES
from gateway.cli.naming import naming
from gateway.cli.session import utc_now
from gateway.diff.difference import difference, edit_of, marks
from gateway.look import field_of, look, tree_of
from gateway.shown import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filters.decision import Finding
    from gateway.cli.session import Session
    from gateway.diff.changes import PartOutline
    from gateway.diff.difference import Edit
    from gateway.dry_run import Examined
    from gateway.look import Look

_HERE: Final = Path(__file__).parent
_STYLE: Final = (_HERE / "check_page.css").read_text(encoding="utf-8")
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(_HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


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
        with naming(self._file):
            self._file.write_bytes(content)
        session.say(f"report: {self._file}")


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
    edits: tuple[Edit, ...]
    diff: tuple[tuple[str, str], ...]  # kind and line
    decoded: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # of a text: what of, its lines
    is_diff_cut: bool
    before: Look
    after: Look | None
    size_before: int
    size_after: int


def judged(file: Path, examined: Examined) -> Judged:
    """Return what the report says of a file; the bytes themselves are not kept."""
    before, after, parts = examined.before, examined.after, examined.parts
    tree = tree_of(before)
    differs = difference(before, after, examined.changes, parts)
    edits = zip(examined.places, examined.changes, strict=True)
    return Judged(
        file=shown(str(file)),
        verdict=examined.verdict,
        category=examined.category,
        evidence=tuple(map(shown, examined.evidence)),
        findings=tuple((finding, _remedy(finding)) for finding in examined.findings),
        fixes=examined.edits,
        subject=field_of(before, tree, "subject"),
        sender=field_of(before, tree, "from"),
        parts=tuple((part, marks(part)) for part in parts),
        edits=tuple(edit_of(place, change, parts) for place, change in edits),
        diff=differs.lines,
        decoded=differs.texts,
        is_diff_cut=differs.is_cut,
        before=look(before),
        after=look(after) if after else None,
        size_before=len(before),
        size_after=len(after),
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


def _remedy(finding: Finding) -> str:
    code = CODES.get(finding.code)
    return code.remedy if code is not None else ""

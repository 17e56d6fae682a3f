"""What `check` says about a file or a text, to people and to programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from filters.codes import CODES
from gateway.counted import counted
from gateway.diff.decoded import decoded_diffs
from gateway.diff.difference import decoded_heading, marks, veils, where
from gateway.diff.unified import unified_diff
from gateway.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from filters.decision import Finding
    from gateway.diff.changes import PartOutline, Place
    from gateway.dry_run import Examined, ExaminedText

COLOURS: Final = {
    "passed": "green", "changed": "green", "held": "yellow", "deferred": "yellow", "refused": "red",
}  # fmt: skip
"""The colour of each verdict."""
_LONGEST_LINE: Final = 400
_PART_WIDTH: Final = 48
_LINE_COLOURS: Final = {"+": "green", "-": "red", "@": "cyan"}


def email_json(file: Path, examined: Examined) -> dict[str, Any]:
    """Return one file's object: its fields are a contract."""
    return {
        "file": str(file),
        "verdict": examined.verdict,
        "category": examined.category,
        "findings": [finding_json(f) for f in examined.findings],
        "edits": list(examined.edits),
        "parts": [asdict(part) for part in examined.parts],
        "places": [asdict(place) for place in examined.places],
        "size_before": len(examined.before),
        "size_after": len(examined.after),
    }


def part_lines(parts: Sequence[PartOutline]) -> Iterator[str]:
    """Yield a line a part: its number, what it is, how large, whether it is displayed or edited."""
    names = [_part_name(part) for part in parts]
    width = min(max(map(len, names), default=0), _PART_WIDTH)
    sizes = [f"{part.size:,}" for part in parts]
    digits = max(map(len, sizes), default=0)
    for part, name, size in zip(parts, names, sizes, strict=True):
        line = f"{part.path or '-':5} {name:{width}}  {size:>{digits}} bytes  {marks(part)}"
        yield line.rstrip()


def place_lines(places: Sequence[Place]) -> Iterator[str]:
    """Yield a line an edit: which part, which bytes, and what is done there."""
    wheres = [where(place) for place in places]
    spans = [_span(place) for place in places]
    width = max(map(len, wheres), default=0)
    digits = max(map(len, spans), default=0)
    for place, part, span in zip(places, wheres, spans, strict=True):
        yield f"{part:{width}}  {span:{digits}}  {place.says}"


def _span(place: Place) -> str:
    last = place.end - 1
    return f"byte {place.start}" if last <= place.start else f"bytes {place.start}-{last}"


def _part_name(part: PartOutline) -> str:
    named = f'"{part.filename}"' if part.filename else part.disposition
    encoding = "" if part.type.startswith("multipart/") else part.encoding
    return shown(" ".join(filter(None, (part.type, part.charset, encoding, named))))


def text_json(name: str, examined: ExaminedText) -> dict[str, Any]:
    """Return one text's object: its fields are a contract."""
    return {
        "id": name,
        "verdict": examined.verdict,
        "class": examined.label,
        "score": round(examined.score, 3),
        "findings": [finding_json(f) for f in examined.findings],
        "segments": examined.segments,
        "encoding": examined.encoding,
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as programs read it."""
    return {
        "code": finding.code,
        "cites": finding.cites,
        "reason": finding.reason,
        "evidence": list(finding.evidence),
    }


def print_email(file: Path, examined: Examined) -> None:
    """Print verdict, findings, trace, parts, edits and difference of a file."""
    console = _console()
    console.print(_headline(str(file), examined.verdict, examined.category))
    for line in examined.evidence:
        _say(console, 2, f"[dim]{escape(shown(line))}[/]")
    _print_findings(console, examined.findings)
    if examined.parts:
        console.print("  parts:")
    for line in part_lines(examined.parts):
        console.print(f"    {escape(line)}")
    if not examined.after:
        return
    sizes = f"{len(examined.before)} bytes before, {len(examined.after)} after"
    _say(console, 2, f"edits: {', '.join(examined.edits) or 'none'}; {sizes}")
    for line in place_lines(examined.places):
        _say(console, 4, escape(line))
    for line in _difference(examined):
        cut = line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"
        click.secho(shown(cut), fg=_LINE_COLOURS.get(line[:1]))


def print_verdict(file: Path, examined: Examined) -> None:
    """Print the verdict on a file and the codes it stands on, one line."""
    codes = " ".join(dict.fromkeys(finding.code for finding in examined.findings))
    headline = _headline(str(file), examined.verdict, examined.category)
    _console().print(f"{headline} [dim]{codes}[/]".rstrip())


def _difference(examined: Examined) -> Iterator[str]:
    """Yield the difference of the bytes, and of what they say where nobody can read them."""
    diffs = decoded_diffs(examined.before, examined.after, examined.parts)
    yield from unified_diff(examined.before, examined.changes, veils(diffs))
    for diff in diffs:
        yield decoded_heading(diff)
        yield from diff.lines


def print_text(text: str, examined: ExaminedText) -> None:
    """Print verdict, score, findings and size of a text."""
    console = _console()
    console.print(_headline(f'"{text}"', examined.verdict, examined.label))
    console.print(
        f"  score {examined.score:.2f}; "
        f"{counted(examined.segments, 'segment')} in {examined.encoding}"
    )
    _print_findings(console, examined.findings)


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _headline(name: str, verdict: str, kind: str) -> str:
    named = escape(shown(name))
    return f"[bold]{named}[/]: [{COLOURS[verdict]} bold]{verdict}[/] {kind and f'({kind})'}"


def _print_findings(console: Console, findings: Iterable[Finding]) -> None:
    for finding in findings:
        reason, cites = escape(shown(finding.reason)), escape(finding.cites)
        _say(console, 2, f"[bold]{finding.code}[/] {reason} [dim]({cites})[/]")
        for evidence in finding.evidence:
            _say(console, 4, f"[dim]{escape(shown(evidence))}[/]")
        if code := CODES.get(finding.code):
            _say(console, 4, escape(code.remedy))


def _say(console: Console, indent: int, markup: str) -> None:
    """Print a line; on a terminal what is too long for it goes on below itself."""
    if console.is_terminal:
        console.print(Padding(markup, (0, 0, 0, indent), expand=False), soft_wrap=False)
    else:
        console.print(f"{' ' * indent}{markup}")

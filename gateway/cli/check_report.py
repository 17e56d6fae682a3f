"""What `check` says about a file or a text, to people and to programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.markup import escape

from filters.codes import CODES
from gateway.cli.check_diff import differences

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from filters.decision import Finding
    from gateway.dry_run import Examined, ExaminedText

COLOURS: Final = {
    "passed": "green", "changed": "green", "held": "yellow", "deferred": "yellow", "refused": "red",
}  # fmt: skip
"""The colour of each verdict."""
_LINE_COLOURS: Final = {"+": "green", "-": "red", "@": "cyan"}


def email_json(file: Path, examined: Examined) -> dict[str, Any]:
    """Return one file's object: its fields are a contract."""
    return {
        "file": str(file),
        "verdict": examined.verdict,
        "category": examined.category,
        "findings": [finding_json(f) for f in examined.findings],
        "edits": list(examined.edits),
        "size_before": len(examined.before),
        "size_after": len(examined.after),
    }


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
    """Print verdict, findings, trace and difference of a file."""
    console = _console()
    console.print(_headline(str(file), examined.verdict, examined.category))
    for line in examined.evidence:
        console.print(f"  {escape(line)}", style="dim")
    _print_findings(console, examined.findings)
    if not examined.after:
        return
    console.print(
        f"  edits: {', '.join(examined.edits) or 'none'};"
        f" {len(examined.before)} bytes before, {len(examined.after)} after"
    )
    for line in differences(examined.before, examined.changes):
        click.secho(line, fg=_LINE_COLOURS.get(line[:1]))


def print_text(text: str, examined: ExaminedText) -> None:
    """Print verdict, score, findings and size of a text."""
    console = _console()
    console.print(_headline(f'"{text}"', examined.verdict, examined.label))
    console.print(
        f"  score {examined.score:.2f}; {examined.segments} segment"
        f"{'' if examined.segments == 1 else 's'} in {examined.encoding}"
    )
    _print_findings(console, examined.findings)


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _headline(name: str, verdict: str, kind: str) -> str:
    return f"[bold]{escape(name)}[/]: [{COLOURS[verdict]} bold]{verdict}[/] {kind and f'({kind})'}"


def _print_findings(console: Console, findings: Iterable[Finding]) -> None:
    for finding in findings:
        console.print(
            f"  [bold]{finding.code}[/] {escape(finding.reason)} [dim]({finding.cites})[/]"
        )
        for evidence in finding.evidence:
            console.print(f"    {escape(evidence)}", style="dim")
        if code := CODES.get(finding.code):
            console.print(f"    {escape(code.remedy)}")

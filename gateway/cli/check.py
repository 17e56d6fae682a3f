"""`optwarden check`: judge files and texts; nothing is sent, nothing stored."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from gateway.cli.check_page import Report
from gateway.cli.check_places import places
from gateway.cli.check_report import email_json, print_email, print_text, print_verdict, text_json
from gateway.cli.naming import naming
from gateway.cli.people import person
from gateway.cli.replies import recognise_replies
from gateway.cli.session import Session, run, utc_now
from gateway.cli.text_lines import Line, text_lines
from gateway.dry_run import ANY_SUBMITTER, ANYBODY, DryRun
from gateway.nobody import NobodyKnown
from gateway.submitters import Submitters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gateway.sources import People
    from gateway.submission import Submitter

_LEAVES = frozenset({"passed", "changed"})
_STDIN = Path("-")
_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """How the files are judged."""

    recipient: str
    reverse_path: str | None
    category: str
    submitter: Submitter


@click.command()
@click.argument("files", nargs=-1, type=_FILE)
@click.option("--to", default="", help="The recipient, looked up in the list; else anybody.")
@click.option("--from", "sender", default=None, help="The reverse-path; else the From address.")
@click.option(
    "--category", default="", help='Declare it, as in "transactional; basis=transaction".'
)
@click.option(
    "--submitter", default="", help="Judge as this [[submitter]]; else as one who may all."
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the bytes that would leave into this folder, under the same name; files of one"
    " name keep the folders that tell them apart.",
)
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a report of all files as one page: before and after side by side, findings, parts,"
    " edits, difference. Here a line a file is printed.",
)
@click.option("--sms", "text", default=None, help="Judge this text.")
@click.option("--sms-file", type=_FILE, help='Judge texts, JSON lines of {"id", "text"}.')
@click.option(
    "--reply-file",
    type=_FILE,
    help='Recognise opt-outs in replies, JSON lines of {"id", "text", "channel"}.',
)
@click.option("--purpose", default="", help="The declared purpose of the texts.")
@click.pass_obj
def check(  # noqa: PLR0913 - its options
    session: Session,
    files: tuple[Path, ...],
    *,
    to: str,
    sender: str | None,
    category: str,
    submitter: str,
    output: Path | None,
    page: Path | None,
    text: str | None,
    sms_file: Path | None,
    reply_file: Path | None,
    purpose: str,
) -> None:
    """Judge files or texts without sending them: verdict, findings, trace, difference.

    FILES are messages as a mail program saves them; - is standard input. Nobody counts as opted
    out unless --to names somebody. Exits 1 if any is held, deferred or refused, and 2 if a line of
    --sms-file is no text; the others are judged all the same.

    \b
    Examples:
      optwarden check newsletter.eml --to jane@example.org --output out/
      optwarden check *.eml --html report.html
      optwarden --json check *.eml
      optwarden check --sms "Flash sale! 20% off today, shop now"
    """  # noqa: D301 - click takes the character itself
    if not files and text is None and sms_file is None and reply_file is None:
        message = "name a file, or use --sms, --sms-file or --reply-file"
        raise click.UsageError(message)
    if to:
        person(session, to, "email" if files else "sms")
    lines = [Line(text=text)] if text is not None else []
    if sms_file is not None:
        lines += text_lines(sms_file)
    sources = [Path("stdin.eml") if file == _STDIN else file for file in files]
    outputs = places(sources, output) if output else [None] * len(files)
    if output and not output.exists():
        session.say(f"making the folder {output}")
    report = Report(page, files) if page is not None else None
    terms = _Terms(
        recipient=to or ANYBODY,
        reverse_path=sender,
        category=category,
        submitter=_submitter(session, submitter),
    )
    with _people(session, to) as people:
        dry_run = DryRun(session.config, people=people, clock=utc_now)
        tasks = list(zip(files, outputs, strict=True))
        verdicts = run(_judge_files(session, dry_run, terms, tasks, report))
        verdicts += run(_judge_texts(session, dry_run, lines, to=to, purpose=purpose))
    if report is not None:
        report.write(session)
    if session.config.mode == "observe":
        session.say('mode = "observe" relays messages unchanged: they are judged as if enforced')
    lines += recognise_replies(session, reply_file) if reply_file is not None else []
    if mistakes := [line.mistake for line in lines if line.mistake]:
        raise click.UsageError("\n".join(mistakes))
    sys.exit(0 if _LEAVES.issuperset(verdicts) else 1)


async def _judge_files(
    session: Session,
    dry_run: DryRun,
    terms: _Terms,
    files: Iterable[tuple[Path, Path | None]],
    report: Report | None,
) -> list[str]:
    verdicts = []
    for file, output in files:
        raw = sys.stdin.buffer.read() if file == _STDIN else file.read_bytes()
        examined = await dry_run.email(
            raw,
            submitter=terms.submitter,
            recipient=terms.recipient,
            reverse_path=terms.reverse_path,
            category=terms.category,
        )
        if session.as_json:
            session.print_json(email_json(file, examined))
        elif report is None:
            print_email(file, examined)
        else:
            print_verdict(file, examined)
        if report is not None:
            report.add(file, examined)
        if output is not None and examined.after:
            output.parent.mkdir(parents=True, exist_ok=True)
            with naming(output):
                output.write_bytes(examined.after)
        verdicts.append(examined.verdict)
    return verdicts


async def _judge_texts(
    session: Session, dry_run: DryRun, lines: Iterable[Line], *, to: str, purpose: str
) -> list[str]:
    verdicts = []
    for line in lines:
        if line.mistake:
            continue  # told at the end
        examined = await dry_run.sms(line.text, to=to, purpose=purpose)
        if session.as_json or line.name:
            session.print_json(text_json(line.name, examined))
        else:
            print_text(line.text, examined)
        verdicts.append(examined.verdict)
    return verdicts


@contextmanager
def _people(session: Session, to: str) -> Iterator[People]:
    """Ask the list about the person named, if there is a list; nothing is made by asking."""
    if not to:
        yield NobodyKnown()
        return
    with session.reading() as stores:
        yield stores.suppression


def _submitter(session: Session, name: str) -> Submitter:
    if not name:
        return ANY_SUBMITTER
    found = Submitters(session.config.submitter).by_name(name)
    if found is None:
        known = ", ".join(s.name for s in session.config.submitter)
        message = f"there is no [[submitter]] named {name!r}; there is {known or 'none'}"
        raise click.UsageError(message)
    return found

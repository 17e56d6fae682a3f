"""`optwarden check`: judge files and texts; nothing is sent, nothing stored."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from gateway.cli.check_report import email_json, print_email, print_text, text_json
from gateway.cli.session import Session, run, utc_now
from gateway.cli.text_lines import text_lines
from gateway.dry_run import ANY_SUBMITTER, ANYBODY, DryRun, NobodyKnown
from gateway.submitters import Submitters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gateway.dry_run import Examined
    from gateway.facts import People
    from gateway.submission import Submitter

_LEAVES = frozenset({"passed", "changed"})
_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """How the files are judged."""

    recipient: str
    reverse_path: str | None
    category: str
    submitter: Submitter
    output: Path | None


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
    help="Write the bytes that would leave into this folder, under the same name.",
)
@click.option("--sms", "text", default=None, help="Judge this text.")
@click.option("--sms-file", type=_FILE, help='Judge texts, JSON lines of {"id", "text"}.')
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
    text: str | None,
    sms_file: Path | None,
    purpose: str,
) -> None:
    """Judge files or texts without sending them: verdict, findings, trace, difference.

    FILES are messages as a mail program saves them; - is standard input. Nobody counts as opted
    out unless --to names somebody. Exits 1 if any is held, deferred or refused.
    """
    if not files and text is None and sms_file is None:
        message = "name a file, or use --sms or --sms-file"
        raise click.UsageError(message)
    with _people(session, to) as people:
        dry_run = DryRun(session.config, people=people, clock=utc_now)
        terms = _Terms(
            recipient=to or ANYBODY,
            reverse_path=sender,
            category=category,
            submitter=_submitter(session, submitter),
            output=output,
        )
        verdicts = [_check_file(session, dry_run, file, terms) for file in files]
        texts = [("", text)] if text is not None else []
        if sms_file is not None:
            texts += text_lines(sms_file)
        verdicts += _check_texts(session, dry_run, texts, to=to, purpose=purpose)
    sys.exit(0 if _LEAVES.issuperset(verdicts) else 1)


def _check_file(session: Session, dry_run: DryRun, file: Path, terms: _Terms) -> str:
    examined = run(
        dry_run.email(
            _read(file),
            submitter=terms.submitter,
            recipient=terms.recipient,
            reverse_path=terms.reverse_path,
            category=terms.category,
        )
    )
    if session.as_json:
        session.print_json(email_json(file, examined))
    else:
        print_email(file, examined)
    _write(examined, terms.output, file)
    return examined.verdict


def _check_texts(
    session: Session, dry_run: DryRun, texts: Iterable[tuple[str, str]], *, to: str, purpose: str
) -> list[str]:
    verdicts = []
    for name, text in texts:
        examined = run(dry_run.sms(text, to=to, purpose=purpose))
        if session.as_json or name:
            session.print_json(text_json(name, examined))
        else:
            print_text(text, examined)
        verdicts.append(examined.verdict)
    return verdicts


@contextmanager
def _people(session: Session, to: str) -> Iterator[People]:
    """Ask the list about the person named, if there is a list; nothing is made by asking."""
    if not to or not (session.config.data_dir / "suppression.db").exists():
        yield NobodyKnown()
        return
    with session.stores() as stores:
        yield stores.suppression


def _submitter(session: Session, name: str) -> Submitter:
    if not name:
        return ANY_SUBMITTER
    found = Submitters(session.config.submitter).by_name(name)
    if found is None:
        known = ", ".join(s.name for s in session.config.submitter)
        message = f"there is no [[submitter]] named {name!r}; there is {known}"
        raise click.UsageError(message)
    return found


def _read(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"{file}: {error.strerror}"
        raise click.UsageError(message) from error


def _write(examined: Examined, folder: Path | None, file: Path) -> None:
    if folder is None or not examined.after:
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / (file.name if str(file) != "-" else "stdin.eml")).write_bytes(examined.after)

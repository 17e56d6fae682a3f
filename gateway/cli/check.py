"""`optwarden check`: judge files and texts; nothing is sent, nothing stored."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from gateway.cli.check_report import email_json, print_email, print_text, text_json
from gateway.cli.people import person
from gateway.cli.session import Session, run, utc_now
from gateway.cli.text_lines import text_lines
from gateway.dry_run import ANY_SUBMITTER, ANYBODY, DryRun, NobodyKnown
from gateway.submitters import Submitters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gateway.facts import People
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
    r"""Judge files or texts without sending them: verdict, findings, trace, difference.

    FILES are messages as a mail program saves them; - is standard input. Nobody counts as opted
    out unless --to names somebody. Exits 1 if any is held, deferred or refused.

    \b
    Examples:
      optwarden check newsletter.eml --to jane@example.org --output out/
      optwarden --json check *.eml
      optwarden check --sms "Flash sale! 20% off today, shop now"
    """
    if not files and text is None and sms_file is None:
        message = "name a file, or use --sms or --sms-file"
        raise click.UsageError(message)
    if to:
        person(session, to, "email" if files else "sms")
    texts = [("", text)] if text is not None else []
    if sms_file is not None:
        texts += text_lines(sms_file)
    outputs = _outputs(files, output)
    terms = _Terms(
        recipient=to or ANYBODY,
        reverse_path=sender,
        category=category,
        submitter=_submitter(session, submitter),
    )
    with _people(session, to) as people:
        dry_run = DryRun(session.config, people=people, clock=utc_now)
        verdicts = run(_judge_files(session, dry_run, terms, zip(files, outputs, strict=True)))
        verdicts += run(_judge_texts(session, dry_run, texts, to=to, purpose=purpose))
    sys.exit(0 if _LEAVES.issuperset(verdicts) else 1)


async def _judge_files(
    session: Session,
    dry_run: DryRun,
    terms: _Terms,
    files: Iterable[tuple[Path, Path | None]],
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
        else:
            print_email(file, examined)
        if output is not None and examined.after:
            output.write_bytes(examined.after)
        verdicts.append(examined.verdict)
    return verdicts


async def _judge_texts(
    session: Session, dry_run: DryRun, texts: Iterable[tuple[str, str]], *, to: str, purpose: str
) -> list[str]:
    verdicts = []
    for name, text in texts:
        examined = await dry_run.sms(text, to=to, purpose=purpose)
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
        message = f"there is no [[submitter]] named {name!r}; there is {known or 'none'}"
        raise click.UsageError(message)
    return found


def _outputs(files: Sequence[Path], folder: Path | None) -> list[Path | None]:
    """Return where each result is written; the folder is made.

    Raises:
        UsageError: two would have one name, or one would replace the file it comes from.
    """
    if folder is None:
        return [None] * len(files)
    names = [file.name if file != _STDIN else "stdin.eml" for file in files]
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        message = (
            f"--output: two files are named {', '.join(twice)}; check them one after the other"
        )
        raise click.UsageError(message)
    if folder.resolve() in {file.resolve().parent for file in files if file != _STDIN}:
        message = f"--output: {folder} holds the files themselves; name another folder"
        raise click.UsageError(message)
    folder.mkdir(parents=True, exist_ok=True)
    return [folder / name for name in names]

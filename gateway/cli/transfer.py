"""`optwarden suppress import`, `imports`, `export` and `stats`: the list as a whole."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import rich_click as click

from gateway.cli.import_report import report, take_back
from gateway.cli.people import moment, operator, reach
from gateway.cli.private_file import private_file
from gateway.cli.session import run, utc_now
from gateway.cli.table import plain, print_table
from gateway.cli.words import as_text
from gateway.counted import counted
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.errors import UnreadableFileError
from suppression.store import Query
from suppression.transfer.heading import FIELDS
from suppression.transfer.row import ReadAs
from suppression.transfer.writing import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from gateway.cli.session import Session
    from gateway.importing.imports import Finished

_CHANNELS: Final = click.Choice([channel.value for channel in Channel])
_REASONS: Final = click.Choice([r.value for r in Reason if r is not Reason.ERASED])
_IMPORTS: Final = ("import_id", "name", "state", "started_at", "ended_at", "by", "made")
_TALLY: Final = ("channel", "reason", "scope", "active", "entries")


@click.command("import")
@click.argument(
    "file",
    required=False,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="COLUMN=FIELD",
    help=f"What a column is: {', '.join(FIELDS)}. Repeat it.",
)
@click.option(
    "--errors",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows that cannot be read here, to mend and import alone.",
)
@click.option("--reason", type=_REASONS, help="Where the file gives none; else unsubscribe.")
@click.option("--scope", "least", help="At least this far: all, commercial or stream:<slug>.")
@click.option("--channel", type=_CHANNELS, help="Only this one, where the file names both.")
@click.option("--undo", metavar="ID", help="Take back what an import of the last 24 hours made.")
@click.option("--as-compliance", is_flag=True, help="With --undo: legal and minor entries too.")
@click.pass_obj
def import_(  # noqa: PLR0913 - its options
    session: Session,
    file: Path | None,
    *,
    dry_run: bool,
    mapped: tuple[str, ...],
    errors: Path | None,
    reason: str | None,
    least: str | None,
    channel: str | None,
    undo: str | None,
    as_compliance: bool,
) -> None:
    """Put everybody in FILE on the list ("-" is standard input).

    CSV, TSV, JSON or a plain list, packed with gzip or not, in any encoding; exports of SendGrid,
    Mailgun, Amazon SES, Postmark, SparkPost, HubSpot, Mailchimp, listmonk, Postal and Twilio are
    recognised by their columns. It never takes anybody off the list. An import that was cut off
    goes on where it was when the same file is imported again.
    """
    if undo:
        take_back(session, undo, as_compliance=as_compliance)
        return
    if file is None or as_compliance:
        message = "name a file to import, or an import to --undo, --as-compliance if need be"
        raise click.UsageError(message)
    asked = ReadAs(
        name=as_text(file.name) if str(file) != "-" else "standard input",
        now=utc_now().timestamp(),
        columns=dict(map(_column, mapped)),
        channel=Channel(channel) if channel else None,
        reason=Reason(reason) if reason else None,
        scope=reach(least) if least else None,
    )
    try:
        finished = _import(session, file, asked, errors, dry_run=dry_run)
    except UnreadableFileError as error:
        message = f"{file}: {error}"
        raise click.UsageError(message) from error
    report(session, asked.name, finished, errors)


def _import(
    session: Session, file: Path, asked: ReadAs, errors: Path | None, *, dry_run: bool
) -> Finished:
    from gateway.cli.import_progress import showing  # noqa: PLC0415 - loads rich
    from gateway.importing.imports import Importer, read_as  # noqa: PLC0415 - loads SQLite

    with ExitStack() as opened:
        stores = opened.enter_context(session.reading() if dry_run else session.stores())
        folder = session.config.data_dir / "imports"
        path = file
        if str(file) == "-":
            path = opened.enter_context(_kept(None if dry_run else folder))
        note = errors and opened.enter_context(errors.open("w", encoding="utf-8", newline=""))
        progress = opened.enter_context(showing(asked.name, quiet=session.log_level == "warning"))
        how = replace(
            read_as(session.config, stores.suppression), name=asked.name, now=asked.now,
            columns=asked.columns, channel=asked.channel, reason=asked.reason, scope=asked.scope,
        )  # fmt: skip
        work = Importer(stores.suppression, folder, progress)
        return run(work.run(path, how, operator(), dry_run=dry_run, errors=note or None))


@click.command("imports")
@click.option("--after", default="", help="Go on after this import.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.pass_obj
def imports(session: Session, *, after: str, limit: int) -> None:
    """List the imports, newest first, and how far each is."""
    with session.reading() as stores:
        try:
            found = run(stores.suppression.imports(after=after, limit=limit))
        except ValueError as error:
            raise click.UsageError(f"--after: {error}") from error
    if len(found) == limit:
        session.say(f"more: --after {found[-1].import_id}")
    if session.as_json:
        for each in found:
            session.print_json(plain(each) | {"report": dict(each.report)})
        return
    print_table(session, found, _IMPORTS)


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="csv",
    show_default=True,
    help="sha256: hashes alone, for others to compare with.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that only you can read; else standard output.",
)
@click.option("--text", default="", help="Part of the address or number.")
@click.option("--channel", type=_CHANNELS)
@click.option("--reason", type=click.Choice([r.value for r in Reason]))
@click.option("--scope", "exact", default="", help="Exactly this one.")
@click.option("--since", help="In force since this time or later.")
@click.pass_obj
def export(  # noqa: PLR0913 - its options
    session: Session,
    *,
    form: Any,  # noqa: ANN401 - one of FORMS
    output: Path | None,
    text: str,
    channel: str | None,
    reason: str | None,
    exact: str,
    since: str | None,
) -> None:
    """Write what is in force, as a file that `import` reads. Every export is recorded."""
    query = Query(
        text=text, channel=channel or "", reason=reason or "",
        scope=reach(exact) if exact else "",
        since=moment(since, otherwise=utc_now()) if since else None,
    )  # fmt: skip
    with session.stores() as stores, _private(session, output) as file:
        done = run(stores.suppression.export(query, form, file, operator()))
        if output is None:
            _copy(file)
    session.say(counted(done.lines, "line") + (f" in {output}" if output else ""))
    if done.left_out:
        which = counted(done.left_out, "entry has", "entries have")
        session.say(f"{which} no such hash: domains and other hashes")


@click.command("stats")
@click.pass_obj
def stats(session: Session) -> None:
    """Count the list by channel, reason and scope."""
    with session.reading() as stores:
        found = run(stores.suppression.stats())
    print_table(session, found, _TALLY)
    session.say(
        f"{sum(each.active for each in found):,} in force, "
        f"{sum(each.entries for each in found):,} ever"
    )  # fmt: skip


def _column(text: str) -> tuple[str, str]:
    """Read what a column is; written the other way round it is understood as well."""
    column, equals, name = text.rpartition("=")
    if equals and name not in FIELDS and column in FIELDS:
        column, name = name, column
    if not equals or name not in FIELDS:
        message = f"--map {text!r}: write COLUMN=FIELD; fields are {', '.join(FIELDS)}"
        raise click.UsageError(message)
    return column, name


@contextmanager
def _kept(folder: Path | None) -> Iterator[Path]:
    """Keep standard input in a file while it is imported: it is read twice.

    The file has no name in any folder, so nothing of it is left however this process ends.
    `folder`: else that of the system for what is temporary.
    """
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryFile(dir=folder) as file:
        while chunk := sys.stdin.buffer.read(1 << 20):
            file.write(chunk)
        file.flush()
        yield Path(f"/dev/fd/{file.fileno()}")


@contextmanager
def _private(session: Session, output: Path | None) -> Iterator[BinaryIO]:
    """Open a file that nobody else reads; one without a name where it goes to standard output."""
    if output is None:
        with tempfile.TemporaryFile(dir=session.config.data_dir) as file:
            yield file
        return
    with private_file(output) as file:
        yield file


def _copy(file: BinaryIO) -> None:
    file.seek(0)
    while chunk := file.read(1 << 20):
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()

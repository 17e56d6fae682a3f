"""`optwarden observed`: what enforcing would have done to what was only observed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import timedelta
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

import rich_click as click

from filters.codes import CODES
from gateway.cli.messages import print_messages
from gateway.cli.queue import show
from gateway.cli.session import Session, run, utc_now
from gateway.cli.table import plain, print_table
from gateway.counted import counted
from gateway.spool.model import SpoolQuery

if TYPE_CHECKING:
    from gateway.spool.observation import Count, Observation

_VERDICTS: Final = ("passed", "changed", "held", "refused")
_WAS: Final = {
    "was": "What happened; what was relayed left unchanged",
    "obeyed": "Why the others were not relayed: this is obeyed all the same",
}
_WOULD: Final = {
    "verdict": "What enforcing would have made of those that were relayed",
    "rule": "By rule: what was found in them, and not obeyed",
    "edit": "By edit: what would have been changed in them",
    "sender": "By sender: who sent them",
}
_WIDE: Final = 100  # columns with room for a sentence
_DAYS: Final = click.IntRange(1, 3650)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    name: str
    was: str
    would: str
    recipients: int
    messages: int
    example: str
    says: str


@click.group()
def observed() -> None:
    """Read what enforcing would have done, where mode = "observe" let messages pass unchanged."""


observed.add_command(show)


@observed.command()
@click.option("--days", type=_DAYS, default=14, show_default=True, help="How far back.")
@click.pass_obj
def report(session: Session, *, days: int) -> None:
    """Count what would have been refused, held and changed: by rule, by edit, by sender.

    An example is the latest message of its kind: `optwarden observed show ID` says more. In a pipe
    a line is section, name, would, recipients, messages, example.
    """
    with session.reading() as stores:
        found = run(stores.spool.observation(utc_now() - timedelta(days=days)))
    if session.as_json:
        session.print_json(plain(found))
    elif not sys.stdout.isatty():
        print_table(
            session, found.counts,
            ("section", "name", "would", "recipients", "messages", "example"),
        )  # fmt: skip
    else:
        _print(session, found)


@observed.command("list")
@click.option("--would", multiple=True, type=click.Choice(_VERDICTS), help="Of this verdict only.")
@click.option("--code", default="", help="With this finding among those not obeyed.")
@click.option("--address", default="", help="Of a recipient.")
@click.option("--after", default="", help="Go on after this message.")
@click.option("--limit", type=click.IntRange(1, 10000), default=100, show_default=True)
@click.pass_obj
def list_(  # noqa: PLR0913 - its options
    session: Session, *, would: tuple[str, ...], code: str, address: str, after: str, limit: int
) -> None:
    """List what was only observed, newest first, with what would have been done."""
    query = SpoolQuery(
        would=frozenset(would or _VERDICTS), waived=code, address=address, after=after, limit=limit
    )
    with session.reading() as stores:
        print_messages(session, run(stores.spool.messages(query)))


def _print(session: Session, found: Observation) -> None:
    """Print the sections as tables, each under what it is."""
    if found.first is None or found.last is None:
        session.say('nothing was observed: is mode = "observe" in force?')
        return
    click.echo(
        f"{counted(found.messages, 'message')} to {counted(found.recipients, 'recipient')},"
        f" {found.first:%Y-%m-%d %H:%M}Z to {found.last:%Y-%m-%d %H:%M}Z"
    )
    for sections, would in ((_WAS, "was"), (_WOULD, "would")):
        for section, heading in sections.items():
            rows = [_row(count) for count in found.counts if count.section == section]
            if rows:
                click.echo(f"\n{click.style(heading, bold=True)}")
                columns = ("name", would, "recipients", "messages", *_more(section))
                print_table(session, rows, columns)


def _more(section: str) -> tuple[str, ...]:
    says_much = section in ("rule", "obeyed") and get_terminal_size().columns >= _WIDE
    return ("example", "says") if says_much else ("example",)


def _row(count: Count) -> _Row:
    code = CODES.get(count.name)
    meant = "" if count.section == "verdict" else count.would  # it is the name already
    return _Row(
        name=count.name,
        was=meant,
        would="warned of" if meant == "passed" else meant,
        recipients=count.recipients,
        messages=count.messages,
        example=count.example,
        says=code.title if code is not None else "",
    )

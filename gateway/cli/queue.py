"""`optwarden queue`: the messages in the spool, and what people do to them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import rich_click as click
from click.exceptions import Exit

from gateway.cli.messages import print_message, print_messages
from gateway.cli.people import operator
from gateway.cli.sentence import sentence, sentence_or_nothing
from gateway.cli.session import Session, run
from gateway.shown import shown
from gateway.spool.model import SpoolQuery, State
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from gateway.spool.sqlite import SqliteSpool

_NOT_IN_STATE: Final = "there is none, or none in a state for that"
_EMPTIED: Final = "its content is not kept (any more), so it cannot be sent; it stays unknown"
_WAITING = frozenset({State.QUEUED, State.SENDING, State.DEFERRED, State.HELD, State.UNKNOWN})


@click.group()
def queue() -> None:
    """Look at the messages in the spool, and hold, retry or cancel them."""


@queue.command("list")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([s.value for s in State]),
    metavar="STATE",
    help=f"Else what is not done; one of {', '.join(s.value for s in State)}. Repeat it.",
)
@click.option("--address", default="", help="Of a recipient.")
@click.option("--channel", type=click.Choice(["email", "sms"]), help="Else both.")
@click.option("--after", default="", help="Go on after this message.")
@click.option("--limit", type=click.IntRange(1, 10000), default=100, show_default=True)
@click.pass_obj
def list_(  # noqa: PLR0913 - its options
    session: Session,
    *,
    states: tuple[str, ...],
    address: str,
    channel: str | None,
    after: str,
    limit: int,
) -> None:
    """List messages, newest first."""
    query = SpoolQuery(
        channel=channel or "",
        states=frozenset(State(s) for s in states) or _WAITING,
        address=address,
        after=after,
        limit=limit,
    )
    with session.reading() as stores:
        print_messages(session, run(stores.spool.messages(query)))


@queue.command()
@click.argument("queue_id")
@click.option("--raw", is_flag=True, help="Print the message as it was submitted.")
@click.pass_obj
def show(session: Session, queue_id: str, *, raw: bool) -> None:
    """Show a message: who it is for, what was decided and why, where it is."""
    with session.reading() as stores:
        if raw:
            content = run(stores.spool.content(queue_id))
            if content is None:
                message = f"{queue_id}: its content is not kept (any more)"
                raise click.ClickException(message)
            _print_raw(content)
            return
        view = run(stores.spool.message(queue_id))
        if view is None:
            message = f"there is no message {queue_id}"
            raise click.ClickException(message)
        says = run(stores.spool.content(queue_id)) if view.channel is Channel.SMS else None
    print_message(session, view, says or b"")


def _print_raw(content: bytes) -> None:
    """Print the bytes as they are in a pipe; on a terminal nothing of them acts."""
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(content)
        return
    for line in content.splitlines():
        click.echo(shown(line.decode(errors="backslashreplace")))


def deed(  # noqa: PLR0913 - what is done, to what, and what is said of it
    session: Session,
    verb: Callable[..., Any],
    ids: Collection[str],
    because: str,
    done: str,
    *,
    emptied: Collection[str] = (),
) -> None:
    """Do something to messages, and say to which nothing could be done.

    `emptied`: those that nothing can be done to since nothing is left of them.
    """
    moved = run(verb(ids, by=operator().name, because=because))
    for queue_id in ids:
        why_not = _EMPTIED if queue_id in emptied else _NOT_IN_STATE
        said = done if queue_id in moved else f"not {done}: {why_not}"
        click.echo(f"{queue_id} {said}", err=queue_id not in moved)
    if session.as_json:
        session.print_json(sorted(moved))
    if len(moved) < len(set(ids)):
        raise Exit(1)


@queue.command()
@click.argument("queue_ids", nargs=-1, required=True)
@click.option("--because", callback=sentence_or_nothing, default="", help="Why; recorded.")
@click.pass_obj
def retry(session: Session, queue_ids: tuple[str, ...], *, because: str) -> None:
    """Try messages now instead of later."""
    with session.stores() as stores:
        emptied = [each for each in queue_ids if run(_is_emptied(stores.spool, each))]
        deed(session, stores.spool.retry, queue_ids, because, "due now", emptied=emptied)


async def _is_emptied(spool: SqliteSpool, queue_id: str) -> bool:
    """Whether nobody knows if a message arrived, and nothing is there to send once more."""
    view = await spool.message(queue_id)
    is_unknown = view is not None and any(each.state is State.UNKNOWN for each in view.deliveries)
    return is_unknown and await spool.content(queue_id) is None


@queue.command()
@click.argument("queue_ids", nargs=-1, required=True)
@click.option("--because", callback=sentence_or_nothing, default="", help="Why; recorded.")
@click.pass_obj
def hold(session: Session, queue_ids: tuple[str, ...], *, because: str) -> None:
    """Keep waiting messages back until they are released."""
    with session.stores() as stores:
        deed(session, stores.spool.hold, queue_ids, because, "held")


@queue.command()
@click.argument("queue_ids", nargs=-1, required=True)
@click.option("--because", callback=sentence_or_nothing, default="", help="Why; recorded.")
@click.pass_obj
def release(session: Session, queue_ids: tuple[str, ...], *, because: str) -> None:
    """Send held messages after all; the list is asked once more."""
    with session.stores() as stores:
        deed(session, stores.spool.release, queue_ids, because, "released")


@queue.command()
@click.argument("queue_ids", nargs=-1, required=True)
@click.option("--because", callback=sentence, required=True, help="Why; recorded.")
@click.pass_obj
def cancel(session: Session, queue_ids: tuple[str, ...], *, because: str) -> None:
    """Take back messages that have not left; the sender of an email gets a report."""
    with session.stores() as stores:
        deed(session, stores.spool.cancel, queue_ids, because, "cancelled")

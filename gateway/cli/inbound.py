"""`optwarden inbound`: a text that a person sent, brought by hand."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import rich_click as click

from gateway.cli.people import moment, operator, person
from gateway.cli.session import Session, run, utc_now
from gateway.cli.table import print_table
from gateway.log import configure
from suppression.channel import Channel

if TYPE_CHECKING:
    from suppression.keys import RecipientKey

_COLUMNS = (
    "id",
    "asked",
    "grade",
    "matched",
    "entries",
    "lifted",
    "offered",
    "cancelled",
    "held",
    "review",
    "answer",
    "repeated",
)


@click.command()
@click.argument("sender", metavar="FROM")
@click.argument("text")
@click.option("--to", "ours", required=True, help="The number of yours that they wrote to.")
@click.option("--id", "reference", default="", help="Its id where it came in; counts once.")
@click.option("--received", default=None, help="When it came in; else now.")
@click.pass_obj
def inbound(  # noqa: PLR0913 - its options
    session: Session, sender: str, text: str, *, ours: str, reference: str, received: str | None
) -> None:
    """Take a TEXT that the number FROM sent to a number of yours; "-" reads it from standard input.

    A stop is in force when this returns: what waits for FROM is cancelled, one text confirms it.
    START, HELP and a wrong number do what they say; what may be a stop waits in `review list`. Of
    the text only a keyed hash and the words that ask for something are kept.

    \b
    Example:
      optwarden inbound +12025550123 "Please stop texting me" --to +14155550123
    """  # noqa: D301 - click takes the character itself
    from gateway.http.inbound_texts import taken  # noqa: PLC0415 - loads the HTTP edge
    from gateway.inbound.texts import InboundText, InboundTexts  # noqa: PLC0415 - loads the filters
    from gateway.queue_id import QueueIds  # noqa: PLC0415 - as above

    configure("error")
    brought = InboundText(
        sender=_number(session, sender),
        to=_number(session, ours),
        text=sys.stdin.read() if text == "-" else text,
        received_at=moment(received, otherwise=utc_now()),
        source=f"cli/{operator().name}",
        reference=reference,
    )
    with session.stores() as stores:
        texts = InboundTexts(
            session.config,
            stores.suppression,
            stores.joint,
            queue_ids=QueueIds(),
            clock=utc_now,
            wake=lambda: None,
        )
        outcome = run(texts.take(brought))
    told = taken(outcome)
    if session.as_json:
        session.print_json(told.model_dump(mode="json"))
    else:
        print_table(session, [told], _COLUMNS)


def _number(session: Session, text: str) -> RecipientKey:
    key, _ = person(session, text, Channel.SMS)
    return key

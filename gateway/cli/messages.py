"""Messages of the spool on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from gateway.cli.table import plain, print_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from gateway.cli.session import Session
    from gateway.spool.model import DeliveryView, MessageView

_COLUMNS = ("queue_id", "accepted", "category", "recipients", "states", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    queue_id: str
    accepted: datetime
    category: str
    recipients: str
    states: tuple[str, ...]
    subject: str


def print_messages(session: Session, views: Sequence[MessageView]) -> None:
    """Print a list of messages; with `--json` everything known of each, one a line."""
    if session.as_json:
        for view in views:
            session.print_json(plain(view))
        return
    print_table(session, [_row(view) for view in views], _COLUMNS)


def print_message(session: Session, view: MessageView) -> None:
    """Print all that is known of one message."""
    if session.as_json:
        session.print_json(plain(view))
        return
    console = Console(highlight=False)
    console.print(f"[bold]{view.queue_id}[/] {view.channel} {view.category} {escape(view.subject)}")
    for line in _about(view):
        console.print(Padding(escape(line), (0, 0, 0, 2)))
    for delivery in view.deliveries:
        console.print(f"  {escape(delivery.address)}: [bold]{delivery.state}[/]")
        for line in _of_delivery(delivery):
            console.print(Padding(escape(line), (0, 0, 0, 4)))


def _about(view: MessageView) -> Iterator[str]:
    yield f"from {view.reverse_path or '<>'} by {view.submitter or 'the gateway itself'}"
    yield f"accepted {view.accepted_at:%Y-%m-%d %H:%M:%S}Z, {view.size_bytes} bytes"
    if any(not delivery.state.is_final for delivery in view.deliveries):
        yield f"tried until {view.expires_at:%Y-%m-%d %H:%M}Z"
    if view.fixes:
        yield f"edits: {', '.join(view.fixes)}"


def _of_delivery(delivery: DeliveryView) -> Iterator[str]:
    for finding in delivery.findings:
        yield f"{finding['code']}: {finding['reason']}"
    if delivery.attempts:
        yield f"attempts: {delivery.attempts}, by route {delivery.route or 'none'}"
    if delivery.next_at is not None:
        yield f"next attempt {delivery.next_at:%Y-%m-%d %H:%M:%S}Z"
    if delivery.last_reply:
        yield f"reply: {delivery.last_reply}"


def _row(view: MessageView) -> _Row:
    addresses = [delivery.address for delivery in view.deliveries]
    more = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
    return _Row(
        queue_id=view.queue_id,
        accepted=view.accepted_at,
        category=view.category,
        recipients=f"{addresses[0]}{more}" if addresses else "",
        states=tuple({delivery.state.value for delivery in view.deliveries}),
        subject=view.subject[:60],
    )

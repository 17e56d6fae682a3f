"""Messages of the spool on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from gateway.cli.table import plain, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gateway.cli.session import Session
    from gateway.spool.model import MessageView

_COLUMNS = ("queue_id", "accepted", "category", "sender", "recipients", "states", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    queue_id: str
    accepted: datetime
    category: str
    sender: str
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
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]{view.queue_id}[/] {view.channel} {view.category} {escape(view.subject)}")
    console.print(
        f"  from {escape(view.reverse_path) or '<>'} by {view.submitter or 'the gateway itself'},"
        f" {view.size_bytes} bytes, accepted {view.accepted_at:%Y-%m-%d %H:%M:%S}Z,"
        f" given up {view.expires_at:%Y-%m-%d %H:%M}Z"
    )
    if view.fixes:
        console.print(f"  edits: {', '.join(view.fixes)}")
    for delivery in view.deliveries:
        console.print(
            f"  {escape(delivery.address)}: [bold]{delivery.state}[/] ({delivery.verdict}),"
            f" route {delivery.route or 'none'}, attempts {delivery.attempts}"
        )
        if delivery.last_reply:
            console.print(f"    {escape(delivery.last_reply)}", style="dim")
        for finding in delivery.findings:
            console.print(f"    [bold]{finding['code']}[/] {escape(str(finding['reason']))}")


def _row(view: MessageView) -> _Row:
    addresses = [delivery.address for delivery in view.deliveries]
    more = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
    return _Row(
        queue_id=view.queue_id,
        accepted=view.accepted_at,
        category=view.category,
        sender=view.reverse_path,
        recipients=f"{addresses[0]}{more}" if addresses else "",
        states=tuple({delivery.state.value for delivery in view.deliveries}),
        subject=view.subject[:60],
    )

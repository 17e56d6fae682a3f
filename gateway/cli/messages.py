"""Messages of the spool on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from gateway.cli.table import plain, print_table
from gateway.shown import shown
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from gateway.cli.session import Session
    from gateway.spool.model import DeliveryView, MessageView

_EFFECTS = {"held": "hold", "deferred": "defer", "refused": "refuse"}
_COLUMNS = ("queue_id", "accepted", "category", "recipients", "states", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    queue_id: str
    accepted: datetime
    category: str
    recipients: str
    states: tuple[str, ...]
    subject: str
    would: str  # of what is observed: verdicts with their codes


def print_messages(session: Session, views: Sequence[MessageView]) -> None:
    """Print a list of messages; with `--json` everything known of each, one a line."""
    if session.as_json:
        for view in views:
            session.print_json(plain(view))
        return
    observed = ("would",) if any(view.is_observed for view in views) else ()
    print_table(session, [_row(view) for view in views], (*_COLUMNS, *observed))


def print_message(session: Session, view: MessageView, content: bytes) -> None:
    """Print all that is known of one message; of a text, whose content is short, what it says."""
    if session.as_json:
        session.print_json(plain(view))
        return
    console = Console(highlight=False)
    subject = escape(shown(view.subject))
    console.print(f"[bold]{view.queue_id}[/] {view.channel} {view.category} {subject}")
    for line in _about(view):
        console.print(_indented(line, 2))
    if content and view.channel is Channel.SMS:
        words = " ".join(content.decode(errors="replace").split())
        console.print(_indented(f'"{words}"', 2))
    for delivery in view.deliveries:
        console.print(f"  {escape(shown(delivery.address))}: [bold]{delivery.state}[/]")
        for line in _of_delivery(delivery):
            console.print(_indented(line, 4))


def _indented(line: str, columns: int) -> Padding:
    """Return a line for a terminal, on which nothing acts that others wrote into it."""
    return Padding(escape(shown(line)), (0, 0, 0, columns))


def _about(view: MessageView) -> Iterator[str]:
    nobody = "the number of its route" if view.channel is Channel.SMS else "<>"
    yield f"from {view.reverse_path or nobody} by {view.submitter or 'the gateway itself'}"
    yield f"accepted {view.accepted_at:%Y-%m-%d %H:%M:%S}Z, {view.size_bytes} bytes"
    if any(not delivery.state.is_final for delivery in view.deliveries):
        yield f"tried until {view.expires_at:%Y-%m-%d %H:%M}Z"
    if view.fixes:
        yield f"edits: {', '.join(view.fixes)}"
    if view.is_observed:
        edits = f"; edits not made: {', '.join(view.would_fix)}" if view.would_fix else ""
        yield f'only observed (mode = "observe"){edits}'


def _of_delivery(delivery: DeliveryView) -> Iterator[str]:
    for finding in delivery.findings:
        yield f"{finding['code']}: {finding['reason']}"
        if isinstance(evidence := finding["evidence"], list) and evidence:
            yield f"  {'; '.join(evidence)}"
    if delivery.would and delivery.verdict == "refused":
        yield "observing changes nothing about that"
    elif delivery.would:
        yield f"would have been {delivery.would}"
    for finding in delivery.waived:
        yield f"  {finding['code']}: {finding['reason']}"
    if delivery.attempts:
        yield f"attempts: {delivery.attempts}, by route {delivery.route or 'none'}"
    if delivery.next_at is not None:
        yield f"next attempt {delivery.next_at:%Y-%m-%d %H:%M:%S}Z"
    if delivery.last_reply:
        yield f"reply: {delivery.last_reply}"
    if delivery.report:
        yield f"the provider reports: {delivery.report}"


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
        would=would(view),
    )


def would(view: MessageView) -> str:
    """Return what enforcing would have done: each verdict with the codes it stands on."""
    codes: dict[str, set[str]] = {}
    for delivery in view.deliveries:
        if delivery.would:
            codes.setdefault(delivery.would, set()).update(_deciding(delivery))
    codes.get("changed", set()).update(view.would_fix)
    return "; ".join(" ".join((verdict, *sorted(codes[verdict]))) for verdict in sorted(codes))


def _deciding(delivery: DeliveryView) -> Iterator[str]:
    effect = _EFFECTS.get(delivery.would, "")
    for finding in (*delivery.findings, *delivery.waived):
        if finding["effect"] == effect:
            yield str(finding["code"])

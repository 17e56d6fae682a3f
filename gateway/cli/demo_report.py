"""What the demonstration prints: what became of each sample and why, and what to try next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from filters.decision import Effect
from gateway.cli.check_report import COLOURS
from gateway.cli.demo_samples import ASKED, BOB, JANE, NEVER_ASKED
from gateway.cli.session import program
from gateway.diff.difference import EDITS
from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gateway.spool.model import DeliveryView, MessageView

_LINK: Final = re.compile(rb"^List-Unsubscribe: <([^>]+)>", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The demonstration as it runs."""

    folder: Path
    config: Path
    smtp: str  # host:port
    http: str  # URL
    key: str
    pages: str  # the one-time link into the admin pages

    @property
    def outbox(self) -> Path:
        """Where everything that leaves is written, a folder a route."""
        return self.folder / "data" / "outbox"


def print_scene(scene: Scene) -> None:
    """Print where things are and who is known."""
    out = Console(highlight=False, soft_wrap=True)
    out.print("[bold]optwarden is running; nothing leaves this machine.[/]\n")
    for name, value in (
        ("SMTP", scene.smtp),
        ("HTTP", scene.http),
        ("API key", scene.key),
        ("admin", scene.pages),
        ("emails", str(scene.outbox / "outbox")),
        ("texts", str(scene.outbox / "sms-outbox")),
    ):
        out.print(f"  {name:8} {escape(value)}")
    out.print(f"\n  {BOB} opted out of advertising; all of @example.net is suppressed.")
    out.print(f"  {ASKED} asked to be texted; {NEVER_ASKED} never did.\n")
    out.print("[bold]Six messages were sent through it:[/]\n")


def print_outcome(number: int, title: str, view: MessageView) -> None:
    """Print what became of one sample."""
    out = Console(highlight=False)
    out.print(f"  {number}. {escape(title)}\n     [dim]message {view.queue_id}[/]")
    drawn = Table.grid(padding=(0, 2, 0, 0))
    for delivery in view.deliveries:
        colour = COLOURS[delivery.verdict]
        address, because = escape(delivery.address), "\n".join(_because(view, delivery))
        drawn.add_row(address, f"[{colour}]{delivery.verdict}[/]", escape(because))
    out.print(Padding(drawn, (0, 0, 1, 5)))


def print_what_to_try(scene: Scene, newsletter: MessageView) -> None:
    """Print commands that work as they stand."""
    out = Console(highlight=False, soft_wrap=True)
    out.print("[bold]Try it:[/]\n")
    for about, command in _commands(scene, newsletter):
        out.print(f"  [dim]# {about}[/]")
        for line in command:
            click.echo(f"  {line}")  # as it stands: rich would double a backslash at its end
        click.echo()
    out.print("Ctrl-C ends it and removes its data.")


def unsubscribe_link(scene: Scene, view: MessageView) -> str:
    """Return the link in the first copy that left, empty when none did."""
    for delivery in view.deliveries:
        file = next(scene.outbox.rglob(f"{view.queue_id}-{delivery.delivery_id}.eml"), None)
        if file is not None and (found := _LINK.search(file.read_bytes())):
            return found[1].decode()
    return ""


def _because(view: MessageView, delivery: DeliveryView) -> Iterator[str]:
    """Yield why a delivery ended as it did, a sentence a line."""
    if delivery.state is State.DELIVERED:
        added = ", ".join(EDITS.get(fix, fix) for fix in view.fixes)
        yield f"added: {added}" if added else "as it was submitted, with its trace"
        return
    effects = [Effect[str(each["effect"]).upper()] for each in delivery.findings]
    for each, effect in zip(delivery.findings, effects, strict=True):
        if effect is max(effects):
            yield f"{each['code']}: {each['reason']}"
    if not delivery.findings:
        yield delivery.state.value


def _commands(scene: Scene, newsletter: MessageView) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what a command is for and its lines, which a terminal of 80 columns shows whole."""
    yield (
        "send an email by SMTP, then look into the folder of emails",
        (
            f"printf '%s\\n' 'From: news@example.com' 'To: {JANE}' \\",
            "  'Subject: Hello' '' 'Lamps are 20% off today.' |",
            f"  curl -s --crlf smtp://{scene.smtp} --mail-from news@example.com \\",
            f"  --mail-rcpt {JANE} -T -",
        ),
    )
    yield (
        f"send a text; then try {NEVER_ASKED}, or words that sell",
        (
            f"KEY={scene.key}",
            f'curl -s {scene.http}/v1/sms -H "Authorization: Bearer $KEY" \\',
            "  -H \"Idempotency-Key: $(date +%s)\" -H 'Content-Type: application/json' \\",
            f'  -d \'{{"to":"{ASKED}","text":"Your code is 120394.",',
            '       "purpose":"security_code"}\'',
        ),
    )
    if link := unsubscribe_link(scene, newsletter):
        yield f"the unsubscribe link of {JANE}: opening it changes nothing yet", (link,)
        yield (
            "what her mail program does when she presses unsubscribe",
            (
                f"curl -s {link} \\",
                "  -d List-Unsubscribe=One-Click -o /dev/null -w '%{http_code}\\n'",
            ),
        )
    trace = (f"{program()} --config {scene.config} \\", f"  trace {BOB}")
    yield "what happened to Bob", trace

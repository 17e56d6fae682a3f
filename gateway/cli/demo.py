"""`optwarden demo`: everything on this machine, on data of its own that is removed at the end."""

from __future__ import annotations

import asyncio
import socket
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import rich_click as click

from gateway import log
from gateway.admin.roles import Role
from gateway.admin.user import By
from gateway.cli.demo_courier import Courier, settled
from gateway.cli.demo_report import Scene, print_outcome, print_scene, print_what_to_try
from gateway.cli.demo_samples import ASKED, BOB, SAMPLES
from gateway.cli.dkim_keys import new_key
from gateway.cli.session import Session, utc_now
from gateway.config.loader import load, shipped
from gateway.config.template import filled
from gateway.process import run_gateway
from gateway.secret_files import write_secret
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason
from suppression.keys import domain_key, email_key, phone_key

if TYPE_CHECKING:
    from gateway.supervisor import Supervisor
    from suppression.store import SuppressionStore

_SMTP_PORT: Final = 1025
_HTTP_PORT: Final = 8025
_HOST: Final = "127.0.0.1"
_DEMO: Final = Actor(name="demo", method="cli")


@click.command()
@click.pass_obj
def demo(session: Session) -> None:
    """Run everything on this machine, send six messages through it, and say what became of them.

    Nothing leaves: mail and texts are written to a folder. Ctrl-C ends it and removes its data.
    """
    log.configure("debug" if session.log_level == "debug" else "warning")
    with TemporaryDirectory(prefix="optwarden-demo-") as name:
        smtp, http = _port(session, "SMTP", _SMTP_PORT), _port(session, "HTTP", _HTTP_PORT)
        file = _configuration(Path(name), smtp, http)
        ready = asyncio.Event()
        run_gateway(
            lambda: load(file, {}).config,
            clock=utc_now,
            ready=lambda _line: ready.set(),
            beside=partial(_play, ready=ready, file=file, smtp=smtp, http=http),
            reread=lambda: load(file, {}),
        )
    session.say("stopped; its data is removed")


async def _play(
    gateway: Supervisor,
    _stop: asyncio.Event,
    *,
    ready: asyncio.Event,
    file: Path,
    smtp: int,
    http: int,
) -> None:
    """Make people known, send the samples, print what became of them."""
    await ready.wait()
    await _introduce(gateway.stores.suppression)
    key = await gateway.stores.credentials.add("local", ("*",))
    users, by = gateway.stores.users, By(name="demo")
    user = await users.add("demo", Role.ADMIN, by)
    pages = await users.invite(user, "enter", by)
    scene = Scene(
        folder=file.parent, config=file, smtp=f"{_HOST}:{smtp}", http=f"http://{_HOST}:{http}",
        key=key.secret, pages=f"http://{_HOST}:{http}/admin/come-in/{pages}",
    )  # fmt: skip
    courier = Courier(smtp_port=smtp, http_url=scene.http, key=key.secret)
    sent = [await courier.send(sample) for sample in SAMPLES]
    views = [await settled(gateway.stores.spool, queue_id) for queue_id in sent]
    print_scene(scene)
    for number, (sample, view) in enumerate(zip(SAMPLES, views, strict=True), start=1):
        print_outcome(number, sample.title, view)
    print_what_to_try(scene, views[0])


async def _introduce(people: SuppressionStore) -> None:
    """Put a few people on the list, and record that one asked to be texted."""
    for key, reason, evidence in (
        (email_key(BOB), Reason.UNSUBSCRIBE, "the demonstration says so"),
        (domain_key("example.net"), Reason.MANUAL, "a competitor's domain"),
        (email_key("zoe@example.org"), Reason.COMPLAINT, "pressed the spam button"),
    ):
        entry = NewEntry(
            channel=Channel.EMAIL, key=key, scope=COMMERCIAL, reason=reason, origin=Origin.ADMIN,
            evidence=evidence, requested_at=utc_now(),
        )  # fmt: skip
        await people.add(entry, _DEMO)
    consent = NewConsent(
        key=phone_key(ASKED), source=ConsentSource.FORM, purposes=frozenset(),
        evidence="ticked the box on the sign-up form", requested_at=utc_now(),
    )  # fmt: skip
    await people.record_consent(consent, _DEMO)


def _configuration(folder: Path, smtp: int, http: int) -> Path:
    """Write the shipped configuration with these ports and a DKIM key."""
    key_file = folder / "keys" / "demo.pem"
    write_secret(key_file, new_key("ed25519").pem)
    text = filled(
        shipped().read_text(encoding="utf-8"),
        {
            ("smtp", 0, "listen"): f"{_HOST}:{smtp}",
            ("http", 0, "listen"): f"{_HOST}:{http}",
            ("public", "url"): f"http://{_HOST}:{http}",
            ("sender", 0, "dkim"): [{"selector": "demo", "key_file": str(key_file)}],
        },
    )
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def _port(session: Session, name: str, wanted: int) -> int:
    """Return the port wanted, or when it is taken one that is free."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_HOST, port))
            except OSError:
                continue
            found = int(probe.getsockname()[1])
        if found != wanted:
            session.say(f"port {wanted} is taken; {name} is on {found}")
        return found
    message = f"no port is free on {_HOST} for {name}"
    raise click.ClickException(message)

"""The recipes of docs/postfix.md, with a real Postfix around the gateway."""

from __future__ import annotations

import smtplib
import sqlite3
import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.mail import ANN, BOB, CAT, link_of, newsletter, receipt, text_of
from tests.e2e.peers import need, need_root
from tests.e2e.postfix import Postfix
from tests.e2e.recipes import blocks
from tests.e2e.settings import BOUNCES, POSTAL_ADDRESS, settings
from tests.e2e.waiting import free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Arrived, Sink

pytestmark = pytest.mark.peer

THE_GATEWAY: Final = "The gateway"
THE_WAY_BACK: Final = "The way back"
OWN_LISTENER: Final = '[[smtp]]\nlisten = "127.0.0.1:0"\n\n'
OWN_ROUTE: Final = '[[route]]\nname = "outbox"\nchannel = "email"\nkind = "outbox"\n'


@dataclass
class Filtered:
    """A Postfix that filters through a gateway, which hands back to it."""

    postfix: Postfix
    gateway: Gateway
    sink: Sink

    def submit(self, message: bytes, *to: str) -> dict[str, tuple[int, bytes]]:
        """Hand over a message; return the reply for each recipient that was refused."""
        with closing(smtplib.SMTP("127.0.0.1", self.postfix.port, "app.shop.example", 30)) as app:
            return app.sendmail(BOUNCES, list(to), message)

    def opt_out(self, *people: str) -> None:
        for each in people:
            self.gateway.command(
                "suppress", "add", each, "--reason", "unsubscribe", "--evidence", "a letter"
            )

    def events(self, address: str) -> list[str]:
        return [str(line["kind"]) for line in self.gateway.read("trace", address)]

    def stored(self) -> int:
        """Return how many bytes of content the gateway keeps."""
        with closing(sqlite3.connect(self.gateway.data / "messages.db")) as connection:
            query = "SELECT coalesce(sum(length(raw)), 0) FROM contents"
            return int(connection.execute(query).fetchone()[0])


@pytest.fixture
def ports() -> dict[int, int]:
    return {number: free_port() for number in (10024, 10025, 10026)}


@pytest.fixture
def after_queue(
    start_gateway: StartGateway, sink: Sink, ports: dict[int, int]
) -> Iterator[Filtered]:
    main, services, *_ = blocks("After the queue: content_filter", ports)
    (gateway,) = blocks(THE_GATEWAY, ports)
    yield from filtered(start_gateway, sink, ports, gateway, main=main, services=services)


@pytest.fixture
def by_lmtp(start_gateway: StartGateway, sink: Sink, ports: dict[int, int]) -> Iterator[Filtered]:
    gateway, main, services = blocks("After the queue, by LMTP", ports)
    yield from filtered(start_gateway, sink, ports, gateway, main=main, services=services)


@pytest.fixture
def before_queue(
    start_gateway: StartGateway, sink: Sink, ports: dict[int, int]
) -> Iterator[Filtered]:
    (service,) = blocks("Before the queue: smtpd_proxy_filter", ports)
    assert service.startswith("submission inet ")
    (gateway,) = blocks(THE_GATEWAY, ports)
    front = service.replace("submission", "{port}", 1)
    yield from filtered(start_gateway, sink, ports, gateway, front=front)


def filtered(
    start_gateway: StartGateway, sink: Sink, ports: dict[int, int], recipe: str, **postfix: str
) -> Iterator[Filtered]:
    need_root()
    need("postfix")
    (way_back,) = blocks(THE_WAY_BACK, ports)
    config = settings()
    assert OWN_LISTENER in config
    assert OWN_ROUTE in config
    config = config.replace(OWN_LISTENER, "").replace(OWN_ROUTE, "") + recipe
    gateway = start_gateway(config)
    services = postfix.pop("services", "") + way_back
    with ExitStack() as peers:
        running = peers.enter_context(
            closing(Postfix(relay_to=sink.port, services=services, **postfix))
        )
        try:
            yield Filtered(running, gateway, sink)
        finally:  # shown if it fails
            sys.stderr.write(f"{running.said}{gateway.said}")


def assert_complete(copy: Arrived) -> None:
    message = copy.message
    link = link_of(message)
    assert message.get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    assert text_of(message).count(link) == 1
    assert POSTAL_ADDRESS in text_of(message)
    names = [name.lower() for name in message]
    assert not any(name.startswith("x-optwarden") for name in names)
    # Postfix, the gateway, Postfix: once through each, so nothing was filtered twice
    by = [str(field) for field in message.get_all("Received", [])]
    assert sum("relay.shop.example (Postfix)" in field for field in by) == 2, by
    assert len(by) == 3, by


def test_after_the_queue_each_gets_a_copy_and_the_refused_bounce(after_queue: Filtered) -> None:
    after_queue.opt_out(CAT)
    assert after_queue.submit(newsletter(ANN, BOB, CAT), ANN, BOB, CAT) == {}
    ann, bob, bounce = (after_queue.sink.to(each) for each in (ANN, BOB, BOUNCES))
    for copy in (ann, bob):
        assert_complete(copy)
    assert link_of(ann.message) != link_of(bob.message)
    assert "550 5.7.1 [SUPPRESSED_OPTOUT]" in bounce.raw.decode()
    assert len(after_queue.sink.arrived) == 3
    assert after_queue.events(ANN) == ["passing", "delivered"]
    assert after_queue.events(CAT) == ["added", "refused"]
    assert after_queue.stored() == 0

    after_queue.gateway.stop()
    assert after_queue.submit(newsletter(BOB), BOB) == {}
    wait_for(lambda: "status=deferred" in after_queue.postfix.said, "it to be deferred")
    assert len(after_queue.sink.arrived) == 3, "nothing passes by the gateway"
    after_queue.gateway.start()
    assert_complete(after_queue.sink.wait_for(4, within_s=40)[3])


def test_by_lmtp_each_recipient_is_answered(by_lmtp: Filtered) -> None:
    by_lmtp.opt_out(CAT)
    assert by_lmtp.submit(newsletter(ANN, BOB, CAT), ANN, BOB, CAT) == {}
    ann, bob, bounce = (by_lmtp.sink.to(each) for each in (ANN, BOB, BOUNCES))
    for copy in (ann, bob):
        assert_complete(copy)
    assert "550 5.7.1 [SUPPRESSED_OPTOUT]" in bounce.raw.decode()
    assert CAT in bounce.raw.decode()
    assert ANN not in bounce.raw.decode().partition("Diagnostic-Code")[2].partition("--")[0]
    assert len(by_lmtp.sink.arrived) == 3, "one bounce: Postfix's own"
    wait_for(lambda: by_lmtp.postfix.said.count("250 2.0.0 Queued as ") == 2, "two to be taken")


def test_before_the_queue_the_program_hears_the_refusal_itself(before_queue: Filtered) -> None:
    before_queue.opt_out(CAT)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        before_queue.submit(newsletter(CAT), CAT)
    assert refused.value.smtp_code == 550
    assert b"5.7.1 [SUPPRESSED_OPTOUT] " in refused.value.args[1]
    later = before_queue.submit(newsletter(ANN, BOB), ANN, BOB)
    assert {who: reply[0] for who, reply in later.items()} == {BOB: 452}
    assert before_queue.submit(newsletter(BOB), BOB) == {}
    for person in (ANN, BOB):
        assert_complete(before_queue.sink.to(person))
    assert before_queue.submit(receipt(CAT), CAT) == {}
    assert b"1234" in before_queue.sink.to(CAT).raw
    assert len(before_queue.sink.arrived) == 3
    assert before_queue.events(CAT) == ["added", "refused", "passing", "delivered"]
    assert before_queue.stored() == 0

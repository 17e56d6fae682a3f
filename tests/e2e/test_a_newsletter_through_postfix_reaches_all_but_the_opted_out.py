"""The main promise, with real peers: Postfix relays, we complete and sign, OpenDKIM verifies."""

from __future__ import annotations

import smtplib
import sys
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from tests.e2e.dkim_keys import make_keys, sender_keys, verified
from tests.e2e.gateway_process import Gateway
from tests.e2e.mail import ANN, BOB, CAT, html_of, link_of, newsletter, text_of
from tests.e2e.opendkim import OpenDkim
from tests.e2e.peers import need, need_root, run
from tests.e2e.postfix import Postfix
from tests.e2e.reports import recipients_of
from tests.e2e.settings import BOUNCES, POSTAL_ADDRESS, settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.e2e.conftest import StartGateway
    from tests.e2e.sink import Arrived, Sink

pytestmark = pytest.mark.peer


class Relayed:
    """What came out of it."""

    def __init__(
        self, ann: Arrived, bob: Arrived, report: Arrived, records: Mapping[str, str]
    ) -> None:
        self.copies = (ann, bob)
        self.report = report
        self.records = records


@pytest.fixture
def relayed(start_gateway: StartGateway, sink: Sink, tmp_path: Path) -> Iterator[Relayed]:
    need_root()
    need("postfix", "opendkim", "swaks")
    folder = tmp_path / "gateway"
    records = make_keys(Gateway(folder, settings()))
    message = tmp_path / "newsletter.eml"
    message.write_bytes(newsletter(ANN, BOB, CAT))
    with ExitStack() as peers:
        verifier = peers.enter_context(closing(OpenDkim(tmp_path / "opendkim", records)))
        receiving = peers.enter_context(
            closing(Postfix(relay_to=sink.port, milter=verifier.milter, name="mx.people.example"))
        )
        gateway = start_gateway(settings(receiving.port, sender=sender_keys(folder)))
        gateway.command("suppress", "add", CAT, "--reason", "unsubscribe", "--evidence", "a letter")
        sending = peers.enter_context(closing(Postfix(relay_to=gateway.smtp_port)))
        run(
            "swaks", "--server", f"127.0.0.1:{sending.port}", "--helo", "app.shop.example",
            "--from", BOUNCES, "--to", f"{ANN},{BOB},{CAT}", "--data", f"@{message}",
        )  # fmt: skip
        try:
            yield Relayed(sink.to(ANN), sink.to(BOB), sink.to(BOUNCES), records)
            assert len(sink.arrived) == 3, [a.recipients for a in sink.arrived]
        finally:  # shown if it fails
            sys.stderr.write(f"{sending.said}{receiving.said}{gateway.said}")


def test_each_copy_is_complete_signed_and_its_own(relayed: Relayed) -> None:
    for copy in relayed.copies:
        message = copy.message
        link = link_of(message)
        assert message.get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
        for body in (text_of(message), html_of(message)):
            assert "advertisement" in body
            assert POSTAL_ADDRESS in body
            assert body.count(link) == 1
            assert "enjoy" in body
            assert "20% off" in body
        assert verified(copy.raw, relayed.records) == [True, True]
        assert verified(copy.raw.replace(b"20% off", b"30% off"), relayed.records) == [False, False]
        (results,) = message.get_all("Authentication-Results", [])
        assert str(results).count("dkim=pass") == 2, results
    assert len({link_of(copy.message) for copy in relayed.copies}) == 2

    about = recipients_of(relayed.report)
    assert list(about) == [CAT]
    assert about[CAT]["Action"] == "failed"
    assert about[CAT]["Status"] == "5.7.1"
    assert "SUPPRESSED_OPTOUT" in str(about[CAT]["Diagnostic-Code"])


def test_a_refusal_of_all_is_bounced_by_postfix_through_the_gateway(
    start_gateway: StartGateway, sink: Sink
) -> None:
    need_root()
    need("postfix")
    gateway = start_gateway()
    gateway.command("suppress", "add", CAT, "--reason", "unsubscribe", "--evidence", "a letter")
    with closing(Postfix(relay_to=gateway.smtp_port)) as sending:
        with smtplib.SMTP("127.0.0.1", sending.port, "app.shop.example", 30) as app:
            assert app.sendmail(BOUNCES, [CAT], newsletter(CAT)) == {}
        try:
            bounce = sink.to(BOUNCES)
        finally:  # shown if it fails
            sys.stderr.write(f"{sending.said}{gateway.said}")
    assert bounce.reverse_path == ""
    assert "relay.shop.example" in str(bounce.message["From"])  # no domain of the submitter's
    assert b"550 5.7.1 [SUPPRESSED_OPTOUT]" in bounce.raw
    assert POSTAL_ADDRESS.encode() not in bounce.raw, "a bounce is no advertisement"
    assert len(sink.arrived) == 1

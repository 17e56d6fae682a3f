"""Two weeks of looking first: newsletters leave unchanged, the report says what would have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.client import queue_id, submit
from tests.e2e.mail import ANN, BOB, CAT, newsletter, receipt
from tests.e2e.settings import BOUNCES, POSTAL_ADDRESS, settings
from tests.e2e.waiting import wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from tests.e2e.conftest import StartGateway
    from tests.e2e.sink import Sink

EXAMPLE = "123 Main St, Springfield, IL 62701"


def observing(sink: Sink) -> str:
    """Return the settings of somebody who has no address and no https to show yet."""
    return 'mode = "observe"\n' + settings(
        sink.port, public_url="http://mail.shop.example"
    ).replace(POSTAL_ADDRESS, EXAMPLE)


def test_a_newsletter_is_relayed_unchanged_and_what_would_be_done_is_recorded(
    start_gateway: StartGateway, sink: Sink
) -> None:
    gateway = start_gateway(observing(sink))
    assert gateway.logged("observing")
    assert call(gateway, "GET", "/readyz").json["mode"] == "observe"
    gateway.command("suppress", "add", BOB, "--reason", "unsubscribe")

    sent = newsletter(ANN, BOB)
    number = queue_id(submit(gateway, sent, [ANN, BOB]))
    came = sink.to(ANN)
    received, _, rest = came.raw.partition(b"\r\nFrom: ")
    assert b"From: " + rest == sent
    assert received.startswith(b"Received: ")
    assert received.count(b"\n") == received.count(b"\n\t")  # one field, folded

    fake = newsletter(CAT, subject="Re: Do more")
    submit(gateway, b"X-Optwarden-Category: commercial\r\n" + fake, [CAT])
    assert sink.to(CAT).raw.endswith(b"\r\n" + fake)
    paid = receipt(ANN)
    submit(gateway, paid, [ANN])
    (copy,) = [each.raw for each in sink.wait_for(4) if b"Your receipt" in each.raw]
    assert b"\r\nBcc: audit@shop.example\r\n" in copy  # as it came, but for what is said to us
    assert b"X-Optwarden" not in copy

    (view,) = gateway.read("observed", "show", number)
    assert {"F_FOOTER_TEXT", "F_FOOTER_HTML", "F_LIST_UNSUBSCRIBE"} <= set(view["would_fix"])
    would = {each["address"]: (each["state"], each["would"]) for each in view["deliveries"]}
    assert would == {ANN: ("delivered", "changed"), BOB: ("refused", "refused")}
    told = gateway.command("trace", number)
    assert "would have been changed" in told
    assert "edits not made: F_LIST_UNSUBSCRIBE" in told
    assert "F_FOOTER_HTML" in gateway.command("observed", "list", "--would", "changed")

    (report,) = gateway.read("observed", "report")
    counts = {(each["section"], each["name"]): each["recipients"] for each in report["counts"]}
    assert counts["rule", "EMAIL_SUBJECT_DECEPTIVE"] == 1
    assert counts["obeyed", "SUPPRESSED_OPTOUT"] == 1
    assert counts["edit", "F_FOOTER_HTML"] == 1
    assert counts["verdict", "changed"] == 1
    assert counts["was", "refused"] == 1
    arrived = [each.recipients for each in sink.arrived]
    assert sorted(arrived) == [(ANN,), (ANN,), (BOUNCES,), (CAT,)]  # nothing for who opted out


def test_enforcing_begins_with_a_reload_once_the_law_can_be_kept(
    start_gateway: StartGateway, sink: Sink
) -> None:
    gateway = start_gateway(observing(sink))
    checked = gateway.command("config", "check")
    assert "leave unchanged" in checked
    assert "before you enforce: config.toml:5: company.postal_address: must be your own" in checked
    assert "public.url: must be https" in checked

    gateway.reload(observing(sink).replace("observe", "enforce"))
    wait_for(lambda: gateway.logged("not-reloaded"), "the refusal")
    submit(gateway, newsletter(ANN), [ANN])
    assert b"List-Unsubscribe" not in sink.to(ANN).raw

    gateway.reload(settings(sink.port))
    wait_for(lambda: gateway.logged("reloaded"), "the reload")
    submit(gateway, newsletter(CAT), [CAT])
    assert b"List-Unsubscribe" in sink.to(CAT).raw
    assert call(gateway, "GET", "/readyz").json["mode"] == "enforce"

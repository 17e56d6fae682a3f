"""An application posts an email: it learns what becomes of it for everybody it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.mail import ANN, BOB, CAT, html_of, link_of, newsletter, text_of
from tests.e2e.settings import BOUNCES, NEWS, POSTAL_ADDRESS
from tests.e2e.web import call

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

ORDER = {
    "from": f"Awesome Co <{NEWS}>", "to": [ANN, BOB, CAT], "subject": "Spring is here",
    "text": "Our new collection is here. Shop now!\n",
    "html": "<p>Our new collection is here. Shop now!</p>", "category": "commercial",
}  # fmt: skip


def test_three_verdicts_and_two_copies(gateway: Gateway, sink: Sink) -> None:
    gateway.command("suppress", "add", CAT, "--reason", "unsubscribe")
    key = gateway.key("send", "read")
    answer = call(gateway, "POST", "/v1/email", ORDER, key=key, idempotency_key="spring")
    assert answer.status == 202, answer.body
    verdicts = {each["address"]: each for each in answer.json["recipients"]}
    assert list(verdicts) == [ANN, BOB, CAT]
    assert [each["verdict"] for each in verdicts.values()] == ["changed", "changed", "refused"]
    (finding,) = [f for f in verdicts[CAT]["findings"] if f["effect"] == "refuse"]
    assert finding["code"] == "SUPPRESSED_OPTOUT"
    assert finding["cites"].startswith("15 U.S.C. 7704")

    links = set()
    for person in (ANN, BOB):
        message = sink.to(person).message
        links.add(link_of(message))
        for body in (text_of(message), html_of(message)):
            assert "Shop now!" in body
            assert POSTAL_ADDRESS in body
            assert link_of(message) in body
    assert len(links) == 2
    again = call(gateway, "POST", "/v1/email", ORDER, key=key, idempotency_key="spring")
    assert again.json == answer.json
    gateway.stop()
    assert sorted(arrived.recipients for arrived in sink.arrived) == [(ANN,), (BOB,)]


def test_everybody_refused_is_a_problem_that_names_each(gateway: Gateway, sink: Sink) -> None:
    gateway.command("suppress", "add", CAT, "--reason", "unsubscribe")
    target = f"/v1/email/raw?from={BOUNCES}&to={CAT}"
    answer = call(
        gateway, "POST", target, newsletter(CAT), key=gateway.key(), content_type="message/rfc822"
    )
    assert answer.status == 403
    assert answer.fields["content-type"].startswith("application/problem+json")
    assert answer.json["code"] == "SUPPRESSED_OPTOUT"
    assert [each["address"] for each in answer.json["recipients"]] == [CAT]
    gateway.stop()
    assert sink.arrived == ()

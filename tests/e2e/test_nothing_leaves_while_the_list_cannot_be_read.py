"""Closed by default: a list that cannot be read defers everything, and an opt-out is not claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.client import submit
from tests.e2e.mail import ANN, BOB, link_of, newsletter
from tests.e2e.waiting import wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

GARBAGE = b"this is no database " * 4096
FORM = "application/x-www-form-urlencoded"


def test_a_ruined_list_defers_until_it_is_mended(gateway: Gateway, sink: Sink, tmp_path: Path) -> None:
    key = gateway.key("send", "read", "suppression")
    gateway.command("suppress", "add", BOB, "--reason", "unsubscribe")
    submit(gateway, newsletter(ANN), [ANN])
    link = link_of(sink.to(ANN).message)
    order = {
        "from": "news@shop.example", "to": [ANN], "subject": "Spring", "text": "Shop now!\n",
        "category": "commercial",
    }  # fmt: skip

    files = sorted(gateway.data.glob("suppression.db*"))
    good = {file: file.read_bytes() for file in files}
    for file in files:
        with file.open("r+b") as handle:
            handle.truncate(0)
            handle.write(GARBAGE)

    reply = submit(gateway, newsletter(ANN, subject="Second"), [ANN])
    assert reply.startswith("451 4.3.0 [STORE_UNAVAILABLE]"), reply
    posted = call(gateway, "POST", "/v1/email", order, key=key)
    assert (posted.status, posted.json["code"]) == (503, "STORE_UNAVAILABLE")
    assert int(posted.fields["retry-after"]) > 0
    click = call(gateway, "POST", link, b"List-Unsubscribe=One-Click", Content_Type=FORM)
    assert (click.status, "retry-after" in click.fields) == (503, True)
    assert call(gateway, "GET", "/readyz").status == 503
    assert call(gateway, "GET", "/healthz").status == 200
    assert len(sink.arrived) == 1

    for file, content in good.items():
        file.write_bytes(content)
    wait_for(lambda: call(gateway, "GET", "/readyz").status == 200, "readiness", 30)
    assert submit(gateway, newsletter(ANN, subject="Third"), [ANN]).startswith("250 ")
    assert submit(gateway, newsletter(BOB, subject="Third"), [BOB]).startswith("550 ")
    sink.wait_for(2)
    assert call(gateway, "POST", link, b"List-Unsubscribe=One-Click", Content_Type=FORM).status == 200
    assert submit(gateway, newsletter(ANN, subject="Fourth"), [ANN]).startswith("550 ")
    assert {str(arrived.message["Subject"]) for arrived in sink.arrived} == {
        "Do more with your account", "Third",
    }  # fmt: skip

"""Closed by default: a list that cannot be read defers everything, and nobody is told a lie."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.e2e.client import submit
from tests.e2e.mail import ANN, BOB, CAT, link_of, newsletter
from tests.e2e.settings import DAY_AND_NIGHT, settings
from tests.e2e.waiting import wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

NUMBER = "+12025550143"
GARBAGE = b"this is no database " * 4096
FORM = "application/x-www-form-urlencoded"


def _overwritten(gateway: Gateway) -> Callable[[], None]:
    good = {file: file.read_bytes() for file in gateway.data.glob("suppression.db*")}
    for file in good:
        _write_over(file, GARBAGE)

    def mend() -> None:
        for file, content in good.items():
            _write_over(file, content)
            if not file.name.endswith("-shm"):
                os.truncate(file, len(content))

    return mend


def _write_over(file: Path, content: bytes) -> None:
    """Write in place: the gateway maps the -shm file, and one cut short under it is a SIGBUS."""
    with file.open("r+b") as handle:
        handle.write(content)


def _moved_away(gateway: Gateway) -> Callable[[], None]:
    files = list(gateway.data.glob("suppression.db*"))
    aside = [file.rename(gateway.folder / file.name) for file in files]

    def mend() -> None:
        for file in gateway.data.glob("suppression.db*"):
            file.unlink()
        for file in aside:
            file.rename(gateway.data / file.name)

    return mend


def _replaced(gateway: Gateway) -> Callable[[], None]:
    mend = _moved_away(gateway)
    (gateway.data / "suppression.db").write_bytes(GARBAGE)
    return mend


@pytest.mark.parametrize("ruin", [_overwritten, _moved_away, _replaced])
def test_a_ruined_list_defers_until_it_is_mended(
    ruin: Callable[[Gateway], Callable[[], None]], start_gateway: StartGateway, sink: Sink
) -> None:
    gateway = start_gateway(settings(sink.port, more=DAY_AND_NIGHT))
    key = gateway.key("send", "read", "add")
    gateway.command("suppress", "add", BOB, "--reason", "unsubscribe")
    submit(gateway, newsletter(ANN), [ANN])
    link = link_of(sink.to(ANN).message)
    order = {
        "from": "news@shop.example", "to": [ANN], "subject": "Spring", "text": "Shop now!\n",
        "category": "commercial",
    }  # fmt: skip

    gateway.command("consent", "add", NUMBER, "--source", "form", "--evidence", "booking form")
    due = datetime.now(UTC) + timedelta(seconds=2)
    text = {"to": NUMBER, "text": "Your order has shipped.", "purpose": "shipping"}
    waiting = call(gateway, "POST", "/v1/sms", {**text, "send_at": due.isoformat()}, key=key)
    assert waiting.status == 202, waiting.body

    mend = ruin(gateway)
    reply = submit(gateway, newsletter(ANN, subject="Second"), [ANN])
    assert reply.startswith("451 4.3.0 [STORE_UNAVAILABLE]"), reply
    posted = call(gateway, "POST", "/v1/email", order, key=key)
    assert (posted.status, posted.json["code"]) == (503, "STORE_UNAVAILABLE")
    assert int(posted.fields["retry-after"]) > 0
    click = call(gateway, "POST", link, b"List-Unsubscribe=One-Click", content_type=FORM)
    assert (click.status, "retry-after" in click.fields) == (503, True)
    assert call(gateway, "GET", "/readyz").status == 503
    assert call(gateway, "GET", "/healthz").status == 200
    late = due + timedelta(seconds=1)
    wait_for(lambda: datetime.now(UTC) > late, "the text to be due")
    texts = gateway.data / "outbox" / "texts"
    assert list(texts.glob("*.json")) == []
    assert len(sink.arrived) == 1

    mend()
    wait_for(lambda: call(gateway, "GET", "/readyz").status == 200, "readiness", 30)
    assert submit(gateway, newsletter(CAT, subject="Third"), [CAT]).startswith("250 ")
    assert submit(gateway, newsletter(BOB, subject="Third"), [BOB]).startswith("550 ")
    sink.wait_for(2)
    wait_for(lambda: list(texts.glob("*.json")), "the text that was due meanwhile")
    # what was asked while the list could not be written was kept, and is done by now
    assert submit(gateway, newsletter(ANN, subject="Fourth"), [ANN]).startswith("550 ")
    assert (
        call(gateway, "POST", link, b"List-Unsubscribe=One-Click", content_type=FORM).status == 200
    )
    assert {str(arrived.message["Subject"]) for arrived in sink.arrived} == {
        "Do more with your account", "Third",
    }  # fmt: skip

"""One click over https, as mailbox providers post it: newsletters stop, receipts still come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.client import submit
from tests.e2e.mail import ANN, BOB, link_of, newsletter, receipt
from tests.e2e.peers import need, run
from tests.e2e.settings import settings
from tests.e2e.waiting import free_port

if TYPE_CHECKING:
    from tests.e2e.authority import Authority
    from tests.e2e.conftest import StartGateway
    from tests.e2e.sink import Sink

pytestmark = pytest.mark.peer

HOST = "mail.shop.example"
BODY = "List-Unsubscribe=One-Click"
POSTS = {
    "urlencoded": ("--data", BODY),
    "multipart": ("--form", BODY),
    "no content type": ("--data", BODY, "--header", "Content-Type:"),
    "no body": ("--header", "Content-Type:", "--header", "Content-Length: 0"),
}


@pytest.mark.parametrize("way", POSTS)
def test_one_click_is_obeyed_however_it_is_posted(
    way: str, start_gateway: StartGateway, sink: Sink, authority: Authority
) -> None:
    need("curl")
    port = free_port()
    tls = f'tls = "tls"\n{authority.tables(HOST)}'
    gateway = start_gateway(
        settings(sink.port, http=tls, http_port=port, public_url=f"https://{HOST}:{port}")
    )
    submit(gateway, newsletter(ANN, BOB), [ANN, BOB])
    link = link_of(sink.to(ANN).message)

    told = run(
        "curl", "--silent", "--show-error", "--include", "--max-time", "20", "--request", "POST",
        "--resolve", f"{HOST}:{port}:127.0.0.1", "--cacert", str(authority.file), *POSTS[way], link,
    ).stdout.decode()  # fmt: skip
    head, _, _ = told.partition("\r\n\r\n")
    status, *fields = head.split("\r\n")
    names = {field.partition(":")[0].lower() for field in fields}
    assert status.split()[1] == "200", told
    assert not names & {"location", "set-cookie", "refresh"}

    reply = submit(gateway, newsletter(ANN, subject="The next one"), [ANN])
    assert reply.startswith("550 5.7.1 [SUPPRESSED_OPTOUT] "), reply
    assert submit(gateway, newsletter(BOB, subject="The next one"), [BOB]).startswith("250 ")

    sent = receipt(ANN)
    assert submit(gateway, sent, [ANN]).startswith("250 ")
    arrived = sink.wait_for(4)
    (came,) = [a for a in arrived if a.message["Subject"] == "Your receipt"]
    assert came.recipients == (ANN,)
    assert _without_ours(came.raw) == _without_ours(sent)
    others = sorted(a.recipients for a in arrived if a is not came)
    assert others == [(ANN,), (BOB,), (BOB,)]


def _without_ours(message: bytes) -> bytes:
    """Leave out the fields that are added (at the top) or must not leave."""
    fields, blank, body = message.partition(b"\r\n\r\n")
    start = fields.index(b"From: Awesome")
    kept = [
        line
        for line in fields[start:].split(b"\r\n")
        if not line.startswith((b"Bcc:", b"X-Optwarden-", b"Return-Path:"))
    ]
    assert b"X-Optwarden-" not in fields[:start]
    return b"\r\n".join(kept) + blank + body

"""Mail of others: only what the law asks for is added, the rest stays as it came."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

import pytest

from tests.e2e.client import submit
from tests.e2e.mail import ANN, DATA, html_of, link_of
from tests.e2e.settings import POSTAL_ADDRESS, settings

if TYPE_CHECKING:
    from tests.e2e.conftest import StartGateway
    from tests.e2e.sink import Sink

OLD_LINK = re.compile(rb"(?m)^List-Unsubscribe: <https://example.com/.*\r\n")
HEAD = b"""\
From: Awesome Co <news@example.com>\r
To: ann@people.example\r
Subject: Spring\r
Date: Mon, 02 Mar 2026 12:00:00 +0000\r
Message-ID: <spring@example.com>\r
MIME-Version: 1.0\r
Content-Type: text/html; charset=us-ascii\r
\r
"""


def _crlf(name: str) -> bytes:
    return (DATA / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


MESSAGES = {
    "template": lambda: HEAD + _crlf("newsletter-with-doctype.html"),
    "emoji": lambda: _crlf("newsletter-with-emoji.eml"),
    "8bit": lambda: _crlf("letter-8bit.eml"),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_what_is_added_is_all_that_changes(
    name: str, start_gateway: StartGateway, sink: Sink
) -> None:
    sender = settings(sink.port).replace('domains = ["shop.example"]', 'domains = ["example.com"]')
    gateway = start_gateway(sender)
    sent = MESSAGES[name]()
    reply = submit(gateway, sent, [ANN], reverse_path="bounces@example.com")
    assert reply.startswith("250 2.0.0 Queued as "), reply
    came = sink.to(ANN)
    link = link_of(came.message)
    assert html_of(came.message).count(link) == 1
    assert POSTAL_ADDRESS in html_of(came.message)
    # the sender's own way out gives place to the one that is sure to work; RFC 8058 wants one
    assert _lost(OLD_LINK.sub(b"", sent), came.raw) == []
    assert not OLD_LINK.search(came.raw.partition(b"\r\n\r\n")[0])


def _lost(sent: bytes, came: bytes) -> list[bytes]:
    """Return the pieces of a message that are not in the other, in the same order."""
    matcher = difflib.SequenceMatcher(None, sent, came, autojunk=False)
    return [
        sent[i1:i2] for tag, i1, i2, _, _ in matcher.get_opcodes() if tag in ("replace", "delete")
    ]

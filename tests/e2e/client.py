"""An application that hands over mail by SMTP: Python's own client."""

from __future__ import annotations

import smtplib
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from tests.e2e.settings import BOUNCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.e2e.gateway_process import Gateway


def submit(
    gateway: Gateway, message: bytes, to: Iterable[str], *, reverse_path: str = BOUNCES
) -> str:
    """Hand over a message and return the reply to it, whatever it is: "250 2.0.0 …"."""
    with closing(smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30)) as client:
        client.ehlo_or_helo_if_needed()
        reply = client.mail(reverse_path)
        assert reply[0] == 250, reply
        for recipient in to:
            reply = client.rcpt(recipient)
            assert reply[0] == 250, reply
        code, text = client.data(message)
        with suppress(smtplib.SMTPException):  # a server that is closing says so instead
            client.quit()
    return f"{code} {text.decode()}"


def queue_id(reply: str) -> str:
    """Return the queue id that a reply of success names."""
    assert reply.startswith("250 "), reply
    return reply.rsplit(maxsplit=1)[-1]

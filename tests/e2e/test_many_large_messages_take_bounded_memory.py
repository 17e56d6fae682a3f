"""Large messages beyond the memory for them are told to come again, and none is lost."""

from __future__ import annotations

import http.client
import smtplib
import threading
from collections import Counter
from contextlib import closing, suppress
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from tests.e2e.mail import ANN, receipt
from tests.e2e.settings import NEWS, settings
from tests.e2e.test_a_large_message_needs_little_memory import memory_mib

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

MIB: Final = 1 << 20
BY_HTTP: Final = 12
BY_SMTP: Final = 10
MOST_MIB: Final = 500
_UNAVAILABLE: Final = 503
_WITHIN_S: Final = 120.0


def large(number: int) -> bytes:
    """Return a message of 24 MiB, told apart by its subject."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = NEWS, ANN, f"Number {number}"
    message.set_content("20% off, see the pictures.")
    message.add_attachment(bytes(17 * MIB), maintype="image", subtype="png")
    return bytes(message)


def test_many_at_once_are_taken_or_told_to_come_again(
    start_gateway: StartGateway, sink: Sink, record_property: Callable[[str, object], None]
) -> None:
    gateway = start_gateway(settings(sink.port))
    key, taken, answers = gateway.key("send"), set[str](), Counter[str]()
    by_smtp(gateway, receipt(ANN))
    sink.wait_for(1)
    idle = memory_mib(gateway, "VmRSS")

    def hand_over(number: int) -> None:
        message = large(number)
        barrier.wait()
        said = by_smtp(gateway, message) if number >= BY_HTTP else by_http(gateway, key, message)
        answers[said] += 1
        if said in {"202", "250"}:
            taken.add(f"Number {number}")

    barrier = threading.Barrier(BY_HTTP + BY_SMTP)
    clients = [threading.Thread(target=hand_over, args=(n,)) for n in range(BY_HTTP + BY_SMTP)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(_WITHIN_S)
    assert answers.total() == BY_HTTP + BY_SMTP
    assert set(answers) <= {"202", "503", "250", "452"}
    assert answers["503"] + answers["452"] > 0  # so that the bound was reached
    assert answers["202"] + answers["250"] >= 5
    arrived = sink.wait_for(1 + len(taken), _WITHIN_S)
    assert {str(each.message["Subject"]) for each in arrived[1:]} == taken
    most = memory_mib(gateway, "VmHWM") - idle
    record_property("MiB at most", most)
    for said, count in sorted(answers.items()):
        record_property(f"answered {said}", count)
    assert most < MOST_MIB


def by_http(gateway: Gateway, key: str, message: bytes) -> str:
    """Post a message and return the status."""
    path = f"/v1/email/raw?{urlencode({'from': NEWS, 'to': ANN})}"
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "message/rfc822"}
    with closing(http.client.HTTPConnection("127.0.0.1", gateway.http_port, timeout=90)) as client:
        with suppress(ConnectionError):  # it was answered before all of it was sent
            client.request("POST", path, message, headers)
        answer = client.getresponse()
        assert "Retry-After" in answer.headers or answer.status != _UNAVAILABLE
        return str(answer.status)


def by_smtp(gateway: Gateway, message: bytes) -> str:
    """Submit a message and return the code of the reply."""
    with closing(smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 90)) as client:
        client.ehlo_or_helo_if_needed()
        client.mail(NEWS)
        client.rcpt(ANN)
        code, text = client.data(message)
        assert code != 452 or text.startswith(b"4.3.1 [QUEUE_FULL]")
        return str(code)

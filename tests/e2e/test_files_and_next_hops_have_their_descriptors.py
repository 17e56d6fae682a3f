"""However many connect by SMTP and by HTTP, files and next hops find the descriptors they need."""

from __future__ import annotations

import smtplib
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from tests.e2e.mail import ANN, receipt
from tests.e2e.settings import BOUNCES, settings
from tests.e2e.test_a_crowd_of_connections import connected, descriptors

if TYPE_CHECKING:
    from tests.e2e.conftest import StartGateway
    from tests.e2e.sink import Sink

FEW: Final = 128
IDLE: Final = 70
_HEALTH: Final = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


def test_a_crowd_on_both_sides_leaves_what_mail_needs(
    start_gateway: StartGateway, sink: Sink
) -> None:
    """A6: the message is submitted by one of the crowd, and leaves while all of it is there."""
    many = "max_connections_per_address = 1000"
    with descriptors(FEW):
        gateway = start_gateway(settings(sink.port, smtp=many, http=many))
    with ExitStack() as stack:
        first = stack.enter_context(smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30))
        crowd = [stack.enter_context(connected(gateway)) for _ in range(IDLE)]
        banners, answers = [connection.recv(200) for connection in crowd], []
        for _ in range(IDLE):
            connection = stack.enter_context(connected(gateway, gateway.http_port))
            connection.sendall(_HEALTH)
            answers.append(connection.recv(20))
        assert first.sendmail(BOUNCES, [ANN], receipt(ANN)) == {}
        sink.to(ANN)
        inside = [banner.startswith(b"220 ") for banner in banners].count(True) + 1
        looked = [answer.startswith(b"HTTP/1.1 200 ") for answer in answers].count(True)
        assert inside + looked == FEW // 2  # the other half is for all else
        assert looked == FEW // 8  # which SMTP, that came first, leaves

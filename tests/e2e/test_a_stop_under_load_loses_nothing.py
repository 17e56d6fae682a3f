"""SIGTERM: clients see a whole reply or a close, and what was answered 250 is delivered or kept.

`STOPS=20` does it so often; each start goes on where the one before ended.
"""

from __future__ import annotations

import os
import smtplib
from contextlib import closing
from typing import TYPE_CHECKING, Final

from tests.e2e.http_load import by_http
from tests.e2e.load import Load, by_smtp, numbers
from tests.e2e.mail import BOB, newsletter
from tests.e2e.settings import BOUNCES
from tests.e2e.waiting import is_listening, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

STOPS: Final = int(os.environ.get("STOPS", "2"))
APART: Final = 1_000_000
REFUSED: Final = 20  # at each port, each time


def test_a_graceful_stop_keeps_its_word(
    gateway: Gateway, sink: Sink, record_property: Callable[[str, object], None]
) -> None:
    key = gateway.key("send")
    acknowledged: set[int] = set()
    refused = 0
    for stop in range(STOPS):
        mail = Load(by_smtp(gateway), clients=6, most=APART // 2, first=stop * APART)
        web = Load(
            by_http(gateway, key), clients=3, most=APART // 2, first=stop * APART + APART // 2
        )
        mail.wait_until_acknowledged(60)
        web.wait_until_acknowledged(20)
        refused += stop_beside_a_slow_client(gateway)
        mail.wait()
        web.wait()
        assert mail.surprises + web.surprises == []
        assert mail.unanswered == set(), "a message was sent to its end, and no reply came"
        acknowledged |= mail.acknowledged | web.acknowledged
        before = numbers(sink)
        assert len(before) == len(set(before)), "something was sent twice"
        gateway.start()

    wait_for(lambda: acknowledged <= set(numbers(sink)), "all that was acknowledged", 60)
    wait_for(lambda: gateway.read("queue", "list") == [], "an empty queue")
    after = numbers(sink)
    assert sorted(after) == sorted(set(after)), "something was sent twice"
    assert {number for number in after if number % APART < APART // 2} == {
        number for number in acknowledged if number % APART < APART // 2
    }, "something left by mail that nobody was told of"
    record_property("acknowledged", len(acknowledged))
    record_property("refused while it ended", refused)


def stop_beside_a_slow_client(gateway: Gateway) -> int:
    """Stop it while a letter comes in; how many who came during that were refused: all."""
    with closing(smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30)) as slow:
        slow.ehlo()
        slow.mail(BOUNCES)
        slow.rcpt(BOB)
        assert slow.docmd("DATA")[0] == 354
        gateway.terminate()
        for port in (gateway.smtp_port, gateway.http_port):
            wait_for(lambda port=port: not is_listening(port), "a refusal")  # type: ignore[misc]
        refused = sum(
            not is_listening(port)
            for port in (gateway.smtp_port, gateway.http_port)
            for _ in range(REFUSED)
        )
        assert refused == 2 * REFUSED
        slow.send(newsletter(BOB) + b"\r\n.\r\n")
        assert slow.getreply()[0] == 250
        assert gateway.ended(40) == 0, gateway.said
    return refused

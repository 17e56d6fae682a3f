"""The largest message there may be, from DATA to the next hop: the memory that it takes."""

from __future__ import annotations

import os
import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.client import submit
from tests.e2e.mail import ANN, newsletter
from tests.e2e.settings import NEWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

MIB = 1 << 20


def memory_mib(gateway: Gateway, word: str) -> int:
    """Return `VmRSS`, what it takes now, or `VmHWM`, the most it ever took."""
    status = Path(f"/proc/{gateway.pid}/status").read_text(encoding="utf-8")
    found = re.search(rf"^{word}:\s+(\d+) kB$", status, re.MULTILINE)
    assert found
    return int(found[1]) // 1024


def large() -> bytes:
    """Return a message of almost 25 MiB."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = NEWS, ANN, "All of it"
    message["Date"], message["Message-ID"] = "Mon, 02 Mar 2026 12:00:00 +0000", "<l@shop.example>"
    message.set_content("20% off, see the pictures.")
    message.add_attachment(os.urandom(18 * MIB), maintype="image", subtype="png")
    raw = bytes(message)
    assert 24 * MIB < len(raw) < 25 * MIB
    return raw


def test_a_message_of_25_mib_takes_less_than_150_mib(
    gateway: Gateway, sink: Sink, record_property: Callable[[str, object], None]
) -> None:
    submit(gateway, newsletter(ANN), [ANN])
    sink.wait_for(1)
    idle = memory_mib(gateway, "VmRSS")
    assert submit(gateway, large(), [ANN]).startswith("250 ")
    sink.wait_for(2)
    most = memory_mib(gateway, "VmHWM") - idle
    assert most < 150
    record_property("MiB at most", most)
    record_property("MiB kept", memory_mib(gateway, "VmRSS") - idle)

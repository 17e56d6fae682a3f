"""While one caller posts what takes longest to read, the others are answered.

How long they wait is told by the processor time that the gateway uses meanwhile: a busy machine
makes everything take longer, and no answer cost more.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import threading
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.mail import ANN
from tests.e2e.settings import NEWS
from tests.e2e.test_a_large_message_needs_little_memory import memory_mib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.gateway_process import Gateway

MIB: Final = 1 << 20
PATIENCE_S: Final = 0.25  # of processor time
TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")
MOST_MIB: Final = 250


def order(**fields: object) -> bytes:
    asked = {"from": NEWS, "to": [ANN], "subject": "x", "text": "20% off", "category": "commercial"}
    return json.dumps({**asked, **fields}, ensure_ascii=False).encode()


def with_file(content: str) -> bytes:
    return order(
        attachments=[{"filename": "a.png", "content_type": "image/png", "content": content}]
    )


BODIES: Final[dict[str, tuple[Callable[[], bytes], int]]] = {
    "values": (lambda: b'{"a":[' + b"1," * 12 * MIB + b"1]}", 413),
    "mistakes": (lambda: b'{"to":[' + b"1," * (MIB // 4) + b"1]}", 400),
    "field": (lambda: order(headers={"X-A": "é" * 10 * MIB}), 422),
    "text": (lambda: order(text="é" * 6 * MIB), 202),
    "lines": (lambda: order(text="\n" * (MIB // 2)), 202),
    "blanks": (lambda: with_file("a " * 12 * MIB), 202),
    "file": (lambda: with_file(base64.b64encode(os.urandom(18 * MIB)).decode()), 202),
}


@pytest.mark.parametrize("name", BODIES)
def test_the_others_are_answered_meanwhile(
    gateway: Gateway, name: str, record_property: Callable[[str, object], None]
) -> None:
    made, status = BODIES[name]
    body, key = made(), gateway.key("send")
    assert post(gateway, key, order()) == 202
    idle = memory_mib(gateway, "VmRSS")
    with asked_meanwhile(gateway) as waits:
        assert post(gateway, key, body) == status
    most = memory_mib(gateway, "VmHWM") - idle
    record_property("ms of work waited for at most", round(max(waits) * 1000))
    record_property("MiB at most", most)
    assert max(waits) < PATIENCE_S
    assert most < MOST_MIB


def post(gateway: Gateway, key: str, body: bytes) -> int:
    """Return the status of what an email is answered with."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    with closing(http.client.HTTPConnection("127.0.0.1", gateway.http_port, timeout=60)) as client:
        client.request("POST", "/v1/email", body, headers)
        return client.getresponse().status


@contextmanager
def asked_meanwhile(gateway: Gateway) -> Iterator[list[float]]:
    """Ask whether it is alive all the time; yield what it worked before each answer, in seconds."""
    waits: list[float] = []
    over = threading.Event()

    def ask() -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", gateway.http_port)) as client:
            while not over.is_set():
                before_s = worked_s(gateway)
                client.request("GET", "/healthz")
                client.getresponse().read()
                waits.append(worked_s(gateway) - before_s)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield waits
    finally:
        over.set()
        asking.join()


def worked_s(gateway: Gateway) -> float:
    """Return the processor time that all threads of a gateway have used: see proc_pid_stat(5)."""
    fields = Path(f"/proc/{gateway.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / TICKS_PER_S

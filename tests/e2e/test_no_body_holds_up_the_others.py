"""While one caller posts what takes longest to read, the others are answered."""

from __future__ import annotations

import base64
import http.client
import json
import os
import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest

from tests.e2e.mail import ANN
from tests.e2e.settings import NEWS
from tests.e2e.test_a_large_message_needs_little_memory import large, memory_mib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.gateway_process import Gateway

MIB: Final = 1 << 20
PATIENCE_S: Final = 0.5
MOST_MIB: Final = 250
JSON: Final = ("/v1/email", "application/json")
RAW: Final = (f"/v1/email/raw?{urlencode({'from': NEWS, 'to': ANN})}", "message/rfc822")


def order(**fields: object) -> bytes:
    asked = {"from": NEWS, "to": [ANN], "subject": "x", "text": "20% off", "category": "commercial"}
    return json.dumps({**asked, **fields}, ensure_ascii=False).encode()


def with_file(content: str) -> bytes:
    return order(
        attachments=[{"filename": "a.png", "content_type": "image/png", "content": content}]
    )


BODIES: Final[dict[str, tuple[tuple[str, str], Callable[[], bytes], int]]] = {
    "values": (JSON, lambda: b'{"a":[' + b"1," * 12 * MIB + b"1]}", 413),
    "mistakes": (JSON, lambda: b'{"to":[' + b"1," * (MIB // 4) + b"1]}", 400),
    "field": (JSON, lambda: order(headers={"X-A": "é" * 10 * MIB}), 422),
    "text": (JSON, lambda: order(text="é" * 6 * MIB), 202),
    "lines": (JSON, lambda: order(text="\n" * (MIB // 2)), 202),
    "blanks": (JSON, lambda: with_file("a " * 12 * MIB), 202),
    "file": (JSON, lambda: with_file(base64.b64encode(os.urandom(18 * MIB)).decode()), 202),
    "unix": (RAW, lambda: large()[:999].replace(b"\r", b"") + b"\n" * 12 * MIB, 202),
}


@pytest.mark.parametrize("name", BODIES)
def test_the_others_are_answered_meanwhile(
    gateway: Gateway, name: str, record_property: Callable[[str, object], None]
) -> None:
    (path, content_type), made, status = BODIES[name]
    body, key = made(), gateway.key("send")
    headers = {"Authorization": f"Bearer {key}", "Content-Type": content_type}
    assert post(gateway, JSON[0], order(), {**headers, "Content-Type": JSON[1]}) == 202
    idle = memory_mib(gateway, "VmRSS")
    with asked_meanwhile(gateway) as waits:
        assert post(gateway, path, body, headers) == status
    most = memory_mib(gateway, "VmHWM") - idle
    record_property("ms waited at most", round(max(waits) * 1000))
    record_property("MiB at most", most)
    assert max(waits) < PATIENCE_S
    assert most < MOST_MIB


def post(gateway: Gateway, path: str, body: bytes, headers: dict[str, str]) -> int:
    """Return the status of what a request is answered with."""
    with closing(http.client.HTTPConnection("127.0.0.1", gateway.http_port, timeout=60)) as client:
        client.request("POST", path, body, headers)
        return client.getresponse().status


@contextmanager
def asked_meanwhile(gateway: Gateway) -> Iterator[list[float]]:
    """Ask whether it is alive all the time; yield how long each answer took, in seconds."""
    waits: list[float] = []
    over = threading.Event()

    def ask() -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", gateway.http_port)) as client:
            while not over.is_set():
                began = time.monotonic()
                client.request("GET", "/healthz")
                client.getresponse().read()
                waits.append(time.monotonic() - began)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield waits
    finally:
        over.set()
        asking.join()

"""What takes long to judge is judged beside the event loop, and a newsletter on it."""

from __future__ import annotations

import threading

import pytest

from gateway.effort import effort
from gateway.off_loop import ALONE_BYTES, off_loop
from tests.make import email, message

TEXT = "The order was shipped on Monday.\r\n"
PART = f"--b\r\nContent-Type: text/html\r\n\r\n<p>{TEXT}</p>\r\n"


def in_parts(count: int, text: str = "") -> bytes:
    body = f"{text}\r\n{PART * count}--b--\r\n"
    return message(body, content_type="multipart/mixed; boundary=b")


@pytest.mark.parametrize(
    ("raw", "is_here"),
    [
        (message(TEXT), True),
        (in_parts(2, TEXT * 100), True),
        (in_parts(20), True),
        (message(TEXT * 600), True),
        (in_parts(60), False),
        (message(TEXT * 2000), False),
    ],
)
async def test_what_takes_long_to_judge_is_judged_beside_the_loop(
    raw: bytes, *, is_here: bool
) -> None:
    worked_in = await off_loop(effort(email(raw)), threading.current_thread)
    assert (worked_in is threading.current_thread()) is is_here


@pytest.mark.parametrize("raw", [in_parts(900), message(TEXT * 20_000)])
def test_only_what_is_large_is_worked_on_alone(raw: bytes) -> None:
    assert effort(email(raw)) <= ALONE_BYTES

"""Large messages do not keep the others waiting."""

from __future__ import annotations

import threading

import pytest

from gateway.off_loop import off_loop


@pytest.mark.parametrize(
    ("size_bytes", "is_here"), [(1000, True), (256 << 10, True), (1 << 20, False)]
)
async def test_large_messages_are_worked_on_beside_the_loop(size_bytes: int, is_here: bool) -> None:
    worked_in = await off_loop(size_bytes, threading.current_thread)
    assert (worked_in is threading.current_thread()) is is_here


async def test_what_breaks_in_the_work_breaks_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        await off_loop(1 << 20, lambda: 1 // 0)

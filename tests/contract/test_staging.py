"""The rows of a file that is being imported, when whoever imports it is cut off."""

from __future__ import annotations

import threading

import pytest

from suppression.errors import StoreUnavailable
from suppression.staging import Staging
from suppression.transfer.row import Row

ROWS = [
    Row(f"a{n}@b.test", "email", "commercial", "", "unsubscribe", "import", "", 0.0, None, 0, n)
    for n in range(1000)
]


def test_who_goes_on_in_a_thread_is_told_that_it_is_over() -> None:
    told: list[Exception] = []

    def put_for_ever(staging: Staging, begun: threading.Event) -> None:
        try:
            while True:
                staging.put(ROWS)
                begun.set()
        except StoreUnavailable as error:
            told.append(error)

    for _ in range(20):
        begun = threading.Event()
        with Staging() as staging:
            thread = threading.Thread(target=put_for_ever, args=(staging, begun))
            thread.start()
            begun.wait()
        thread.join(10)
    assert len(told) == 20


def test_who_reads_when_it_is_over_is_told_so_too() -> None:
    with Staging() as staging:
        staging.put(ROWS)
        batches = staging.batches(exactly=False, size=lambda: 10)
        next(batches)
    with pytest.raises(StoreUnavailable):
        list(batches)

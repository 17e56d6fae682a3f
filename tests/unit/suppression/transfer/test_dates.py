"""Dates as services and spreadsheets write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from suppression.transfer.dates import seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1443651125", "2015-09-30T22:12:05"),
        ("1443651125.5", "2015-09-30T22:12:05.500000"),
        ("1443651125000", "2015-09-30T22:12:05"),
        ("2024-01-02", "2024-01-02T00:00:00"),
        ("2024-01-02 03:04:05 UTC", "2024-01-02T03:04:05"),
        ("2018-02-21 15:59:41 +0100", "2018-02-21T14:59:41"),
        ("2025-11-07T20:54:42.186271999Z", "2025-11-07T20:54:42.186271"),
        ("Thu, 13 Oct 2011 18:02:00 UTC", "2011-10-13T18:02:00"),
        ("13 Oct 2011 18:02:00 -0000", "2011-10-13T18:02:00"),
        ("Jan 2, 2024 3:04 PM", "2024-01-02T15:04:00"),
        ("1/2/2024 3:04 PM", "2024-01-02T15:04:00"),
        ("13/1/2026", "2026-01-13T00:00:00"),
        ("31.12.2025 23:59", "2025-12-31T23:59:00"),
        ("2024-01-02 03:04 PM", "2024-01-02T15:04:00"),
        ("2-Jan-24", "2024-01-02T00:00:00"),
        ("02-Jan-2024 15:04", "2024-01-02T15:04:00"),
        ("January 2, 2024 3:04 PM", "2024-01-02T15:04:00"),
        ("Tuesday, January 2, 2024", "2024-01-02T00:00:00"),
        ("1/2/2024, 3:04:05\u202fPM", "2024-01-02T15:04:05"),
        ("2024.01.02", "2024-01-02T00:00:00"),
        ("13-01-2026", "2026-01-13T00:00:00"),
        ("2.1.24 15:04", "2024-01-02T15:04:00"),
        ("2024/01/02 15:04:05.000", "2024-01-02T15:04:05"),
        (
            "Tue Jan 02 2024 15:04:05 GMT+0100 (Central European Standard Time)",
            "2024-01-02T14:04:05",
        ),
    ],
)
def test_a_date_is_read(text: str, expected: str) -> None:
    assert seconds(text) == datetime.fromisoformat(expected).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2024-02-30", "12", "9169668284", "19169668284", "0001-01-01T00:00:00+14:00",
     "Mon, 32 Oct 2011 18:02:00 UTC", "1/2/2024 25:00", "1/2/2024" * 20],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert seconds(text) is None

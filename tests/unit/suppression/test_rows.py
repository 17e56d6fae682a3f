"""What is stored is read back as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppression.entry import NEVER
from suppression.rows import entry_number, moment, seconds, signed, unsigned


@given(st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_a_time_is_read_back_to_the_microsecond(at: datetime) -> None:
    assert moment(seconds(at)) == at


def test_a_time_of_another_zone_is_the_same_moment() -> None:
    at = datetime(2026, 11, 23, 4, tzinfo=timezone(timedelta(hours=-8)))
    assert moment(seconds(at)) == datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_never_is_no_number() -> None:
    assert seconds(NEVER) is None
    assert moment(None) == NEVER


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        seconds(datetime(2026, 11, 23))  # noqa: DTZ001 - the mistake


@given(st.integers(min_value=0, max_value=2**64 - 1))
def test_a_grant_id_is_read_back(number: int) -> None:
    assert -(2**63) <= signed(number) < 2**63
    assert unsigned(signed(number)) == number


@pytest.mark.parametrize(
    ("entry_id", "number"),
    [
        ("S-1", 1),
        ("S-9223372036854775807", 2**63 - 1),
        ("S-9223372036854775808", None),
        ("S-" + "9" * 9000, None),
        ("S-", None),
        ("S--1", None),
        ("S-1 ", None),
        ("S-\u0661", None),
        ("1", None),
        ("C-1", None),
        ("", None),
    ],
)
def test_only_an_entry_id_names_an_entry(entry_id: str, number: int | None) -> None:
    assert entry_number(entry_id) == number

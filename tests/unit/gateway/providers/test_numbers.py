"""A number is read as whoever wrote it meant it, as far as that can be told."""

from __future__ import annotations

import pytest

from gateway.providers.numbers import masked, number_of


@pytest.mark.parametrize(
    ("written", "region", "meant"),
    [
        ("+4792345678", "US", "+4792345678"),
        ("491701234567", "DE", "+491701234567"),  # not of Leer, whose area code is 491
        ("19169668284", "US", "+19169668284"),
        ("9169668284", "US", "+19169668284"),
        ("4792345678", "US", "+14792345678"),  # as the SMSCs of the region write their own
        ("447911123456", "US", "+447911123456"),
        ("+01701234567", "DE", "+491701234567"),  # no country's: the plus says nothing
        ("+00447911123456", "DE", "+447911123456"),
        ("Shop", "US", None),
        ("72645", "US", None),
    ],
)
def test_a_number_is_read_as_it_was_meant(written: str, region: str, meant: str | None) -> None:
    assert number_of(written, region) == meant


@pytest.mark.parametrize(
    "written",
    [
        "+19169668201", "19169668201", "+1 916 966 8201", "+1 (916) 966-8201", "(916) 966-8201",
        "916-966-8201", "916.966.8201", "+44 20 7946 0018",
    ],
)  # fmt: skip
def test_a_number_is_masked_however_it_is_written(written: str) -> None:
    assert masked(f"400 [{written}] is invalid") == "400 [(number)] is invalid"


@pytest.mark.parametrize(
    "said",
    [
        "400 21610 CMN-101",
        "SMS-RC-413: opted out",
        "429 at 2026-11-26",
        "/subscription/4b-1234567x",
    ],
)
def test_codes_and_times_are_left(said: str) -> None:
    assert masked(said).startswith(said[:17])

"""Whom limits are counted by."""

from __future__ import annotations

import pytest

from gateway.http.origin import household


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
        ("", ""),
    ],
)
def test_household_is_an_ipv4_address_or_a_64(address: str, counted: str) -> None:
    assert household(address) == counted

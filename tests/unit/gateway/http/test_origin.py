"""Whom limits are counted by."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from aiohttp.test_utils import make_mocked_request

from gateway.http.origin import household, origin


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


@pytest.mark.parametrize(
    ("written", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("198.51.100.1, 203.0.113.9:4711", "203.0.113.9"),
        ("203.0.113.9:4711, 192.0.2.1:80", "203.0.113.9"),
        ("unknown", "192.0.2.1"),
        ("203.0.113.9:port", "192.0.2.1"),
        ("[203.0.113.9", "192.0.2.1"),
        ("[]", "192.0.2.1"),
    ],
)
def test_a_client_is_who_a_trusted_proxy_says_with_its_port_or_without(
    written: str, client: str
) -> None:
    request = make_mocked_request("GET", "/", {"X-Forwarded-For": written})
    request = request.clone(remote="192.0.2.1")
    assert origin(request, [ip_network("192.0.2.0/24")]) == client

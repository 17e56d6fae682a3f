"""Where callbacks may go, and that what signs for Twilio signs as its key does."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from ipaddress import ip_network
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.callbacks.notes import note
from gateway.callbacks.places import is_reachable, url_mistake
from gateway.callbacks.resolver import GuardedResolver
from gateway.callbacks.sha1 import keyed_state, sign
from gateway.spool.callbacks import TOLD
from gateway.spool.events import Event
from gateway.spool.notices import Notice

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PRIVATE = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@given(st.binary(max_size=200), st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_a_kept_state_signs_as_its_key_does(key: bytes, message: bytes) -> None:
    assert sign(keyed_state(key), message) == hmac.digest(key, message, hashlib.sha1)


def test_a_kept_state_is_not_the_key() -> None:
    key = b"ow_" + b"a" * 61
    assert key not in keyed_state(key)
    assert len(keyed_state(key)) == 40


@pytest.mark.parametrize(
    "address",
    """0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254
    172.16.0.1 172.31.255.255 192.0.0.192 192.168.1.1 168.63.129.16 198.18.0.1 203.0.113.9 224.0.0.1
    239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1
    64:ff9b::7f00:1 64:ff9b:1::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 2001::1
    2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1 100::1 nonsense""".split(),
)
def test_no_callback_reaches_what_is_not_the_public_internet(address: str) -> None:
    assert not is_reachable(address, (), in_the_clear=False)
    assert not is_reachable(address, (), in_the_clear=True)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"]
)
def test_a_public_address_is_reached_by_https_alone(address: str) -> None:
    assert is_reachable(address, (), in_the_clear=False)
    assert not is_reachable(address, (), in_the_clear=True)


def test_a_network_that_is_named_is_reached_and_no_other() -> None:
    for address in ("10.1.2.3", "fd00::1", "::ffff:10.0.0.1"):
        assert is_reachable(address, PRIVATE, in_the_clear=True)
    for address in ("127.0.0.1", "169.254.169.254", "192.168.1.1"):
        assert not is_reachable(address, PRIVATE, in_the_clear=False)


@pytest.mark.parametrize(
    "url",
    [
        "https://app.example/texts", "https://app.example:8443/a?b=c&d=%20", "HTTPS://APP.EXAMPLE",
        "https://xn--bcher-kva.example/",
    ],
)  # fmt: skip
def test_an_https_url_of_a_host_is_taken(url: str) -> None:
    assert url_mistake(url, ()) == ""


@pytest.mark.parametrize(
    "url",
    [
        "", "app.example", "http://app.example/", "ftp://app.example/", "file:///etc/passwd",
        "gopher://app.example/", "https://", "https:///path", "https://user@app.example/",
        "https://user:pass@app.example/", "https://app.example/#x", "https://127.0.0.1/",
        "https://2130706433/", "https://127.1/", "https://127.0.0.1./", "https://0177.0.0.1/",
        "https://0/", "https://8.8.8.8/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25a]/",
        "https://app.example:22/", "https://app.example:25/", "https://app.example:99999/",
        "https://app.example:x/", "https://app.example/\r\nHost: x", "https://app.example/a b",
        "https://büro.example/", "https://app.example\\@evil.example/", "https://[::1/",
        "https://x[v1.a]/", "https://[v1.a]x/", "https://[abc]/",
        "https://app.example/" + "x" * 2048,
    ],
)  # fmt: skip
def test_any_other_url_is_refused(url: str) -> None:
    assert url_mistake(url, ())


def test_http_and_addresses_are_for_networks_that_are_named() -> None:
    assert url_mistake("http://10.1.2.3:8080/", PRIVATE) == ""
    assert url_mistake("http://app.internal/", PRIVATE) == ""
    assert url_mistake("http://127.0.0.1:8080/", PRIVATE)
    assert url_mistake("https://8.8.8.8/", PRIVATE)
    assert url_mistake("http://167772161/", PRIVATE), "10.0.0.1 in another notation"


@pytest.mark.parametrize("host", ["localhost", "0x7f000001"])
async def test_a_name_is_resolved_and_then_checked(host: str) -> None:
    with pytest.raises(OSError, match="not called back"):
        await GuardedResolver((), in_the_clear=False).resolve(host, 443)


async def test_a_name_in_a_network_that_is_named_is_resolved() -> None:
    loopback = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    found = await GuardedResolver(loopback, in_the_clear=True).resolve("localhost", 443)
    assert {each["host"] for each in found} <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize(
    ("kind", "report", "status"),
    [
        ("delivered", "", "sent"),
        ("delivered", "under way", "sent"),
        ("arrived", "arrived", "delivered"),
        ("failed", "", "failed"),
        ("failed", "failed", "undelivered"),
        ("released", "", "queued"),
    ],
)
def test_what_happens_to_a_text_is_told_in_twilio_s_words(
    kind: str, report: str, status: str
) -> None:
    said = note(happened(kind, **({"report": report} if report else {})), b"master", NOW)
    assert said is not None
    assert dict(parse_qsl(said.body.decode()))["MessageStatus"] == status


def test_what_twilio_has_no_word_for_is_not_told() -> None:
    assert "deferred" in TOLD
    assert note(happened("deferred"), b"master", NOW) is None


def happened(kind: str, **facts: str) -> Notice:
    event = Event(
        id=7, seq=7, at=NOW, kind=kind, queue_id="01nk5g60zs1qg", channel="sms", facts=facts,
        detail={"address": "+14155550123"},
    )  # fmt: skip
    return Notice(
        event=event, url="https://app.example/status", host="app.example", account="AC1",
        signer=keyed_state(b"key"), submitter="app", sender="+14155550100", metadata="", tries=0,
    )  # fmt: skip

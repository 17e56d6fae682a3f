"""Calls of Kannel, as Kannel 1.4.5 makes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.providers.hook import Call
from gateway.providers.kannel_hook import KannelHook
from gateway.spool.receipts import Report

SECRET = "known-by-this-secret"
HOOK = KannelHook("kannel", ("an-older-secret-of-it", SECRET))


def call(query: str) -> Call:
    return Call(method="GET", target=f"/hooks/kannel/inbound?{query}")


@pytest.mark.parametrize("secret", [SECRET, "an-older-secret-of-it"])
def test_who_knows_a_secret_is_kannel(secret: str) -> None:
    assert HOOK.is_genuine(call(f"from=1&secret={secret}"))


@pytest.mark.parametrize(
    "query", ["", "secret=", f"secret={SECRET}x", f"Secret={SECRET}", "secret=%ff"]
)
def test_who_knows_none_is_not(query: str) -> None:
    assert not HOOK.is_genuine(call(query))
    assert not KannelHook("kannel", ()).is_genuine(call(query))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("text=plain+stop&charset=UTF-8&coding=0", "plain stop"),
        ("text=caf%C3%A9+%E2%82%AC&charset=UTF-8&coding=0", "café €"),
        ("text=%04%1F%04%40+&charset=UTF-16BE&coding=2", "Пр�"),
        ("text=%D8%3D%DE%00&charset=UTF-16BE&coding=2", "😀"),
        ("text=caf%E9&charset=WINDOWS-1252&coding=0", "café"),
        ("text=caf%05&charset=8-BIT&coding=1", "caf\x05"),
        ("text=%ff", "ÿ"),
        ("text=%D0%A1%D0%A2%D0%9E%D0%9F%D0&charset=UTF-8&coding=2", "СТОП\ufffd"),
        ("text=arr%EAt&charset=ISO-8859-1&coding=0", "arrêt"),
        ("text=%04%21%04%22%04%1E%04%1F&charset=UTF-16&coding=2", "СТОП"),
        ("text=%FE%FF%04%21%04%22%04%1E%04%1F&charset=ISO-10646-UCS-2&coding=2", "СТОП"),
        ("text=%FF%FES%00T%00O%00P%00&charset=UTF-16&coding=2", "STOP"),
        ("text=S%00T%00O%00P%00&charset=UTF-16LE&coding=2", "STOP"),
        ("", ""),
    ],
)
def test_a_text_is_read_in_the_charset_it_came_in(query: str, words: str) -> None:
    assert HOOK.text(call(query)).words == words


def test_a_text_has_its_numbers_its_id_and_its_time() -> None:
    text = HOOK.text(call("from=%2B12025550143&to=%2B12025550100&id=d8ad&at=1795647907"))
    assert (text.sender, text.to, text.reference) == ("+12025550143", "+12025550100", "d8ad")
    assert text.received_at == datetime(2026, 11, 25, 23, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize("at", ["", "soon", "-1", "9" * 20, "%b2"])
def test_a_time_that_is_none_is_left_out(at: str) -> None:
    assert HOOK.text(call(f"at={at}")).received_at is None


@pytest.mark.parametrize(
    ("kind", "report"),
    [
        (1, Report.ARRIVED),
        (2, Report.FAILED),
        (4, Report.UNDER_WAY),
        (8, Report.UNDER_WAY),
        (16, Report.FAILED),
    ],
)
def test_a_report_says_how_far_a_text_came(kind: int, report: Report) -> None:
    told = HOOK.told(call(f"id=abc&attempt=3&type={kind}&answer=NACK%2F1%0A"))
    assert told is not None
    assert told.proves is None
    receipt = told.receipt
    assert (receipt.queue_id, receipt.attempt, receipt.report) == ("abc", 3, report)
    assert receipt.said == f"{report} (type {kind}) NACK/1"


@pytest.mark.parametrize("kind", ["", "0", "32", "x"])
def test_a_report_of_another_kind_is_none(kind: str) -> None:
    assert HOOK.told(call(f"id=abc&attempt=1&type={kind}")) is None


@given(st.text(st.characters(max_codepoint=127)))
def test_no_query_breaks_the_reader(query: str) -> None:
    HOOK.is_genuine(call(query))
    HOOK.text(call(query))
    HOOK.told(call(query))

"""What Kannel's lines mean; they are those of Kannel 1.4.5."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config.models import Route
from gateway.providers.kannel import Kannel
from gateway.providers.provider import Answer, Fate, Text

URL = "http://127.0.0.1:13013/cgi-bin/sendsms"
TEXT = Text(
    to="+19169668284", sender="+15005550006", words="See you at 3", valid_s=3600, callback=""
)


def kannel() -> Kannel:
    return Kannel(
        Route(name="k", channel="sms", kind="kannel", url=URL, username="us"),
        "known-by-this-secret",
    )


def read(status: int, line: str) -> Fate:
    return kannel().read(Answer(status=status, body=line.encode())).fate


@pytest.mark.parametrize(
    ("status", "line", "fate"),
    [
        (202, "0: Accepted for delivery", Fate.SENT),
        (202, "3: Queued for later delivery", Fate.SENT),
        (202, "Sent.", Fate.SENT),
        (200, "0: Accepted for delivery\n", Fate.SENT),
        (503, "Temporal failure, try again later.", Fate.LATER),
        (403, "Authorization failed for sendsms", Fate.DOWN),
        (404, "Unknown request.", Fate.DOWN),
        (400, "Sender missing and no global set, rejected", Fate.DOWN),
        (400, "Coding field misformed, rejected", Fate.REFUSED),
        (400, "Empty receiver number not allowed, rejected", Fate.REFUSED),
        (400, "Number(s) has/have been denied by white- and/or black-lists.", Fate.REFUSED),
        (403, "Not routable. Do not try again.", Fate.REFUSED),
        (400, "<html>rejected</html>", Fate.DOWN),
        (302, "", Fate.DOWN),
        (500, "Sending failed.", Fate.UNKNOWN),
        (503, "<html>unavailable</html>", Fate.UNKNOWN),
        (408, "", Fate.UNKNOWN),
        (202, "", Fate.UNKNOWN),
        (200, "<html>0: Accepted for delivery</html>", Fate.UNKNOWN),
        (202, "4: Rejected", Fate.UNKNOWN),
    ],
)
def test_a_line_of_kannel_s_says_what_became_of_the_text(
    status: int, line: str, fate: Fate
) -> None:
    assert read(status, line) is fate


@given(st.integers(100, 599), st.binary())
def test_no_line_breaks_the_reader_and_only_a_success_sends(status: int, body: bytes) -> None:
    fate = kannel().read(Answer(status=status, body=body)).fate
    assert fate is not Fate.SENT or 200 <= status < 300


def test_an_order_says_everything_about_the_text() -> None:
    order = kannel().order(TEXT, "their password")
    assert (order.method, order.url, order.login) == ("GET", URL, None)
    assert dict(order.query) == {
        "username": "us", "password": "their password", "from": "+15005550006",
        "to": "+19169668284", "text": "See you at 3", "charset": "UTF-8", "coding": "0",
        "validity": "60",
    }  # fmt: skip


@pytest.mark.parametrize(("words", "coding"), [("è €", "0"), ("ç", "2"), ("😀", "2")])
def test_a_text_goes_in_the_coding_that_it_needs(words: str, coding: str) -> None:
    assert dict(kannel().order(replace(TEXT, words=words), "x").query)["coding"] == coding


def test_reports_come_back_with_the_secret_and_no_character_is_kannel_s_to_fill_in() -> None:
    callback = "https://g.test/a%20b/hooks/k/status?id=1&attempt=2"
    query = dict(kannel().order(replace(TEXT, callback=callback), "x").query)
    assert query["dlr-mask"] == "31"
    assert query["dlr-url"] == (
        "https://g.test/a%%20b/hooks/k/status?id=1&attempt=2&secret=known-by-this-secret"
        "&type=%d&answer=%A"
    )


def test_the_last_seconds_are_a_minute_and_no_sender_is_none() -> None:
    query = dict(kannel().order(replace(TEXT, sender="", valid_s=3), "x").query)
    assert query["validity"] == "1"
    assert "from" not in query

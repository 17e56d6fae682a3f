from __future__ import annotations

import pytest

from filters.sms.answers import confirmation, help_text, sells
from filters.sms.keeping import kept
from filters.sms.links import link_is_shortened
from filters.sms.segments import count
from tests.make_sms import objections, sms, sms_facts

TONGUES = ("en", "es", "fr")
PURPOSES = (
    "support_reply", "appointment", "meeting_link", "calendar", "receipt", "shipping",
    "security_code", "service_alert", "account",
)  # fmt: skip


@pytest.mark.parametrize("tongue", TONGUES)
def test_what_we_answer_fits_into_one_segment_and_sells_nothing(tongue: str) -> None:
    texts = (
        confirmation("Example Company of Springfield", tongue),
        help_text("Example Company", "support@example.com", tongue),
    )
    for text in texts:
        counted = count(text)
        assert (counted.segments, counted.encoding) == (1, "GSM-7")
        assert text.startswith("Example Company")
        assert not sells(text)
        assert objections(link_is_shortened, sms(text), sms_facts()) == []


@pytest.mark.parametrize("tongue", TONGUES)
def test_asking_what_is_to_go_on_sells_nothing_and_asks_all_that_may(tongue: str) -> None:
    for purposes in (PURPOSES, PURPOSES[:2], ("appointment", "shipping"), ("account", "receipt")):
        text = confirmation("Example Company of Springfield", tongue, purposes)
        assert text.startswith(confirmation("Example Company of Springfield", tongue))
        assert count(text).encoding == "GSM-7"
        assert count(text).segments <= 2
        assert not sells(text)
        assert kept(f"KEEP {text.rpartition(': ')[2]}", PURPOSES) == frozenset(purposes)


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_name_that_advertises_is_told(tongue: str) -> None:
    assert sells(confirmation("50% OFF SALE Shop now", tongue))

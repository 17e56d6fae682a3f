from __future__ import annotations

import pytest

from filters.sms.answers import confirmation, help_text, sells
from filters.sms.links import link_is_shortened
from filters.sms.segments import count
from tests.make_sms import objections, sms, sms_facts

TONGUES = ("en", "es", "fr")


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
def test_a_name_that_advertises_is_told(tongue: str) -> None:
    assert sells(confirmation("50% OFF SALE Shop now", tongue))

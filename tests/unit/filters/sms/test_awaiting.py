from __future__ import annotations

from dataclasses import replace

import pytest

from filters.sms.awaiting import text_waits_for_a_reader
from tests.make_sms import objections, sms, sms_facts

UNREAD = replace(sms_facts(), is_unread=True)


@pytest.mark.parametrize("purpose", ["appointment", "receipt"])
def test_what_answers_nothing_waits_until_the_persons_text_is_read(purpose: str) -> None:
    assert objections(text_waits_for_a_reader, sms(purpose=purpose), UNREAD)
    assert not objections(text_waits_for_a_reader, sms(purpose=purpose), sms_facts())


@pytest.mark.parametrize("purpose", ["", "support_reply", "security_code"])
def test_an_answer_waits_for_nobody(purpose: str) -> None:
    answer = sms("Your code is 482913.", purpose=purpose)
    assert not objections(text_waits_for_a_reader, answer, UNREAD)


def test_a_purpose_alone_makes_no_security_code_of_a_text() -> None:
    reminder = sms("Your cleaning is on March 9 at 2 pm.", purpose="security_code")
    assert objections(text_waits_for_a_reader, reminder, UNREAD)

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.plan import NO_PLAN, render
from filters.sms.notice import opt_out_notice
from filters.sms.segments import count
from tests.make_sms import IDENTITY, sms, sms_facts

DUE = sms_facts(notice_due=True)


def leaving(text: str) -> str:
    return render(text.encode(), opt_out_notice(sms(text), DUE), "").decode()


def test_the_first_text_says_who_writes_and_how_to_make_it_stop() -> None:
    assert leaving("See you at 5.") == "Example Co: See you at 5. Reply STOP to opt out."
    assert opt_out_notice(sms(), DUE).fixes == ("F_SMS_STOP_APPENDED",)


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("Su cita es a las 3.", "Responda STOP para darse de baja."),
        ("Votre table est prete.", "Répondez STOP pour vous désabonner."),
        ("Termin um 3.", "Reply STOP to opt out."),
    ],
)
def test_the_notice_is_in_the_language_of_the_text_and_doubles_no_segments(
    text: str, notice: str
) -> None:
    whole = leaving(text)
    assert whole == f"Example Co: {text} {notice}"
    assert count(whole).encoding == "GSM-7"
    assert leaving(whole) == whole


def test_later_texts_are_left_as_they_are() -> None:
    assert opt_out_notice(sms(), sms_facts(notice_due=False)) == NO_PLAN


@pytest.mark.parametrize(
    "text",
    [
        "Example Co: see you at 5. Reply STOP to opt out.",
        "See you at 5 at EXAMPLE CO, text stop to end",
        "Example Co. To unsubscribe, reply STOP",
        "Example Co. STOP to unsubscribe",
        "Example Co: nos vemos. Responda ALTO para cancelar",
    ],
)
def test_a_text_that_says_both_is_left_as_it_is(text: str) -> None:
    assert leaving(text) == text


def test_only_what_is_missing_is_added() -> None:
    assert leaving("Example Co: see you") == "Example Co: see you Reply STOP to opt out."
    assert leaving("See you. Reply STOP to quit") == "Example Co: See you. Reply STOP to quit"


def test_the_notice_stands_apart_from_the_text_by_one_space() -> None:
    assert leaving("See you\n") == "Example Co: See you\nReply STOP to opt out."
    assert leaving("") == "Example Co: Reply STOP to opt out."


def test_a_bus_stop_is_no_opt_out_notice() -> None:
    assert leaving("Your stop is next.").endswith("Reply STOP to opt out.")


def test_without_a_company_only_the_opt_out_is_added() -> None:
    facts = sms_facts(notice_due=True, identity=replace(IDENTITY, company=""))
    assert (
        render(b"Hello", opt_out_notice(sms("Hello"), facts), "") == b"Hello Reply STOP to opt out."
    )


@given(st.text())
def test_adding_the_notice_twice_changes_nothing_more(text: str) -> None:
    once = leaving(text)
    assert leaving(once) == once
    assert text in once

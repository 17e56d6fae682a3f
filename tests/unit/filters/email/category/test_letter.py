from __future__ import annotations

import pytest

from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import decision, judged, several

TEXT = (
    "Hi Ann,\r\n\r\nI found the old photographs of our house in the attic. There are two of\r\n"
    "your grandmother. Shall I bring them on Sunday?\r\n\r\nBob\r\n"
)
PEOPLE = {"From": "Bob Roe <bob.roe@example.com>", "To": "Ann Lee <ann@example.net>"}
LETTER = (Category.CONVERSATIONAL, "letter")
DEFAULT = (Category.COMMERCIAL, "default")


def letter(body: str = TEXT, **fields: str) -> bytes:
    return message(body, **{**PEOPLE, "subject": "Photographs", **fields})


def alternative(html: str, **fields: str) -> bytes:
    text, markup = f"\r\n{TEXT}", f"Content-Type: text/html\r\n\r\n{html}\r\n"
    return several(text, markup, kind="alternative", **{**PEOPLE, **fields})


def test_first_letter_of_a_person_to_another_is_conversational() -> None:
    assert decision(letter()) == LETTER


def test_letter_that_a_mail_program_calls_an_answer_is_one_under_a_subject_of_its_own() -> None:
    lunch = "Hi Jane,\r\n\r\nlunch at noon tomorrow? I know a new place.\r\n\r\nBest,\r\nTom\r\n"
    people = {"From": "Tom Ray <tom@example.com>", "To": "Jane Doe <jane@example.net>"}
    for answered in ({}, {"in_reply_to": "<1@x>"}, {"references": "<1@x> <2@x>"}):
        assert decision(letter(lunch, **people, **answered, subject="lunch?")) == LETTER
    assert decision(letter(in_reply_to="<1@x>")) == LETTER


def test_letter_about_work_is_one() -> None:
    work = (
        "Hi Ann,\r\n\r\nattached is the document for our meeting today. The new numbers are on\r\n"
        "page two; please tell me whether the budget is right.\r\n\r\nBest\r\nBob\r\n"
    )
    assert decision(letter(work, subject="Document for the meeting")) == LETTER


@pytest.mark.parametrize(
    "greeting", ["Dear Mrs Lee,", "Hello Ann", "Hallo Ann,", "Bonjour Ann,", "Good morning Ann -"]
)
def test_greeting_names_the_reader(greeting: str) -> None:
    assert decision(letter(TEXT.replace("Hi Ann,", greeting))) == LETTER


def test_name_of_the_reader_may_stand_in_the_address_alone() -> None:
    assert decision(letter(To="ann.lee@example.net")) == LETTER
    assert decision(letter(To="x7@example.net")) == DEFAULT


def test_letter_of_a_mail_program_with_its_plain_html_is_one() -> None:
    html = f'<div dir="ltr">{TEXT}</div>'
    assert decision(alternative(html)) == LETTER
    inside = several("\r\n" + TEXT, "Content-Type: application/pdf\r\n\r\nx\r\n", **PEOPLE)
    assert decision(inside) == LETTER


@pytest.mark.parametrize(
    "html",
    [
        f"<table><tr><td>{TEXT}</td></tr></table>",
        f"{TEXT}<img src='https://t.example/1.gif'>",
        f"<style>p{{}}</style><p>{TEXT}</p>",
        f"<p style='background:#fff'>{TEXT}</p>",
    ],
)
def test_layout_is_no_letter(html: str) -> None:
    assert decision(alternative(html)) == DEFAULT


@pytest.mark.parametrize(
    "fields",
    [
        {"Cc": "carl@example.net"},
        {"Sender": "office@example.com"},
        {"To": "Ann Lee <ann@example.net>, carl@example.net"},
        {"From": "bob.roe@example.com"},
        {"From": "Bob Roe <news@example.com>"},
        {"From": "Bob Roe <no-reply@example.com>"},
        {"From": "7 <bob@example.com>"},
        {"list_unsubscribe": "<https://x.example/u>"},
        {"precedence": "list"},
        {"feedback_id": "1:2:3:x"},
        {"x_mailgun_tag": "x"},
        {"x_ses_message_tags": "a=b"},
        {"auto_submitted": "auto-generated"},
    ],
)
def test_sign_of_anything_but_a_letter_makes_it_none(fields: dict[str, str]) -> None:
    assert decision(letter(**fields)) == DEFAULT


@pytest.mark.parametrize(
    "body",
    [
        "",
        TEXT.replace("Hi Ann,", "Hi there,"),
        TEXT.replace("Hi Ann,", "Good news, Ann!"),
        TEXT.replace("\r\nBob\r\n", "\r\nThe Example team\r\n"),
        TEXT.replace("Shall", "See https://x.example/1 and https://x.example/2. Shall"),
        TEXT.replace("Shall", "word " * 400 + "Shall"),
        TEXT.replace("Shall", "word " * 5000 + "Shall"),
        TEXT + "\r\nUnsubscribe: https://x.example/u\r\n",
        TEXT.replace("I found", "Our new collection is here, shop now and save 20%. I found"),
        TEXT.replace("I found", "Your order has shipped, tracking number 1042. I found"),
    ],
)
@pytest.mark.parametrize("answered", [{}, {"in_reply_to": "<1@x>"}])
def test_text_that_mailings_or_programs_write_is_no_letter(
    body: str, answered: dict[str, str]
) -> None:
    assert decision(letter(body, **answered)) != LETTER


@pytest.mark.parametrize("answered", [{}, {"in_reply_to": "<1@x>"}])
def test_salesman_s_letter_is_commercial_by_what_it_says(answered: dict[str, str]) -> None:
    pitch = (
        "Hi Ann,\r\n\r\nI came across your website and wanted to reach out. We help companies\r\n"
        "like yours get more leads. Do you have 15 minutes for a quick call?\r\n\r\nBob\r\n"
    )
    assert decision(letter(pitch, **answered)) == DEFAULT
    assert (
        judged(letter(pitch, **answered), declared="conversational").category is Category.COMMERCIAL
    )


def test_letter_to_two_people_is_none() -> None:
    assert decision(letter(), recipients=2) == DEFAULT


def test_letter_in_parts_that_say_two_things_is_none() -> None:
    second = "Content-Type: text/html\r\n\r\n<p>x</p>\r\n"
    assert decision(several("\r\n" + TEXT, second, **PEOPLE)) == DEFAULT
    assert decision(several("\r\n" + TEXT, "\r\n" + TEXT, **PEOPLE)) == DEFAULT
    nested = (
        'Content-Type: multipart/alternative; boundary="c"\r\n\r\n'
        f"--c\r\n\r\n{TEXT}\r\n--c\r\n{second}--c--\r\n"
    )
    assert decision(several(nested, **PEOPLE)) == LETTER

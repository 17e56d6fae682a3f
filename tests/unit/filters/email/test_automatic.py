from __future__ import annotations

import pytest

from filters.email.automatic import (
    came_by_list,
    is_of_postmaster,
    is_titled_by_program,
    wants_no_answer,
    written_by_program,
)
from filters.email.mime import parse

PERSON = "From: Ann <ann@people.example>\r\nSubject: unsubscribe\r\n"
REDIRECTED = (
    "Auto-Submitted: auto-generated\r\n"
    "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\r\n"
)


def sign(fields: str, reverse_path: str = "ann@people.example") -> str:
    raw = f"{fields}\r\nwords\r\n".encode()
    return written_by_program(raw, parse(raw), reverse_path)


def is_titled(fields: str) -> bool:
    raw = f"{fields}\r\nwords\r\n".encode()
    return is_titled_by_program(raw, parse(raw))


@pytest.mark.parametrize(
    "fields",
    [
        PERSON,
        PERSON + "Auto-Submitted: no\r\n",
        PERSON + "Auto-Submitted: (by hand) No (nobody; else)\r\n",
        PERSON + "Precedence: first-class\r\n",
        PERSON.replace("unsubscribe", "Vacuum cleaners: please unsubscribe me"),
        PERSON.replace("unsubscribe", "Re: Ten new teas"),
        PERSON.replace("Subject: unsubscribe\r\n", ""),
    ],
)
def test_a_person_writes(fields: str) -> None:
    assert sign(fields) == ""


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated; x=y",
        "Auto-Submitted: (vacation) auto-replied", "Auto-Submitted: ((a) no) auto-replied",
        "Precedence: Auto_Reply", "X-Autoreply: yes", "X-Autorespond: 1", "X-Auto-Reply-To: a@b",
        "X-Failed-Recipients: a@b.c", "Return-Path: <>",
        "Content-Type: multipart/report; boundary=b",
    ],
)  # fmt: skip
def test_a_field_of_programs_tells(field: str) -> None:
    assert sign(f"{PERSON}{field}\r\n")


@pytest.mark.parametrize(
    "subject",
    [
        "Out of Office", "Out of the office: Re: tea", "Automatic reply: tea", "AutoReply: tea",
        "Auto: Automatic reply", "[Automatic reply] tea", "Undeliverable: tea",
        "Mail delivery failed: returning",
        "Delivery Status Notification (Failure)", "Read: tea", "On vacation until Monday", "OOO",
        "On leave: back on Monday", "Vacation", "Vacation auto-reply", "Away from my desk",
        "Returned mail: see transcript for details", "Undelivered Mail Returned to Sender",
        "Failure notice", "Delivery has failed to these recipients", "Gelesen: Tee",
        "Not read: tea",
        "Urlaub bis 3. August", "Ausente hasta el lunes", "En congés jusqu'au 3 août", "不在通知",
        "Respuesta automática: té", "Fuera de la oficina", "Réponse automatique : thé", "Absence",
        "Message d'absence", "Abwesenheitsnotiz: Tee", "Automatische Antwort: Tee", "Im Urlaub",
        "Nicht im Büro", "Risposta automatica", "Fuori ufficio", "Resposta automática",
        "Fora do escritório", "Automatisch antwoord: thee", "Afwezig", "Autosvar: te",
        "Automatyczna odpowiedź: herbata", "رد تلقائي", "תשובה אוטומטית: תה", "自動返信",
        "自动回复: 茶",
    ],
)  # fmt: skip
def test_a_subject_like_that_of_an_automatic_reply_is_in_doubt(subject: str) -> None:
    fields = PERSON.replace("unsubscribe", subject)
    assert is_titled(fields)
    assert sign(fields) == ""  # a person may have written it
    assert sign(fields + REDIRECTED) == "Auto-Submitted"
    assert not is_titled(PERSON.replace("unsubscribe", f"Re: {subject}"))


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Vacation rentals 20% off", "AW: Urlaub an der Ostsee ab 99 Euro", "TR : Absence",
        "Re: Delivery status of your order", "Re: Read: our spring report", "RV: Ausente",
        "Re: Mail delivery of your meal kit", "Re: Away from the crowds", "Fwd: Out of office",
        "Vacation club: unsubscribe me please", "Vacation rentals", "Urlaub an der Ostsee",
        "Delivery status of your order", "Mail delivery of your meal kit", "On holiday with kids",
        "Away from the crowds", "De vacaciones en Mallorca", "Absence of noise", "外出游玩",
        "Please read: unsubscribe",
    ],
)  # fmt: skip
def test_a_subject_of_ours_that_is_quoted_shows_no_program(subject: str) -> None:
    fields = PERSON.replace("unsubscribe", subject)
    assert not is_titled(fields)
    assert sign(fields) == ""
    assert sign(f"{fields}Auto-Submitted: auto-replied\r\n") == "Auto-Submitted"


def test_a_letter_that_a_rule_of_exchange_sent_on_is_a_persons() -> None:
    assert sign(PERSON + REDIRECTED) == ""
    assert sign(PERSON.replace("unsubscribe", "Re: Out of office") + REDIRECTED) == ""
    assert sign(PERSON + REDIRECTED, reverse_path="") == "null reverse-path"
    assert sign(PERSON + REDIRECTED.replace("generated\r", "replied\r")) == "Auto-Submitted"
    assert sign(PERSON + REDIRECTED.replace("Mailbox Rules", "Journal")) == "Auto-Submitted"


def test_reports_come_from_nobody() -> None:
    assert sign(PERSON, reverse_path="") == "null reverse-path"


@pytest.mark.parametrize("name", ["MAILER-DAEMON", "postmaster", "noreply", "no-reply"])
def test_an_address_of_programs_may_be_a_persons(name: str) -> None:
    raw = f"{PERSON.replace('ann@', f'{name}@')}\r\n".encode()
    assert is_of_postmaster(raw, parse(raw))
    assert written_by_program(raw, parse(raw), "ann@people.example") == ""
    assert not is_of_postmaster(f"{PERSON}\r\n".encode(), parse(f"{PERSON}\r\n".encode()))


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("Precedence: bulk", "Precedence"), ("Precedence: List", "Precedence"),
        ("X-Loop: a", "a field of lists"), ("List-Id: <a.b>", "a field of lists"),
        ("List-Unsubscribe: <mailto:a@b.example>", "a field of lists"),
        ("Precedence: first-class", ""), ("List: a", ""),
    ],
)  # fmt: skip
def test_list_mail_may_be_a_persons(field: str, shown: str) -> None:
    raw = f"{PERSON}{field}\r\n\r\n".encode()
    assert came_by_list(raw, parse(raw)) == shown
    assert written_by_program(raw, parse(raw), "ann@people.example") == ""


def test_what_went_in_circles_is_left_alone() -> None:
    assert sign("Received: a\r\n" * 51 + PERSON) == "a loop"


def test_some_ask_for_no_answer() -> None:
    raw = f"{PERSON}X-Auto-Response-Suppress: All\r\n\r\n".encode()
    assert wants_no_answer(parse(raw))
    raw = f"{PERSON}\r\n".encode()
    assert not wants_no_answer(parse(raw))

from __future__ import annotations

import pytest

from filters.email.automatic import wants_no_answer, written_by_program
from filters.email.mime import parse

PERSON = "From: Ann <ann@people.example>\r\nSubject: unsubscribe\r\n"


def sign(fields: str, reverse_path: str = "ann@people.example") -> str:
    raw = f"{fields}\r\nwords\r\n".encode()
    return written_by_program(raw, parse(raw), reverse_path)


@pytest.mark.parametrize(
    "fields",
    [
        PERSON,
        PERSON + "Auto-Submitted: no\r\n",
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
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated; x=y", "Precedence: bulk",
        "Precedence: Auto_Reply", "X-Autoreply: yes", "X-Autorespond: 1", "X-Auto-Reply-To: a@b",
        "X-Loop: a", "List-Id: <a.b>", "X-Failed-Recipients: a@b.c", "Return-Path: <>",
        "Content-Type: multipart/report; boundary=b",
    ],
)  # fmt: skip
def test_a_field_of_programs_tells(field: str) -> None:
    assert sign(f"{PERSON}{field}\r\n")


@pytest.mark.parametrize(
    "subject",
    [
        "Out of Office", "Out of the office: Re: tea", "Automatic reply: tea", "AutoReply: tea",
        "Re: Auto: Automatic reply", "Undeliverable: tea", "Mail delivery failed: returning",
        "Delivery Status Notification (Failure)", "Read: tea", "On vacation until Monday", "OOO",
        "Respuesta automática: té", "Fuera de la oficina", "Réponse automatique : thé", "Absence",
        "Message d'absence", "Abwesenheitsnotiz: Tee", "Automatische Antwort: Tee", "Im Urlaub",
        "Nicht im Büro", "Risposta automatica", "Fuori ufficio", "Resposta automática",
        "Fora do escritório", "Automatisch antwoord: thee", "Afwezig", "Autosvar: te",
        "Automatyczna odpowiedź: herbata", "رد تلقائي", "תשובה אוטומטית: תה", "自動返信",
        "自动回复: 茶",
    ],
)  # fmt: skip
def test_an_absence_is_told_by_its_subject(subject: str) -> None:
    assert sign(PERSON.replace("unsubscribe", subject)) == "its subject"


def test_reports_come_from_nobody() -> None:
    assert sign(PERSON, reverse_path="") == "null reverse-path"
    assert sign(PERSON.replace("ann@", "MAILER-DAEMON@")) == "its sender"


def test_what_went_in_circles_is_left_alone() -> None:
    assert sign("Received: a\r\n" * 51 + PERSON) == "a loop"


def test_some_ask_for_no_answer() -> None:
    raw = f"{PERSON}X-Auto-Response-Suppress: All\r\n\r\n".encode()
    assert wants_no_answer(parse(raw))
    raw = f"{PERSON}\r\n".encode()
    assert not wants_no_answer(parse(raw))

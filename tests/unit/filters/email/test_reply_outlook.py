"""Outlook's quotation is known by its form, whatever language the program speaks."""

from __future__ import annotations

import time
from html import escape

import pytest

from filters.email.reply import reply_in_html, reply_in_text
from filters.email.revocation import recognise_reply
from filters.revocation import Intent
from gateway.reading.replies import reply_models

FOOTER = "To stop receiving our emails, unsubscribe: https://m.shop.example/u/abc"
LABELS = {
    "Arabic": ("من", "تاريخ الإرسال", "إلى", "الموضوع"),
    "Czech": ("Od", "Odesláno", "Komu", "Předmět"),
    "Finnish": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    "Greek": ("Από", "Στάλθηκε", "Προς", "Θέμα"),
    "Hebrew": ("מאת", "נשלח", "אל", "נושא"),
    "Hungarian": ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    "Japanese": ("差出人", "送信日時", "宛先", "件名"),
    "Korean": ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
    "Portuguese": ("De", "Enviada em", "Para", "Assunto"),
    "Romanian": ("De la", "Trimis", "Către", "Subiect"),
    "Russian": ("От", "Отправлено", "Кому", "Тема"),
    "Turkish": ("Gönderen", "Gönderildi", "Kime", "Konu"),
    "Ukrainian": ("Від", "Надіслано", "Кому", "Тема"),
}
DATES = (
    "23.11.2026 10:00",
    "2026年11月23日月曜日 10:00",
    "maanantai 23. marraskuuta 2026 10.00",
    "23/11/2026 10:00".translate({ord("0") + n: chr(0x660 + n) for n in range(10)}),  # Arabic
)


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("language", LABELS)
def test_a_question_above_it_is_all_that_the_person_wrote(language: str, date: str) -> None:
    fields = ("Tea Shop <news@shop.example>", date, "Ann <ann@people.example>", "Spring sale")
    header = [f"{label}: {value}" for label, value in zip(LABELS[language], fields, strict=True)]
    text = "\n".join(("What does green tea cost?", "", *header, "", "All teas 20% off.", FOOTER))
    assert reply_in_text(text).all == "What does green tea cost?"
    bold = "<br>".join(f"<b>{escape(each)}".replace(":", ":</b>", 1) for each in header)
    html = f"<p>What does green tea cost?</p><p>&nbsp;</p><div><p>{bold}</p></div><p>{FOOTER}</p>"
    assert reply_in_html(html).all == "What does green tea cost?"


@pytest.mark.parametrize(
    "own",
    [
        "Name: Ann Lee\nE-mail: ann@people.example\nPhone: 2025550123\nCity: Springfield",
        "Account: ann@people.example\nCustomer since: 2019\nCity: Springfield\nOrder: 4711",
    ],
)
def test_what_a_person_lists_about_themselves_ends_no_letter(own: str) -> None:
    reply = recognise_reply(f"Hello,\n\n{own}\n\nPlease unsubscribe me.", reply_models)
    assert reply.intent is Intent.OPTOUT


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\n\nE-mail: ann@people.example\nSince: 23 Nov 2026 9:00\nName: Ann\nCountry: US\n\n",
        "Our form:\nE-mail: ann@people.example\nDate: 2026-11-23 9:00\nTopic: News\nMessage: ",
    ],
)
def test_a_list_that_looks_like_it_leaves_a_person_to_decide(text: str) -> None:
    reply = recognise_reply(f"{text}Please unsubscribe me.", reply_models)
    assert reply.intent is Intent.REVIEW


def test_it_is_looked_for_in_time_that_grows_with_the_text() -> None:
    text = "a\n" + "Von: a@b.example\nGesendet 2026 10:00\n" * 20_000
    started = time.process_time()
    reply_in_text(text)
    once = time.process_time() - started
    reply_in_text(text * 4)
    assert time.process_time() - started - once < 16 * once + 1

from __future__ import annotations

import time

import pytest

from filters.email.mime import parse
from filters.email.reply import reply_of, reply_text
from filters.email.revocation import recognise_email, recognise_reply
from filters.revocation import Intent

ASKED = "Please take me off your list."
QUOTES = {
    "gmail": "\n\nOn Mon, Nov 16, 2026 at 9:01 AM T <t@x.example> wrote:\n\n> Tea\n> Unsubscribe",
    "wrapped": "\n\nOn Mon, Nov 16, 2026 at 9:01 AM Tea Shop\n<t@x.example> wrote:\n> Unsubscribe",
    "outlook": "\n\nFrom: T <t@x.example>\nSent: Monday\nTo: me\nSubject: Tea\n\nUnsubscribe here",
    "line": "\n________________________________\nFrom: T <t@x.example>\nSent: Monday\n\nStop",
    "original": "\n\n-----Original Message-----\nFrom: Teas\nUnsubscribe",
    "german": "\n\nAm 16.11.26 um 09:01 schrieb Teas:\n> abmelden",
    "french": "\n\nLe lun. 16 nov. 2026 à 09:01, T <t@x.example> a écrit :\n> désabonner",
    "spanish": "\n\nEl lun, 16 nov 2026 a las 9:01, Teas (<n@shop.example>) escribió:\n> baja",
    "portuguese": "\n\nEm seg., 16 de nov. de 2026 às 09:01, Teas escreveu:\n> sair",
    "danish": "\n\nDen man. 16. nov. 2026 kl. 09.01 skrev T <t@x.example>:\n> stop",
    "marked": "\n> Unsubscribe here\n> or reply STOP",
}  # fmt: skip


@pytest.mark.parametrize("program", QUOTES)
def test_what_is_quoted_is_not_the_persons_word(program: str) -> None:
    assert reply_text(ASKED + QUOTES[program]) == ASKED
    assert recognise_reply("Lovely, thank you" + QUOTES[program]).intent is Intent.NONE


def test_an_answer_below_the_quotation_is_read() -> None:
    text = f"On Monday, T <t@x.example> wrote:\n> Tea\n> Unsubscribe\n\n{ASKED}"
    assert reply_text(text) == ASKED


@pytest.mark.parametrize(
    "signature",
    [
        "\n-- \nSTOP Hunger Foundation",
        "\n\nSent from my iPhone",
        "\n\nBest regards,\nUnsubscribe Ltd",
    ],
)
def test_a_signature_asks_for_nothing(signature: str) -> None:
    assert recognise_reply("See you on Friday." + signature).intent is Intent.NONE
    assert reply_text(ASKED + signature) == ASKED


def test_a_message_that_begins_with_thanks_is_read_to_its_end() -> None:
    assert recognise_reply("Thanks,\nbut please stop emailing me").intent is Intent.OPTOUT
    assert recognise_reply("Regards\nstop emailing me").intent is Intent.OPTOUT


def message(content_type: str, body: str, subject: str = "Re: Tea") -> bytes:
    head = f"From: a@people.example\r\nSubject: {subject}\r\nContent-Type: {content_type}"
    return f"{head}\r\n\r\n{body}".encode()


def test_a_reply_in_html_alone_is_read_without_its_quotation() -> None:
    body = f'<div>{ASKED}</div><div class="gmail_quote">On Monday wrote:<p>great tea</p></div>'
    raw = message("text/html; charset=utf-8", body)
    assert reply_of(raw, parse(raw)) == ASKED
    assert recognise_reply(f"<html><body>{body}</body></html>").intent is Intent.OPTOUT


@pytest.mark.parametrize(
    ("subject", "body", "intent"),
    [
        ("Unsubscribe", "", Intent.OPTOUT),
        ("unsubscribe me please", "Sent from my iPhone", Intent.OPTOUT),
        ("Re: Unsubscribe from dull tea", "What a subject!", Intent.NONE),
        ("Hello", "Stop emailing me", Intent.OPTOUT),
        ("Hello", "Please send fewer emails", Intent.REVIEW),
    ],
)
def test_a_subject_of_the_persons_own_counts(subject: str, body: str, intent: Intent) -> None:
    raw = message("text/plain", body, subject)
    assert recognise_email(raw, parse(raw), subject).intent is intent


def test_an_empty_message_says_nothing() -> None:
    raw = message("application/pdf", "")
    assert reply_of(raw, parse(raw)) == ""


@pytest.mark.parametrize(
    "text", ["On " * 30_000, "a\n\n" * 30_000, "> " * 50_000, "On wrote: a" * 9000, "- a\n" * 9000]
)
def test_no_reply_takes_long_to_cut(text: str) -> None:
    begun = time.process_time()
    reply_text(text)
    assert time.process_time() - begun < 2.0


def test_a_request_at_the_end_of_one_long_line_is_heard() -> None:
    story = "We were in the garden all day and it was lovely. " * 40
    assert recognise_reply(f"{story}Please take me off your list.").intent is Intent.OPTOUT
    assert recognise_reply(story).intent is Intent.NONE

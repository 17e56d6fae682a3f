from __future__ import annotations

import time

import pytest

from filters.email.mime import parse
from filters.email.reply import reply_in_html, reply_in_text, reply_of
from filters.email.revocation import recognise_email, recognise_reply
from filters.revocation import Intent
from gateway.reading.replies import reply_models

ASKED = "Please take me off your list."
MEBIBYTE = 1 << 20
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
    assert reply_in_text(ASKED + QUOTES[program]).own == ASKED
    assert recognise_reply("Lovely, thank you" + QUOTES[program]).intent is Intent.NONE


def test_an_answer_below_the_quotation_is_read() -> None:
    text = f"On Monday, T <t@x.example> wrote:\n> Tea\n> Unsubscribe\n\n{ASKED}"
    assert reply_in_text(text).own == ASKED


@pytest.mark.parametrize("lines", [100, 900, 10_000])
@pytest.mark.parametrize(
    "above",
    [
        "On Monday, T <t@x.example> wrote:\n",
        "From: T <t@x.example>\nSent: Monday\nTo: me\nSubject: Tea\n\n",
        "-----Original Message-----\nFrom: Teas\nSubject: Tea\n\n",
        "",
    ],
)
def test_an_answer_below_a_long_quotation_is_read(above: str, lines: int) -> None:
    quoted = "> A line of a newsletter, or of how to unsubscribe.\n" * lines
    assert reply_in_text(f"{above}{quoted}\n{ASKED}").own == ASKED
    assert reply_in_text(f"{ASKED}\n\n{above}{quoted}").own == ASKED
    assert reply_in_text(above + quoted).own == ""


def test_a_quoted_line_is_one_however_long_it_is() -> None:
    assert reply_in_text(f"> {'Tea and how to unsubscribe. ' * 400}\n\n{ASKED}").own == ASKED


def test_of_what_is_below_a_header_that_quotes_nothing_no_word_is_the_persons() -> None:
    text = "From: T <t@x.example>\nSent: Monday\n\nTea\n> Guests say: good\n\nUnsubscribe here"
    assert reply_in_text(text).own == ""


PARAGRAPH = "<p>A line of a newsletter, or of how to unsubscribe.</p>"
QUOTATION = f"<blockquote type=cite>{PARAGRAPH * 640}</blockquote>"


@pytest.mark.parametrize(
    "html",
    [
        f"<p>On Monday, T &lt;t@x.example&gt; wrote:</p>{QUOTATION}<p>{ASKED}</p>",
        f"<div class='moz-cite-prefix'>On Monday wrote:</div>{QUOTATION}<div>{ASKED}</div>",
        f"{QUOTATION}<p>{ASKED}</p>",
        f"<p>{ASKED}</p><p>On Monday, T &lt;t@x.example&gt; wrote:</p>{QUOTATION}",
        f"<head><style>{'.tea td { color: #336699 }' * 1700}</style></head><p>{ASKED}</p>",
        f"<p>{ASKED}</p><div id='divRplyFwdMsg'>From: T</div><div>{PARAGRAPH * 640}</div>",
    ],
)
def test_an_answer_around_a_long_quotation_in_html_is_read(html: str) -> None:
    raw = message("text/html; charset=utf-8", f"<html>{html}</html>")
    assert reply_of(raw, parse(raw)).own == ASKED
    assert recognise_reply(f"<html>{html}</html>").intent is Intent.OPTOUT


def test_a_letter_that_is_forwarded_in_html_says_nothing_of_the_persons() -> None:
    quoted = f"<blockquote>Guests say: good</blockquote>{PARAGRAPH}"
    header = "<p><b>From:</b> T<br><b>Sent:</b> Monday<br><b>To:</b> me</p>"
    assert reply_in_html(f"{header}<p>Tea</p>{quoted}").own == ""


@pytest.mark.parametrize("story", ["We had tea.\n", "We had tea in the garden. "])
def test_of_a_long_letter_beginning_and_end_are_read(story: str) -> None:
    assert recognise_reply(f"{story * 2000}\n{ASKED}").intent is Intent.OPTOUT
    assert recognise_reply(f"{ASKED}\n{story * 2000}").intent is Intent.OPTOUT
    assert len(reply_in_text(story * 2000).all) < 9000


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
    assert reply_in_text(ASKED + signature).own == ASKED


def test_a_message_that_begins_with_thanks_is_read_to_its_end() -> None:
    assert recognise_reply("Thanks,\nbut please stop emailing me").intent is Intent.OPTOUT
    assert recognise_reply("Regards\nstop emailing me").intent is Intent.OPTOUT


ABOVE = "On Nov 23, 2026, at 10:00 AM, Tea Shop <t@x.example> wrote:"
TEA = "> Spring sale\n> All teas 20% off this week.\n"
BESIDE = {
    "telephone": f"\n\nSent from my iPhone\n\n> {ABOVE}\n> \n{TEA}\n{ASKED}\n",
    "greeting": f"Hello,\n\n{ABOVE}\n{TEA}\n{ASKED}\n",
    "between": f"Dear Tea Shop,\n\n{ABOVE}\n{TEA}\n{ASKED}\n\n> Tea Shop, 123 Main St\n",
    "signature": f"-- \nAnn Smith\nACME Ltd\n\n{ABOVE}\n{TEA}\n{ASKED}\n",
    "answer": f"Lovely.\n\n{ABOVE}\n{TEA}\n{ASKED}\n\nBest regards,\nAnn",
    "czech": f"Hello,\n\nDne 23. 11. 2026 v 10:00 Tea Shop napsal(a):\n{TEA}\n{ASKED}\n",
    "postscript": f"I like tea.\n\nBest regards,\nAnn\n\nP.S. {ASKED}\n",
    "under a name": f"I like tea.\n\n-- \nAnn\n{ASKED}\n",
    "under a telephone": f"I like tea.\n\nSent from my iPhone\n{ASKED}\n",
    "html": "<html><div>Sent from my iPhone</div><blockquote type=cite>All teas 20%</blockquote>"
    f"<div>{ASKED}</div></html>",
}  # fmt: skip


@pytest.mark.parametrize("place", BESIDE)
def test_a_request_below_a_quotation_or_a_signature_is_read_by_a_person(place: str) -> None:
    assert recognise_reply(BESIDE[place]).intent is Intent.REVIEW
    assert recognise_reply(BESIDE[place].replace(ASKED, "See you!")).intent is Intent.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Sent from my iPhone\n\nUnsubscribe me", "Get Outlook for Android\n\nStop",
        "--- unsubscribe ---", "__________\nUnsubscribe", "-- \nUnsubscribe me please\nAnn",
        "> Unsubscribe me", "From: Ann Smith\nSubject: unsubscribe\n\nPlease unsubscribe me.",
    ],
)  # fmt: skip
def test_a_letter_of_which_nothing_is_left_is_read_by_a_person(text: str) -> None:
    assert recognise_reply(text).intent is Intent.REVIEW


NOTICE = "This message was checked for viruses. It is for whom it is addressed to alone."
MARKUP = f"<p>{NOTICE}</p>"


@pytest.mark.parametrize(
    ("texts", "intent"),
    [
        ([("plain", ASKED), ("plain", NOTICE)], Intent.OPTOUT),
        ([("plain", ASKED), ("html", MARKUP)], Intent.OPTOUT),
        ([("plain", NOTICE), ("plain", ASKED)], Intent.REVIEW),
        ([("plain", "CAUTION: external"), ("plain", ASKED), ("plain", NOTICE * 2)], Intent.REVIEW),
        ([("plain", "Lovely tea."), ("plain", NOTICE)], Intent.NONE),
    ],
)
def test_a_request_in_the_shorter_of_several_texts_is_heard(
    texts: list[tuple[str, str]], intent: Intent
) -> None:
    parts = "".join(f"--b\r\nContent-Type: text/{kind}\r\n\r\n{said}\r\n" for kind, said in texts)
    raw = message("multipart/mixed; boundary=b", f"{parts}--b--")
    assert recognise_email(raw, parse(raw), "Re: Tea").intent is intent


@pytest.mark.parametrize(
    "first",
    [
        f"Hello,\n\nOn Mon, Nov 23, 2026 at 10:00 AM Tea <n@x.example> wrote:\n> Sale\n\n{ASKED}",
        f"Sent from my iPhone\n\n{ASKED}",
        f"I like tea.\n\nBest regards,\nAnn\n\nP.S. {ASKED}",
    ],
)
def test_what_waits_in_the_first_text_waits_with_a_longer_one_behind_it(first: str) -> None:
    notice = "This mail was checked for viruses by our gateway. None was found in this mail."
    texts = (first.replace("\n", "\r\n"), notice)
    parts = "".join(f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n" for text in texts)
    raw = message("multipart/mixed; boundary=b", f"{parts}--b--")
    assert recognise_email(raw, parse(raw), "Re: Tea").intent is Intent.REVIEW


def test_of_a_text_in_two_forms_one_is_read() -> None:
    parts = f"--b\r\n\r\n{ASKED}\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>{ASKED}</p>\r\n--b--"
    raw = message("multipart/alternative; boundary=b", parts)
    assert reply_of(raw, parse(raw)).all == ASKED


def test_a_sign_off_below_a_quotation_alone_is_no_signature() -> None:
    assert recognise_reply(f"{TEA}\nRegards\nstop emailing me").intent is Intent.OPTOUT


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnn Smith\nACME Ltd\n123 Main St\nT: +1 916 555 0143\nwww.acme.example",
        "Best regards,\nAnn\n\nConfidential. If you are not whom it is for, please delete it.",
        "Best regards,\nAnn\n\nIf you no longer wish to receive emails from ACME, click here.",
        "Best regards,\nAnn\n\nTo unsubscribe from our newsletter, click here: https://acme.example",
    ],
)
def test_the_small_print_of_a_signature_asks_for_nothing(signature: str) -> None:
    assert recognise_reply(f"See you on Friday.\n\n{signature}", reply_models).intent is Intent.NONE


def test_a_newsletter_that_quotes_somebody_asks_for_nothing() -> None:
    header = "From: T <t@x.example>\nSent: Monday\nTo: me\nSubject: Tea\n"
    for quoted in (f"{header}\nTea\n{TEA}", f"{header}\n{TEA}", f"{ABOVE}\n{TEA}"):
        text = f"Lovely, thank you\n\n{quoted}\nTo stop our mail click: unsubscribe\n"
        assert recognise_reply(text).intent is not Intent.OPTOUT


def message(content_type: str, body: str, subject: str = "Re: Tea") -> bytes:
    head = f"From: a@people.example\r\nSubject: {subject}\r\nContent-Type: {content_type}"
    return f"{head}\r\n\r\n{body}".encode()


def test_a_reply_in_html_alone_is_read_without_its_quotation() -> None:
    body = f'<div>{ASKED}</div><div class="gmail_quote">On Monday wrote:<p>great tea</p></div>'
    raw = message("text/html; charset=utf-8", body)
    assert reply_of(raw, parse(raw)).own == ASKED
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
    assert reply_of(raw, parse(raw)).own == ""


@pytest.mark.parametrize(
    "text",
    [
        "On ", "a\n\n", "> ", "On wrote: a", "- a\n", "> a\n", "On a b c d wrote\n", "\n", " ", "x",
        "-",
        "From: a\nSent: b\n", "-----Original Message-----\n" + "\n" * 30, "on " + "y " * 99 + "\n",
        "From: a\nSent: b\n" + "To: x\n" * 9,
    ],
)  # fmt: skip
def test_no_reply_takes_long_to_cut(text: str) -> None:
    begun = time.process_time()
    reply_in_text(f"On Monday, A wrote:\n> a\n{text * (MEBIBYTE // len(text))}")
    assert time.process_time() - begun < 2.0


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>", "<blockquote>a</blockquote>", "<p><blockquote>a</blockquote>", "<", "<div ",
        "<div id=divRplyFwdMsg>a</div>", "<style>p{color:red}</style>", "<p>a",
    ],
)  # fmt: skip
def test_no_reply_in_html_takes_long_to_cut(html: str) -> None:
    begun = time.process_time()
    reply_in_html(html * (MEBIBYTE // len(html)))
    assert time.process_time() - begun < 2.0


def test_a_request_at_the_end_of_one_long_line_is_heard() -> None:
    story = "We were in the garden all day and it was lovely. " * 40
    assert recognise_reply(f"{story}Please take me off your list.").intent is Intent.OPTOUT
    assert recognise_reply(story).intent is Intent.NONE

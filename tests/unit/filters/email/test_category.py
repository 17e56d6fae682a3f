from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.category import (
    CategoryRule,
    Circumstances,
    Declaration,
    categorise,
    read_declaration,
)
from filters.email.mime import parse
from filters.errors import MalformedMessage
from filters.message import Category, CategoryVerdict
from tests.make import message

AD = "Clearance: 50% off everything, shop now!\r\n"
AD_HTML = "<html><body><p>Clearance: 50% off everything, shop now!</p></body></html>\r\n"
EVERY = frozenset({"commercial", "transactional", "conversational"})
REPORT = 'multipart/report; boundary="b"'
PICTURE = "Content-Type: image/png\r\n\r\nAAAA\r\n"
AD_HTML_PART = "Content-Type: text/html\r\n\r\n" + AD_HTML
MACHINE_PARTS = {
    "message/delivery-status": "Reporting-MTA: dns; mx.example.com\r\n",
    "message/global-delivery-status": "Reporting-MTA: dns; mx.example.com\r\n",
    "message/disposition-notification": "Disposition: manual-action; displayed\r\n",
    "message/global-disposition-notification": "Disposition: manual-action; displayed\r\n",
    "message/feedback-report": "Feedback-Type: abuse\r\n",
}
TRANSACTIONAL: dict[str, Any] = {"declared": "transactional", "declared_basis": "account"}


def reporting(text: str, kind: str, machine_part: str, *more: str) -> bytes:
    parts = (f"\r\n{text}\r\n", f"Content-Type: {kind}\r\n\r\n{machine_part}\r\n", *more)
    return several(*parts, kind="report")


def several(*parts: str, kind: str = "mixed", **fields: str) -> bytes:
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return message(body, content_type=f'multipart/{kind}; boundary="b"', **fields)


def circumstances(**known: Any) -> Circumstances:  # noqa: ANN401 - any of its fields
    ordinary: dict[str, Any] = {
        "recipients": 1,
        "reverse_path": "bounces@example.com",
        "stream": "",
        "declared": "",
        "declared_basis": "",
        "category_header": "X-Optwarden-Category",
        "may_declare": EVERY,
        "pinned": "",
        "rules": (),
        "submitter_default": "",
        "default": Category.COMMERCIAL,
        "on_conflict": "treat-as-commercial",
    }
    return Circumstances(**{**ordinary, **known})


def judged(raw: bytes, **known: Any) -> CategoryVerdict:  # noqa: ANN401 - any of its fields
    return categorise(raw, parse(raw), circumstances(**known))


def decision(raw: bytes, **known: Any) -> tuple[Category, str]:  # noqa: ANN401 - any of its fields
    verdict = judged(raw, **known)
    return verdict.category, verdict.decided_by


def declared(text: str, body: str = "See you.\r\n", **fields: str) -> bytes:
    return message(body, x_optwarden_category=text, **fields)


@pytest.mark.parametrize(
    ("text", "category", "basis"),
    [
        ("transactional; basis=transaction", "transactional", "transaction"),
        (" Transactional ;Basis = Safety ", "transactional", "safety"),
        ("transactional; basis=friendship", "transactional", ""),
        ("transactional; x; basis=account;;", "transactional", "account"),
        ("conversational", "conversational", ""),
        ("marketing", "marketing", ""),
        ("", "", ""),
    ],
)
def test_declaration_is_read_as_people_write_it(text: str, category: str, basis: str) -> None:
    assert read_declaration(text) == Declaration(category=category, basis=basis)


@given(st.text(max_size=60))
def test_any_declaration_is_read(text: str) -> None:
    assert isinstance(read_declaration(text), Declaration)


def test_undeclared_mail_takes_the_default_and_of_the_submitter_first() -> None:
    assert decision(message()) == (Category.COMMERCIAL, "default")
    assert decision(message(), submitter_default="transactional") == (
        Category.TRANSACTIONAL,
        "default",
    )


def test_declared_category_and_basis_are_taken() -> None:
    verdict = judged(declared("transactional; basis=account"))
    assert verdict.category is Category.TRANSACTIONAL
    assert verdict.basis == "account"
    assert verdict.decided_by == "declared"
    assert verdict.declared == "transactional"
    assert verdict.evidence == ()


def test_declaration_over_http_stands_above_the_header_field() -> None:
    verdict = judged(declared("commercial"), declared="transactional", declared_basis="delivery")
    assert (verdict.category, verdict.basis) == (Category.TRANSACTIONAL, "delivery")
    assert judged(message(), declared="transactional", declared_basis="fun").basis == ""


def test_what_the_submitter_may_not_declare_is_not_followed_and_said_so() -> None:
    verdict = judged(
        declared("transactional; basis=account"), may_declare=frozenset({"commercial"})
    )
    assert verdict.category is Category.COMMERCIAL
    assert verdict.declared == "transactional"
    assert verdict.evidence == ("the declaration was not followed, default decided",)


def test_unknown_declaration_is_kept_for_the_check_to_refuse() -> None:
    assert judged(declared("marketing")).declared == "marketing"
    assert decision(declared("marketing")) == (Category.COMMERCIAL, "default")


def test_system_cannot_be_declared() -> None:
    assert decision(declared("system"))[0] is Category.COMMERCIAL


@pytest.mark.parametrize("recipients", [0, 2, 100])
def test_conversational_is_believed_for_one_recipient_only(recipients: int) -> None:
    letter = declared("conversational")
    assert decision(letter) == (Category.CONVERSATIONAL, "declared")
    assert decision(letter, recipients=recipients) == (Category.COMMERCIAL, "default")
    everywhere = circumstances(
        recipients=recipients,
        pinned="conversational",
        submitter_default="conversational",
        default=Category.CONVERSATIONAL,
        rules=(CategoryRule(category=Category.CONVERSATIONAL),),
    )
    assert categorise(letter, parse(letter), everywhere).category is Category.COMMERCIAL


def test_listener_pin_comes_before_the_rules() -> None:
    rules = (CategoryRule(category=Category.COMMERCIAL),)
    assert decision(message(), pinned="transactional", rules=rules) == (
        Category.TRANSACTIONAL,
        "listener",
    )


@pytest.mark.parametrize(
    ("criterion", "matches"),
    [
        ({"header_from": "News@Example.com"}, True),
        ({"header_from": "@example.com"}, True),
        ({"header_from": "@ample.com"}, False),
        ({"header_from": "receipts@example.com"}, False),
        ({"envelope_from": "bounces@example.com"}, True),
        ({"envelope_from": "other@example.com"}, False),
        ({"subject_prefix": "HEL"}, True),
        ({"subject_prefix": "ello"}, False),
        ({"stream": "receipts"}, True),
        ({"stream": "news"}, False),
        ({"stream": "receipts", "subject_prefix": "no"}, False),
        ({}, True),
    ],
)
def test_rule_matches_when_everything_it_names_does(
    criterion: dict[str, str], matches: bool
) -> None:
    rule = CategoryRule(category=Category.TRANSACTIONAL, basis="transaction", **criterion)
    verdict = judged(message(), rules=(rule,), stream="receipts")
    assert (verdict.decided_by == "rule") is matches
    assert (verdict.basis == "transaction") is matches


def test_two_from_addresses_match_no_rule() -> None:
    both = message(From="news@example.com, x@example.com")
    for wanted in ("news@example.com", "@example.com"):
        rule = CategoryRule(header_from=wanted, category=Category.TRANSACTIONAL)
        assert decision(both, rules=(rule,)) == (Category.COMMERCIAL, "default")


def test_first_rule_that_matches_wins() -> None:
    rules = (
        CategoryRule(stream="x", category=Category.COMMERCIAL),
        CategoryRule(category=Category.TRANSACTIONAL, basis="safety"),
        CategoryRule(category=Category.COMMERCIAL),
    )
    assert decision(message(), rules=rules) == (Category.TRANSACTIONAL, "rule")


@pytest.mark.parametrize("field", ["in_reply_to", "references"])
def test_plain_reply_of_a_person_is_conversational(field: str) -> None:
    raw = message(subject="Re: Friday", **{field: "<1@example.net>"})
    assert decision(raw) == (Category.CONVERSATIONAL, "reply")


def test_reply_is_not_judged_by_the_advertisement_it_quotes() -> None:
    raw = message("No, thanks.\r\n> " + AD, in_reply_to="<1@x>")
    assert decision(raw) == (Category.CONVERSATIONAL, "reply")
    assert decision(message("> " + AD, in_reply_to="<1@x>"))[0] is Category.COMMERCIAL


@pytest.mark.parametrize("field", ["in_reply_to", "references"])
@pytest.mark.parametrize("named", ["", "none", "<>", "<x>", "a@b"])
def test_a_field_that_names_no_message_makes_no_reply(field: str, named: str) -> None:
    raw = message(subject="Re: Spring", **{field: named})
    assert decision(raw) == (Category.COMMERCIAL, "default")


def test_newsletter_that_names_a_message_is_no_reply() -> None:
    raw = message("Our garden in spring.\r\n", in_reply_to="<1@x>", subject="Spring")
    assert decision(raw) == (Category.COMMERCIAL, "default")


@pytest.mark.parametrize(
    ("more", "recipients"),
    [
        ({}, 2),
        ({"list_id": "<news.example.com>"}, 1),
        ({"precedence": "Bulk"}, 1),
        ({"feedback_id": "1:2:x"}, 1),
        ({"auto_submitted": "auto-generated"}, 1),
        ({"x_campaign_id": "7"}, 1),
        ({"x_csa_complaints": "x@example.com"}, 1),
    ],
)
def test_reply_that_goes_to_many_is_not_conversational(
    more: dict[str, str], recipients: int
) -> None:
    raw = message(subject="Re: Friday", in_reply_to="<1@x>", **more)
    assert decision(raw, recipients=recipients)[0] is Category.COMMERCIAL
    assert decision(message(AD, subject="Re: x", in_reply_to="<1@x>"))[0] is Category.COMMERCIAL


@pytest.mark.parametrize("kind", sorted(MACHINE_PARTS))
def test_report_to_one_person_is_system_mail(kind: str) -> None:
    report = reporting("Could not deliver.", kind, MACHINE_PARTS[kind])
    assert decision(report, reverse_path="") == (Category.SYSTEM, "system")
    assert decision(report)[0] is Category.COMMERCIAL
    assert decision(report, reverse_path="", recipients=2)[0] is Category.COMMERCIAL


@pytest.mark.parametrize(
    "report",
    [
        reporting(AD, "message/delivery-status", MACHINE_PARTS["message/delivery-status"]),
        reporting("Hello.", "message/delivery-status", "x"),
        reporting("Hello.", "message/foo", MACHINE_PARTS["message/delivery-status"]),
        message("--b\r\n\r\nHello.\r\n--b--\r\n", content_type=REPORT),
        message("Hello.\r\n", content_type="text/plain"),
        reporting("", "message/delivery-status", MACHINE_PARTS["message/delivery-status"], PICTURE),
        reporting("Hello.", "message/delivery-status", "Reporting-MTA: dns; x", AD_HTML_PART),
    ],
)
def test_advertisement_dressed_as_a_report_is_commercial(report: bytes) -> None:
    assert decision(report, reverse_path="")[0] is Category.COMMERCIAL


def test_report_is_not_judged_by_the_message_it_returns() -> None:
    returned = f"Content-Type: message/rfc822\r\n\r\nSubject: Sale\r\n\r\n{AD}"
    report = reporting(
        "Could not deliver.", "message/delivery-status", "Reporting-MTA: x", returned
    )
    assert decision(report, reverse_path="") == (Category.SYSTEM, "system")


def test_vacation_answer_is_system_mail_and_a_newsletter_that_says_so_is_not() -> None:
    away = message("I am away.\r\n", auto_submitted="auto-replied; x=y")
    answer = message("I am away.\r\n", auto_submitted="auto-replied", in_reply_to="<1@x>")
    assert decision(away, reverse_path="") == (Category.SYSTEM, "reply")
    assert decision(answer) == (Category.SYSTEM, "reply")
    assert decision(away)[0] is Category.COMMERCIAL
    assert decision(away, reverse_path="", recipients=2)[0] is Category.COMMERCIAL
    ad = message(AD, auto_submitted="auto-replied", in_reply_to="<1@x>")
    assert decision(ad)[0] is Category.COMMERCIAL
    listed = message(auto_submitted="auto-replied", in_reply_to="<1@x>", list_id="<x.y>")
    assert decision(listed)[0] is Category.COMMERCIAL
    assert decision(message(auto_submitted="auto-generated"))[0] is Category.COMMERCIAL


@pytest.mark.parametrize("header", ["X-Optwarden-Category", "X-Optwarden-Stream", "X-Kind"])
def test_message_that_says_two_things_about_itself_is_malformed(header: str) -> None:
    raw = f"{header}: commercial\r\n{header.upper()}: conversational\r\n".encode() + message()
    with pytest.raises(MalformedMessage, match="more than one") as caught:
        judged(raw, category_header="X-Kind" if header == "X-Kind" else "X-Optwarden-Category")
    assert caught.value.code == "MIME_MALFORMED"


@pytest.mark.parametrize(
    "known",
    [
        {"declared": "transactional", "declared_basis": "transaction"},
        {"declared": "conversational"},
        {"pinned": "transactional"},
        {"rules": (CategoryRule(category=Category.TRANSACTIONAL, basis="account"),)},
        {"submitter_default": "transactional"},
        {"default": Category.CONVERSATIONAL},
    ],
)
def test_advertising_counts_as_commercial_whoever_says_otherwise(known: dict[str, Any]) -> None:
    verdict = judged(message(AD), **known)
    assert (verdict.category, verdict.decided_by) == (Category.COMMERCIAL, "content")
    assert verdict.basis == ""
    assert verdict.looks_commercial
    assert verdict.evidence[0].startswith("said to be ")
    assert "clearance" in " ".join(verdict.evidence)


@pytest.mark.parametrize("on_conflict", ["hold", "refuse"])
def test_conflict_that_a_person_or_a_check_decides_keeps_what_was_said(on_conflict: str) -> None:
    verdict = judged(
        message(AD), declared="transactional", declared_basis="safety", on_conflict=on_conflict
    )
    assert (verdict.category, verdict.decided_by) == (Category.TRANSACTIONAL, "declared")
    assert verdict.looks_commercial
    assert verdict.evidence[0].startswith("said to be transactional by declared")


def test_advertising_that_is_said_to_be_commercial_is_no_conflict() -> None:
    assert decision(declared("commercial", AD)) == (Category.COMMERCIAL, "declared")


@pytest.mark.parametrize("parts", [("plain", AD, "Hello."), ("html", "Hello.", AD_HTML)])
def test_text_and_html_are_both_judged(parts: tuple[str, str, str]) -> None:
    _, text, html = parts
    raw = message(
        f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
        f"--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b--\r\n",
        content_type='multipart/alternative; boundary="b"',
    )
    assert judged(raw, declared="transactional").looks_commercial


def test_message_without_text_is_judged_by_its_subject() -> None:
    picture = message("AAAA\r\n", content_type="image/png", subject="Flash sale: 20% off")
    assert judged(picture).looks_commercial


UNREADABLE = {
    "picture": message("AAAA\r\n", content_type="image/png"),
    "picture in HTML": message(
        "<a href=x><img src=x alt='Your account'></a>", content_type="text/html"
    ),
    "hidden text": message("<p hidden>Your account</p>", content_type="text/html"),
    "inline picture": several("\r\n \r\n", PICTURE),
    "unknown encoding": message("AAAA\r\n", content_transfer_encoding="x-uuencode"),
    "broken base64": message("SGVs=bG8A\r\n", content_transfer_encoding="base64"),
    "utf-7": message("+AEY-lash\r\n", content_type="text/plain; charset=utf-7"),
    "hidden signed text": message(
        "AAAA\r\n", content_type="application/pkcs7-mime; smime-type=signed-data"
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("known", [TRANSACTIONAL, {"declared": "conversational"}])
def test_what_cannot_be_read_is_not_taken_at_its_word(name: str, known: dict[str, Any]) -> None:
    verdict = judged(UNREADABLE[name], **known)
    assert (verdict.category, verdict.decided_by) == (Category.COMMERCIAL, "content")
    assert verdict.evidence == (
        f"said to be {known['declared']} by declared, and nothing it shows can be read",
    )


@pytest.mark.parametrize("name", UNREADABLE)
def test_admin_may_say_what_cannot_be_read(name: str) -> None:
    rule = CategoryRule(category=Category.TRANSACTIONAL, basis="account")
    assert decision(UNREADABLE[name], rules=(rule,)) == (Category.TRANSACTIONAL, "rule")
    assert decision(UNREADABLE[name], pinned="transactional")[1] == "listener"


ENCRYPTED = {
    "S/MIME": message("AAAA\r\n", content_type="application/pkcs7-mime; smime-type=enveloped-data"),
    "PGP/MIME": several("Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n",
                        "Content-Type: application/octet-stream\r\n\r\nx\r\n", kind="encrypted"),
    "PGP": message("-----BEGIN PGP MESSAGE-----\r\n\r\nwcBM\r\n-----END PGP MESSAGE-----\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENCRYPTED)
def test_encrypted_letter_to_one_person_is_taken_at_its_word(name: str) -> None:
    assert decision(ENCRYPTED[name], declared="conversational")[0] is Category.CONVERSATIONAL
    assert decision(ENCRYPTED[name], **TRANSACTIONAL)[0] is Category.TRANSACTIONAL
    if name != "PGP":  # its armour is text
        to_many = decision(ENCRYPTED[name], recipients=2, **TRANSACTIONAL)
        assert to_many == (Category.COMMERCIAL, "content")


@pytest.mark.parametrize(
    "raw",
    [
        message("%PDF-1.7\r\n", content_type="application/pdf; name=invoice.pdf"),
        several("\r\n\r\n", "Content-Type: application/pdf\r\n\r\n%PDF-1.7\r\n"),
        several("Content-Type: text/html\r\n\r\n<p>&nbsp;</p>\r\n", "Content-Type: image/png\r\n"
                "Content-Disposition: attachment\r\n\r\nx\r\n"),
        message("BEGIN:VCALENDAR\r\n", content_type="text/calendar; method=REQUEST"),
        message(""),
    ],
)  # fmt: skip
def test_receipt_that_is_a_file_is_taken_at_its_word(raw: bytes) -> None:
    assert decision(raw, **TRANSACTIONAL) == (Category.TRANSACTIONAL, "declared")


def test_photograph_in_answer_to_a_letter_is_taken_at_its_word() -> None:
    raw = several("\r\n\r\n", PICTURE, in_reply_to="<1@x>", subject="Re: the house")
    assert decision(raw) == (Category.CONVERSATIONAL, "reply")
    assert decision(raw, declared="conversational") == (Category.CONVERSATIONAL, "declared")
    assert decision(raw, **TRANSACTIONAL) == (Category.COMMERCIAL, "content")


HISTORY = {
    "outlook": "Fine.\r\n\r\n-----Original Message-----\r\nFrom: x\r\n" + AD,
    "header": "Fine.\r\n\r\nFrom: News <n@x>\r\nSent: Monday\r\nTo: y\r\n" + AD,
    "gmail": "Fine.\r\n\r\nOn Mon, 2 Mar 2026 at 12:00 News <n@x> wrote:\r\n" + AD,
    "line": "Fine.\r\n\r\n________________________________\r\n" + AD,
}


@pytest.mark.parametrize("name", HISTORY)
def test_answer_above_an_advertisement_is_an_answer(name: str) -> None:
    assert decision(message(HISTORY[name], in_reply_to="<1@x>"))[0] is Category.CONVERSATIONAL
    assert decision(message(HISTORY[name]), **TRANSACTIONAL)[0] is Category.COMMERCIAL
    alone = message(HISTORY[name].removeprefix("Fine.\r\n\r\n"), in_reply_to="<1@x>")
    assert decision(alone)[0] is Category.COMMERCIAL


def test_answer_in_html_is_not_judged_by_what_it_quotes() -> None:
    quoted = f"<blockquote>{AD}</blockquote>"
    fields = {"content_type": "text/html", "in_reply_to": "<1@x>"}
    assert decision(message("<p>Fine.</p>" + quoted, **fields))[0] is Category.CONVERSATIONAL
    assert decision(message(quoted, **fields))[0] is Category.COMMERCIAL


def test_html_is_judged_whatever_name_its_part_has() -> None:
    named = "Content-Type: text/html; name=a.html\r\n\r\n" + AD_HTML
    for kind in ("alternative", "mixed"):
        assert decision(several("\r\nYour account.\r\n", named, kind=kind), **TRANSACTIONAL)[1] == (
            "content"
        )


def test_commercial_mail_is_not_read() -> None:
    assert judged(declared("commercial", AD)).evidence == ()

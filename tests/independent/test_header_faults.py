"""The checker finds what is wrong in a header, and lets go what may go."""

from __future__ import annotations

from typing import Final

import pytest

from tests.independent.letters import FIELDS, HEAD, LINK, PLAIN, TEXT_FOOTER, codes


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (HEAD + PLAIN, "ONE_CLICK"),
        (HEAD + FIELDS + FIELDS + PLAIN, "ONE_CLICK"),
        (HEAD + FIELDS.replace(LINK, "https://other.example/") + PLAIN, "ONE_CLICK"),
        (HEAD.replace("Subject: Hi", "Subject:  Hi") + FIELDS + PLAIN, "FIELD_CHANGED"),
        (HEAD.replace("Subject: Hi\n", "") + FIELDS + PLAIN, "FIELD_CHANGED"),
        (HEAD + "X-Mailer: ours\n" + FIELDS + PLAIN, "FIELD_ADDED"),
        (HEAD + "Date: Mon, 2 Mar 2026 12:00:00 +0000\n" * 2 + FIELDS + PLAIN, "FIELD_DOUBLED"),
        (HEAD + f"List-Id: {'x' * 1000}\n" + FIELDS + PLAIN, "LINE_TOO_LONG"),
        (HEAD + "List-Id: <ä.example>\n" + FIELDS + PLAIN, "FIELD_NOT_ASCII"),
    ],
)
def test_a_wrong_header_is_found(after: str, code: str) -> None:
    before = HEAD + "Date: x\n" * ("Date" in after) + PLAIN + "Hello\n"
    assert code in codes(before, after + "Hello\n" + TEXT_FOOTER)


LONG_FIELD: Final = f"References: {'<a@example.com> ' * 99}<b@example.com>\n"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        (LONG_FIELD.replace("> <b@", ">\n <b@"), set()),
        (LONG_FIELD.replace("> <b@", ">\n<b@"), {"FIELD_CHANGED", "FIELD_ADDED"}),
        (LONG_FIELD.replace("> <b@", ">\n <c@"), {"FIELD_CHANGED", "FIELD_ADDED"}),
    ],
)
def test_a_long_field_may_be_folded_and_say_nothing_else(field: str, wrong: set[str]) -> None:
    after = HEAD + field + FIELDS + PLAIN + "Hello\n" + TEXT_FOOTER
    assert wrong <= codes(HEAD + LONG_FIELD + PLAIN + "Hello\n", after)
    assert wrong or codes(HEAD + LONG_FIELD + PLAIN + "Hello\n", after) <= {"LINE_TOO_LONG"}


def test_an_old_opt_out_field_may_go_and_a_blind_copy_must_not_stay_secret_no_more() -> None:
    before = "Bcc: c@example.org\nList-Unsubscribe: <mailto:x@example.com>\n" + HEAD + PLAIN
    assert codes(before + "Hello\n", HEAD + FIELDS + PLAIN + "Hello\n" + TEXT_FOOTER) == set()


def test_a_signature_that_the_edit_broke_may_go_if_it_is_the_senders_own() -> None:
    signature = "DKIM-Signature: v=1; a=rsa-sha256; d={}; s=a;\n h=from; bh=x; b=y\n"
    edited = HEAD + FIELDS + PLAIN + "Hello\n" + TEXT_FOOTER
    assert codes(signature.format("example.com") + HEAD + PLAIN + "Hello\n", edited) == set()
    others = signature.format("else.example") + HEAD + PLAIN + "Hello\n"
    assert codes(others, edited) == {"FIELD_CHANGED"}


def test_mail_that_is_not_commercial_keeps_its_body_and_its_fields() -> None:
    before = HEAD + PLAIN + "Hello\n"
    assert codes(before, "Received: from x\n" + before, None) == set()
    assert codes("Return-Path: <a@example.com>\n" + before, before, None) == set()
    assert codes(before, before + "\n", None) == {"BODY_CHANGED"}
    assert codes(before, HEAD + FIELDS + PLAIN + "Hello\n", None) == {"FIELD_ADDED"}
    listed = "List-Unsubscribe: <mailto:x@example.com>\n" + before
    assert codes(listed, before, None) == {"FIELD_CHANGED"}

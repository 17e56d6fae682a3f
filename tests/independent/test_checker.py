"""The checker calls a right message right, and names the mistake in each wrong one."""

from __future__ import annotations

import base64
import quopri
from typing import Final

import pytest

from tests.independent.checker import faults, is_appended
from tests.independent.fault import Promise

LINK: Final = "https://mail.example.com/u/"
ADDRESS: Final = "123 Main St, Springfield, IL 62701"
PROMISE: Final = Promise(address=ADDRESS, link=LINK)
URL: Final = LINK + "abcdefghijklmnopqrstuvwxyz234567"
TEXT_FOOTER: Final = f"\n----\nAdvertisement of Example Co, {ADDRESS}\nStop: {URL}\n"
HTML_FOOTER: Final = f'<div>Advertisement, {ADDRESS}. <a href="{URL}">Unsubscribe</a></div>'
HEAD: Final = "From: a@example.com\nTo: b@example.org\nSubject: Hi\n"
FIELDS: Final = f"List-Unsubscribe: <{URL}>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
PLAIN: Final = "Content-Type: text/plain; charset=utf-8\n\n"
PAGE: Final = "Content-Type: text/html; charset=utf-8\n\n"
BODY: Final = "<html><head><title>t</title></head><body><p>Hello</p></body></html>\n"
NESTED: Final = (
    'Content-Type: multipart/mixed; boundary="m"\n\npreamble\n'
    '--m\nContent-Type: multipart/alternative; boundary="a"\n\n'
    "--a\nContent-Type: text/plain; charset=utf-8\n\nHello\n{text}"
    "--a\nContent-Type: text/html; charset=utf-8\n\n<p>Hello</p>{html}\n--a--\n"
    "--m\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: {how}; filename=f.txt\n\n"
    "{file}\n--m--\nepilogue\n"
)
CLEAN_PARTS: Final = {"how": "attachment", "file": "file"}


def wire(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8", "surrogateescape")


def codes(before: str, after: str, promise: Promise | None = PROMISE) -> set[str]:
    return {fault.code for fault in faults(wire(before), wire(after), promise)}


def page(body: str) -> str:
    return HEAD + PAGE + body


def edited(body: str) -> str:
    return HEAD + FIELDS + PAGE + body


def test_a_footer_at_the_end_of_a_text_is_right() -> None:
    before = HEAD + PLAIN + "Hello\n"
    assert codes(before, HEAD + FIELDS + PLAIN + "Hello\n" + TEXT_FOOTER) == set()


def test_a_footer_at_the_end_of_a_page_is_right() -> None:
    right = BODY.replace("</body>", HTML_FOOTER + "</body>")
    assert codes(page(BODY), edited(right)) == set()


@pytest.mark.parametrize("placeholder", ["*|UNSUB|*", "{{{ pm:unsubscribe_url }}}"])
def test_a_placeholder_filled_in_the_line_of_the_footer_is_right(placeholder: str) -> None:
    before = f'<body><p>Hello {ADDRESS}</p><a href="{placeholder}">Stop</a></body>\n'
    filled = before.replace(placeholder, URL)
    after = filled.replace("</body>", "<div>Advertisement</div></body>")
    assert codes(page(before), edited(after)) == set()
    assert "TEXT_LOST" in codes(page(before), edited(after.replace("Hello", "")))
    assert "TEXT_LOST" in codes(page(before), edited(after.replace("Stop", "")))


@pytest.mark.parametrize(
    ("was", "becomes", "wrong"),
    [
        ("", "", set()),
        ("Hello", "Goodbye", {"TEXT_LOST"}),
        (f"{ADDRESS}.", "", {"ADDRESS"}),
        ("<div>", "<div style='display:none'>", {"UNSEEN"}),
        ("Hello", f"<a href='{LINK}{'y' * 32}'>Hello</a>", {"LINK_BROKEN"}),
    ],
)
def test_a_link_is_made_out_anew_in_a_footer_that_is_seen(
    was: str, becomes: str, wrong: set[str]
) -> None:
    is_so_before = wrong != {"TEXT_LOST"}
    after = BODY.replace("</body>", HTML_FOOTER + "</body>")
    before = after.replace(URL, LINK + "z" * 32)
    if is_so_before:
        before = before.replace(was, becomes)
    assert codes(edited(before), edited(after.replace(was, becomes))) == wrong


def test_a_footer_in_each_alternative_is_right_and_in_one_of_them_is_wrong() -> None:
    before = HEAD + NESTED.format(text="", html="", **CLEAN_PARTS)
    after = HEAD + FIELDS + NESTED
    both = after.format(text=TEXT_FOOTER, html=HTML_FOOTER, **CLEAN_PARTS)
    assert codes(before, both) == set()
    assert codes(before, after.format(text=TEXT_FOOTER, html="", **CLEAN_PARTS)) == {"FOOTER"}
    assert codes(before, after.format(text="", html=HTML_FOOTER, **CLEAN_PARTS)) == {"FOOTER"}


@pytest.mark.parametrize(
    ("footers", "wrong"),
    [
        ({"first", "second"}, set()),
        ({"first"}, {"FOOTER"}),
        ({"second"}, {"FOOTER"}),
        ({"first", "second", "last"}, {"FOOTER"}),
    ],
)
def test_each_body_in_a_row_needs_a_footer_and_a_letter_around_a_picture_one(
    footers: set[str], wrong: set[str]
) -> None:
    form = (
        'Content-Type: multipart/mixed; boundary="m"\n\n'
        '--m\nContent-Type: multipart/related; boundary="r"\n\n'
        "--r\nContent-Type: text/html\n\n<p>One</p>{first}\n--r--\n"
        "--m\nContent-Type: text/html\n\n<p>Two</p>{second}\n"
        "--m\nContent-Type: image/png\n\nx\n"
        "--m\nContent-Type: text/html\n\n<p>Three</p>{last}\n--m--\n"
    )
    nothing = dict.fromkeys(("first", "second", "last"), "")
    after = form.format(**nothing | dict.fromkeys(footers, HTML_FOOTER))
    assert codes(HEAD + form.format(**nothing), HEAD + FIELDS + after) == wrong


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"file": "file" + TEXT_FOOTER}, "LEAF_CHANGED"),
        ({"file": "other"}, "LEAF_CHANGED"),
        ({"how": "inline"}, "PART_FIELD_CHANGED"),
    ],
    ids=["footer in the attachment", "another attachment", "shown instead of attached"],
)
def test_a_change_of_an_attachment_is_found(change: dict[str, str], code: str) -> None:
    parts = {"text": TEXT_FOOTER, "html": HTML_FOOTER, **CLEAN_PARTS, **change}
    before = HEAD + NESTED.format(text="", html="", **CLEAN_PARTS)
    assert code in codes(before, HEAD + FIELDS + NESTED.format(**parts))


@pytest.mark.parametrize("where", ["preamble", "epilogue", "--m--", 'boundary="a"'])
def test_a_change_between_the_parts_is_found(where: str) -> None:
    parts = {"text": TEXT_FOOTER, "html": HTML_FOOTER, **CLEAN_PARTS}
    after = HEAD + FIELDS + NESTED.format(**parts)
    before = HEAD + NESTED.format(text="", html="", **CLEAN_PARTS)
    assert codes(before, after.replace(where, where + " "))


@pytest.mark.parametrize(
    "wrong",
    [
        f"<!-- {HTML_FOOTER} -->",
        f"<script>{HTML_FOOTER}</script>",
        f"<style>{HTML_FOOTER}</style>",
        f"<textarea>{HTML_FOOTER}</textarea>",
        f"<template>{HTML_FOOTER}</template>",
        f"<div style='DISPLAY : none'>{HTML_FOOTER}</div>",
        f"<div style='max-height:0'>{HTML_FOOTER}</div>",
        f"<div style='opacity:0'>{HTML_FOOTER}</div>",
        f"<div style='font-size:0'>{HTML_FOOTER}</div>",
        f"<div hidden>{HTML_FOOTER}</div>",
        f"<style>.x{{display:none}}</style><div class=x>{HTML_FOOTER}</div>",
        f"<!--[if mso]>{HTML_FOOTER}<![endif]-->",
        HTML_FOOTER.replace("Unsubscribe", ""),
    ],
)  # fmt: skip
def test_a_footer_nobody_sees_is_found(wrong: str) -> None:
    after = BODY.replace("</body>", wrong + "</body>")
    assert codes(page(BODY), edited(after)) & {"UNSEEN", "FOOTER"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (BODY.replace("</html>", f"</html>{HTML_FOOTER}"), "MISPLACED"),
        (BODY.replace("</body>", f"</body>{HTML_FOOTER}"), "MISPLACED"),
        (BODY.replace("<p>", f"{HTML_FOOTER}<p>"), "MISPLACED"),
        (BODY.replace("<title>", f"<title>{HTML_FOOTER}"), "FOOTER"),
        (BODY.replace("</body>", HTML_FOOTER * 2 + "</body>"), "FOOTER"),
        (BODY, "FOOTER"),
        (BODY.replace("</body>", HTML_FOOTER.replace(ADDRESS, "") + "</body>"), "ADDRESS"),
        (BODY.replace("Hello", "Hallo").replace("</body>", HTML_FOOTER + "</body>"), "TEXT_LOST"),
        (BODY.replace("</p>", f"</p{HTML_FOOTER}>"), "MISPLACED"),
    ],
    ids=["after html", "after body", "on top", "in title", "twice", "none", "no address",
         "text changed", "in a tag"],
)  # fmt: skip
def test_a_footer_in_the_wrong_place_is_found(wrong: str, code: str) -> None:
    assert code in codes(page(BODY), edited(wrong))


def test_a_footer_that_swallows_what_follows_is_found() -> None:
    body = BODY.replace("</html>", "<p>late</p></html>")
    after = body.replace("</body>", HTML_FOOTER + "<textarea></body>")
    assert codes(page(body), edited(after)) == {"PAGE_CHANGED"}


def test_a_body_end_tag_inside_a_comment_is_no_end() -> None:
    body = "<html><body><!-- </body> --><p>Hello</p></body></html>\n"
    right = body.replace("</p></body>", f"</p>{HTML_FOOTER}</body>")
    wrong = body.replace("<!-- </body>", f"<!-- {HTML_FOOTER}</body>")
    assert codes(page(body), edited(right)) == set()
    assert "FOOTER" in codes(page(body), edited(wrong))


def test_an_end_tag_in_another_spelling_is_one() -> None:
    body = "<BODY><p>Hello</p></BODY\n></HTML>\n"
    assert codes(page(body), edited(body.replace("</BODY", HTML_FOOTER + "</BODY"))) == set()
    assert "MISPLACED" in codes(
        page(body), edited(body.replace("</HTML>", HTML_FOOTER + "</HTML>"))
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("Hello\n", "FOOTER"),
        ("Hello\n" + TEXT_FOOTER * 2, "FOOTER"),
        ("Hello\n" + TEXT_FOOTER.replace(ADDRESS, "an address"), "ADDRESS"),
        ("Hello\n" + TEXT_FOOTER.replace("/u/abc", "/u/abc\n"), "LINK_BROKEN"),
        ("Hullo\n" + TEXT_FOOTER, "TEXT_LOST"),
        (TEXT_FOOTER, "TEXT_LOST"),
    ],
)
def test_a_wrong_text_is_found(wrong: str, code: str) -> None:
    assert code in codes(HEAD + PLAIN + "Hello\n", HEAD + FIELDS + PLAIN + wrong)


def test_a_footer_in_another_charset_than_declared_is_found() -> None:
    head = "Content-Type: text/plain; charset=us-ascii\n\n"
    after = HEAD + FIELDS + head + "Hello\n" + TEXT_FOOTER.replace("Adv", "Ädv")
    assert "UNREADABLE" in codes(HEAD + head + "Hello\n", after)
    japanese = "Content-Type: text/plain; charset=iso-2022-jp\n\n"
    text = "こんにちは\n".encode("iso-2022-jp").decode("ascii")
    wrong = HEAD + FIELDS + japanese + text + TEXT_FOOTER.replace("Adv", "広告")
    right = HEAD + FIELDS + japanese + (text + TEXT_FOOTER)
    assert "UNREADABLE" in codes(HEAD + japanese + text, wrong)
    assert codes(HEAD + japanese + text, right) == set()


def test_a_tail_encoded_anew_is_right_and_all_encoded_anew_is_wrong() -> None:
    fields = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {}\n\n"
    text = "Grüße\n" * 400
    coded = quopri.encodestring(text.encode()).decode()
    added = quopri.encodestring(TEXT_FOOTER.encode()).decode()
    head = fields.format("quoted-printable")
    assert codes(HEAD + head + coded, HEAD + FIELDS + head + coded + added) == set()
    again = coded.replace("Gr", "=47r") + added
    assert codes(HEAD + head + coded, HEAD + FIELDS + head + again) == {"RECODED"}


def test_a_base64_body_with_plain_text_after_it_is_found() -> None:
    head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    coded = base64.encodebytes(b"Hello\r\n" * 40).decode()
    assert codes(HEAD + head + coded, HEAD + FIELDS + head + coded + TEXT_FOOTER)


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
LONG_FILE: Final = (
    'Content-Type: multipart/mixed; boundary="m"\n\n--m\n' + PLAIN + "Hello{footer}\n--m\n"
    "Content-Type: text/csv\nContent-Disposition: attachment\n{file}\n--m--\n"
)


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


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ("\n" + "a;" * 600, "Content-Transfer-Encoding: base64\n\n" + "YTth", True),
        ("\n" + "a;" * 600, "Content-Transfer-Encoding: base64\n\n" + "YTthO2E7" * 200, False),
        ("\na;a;a;", "Content-Transfer-Encoding: base64\n\nYTthO2E7", True),
    ],
    ids=["less", "the same", "without need"],
)
def test_an_attachment_of_long_lines_may_be_encoded_and_no_other(
    before: str, after: str, *, wrong: bool
) -> None:
    submitted = HEAD + LONG_FILE.format(footer="", file=before)
    sent = HEAD + FIELDS + LONG_FILE.format(footer="\n" + TEXT_FOOTER, file=after)
    assert ("LEAF_CHANGED" in codes(submitted, sent)) is wrong


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


SIGNED: Final = (
    'Content-Type: multipart/signed; boundary="s"; micalg=pgp-sha256;\n'
    ' protocol="application/pgp-signature"\n\n'
)
SEALED: Final = (
    "--s\nContent-Type: text/plain\n\nHello\n--s\n"
    "Content-Type: application/pgp-signature\n\nxxx\n--s--\n"
)
OUTER: Final = (
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=o\n\n--o\n{entity}\n"
    "--o\nContent-Type: text/plain; charset=us-ascii\n\n{footer}\n--o--\n"
)


def appended(entity: str, footer: str = TEXT_FOOTER) -> str:
    return HEAD + FIELDS + OUTER.format(entity=entity, footer=footer)


def test_a_signed_message_whole_in_a_new_multipart_is_right() -> None:
    before = HEAD + SIGNED + SEALED
    after = appended(SIGNED + SEALED)
    assert is_appended(wire(before), wire(after))
    assert codes(before, after) == set()


@pytest.mark.parametrize(
    "entity",
    [
        SIGNED + SEALED.replace("Hello", "Hello" + TEXT_FOOTER),
        SIGNED.replace(";\n protocol", "; protocol") + SEALED,
        SIGNED + SEALED.replace("Content-Type: text/plain", "Content-Type:text/plain"),
        SIGNED + SEALED.replace("--s--\n", "--s--\n\n"),
    ],
    ids=["footer inside", "refolded", "respelt", "a line more"],
)
def test_a_signed_message_that_is_not_whole_is_found(entity: str) -> None:
    assert codes(HEAD + SIGNED + SEALED, appended(entity)) == {"NOT_WHOLE"}


def test_an_edit_of_a_signed_part_in_place_is_found() -> None:
    edited = SEALED.replace("Hello\n", "Hello\n" + TEXT_FOOTER)
    assert "LEAF_CHANGED" in codes(HEAD + SIGNED + SEALED, HEAD + FIELDS + SIGNED + edited)


def test_a_part_without_the_footer_is_found() -> None:
    assert codes(HEAD + SIGNED + SEALED, appended(SIGNED + SEALED, "Bye")) == {"FOOTER"}


def test_a_message_in_a_message_stays_as_it_is() -> None:
    forwarded = (
        "Content-Type: multipart/mixed; boundary=f\n\n--f\nContent-Type: text/plain\n\nSee\n{}"
        "--f\nContent-Type: message/rfc822\n\nSubject: old\n\nold\n{}\n--f--\n"
    )
    before = HEAD + forwarded.format("", "")
    assert codes(before, HEAD + FIELDS + forwarded.format(TEXT_FOOTER, "")) == set()
    assert "LEAF_CHANGED" in codes(
        before, HEAD + FIELDS + forwarded.format(TEXT_FOOTER, TEXT_FOOTER)
    )


AMP: Final = "--a\nContent-Type: text/x-amp-html; charset=utf-8\n\n<html amp4email></html>\n"


@pytest.mark.parametrize("lost", [AMP, AMP + "--a\nContent-Type: text/html; charset=utf-8\n"])
def test_the_amp_form_may_go_and_nothing_with_it(lost: str) -> None:
    whole = (
        "Content-Type: multipart/alternative; boundary=a\n\n"
        "--a\nContent-Type: text/plain; charset=utf-8\n\nHello\n{}"
        + AMP
        + "--a\nContent-Type: text/html; charset=utf-8\n\n<p>Hello</p>{}\n--a--\n"
    )
    after = (HEAD + FIELDS + whole).replace(lost, "").format(TEXT_FOOTER, HTML_FOOTER)
    assert bool(codes(HEAD + whole.format("", ""), after)) is (lost != AMP)


NO_WORDS: Final = "--a\nContent-Type: text/x-amp-html; charset=utf-8\n"


@pytest.mark.parametrize(
    "amp", [NO_WORDS, NO_WORDS + "\n", AMP.replace("<html amp4email>", "--aa\n")]
)
@pytest.mark.parametrize("end", ["--a--\n", ""])
def test_the_amp_form_is_found_whatever_is_in_it(amp: str, end: str) -> None:
    first = "--a\nContent-Type: text/plain; charset=utf-8\n\nHello --a\n{}"
    whole = f"Content-Type: multipart/alternative; boundary=a\n\n{first}{{}}{end}"
    after = HEAD + FIELDS + whole.format(TEXT_FOOTER, "")
    assert codes(HEAD + whole.format("", amp), after) == set()
    assert codes(HEAD + whole.format("", amp), after.replace("Hello", "Hallo")) != set()


def test_a_lost_part_is_found() -> None:
    two = "Content-Type: multipart/mixed; boundary=f\n\n--f\n\nHello\n{}{}--f--\n"
    file = "--f\nContent-Type: image/png\n\nx\n"
    after = HEAD + FIELDS + two.format(TEXT_FOOTER, "")
    assert "STRUCTURE" in codes(HEAD + two.format("", file), after)


def test_a_bare_line_feed_is_found() -> None:
    raw = wire(HEAD + PLAIN + "Hello\n")
    assert "BARE_NEWLINE" in {fault.code for fault in faults(raw, raw + b"\n", None)}


def test_a_last_line_without_an_end_is_found() -> None:
    raw = wire(HEAD + PLAIN + "Hello\n")
    assert [fault.code for fault in faults(raw, raw[:-2], None)] == ["NO_LINE_END", "BODY_CHANGED"]

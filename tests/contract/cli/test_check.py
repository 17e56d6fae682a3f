"""Judging files and texts: nothing is sent, nothing is stored, nothing breaks it."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands

NEWSLETTER = """\
From: News <news@example.com>
To: jane@example.org
Subject: Summer sale
Content-Type: text/plain

20% off today.
"""
RECEIPT = NEWSLETTER.replace("Summer sale", "Your receipt").replace("20% off today.", "Paid: $ 5.")
FIELDS = {
    "file", "verdict", "category", "findings", "edits", "parts", "places", "size_before",
    "size_after",
}  # fmt: skip


def test_a_newsletter_is_completed_and_the_difference_shown(command: Commands) -> None:
    (command.folder / "n.eml").write_text(NEWSLETTER)
    ran = command("check", "n.eml", "--output", "out")
    assert ran.out.startswith("n.eml: changed (commercial)")
    assert "--- as submitted\n+++ as it would leave\n@@ -1,6 +1," in ran.out
    assert "+List-Unsubscribe-Post: List-Unsubscribe=One-Click" in ran.out
    written = (command.folder / "out" / "n.eml").read_bytes()
    assert b"This is an advertisement" in written
    assert not (command.folder / "data").exists()


def test_json_has_the_fields_that_were_promised(command: Commands) -> None:
    (command.folder / "n.eml").write_text(NEWSLETTER)
    (told,) = command("--json", "check", "n.eml").json
    assert set(told) == FIELDS
    assert told["verdict"] == "changed"
    assert told["size_before"] == len(NEWSLETTER.replace("\n", "\r\n"))
    assert {"code", "cites", "reason"} <= set(told["findings"][0])


def test_parts_and_the_place_of_each_edit_are_shown(command: Commands) -> None:
    (command.folder / "n.eml").write_text(NEWSLETTER)
    out = command("check", "n.eml").out
    size = len("20% off today.\r\n")
    assert f"    1     text/plain 7bit  {size} bytes  displayed, edited\n" in out
    (told,) = command("--json", "check", "n.eml").json
    body = len(NEWSLETTER.replace("\n", "\r\n"))
    assert [part["path"] for part in told["parts"]] == ["1"]
    assert told["places"][-1] | {"added": 0, "says": ""} == {
        "part": "1", "type": "text/plain", "within": "body", "start": body, "end": body,
        "added": 0, "says": "",
    }  # fmt: skip


def test_a_message_colours_no_terminal(command: Commands) -> None:
    (command.folder / "n.eml").write_text(NEWSLETTER.replace("Summer", "Summer\x1b[31m"))
    out = command("check", "n.eml").out
    assert "\x1b" not in out
    assert "Subject: Summer␛[31m sale" in out


def test_an_encoded_text_is_shown_as_people_read_it(command: Commands) -> None:
    fields = "Content-Transfer-Encoding: base64\n\n" + b64encode(b"20% off today.\n").decode()
    (command.folder / "n.eml").write_text(NEWSLETTER.partition("\n\n")[0] + "\n" + fields + "\n")
    out = command("check", "n.eml").out
    assert "@ part 1 as text (base64); its raw bytes differ, too\n" in out
    assert "\n 20% off today.\n" in out
    assert "\n+This is an advertisement from Example Co.\n" in out


def test_all_files_are_in_one_report_and_json_goes_on(command: Commands) -> None:
    (command.folder / "n.eml").write_text(NEWSLETTER)
    (command.folder / "<b>.eml").write_text(RECEIPT)
    (command.folder / "reports").mkdir()
    ran = command("--json", "check", "n.eml", "<b>.eml", "--html", "reports/all.html")
    assert [told["file"] for told in ran.json] == ["n.eml", "<b>.eml"]
    assert "report: reports/all.html" in ran.talk
    html = (command.folder / "reports" / "all.html").read_text(encoding="utf-8")
    assert "What would become of 2 messages" in html
    assert "&lt;b&gt;.eml" in html
    assert "<b>.eml" not in html
    assert "the files themselves" in command("check", "n.eml", "--html", "n.eml", code=2).talk


def test_with_a_report_the_terminal_gets_a_line_a_file(command: Commands) -> None:
    (command.folder / "n.eml").write_text(NEWSLETTER)
    (command.folder / "b.eml").write_text("no message")
    ran = command("check", "n.eml", "b.eml", "--html", "all.html", code=1)
    assert ran.out == "n.eml: changed (commercial) W_DKIM_MISSING\nb.eml: refused  MIME_MALFORMED\n"


def test_a_report_that_finds_no_room_is_named(command: Commands) -> None:
    (command.folder / "n.eml").write_text(NEWSLETTER)
    said = command("check", "n.eml", "--html", "/dev/full", code=4).talk
    assert said == "optwarden: /dev/full: No space left on device\n"


def test_a_folder_is_not_made_unasked(command: Commands) -> None:
    (command.folder / "n.eml").write_text(NEWSLETTER)
    said = command("check", "n.eml", "--html", "reprots/all.html", code=2)
    assert "--html: there is no folder" in said.talk
    assert said.out == ""
    assert not (command.folder / "reprots").exists()
    assert "making the folder out" in command("check", "n.eml", "--output", "out").talk


def test_in_observe_mode_it_says_what_enforcing_would_do(command: Commands) -> None:
    (command.folder / "n.eml").write_text(NEWSLETTER)
    ran = command("check", "n.eml", OPTWARDEN_MODE="observe")
    assert "n.eml: changed" in ran.out
    assert "as if enforced" in ran.talk


def test_who_opted_out_gets_no_newsletter_but_a_receipt(command: Commands) -> None:
    (command.folder / "n.eml").write_text(NEWSLETTER)
    (command.folder / "r.eml").write_text(RECEIPT)
    command("suppress", "add", "jane@example.org", "--reason", "unsubscribe")
    to = ("--to", "jane@example.org")
    (told,) = command("--json", "check", "n.eml", *to, code=1).json
    assert told["verdict"] == "refused"
    assert "SUPPRESSED_OPTOUT" in [finding["code"] for finding in told["findings"]]
    declared = ("--category", "transactional; basis=transaction")
    (told,) = command("--json", "check", "r.eml", *to, *declared).json
    assert (told["verdict"], told["category"]) == ("changed", "transactional")


def test_mail_of_anybody_is_judged_and_so_is_a_file_from_a_mailbox(command: Commands) -> None:
    foreign = NEWSLETTER.replace("example.com", "elsewhere.example")
    (command.folder / "m.eml").write_text("From news@elsewhere.example Mon Mar 2\n" + foreign)
    (told,) = command("--json", "check", "m.eml").json
    assert (told["verdict"], told["category"]) == ("changed", "commercial")
    (told,) = command("--json", "check", "m.eml", "--submitter", "local", code=1).json
    assert "EMAIL_FROM_NOT_AUTHORIZED" in [finding["code"] for finding in told["findings"]]


def test_a_message_comes_by_standard_input_too(command: Commands) -> None:
    assert command("check", "-", stdin=NEWSLETTER).out.startswith("-: changed")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMAIL_FROM_MALFORMED"),
        (b"<html><body>Hello</body></html>", "MIME_MALFORMED"),
        (b"-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----\n", "MIME_MALFORMED"),
        (bytes(range(256)) * 40, "SMTP_BARE_NEWLINE"),
        (b"X: " + b"x" * 2000 + b"\n" + NEWSLETTER.encode(), "SMTP_LINE_TOO_LONG"),
        (NEWSLETTER.encode() + (b"x" * 70 + b"\n") * 450_000, "SMTP_TOO_LARGE"),
    ],
    ids=["empty", "html", "key", "binary", "long line", "30 MB"],
)
def test_what_is_no_message_is_refused_with_a_code(
    command: Commands, content: bytes, code: str
) -> None:
    (command.folder / "f").write_bytes(content)
    (told,) = command("--json", "check", "f", code=1).json
    assert told["verdict"] == "refused"
    assert code in [finding["code"] for finding in told["findings"]]


def test_the_difference_of_a_large_message_is_small(command: Commands) -> None:
    (command.folder / "big.eml").write_text(
        NEWSLETTER + ("line\n" * 10 + "x" * 70 + "\n") * 100_000
    )
    assert len(command("check", "big.eml").out) < 5000


def test_a_thousand_files_in_one_call_are_no_problem(command: Commands) -> None:
    folder = command.folder / "in"
    folder.mkdir()
    for number in range(1000):
        (folder / f"{number}.eml").write_text(NEWSLETTER)
    started = time.monotonic()
    ran = command("--json", "check", *(f"in/{n}.eml" for n in range(1000)), "--output", "out")
    assert time.monotonic() - started < 20
    assert [told["verdict"] for told in ran.json] == ["changed"] * 1000
    assert len(list((command.folder / "out").iterdir())) == 1000


def test_two_files_of_one_name_keep_the_folders_that_tell_them_apart(command: Commands) -> None:
    for folder in ("a", "b"):
        (command.folder / folder).mkdir()
        (command.folder / folder / "n.eml").write_text(NEWSLETTER)
    (command.folder / "b" / "m.eml").write_text(NEWSLETTER)
    command("check", "a/n.eml", "b/n.eml", "b/m.eml", "--output", "out")
    out = command.folder / "out"
    written = sorted(str(file.relative_to(out)) for file in out.rglob("*.eml"))
    assert written == ["a/n.eml", "b/n.eml", "m.eml"]
    assert "the files themselves" in command("check", "a/n.eml", "--output", "a", code=2).talk
    assert (command.folder / "a" / "n.eml").read_text() == NEWSLETTER


def test_mistakes_of_usage_are_named(command: Commands) -> None:
    assert "gone.eml" in command("check", "gone.eml", code=2).talk
    assert "--sms" in command("check", code=2).talk
    (command.folder / "n.eml").write_text(NEWSLETTER)
    assert "there is local" in command("check", "n.eml", "--submitter", "x", code=2).talk
    assert "'nobody'" in command("check", "n.eml", "--to", "nobody", code=2).talk


def test_a_text_that_advertises_is_refused_with_what_was_seen(command: Commands) -> None:
    ran = command("check", "--sms", "Flash sale! 20% off today, shop now", code=1)
    assert "SMS_PROMOTIONAL_BLOCKED" in ran.out
    assert "flash sale" in ran.out


def test_texts_of_a_file_give_json_lines(command: Commands) -> None:
    lines = [
        {"id": 1, "text": "Your appointment is at 5."},
        {"id": "b", "text": "Flash sale! 20% off today, shop now"},
    ]
    (command.folder / "t.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n\n")
    told = command("check", "--sms-file", "t.jsonl", code=1).json
    assert [(each["id"], each["verdict"]) for each in told] == [("1", "passed"), ("b", "refused")]
    assert set(told[0]) == {
        "id", "verdict", "class", "score", "findings", "segments", "encoding",
    }  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        b"{", b"[]", b'{"id": 1}', b'{"text": "x"}', b"[" * 100_000,
        b'{"id": 2, "text": "caf\xe9"}',
    ],
    ids=["half", "list", "no text", "no id", "deep", "Latin-1"],
)  # fmt: skip
def test_a_line_that_is_no_text_is_named_and_the_others_are_judged(
    command: Commands, line: bytes
) -> None:
    text = b'{"id": %d, "text": "Your table is ready."}\n'
    (command.folder / "t.jsonl").write_bytes(text % 1 + line + b"\n" + text % 3)
    ran = command("check", "--sms-file", "t.jsonl", code=2)
    assert [told["id"] for told in ran.json] == ["1", "3"]
    assert "t.jsonl:2: " in ran.talk


def test_a_file_of_texts_may_begin_with_a_byte_order_mark(command: Commands) -> None:
    text = '{"id": "a", "text": "Your table is ready."}\r\n'
    (command.folder / "t.jsonl").write_text(text, encoding="utf-8-sig")  # as PowerShell does
    assert [told["id"] for told in command("check", "--sms-file", "t.jsonl").json] == ["a"]


def test_replies_are_read_and_bad_lines_named(command: Commands) -> None:
    lines = [
        {"id": 1, "text": "Pls stop txting me", "channel": "sms"},
        {"id": "b", "text": "Thanks!\n\nOn Monday, A <a@b.c> wrote:\n> stop", "channel": "email"},
        {"id": "c", "text": "Please send fewer emails", "channel": "email"},
        {"id": "d", "text": "stop", "channel": "fax"},
        {"id": "e", "channel": "sms"},
    ]
    text = "\n".join(map(json.dumps, lines))
    (command.folder / "r.jsonl").write_text(f"{text}\n{{")
    ran = command("check", "--reply-file", "r.jsonl", code=2)
    assert [(each["id"], each["intent"], each["grade"]) for each in ran.json] == [
        ("1", "optout", "definite"), ("b", "none", ""), ("c", "review", "ambiguous"),
    ]  # fmt: skip
    assert ran.json[0]["matched"] == "stop texting me"
    assert "r.jsonl:4: " in ran.talk
    assert "email, sms" in ran.talk
    assert "r.jsonl:5: " in ran.talk
    assert "r.jsonl:6: not JSON" in ran.talk

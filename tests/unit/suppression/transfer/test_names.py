"""Columns and words by all the names that lists give them, as people and programs write those."""

from __future__ import annotations

import pytest

from suppression.entry import Reason
from tests.unit.suppression.transfer.read import Read, when

FLAGS = (
    "Unsubscribed", "Opt-out", "opted_out", "Is unsubscribed", "IsOptedOut", "Has opted out",
    "HasOptedOutOfEmail", "Do not contact", "Do not email", "Do Not Call", "do_not_text", "DNC",
    "suppressed", "Email opt-out", "SMS Opt Out", "Global opt out",
)  # fmt: skip
DATES = (
    "requested_at", "Unsubscribed at", "Unsubscribe time", "unsubscribe_date", "UNSUB_TIME",
    "Opt-out date", "Opted out at", "opt_out_time", "OptOutAt", "created_at", "Created",
    "Creation date", "CreateDate", "Date", "datetime", "Timestamp", "time", "Added at",
    "Date added", "updated_at", "LAST_CHANGED", "Bounced at", "Complained at", "When",
)  # fmt: skip
WHYS = ("Reason", "suppression_reason", "Type", "event", "Status", "Bounce type", "action")
TEXTS = ("evidence", "Note", "notes", "Comment", "Comments", "Description", "Error", "details",
         "Diagnostic-Code")  # fmt: skip
STREAMS = ("stream", "MessageStream", "Topic", "List", "list_name", "tag", "Group")
EMAILS = (
    "Email", "E-mail Address", "mail", "email_addr", "User email", "Contact email",
    "Subscriber email", "to_email", "EmailID", "Work email", "Primary e-mail",
)  # fmt: skip
PHONES = (
    "Phone", "Phone number", "Mobile", "Mobile phone", "Mobile phone number", "MobileNumber",
    "MSISDN", "Cell", "Cell Phone", "number", "SMS", "SMS number", "SmsPhoneNumber", "To Number",
)  # fmt: skip
EITHER = ("Address", "recipient", "Subscriber", "contact", "key", "Who", "Destination")
HASHES = (
    "hash", "MD5", "SHA1", "SHA-256", "email_md5", "email_sha1", "email_sha256", "MD5 email",
    "sha1_email", "SHA256 (email)", "md5 hash", "sha1hash", "SHA256 hash", "EmailHash",
    "Hashed email", "Email address MD5", "Email address SHA256", "hash_md5", "hash_sha1",
    "hash_sha256",
)  # fmt: skip
HASHES_OF_EMAILS = tuple(each for each in HASHES if "email" in each.lower())
MD5 = "5d41402abc4b2a76b9719d911017c592"
WORDS = {
    Reason.WRONG_NUMBER: ("wrong number", "reassigned", "wrong_number"),
    Reason.MINOR: ("minor", "child", "under-age"),
    Reason.LEGAL: ("legal", "Court order", "litigator"),
    Reason.SOFT_BOUNCE: ("soft bounce", "SoftFail", "soft", "Transient", "temporary"),
    Reason.COMPLAINT: ("complaint", "Complained", "complainant", "SpamComplaint", "spam report",
                       "Spam", "abuse", "abuse complaint", "feedback loop", "FBL"),
    Reason.HARD_BOUNCE: ("hard bounce", "HardFail", "bounce", "Bounced", "Bounce Rule", "hard",
                         "Permanent", "cleaned", "undeliverable"),
    Reason.INVALID: ("invalid", "Invalid email", "bad email", "bad address"),
    Reason.MANUAL: ("manual", "ManualSuppression", "manually added", "admin", "Customer",
                    "block", "blocked", "blocklist", "Blocklisted", "blacklist", "blacklisted",
                    "compliance"),
    Reason.UNSUBSCRIBE: ("unsubscribe", "Unsubscribed", "unsub", "opt-out", "Opted out", "STOP",
                         "STOPALL", "list unsubscribe", "Unsubscribe Link", "revoked", "removed",
                         "do not contact", "Do not email", "do_not_text"),
}  # fmt: skip
AGREED = (
    "Subscribed", "subscribe", "opt-in", "Opted in", "active", "enabled", "Confirmed", "START",
    "deliverable", "valid",
)  # fmt: skip


@pytest.mark.parametrize("column", FLAGS)
def test_a_column_of_yes_and_no_stops_whom_it_says_yes_of(column: str) -> None:
    content = f"email,{column}\nann@example.com,yes\nb@example.com,no\n"
    assert Read(content.encode()).keys == ["ann@example.com"]


@pytest.mark.parametrize("yes", ["true", "T", "YES", "y", "1", "X"])
def test_yes_is_yes_in_all_its_spellings(yes: str) -> None:
    content = f"email,opted_out\nann@example.com,{yes}\nb@example.com,0\n"
    assert Read(content.encode()).keys == ["ann@example.com"]


@pytest.mark.parametrize("column", DATES)
def test_a_column_of_dates_says_since_when(column: str) -> None:
    (row,) = Read(f"email,{column}\nann@example.com,2024-05-06\n".encode()).rows
    assert when(row) == "2024-05-06T00:00:00Z"


@pytest.mark.parametrize("column", WHYS)
def test_a_column_of_reasons_says_why(column: str) -> None:
    (row,) = Read(f"email,{column}\nann@example.com,legal\n".encode()).rows
    assert row.reason == "legal"


@pytest.mark.parametrize("column", TEXTS)
def test_a_column_of_words_is_kept_as_evidence(column: str) -> None:
    (row,) = Read(f"email,{column}\nann@example.com,by letter\n".encode()).rows
    assert row.evidence == "row 2: by letter"


@pytest.mark.parametrize("column", STREAMS)
def test_a_column_of_streams_says_what_is_stopped(column: str) -> None:
    (row,) = Read(f"email,{column}\nann@example.com,Weekly News\n".encode()).rows
    assert row.scope == "stream:weekly-news"


@pytest.mark.parametrize(
    ("columns", "person", "key", "channel"),
    [
        (EMAILS, "Ann@example.com", "ann@example.com", "email"),
        (PHONES, "(202) 555-0123", "+12025550123", "sms"),
        (EITHER, "Ann@example.com", "ann@example.com", "email"),
        (EITHER, "+1 202 555 0123", "+12025550123", "sms"),
        (HASHES_OF_EMAILS, MD5.upper(), f"md5:{MD5}", "email"),
    ],
)
def test_a_column_of_people_names_them(
    columns: tuple[str, ...], person: str, key: str, channel: str
) -> None:
    for column in columns:
        (row,) = Read(f"{column},x\n{person},\n".encode(), region="US").rows
        assert (row.key, row.channel) == (key, channel), column


def test_a_column_of_hashes_may_be_of_addresses_or_of_numbers() -> None:
    for column in set(HASHES) - set(HASHES_OF_EMAILS):
        rows = Read(f"{column},x\n{MD5.upper()},\n".encode()).rows
        assert [(row.key, row.channel) for row in rows] == [
            (f"md5:{MD5}", "email"), (f"md5:{MD5}", "sms"),
        ], column  # fmt: skip


@pytest.mark.parametrize("reason", WORDS)
def test_a_word_for_a_reason_is_that_reason(reason: Reason) -> None:
    for word in WORDS[reason]:
        (row,) = Read(f"email,reason\nann@example.com,{word}\n".encode()).rows
        assert row.reason == reason, word


def test_whoever_agreed_is_stopped_by_no_word_for_it() -> None:
    for word in AGREED:
        read = Read(f"email,status\nann@example.com,{word}\n".encode())
        assert (read.rows, len(read.skipped)) == ([], 1), word

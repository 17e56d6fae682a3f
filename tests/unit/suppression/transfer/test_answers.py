"""A cell of a column of opt-outs is a yes, a no, or a mistake; never a no that nobody said."""

from __future__ import annotations

import pytest

from tests.unit.suppression.transfer.read import Read, when

YES = (
    "Do Not Allow", "on", "checked", "Opted out", "All", "unsubscribed", "ja", "WAHR", "VRAI",
    "s\u00ed", "verdadero", "1.0", "-1", "\u2714", "\u2714\ufe0f", "Do Not Call", "suppressed",
    "Blocked", "complained",
)  # fmt: skip
NO = (
    "Allow", "off", "nein", "FALSCH", "FAUX", "falso", "0.0", "0", "subscribed", "None", "N/A",
    "-", "\u2014", "0000-00-00 00:00:00", "",
)  # fmt: skip
NEITHER = ("maybe", "2", "45296", "?", "\u2717", "Email, SMS", "enabled", "customer")


def read_cell(cell: str, column: str = "do_not_email") -> Read:
    return Read(f'email,{column}\nann@example.com,"{cell}"\n'.encode())


@pytest.mark.parametrize("cell", YES)
def test_a_yes_is_a_yes_in_the_words_of_programs_and_of_four_languages(cell: str) -> None:
    assert [row.reason for row in read_cell(cell).rows] == ["unsubscribe"]


@pytest.mark.parametrize("cell", NO)
def test_a_no_is_skipped(cell: str) -> None:
    read = read_cell(cell)
    assert (read.rows, read.mistakes, len(read.skipped)) == ([], [], 1)


@pytest.mark.parametrize("cell", NEITHER)
def test_what_is_neither_is_a_mistake_that_names_its_column_and_not_its_words(cell: str) -> None:
    read = read_cell(cell)
    assert (read.rows, read.skipped) == ([], [])
    assert [(m.column, m.reason) for m in read.mistakes] == [
        ("donotemail", "says neither yes nor no, and is no date")
    ]


@pytest.mark.parametrize(
    "date",
    ["5-Jan-24", "05-Jan-2024", "January 5, 2024", "Friday, January 5, 2024", "1/5/2024", "5.1.24"],
)
def test_a_date_says_yes_and_since_when(date: str) -> None:
    (row,) = read_cell(date, "unsubscribed").rows
    assert when(row) == "2024-01-05T00:00:00Z"


def test_another_column_that_says_yes_stands_for_what_cannot_be_read() -> None:
    read = Read(b"email,opted_out,do_not_call,status\na@example.com,maybe,yes,\n"
                b"b@example.com,maybe,,unsubscribed\nc@example.com,maybe,no,active\n")  # fmt: skip
    assert read.keys == ["a@example.com", "b@example.com"]
    assert [(m.number, m.column) for m in read.mistakes] == [(4, "optedout")]


@pytest.mark.parametrize(
    "column",
    ["Do not allow Bulk Emails", "donotbulkemail", "HasOptedOutOfEmail__c", "Marketing opt-out",
     "Unsubscribed from emails", "Date Unsubscribed", "unsubscribed_at", "Marked email as spam",
     "Email blacklisted", "Email opt-out"],
)  # fmt: skip
def test_one_column_that_says_no_hides_no_other_that_says_yes(column: str) -> None:
    cell = "2024-01-05" if "at" in column.lower().split("_") or "Date" in column else "true"
    content = f"email,suppressed,{column}\na@example.com,no,{cell}\nb@example.com,no,\n"
    assert Read(content.encode()).keys == ["a@example.com"]


@pytest.mark.parametrize("reason", ["soft bounce", "hard bounce", "manual", "customer"])
def test_an_opt_out_outlives_the_bounce_beside_it(reason: str) -> None:
    content = f"email,unsubscribed,status,date\nann@example.com,yes,{reason},2024-01-01\n"
    ends = {row.reason: row.expires_at for row in Read(content.encode()).rows}
    assert ends["unsubscribe"] is None
    both = "email,type,status,date\nann@example.com,soft bounce,unsubscribed,2024-01-01\n"
    assert [row.reason for row in Read(both.encode()).rows] == ["unsubscribe"]


def test_what_a_service_does_is_no_wish_of_the_person() -> None:
    (row,) = Read(b"email,suppressed,reason\nann@example.com,yes,hard bounce\n").rows
    assert row.reason == "hard_bounce"


@pytest.mark.parametrize("word", ["No", "in", "FALSE"])
def test_a_reason_that_is_no_word_for_one_keeps_nobody_off_the_list(word: str) -> None:
    read = Read(f"email,reason\nann@example.com,{word}\n".encode())
    assert [row.reason for row in read.rows] == ["unsubscribe"]


def test_what_hubspot_and_sparkpost_say_is_read_in_the_same_way() -> None:
    head = "Email,Unsubscribed from all email,Opted out of email: News\n"
    read = Read(f"{head}a@example.com,WAHR,\nb@example.com,,maybe\nc@example.com,,ja\n".encode())
    assert [(row.key, row.scope) for row in read.rows] == [
        ("a@example.com", "commercial"), ("b@example.com", "stream:news"),
        ("c@example.com", "stream:news"),
    ]  # fmt: skip
    assert not read.mistakes
    (row, *_) = Read(f"{head}a@example.com,TRUE,pending\n".encode()).rows
    assert (row.key, row.scope) == ("a@example.com", "commercial")
    (row,) = Read(b"Email,Opted out of email\nann@example.com,true\n").rows
    assert (row.key, row.scope) == ("ann@example.com", "commercial")
    (row,) = Read(b"recipient,transactional\nann@example.com,VRAI\n").rows
    assert row.scope == "all"


@pytest.mark.parametrize(
    "line",
    [
        "Email,HasOptedOutOfEmail,HasOptedOutOfFax\na@example.com,FALSE,TRUE\n",
        "email,email_opt_out,opt_out_of_sale\na@example.com,no,yes\n",
        "email,unsubscribed,do_not_fax\na@example.com,no,yes\n",
        "email,status,opt_out_time\na@example.com,subscribed,1970-01-01\n",
        '{"unsubscribed": [], "subscribed": [{"email": "a@example.com"}]}',
    ],
)
def test_who_did_not_opt_out_of_mail_is_not_stopped(line: str) -> None:
    read = Read(line.encode())
    assert not read.rows
    assert not read.mistakes


def test_the_name_of_a_list_says_that_somebody_left_it() -> None:
    read = Read(b"email,unsubscribed_from_list\na@example.com,Weekly News\nb@example.com,\n")
    assert [row.key for row in read.rows] == ["a@example.com"]


def test_a_line_without_a_person_is_no_document() -> None:
    lines = (
        b'{"email":null,"name":"x","history":[{"email":"old@example.com"}]}\n'
        b'{"email":"b@example.com","history":[{"email":"o@example.com"}]}\n'
    )
    assert [row.key for row in Read(lines).rows] == ["b@example.com"]

"""Whoever a row names is listed, each of them, whatever its columns are called."""

from __future__ import annotations

import pytest

from tests.unit.suppression.transfer.read import Read


def test_every_address_and_every_number_of_a_row_is_listed() -> None:
    read = Read(b"email,work_email,phone,mobile\n"
                b"a@example.com,b@example.com,+12025550123,+12025550124\n"
                b"c@example.com,n/a,,-\n")  # fmt: skip
    assert read.keys == [
        "a@example.com", "b@example.com", "+12025550123", "+12025550124", "c@example.com",
    ]  # fmt: skip
    assert read.mistakes == []


def test_a_cell_that_cannot_be_read_keeps_the_others_off_no_list() -> None:
    read = Read(b"email,work_email,phone\na@example.com,broken,call the office\nx,y,\n")
    assert read.keys == ["a@example.com"]
    assert [(m.number, m.column) for m in read.mistakes] == [(2, "workemail"), (3, "email")]


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("Email 1,Email 2", {"Email 1": "email", "Email 2": "email"}),
        ("Kunde,Frau", {"Kunde": "address", "Frau": "address"}),
        ("email,Email", {}), ("E-mail 1 - Value,E-mail 2 - Value", {}), ("address,recipient", {}),
        ("emailaddress1,emailaddress2", {}), ("\u90ae\u7bb1,\u5907\u7528", {"\u90ae\u7bb1": "email",
         "\u5907\u7528": "email"}),
    ],
)  # fmt: skip
def test_columns_that_mean_the_same_are_all_read(head: str, columns: dict[str, str]) -> None:
    content = f"{head}\na@example.com,b@example.com\nc@example.com,\n".encode()
    assert Read(content, columns=columns).keys == [
        "a@example.com", "b@example.com", "c@example.com",
    ]  # fmt: skip


def test_a_file_without_a_heading_lists_everybody_of_a_row() -> None:
    read = Read(b"a@example.com,b@example.com,+12025550123\nc@example.com,,12\n")
    assert read.keys == ["a@example.com", "b@example.com", "+12025550123", "c@example.com"]
    assert [(m.number, m.column) for m in read.mistakes] == [(2, "address#3")]


@pytest.mark.parametrize("other", ["\u59d3\u540d", "\u0438\u043c\u044f", "\u0928\u093e\u092e", "*"])
def test_headings_of_any_script_keep_apart(other: str) -> None:
    content = f"{other},\u043f\u043e\u0447\u0442\u0430\nx@example.com,a@example.com\n".encode()
    assert Read(content, columns={"\u043f\u043e\u0447\u0442\u0430": "email"}).keys == [
        "a@example.com"
    ]


def test_accents_of_latin_letters_make_no_other_name() -> None:
    assert Read("T\u00e9l\u00e9phone\n+12025550123\n".encode()).keys == ["+12025550123"]


def test_fields_of_one_object_that_differ_in_case_alone_are_both_read() -> None:
    content = b'{"email":"a@example.com","Email":"b@example.com"}\n{"Email":"c@example.com"}\n'
    assert Read(content).keys == ["a@example.com", "b@example.com", "c@example.com"]


def test_equal_columns_of_opt_outs_are_all_asked() -> None:
    content = b"email,unsubscribed,Unsubscribed,status,Status\na@example.com,no,yes,,\n"
    content += b"b@example.com,no,,active,unsubscribed\n"
    assert Read(content).keys == ["a@example.com", "b@example.com"]


def test_a_postal_address_beside_an_email_address_is_nobody() -> None:
    read = Read(b"email,address\na@example.com,12 Main St\n")
    assert (read.keys, read.mistakes) == (["a@example.com"], [])


def test_hashes_of_one_person_are_one_person() -> None:
    read = Read(f"md5,sha1\n{'a' * 32},{'b' * 40}\n".encode())
    assert read.keys == ["md5:" + "a" * 32] * 2  # of an address, or of a number


def test_what_a_service_says_is_of_its_own_address() -> None:
    content = b"Email,Work email,Phone,Unsubscribed from all email\n"
    assert Read(content + b"a@example.com,b@example.com,+12025550123,yes\n").keys == [
        "a@example.com"
    ]

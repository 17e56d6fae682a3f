"""Whom a row names: an address, a number, a hash or a domain, and what else is a mistake."""

from __future__ import annotations

from suppression.channel import Channel
from suppression.transfer.heading import EXPORTED
from tests.unit.suppression.transfer.read import Read


def reasons(read: Read) -> list[tuple[int, str, str]]:
    return [(each.number, each.column, each.reason) for each in read.mistakes]


def test_a_plain_list_needs_no_heading() -> None:
    read = Read(b"# left in May\n\nann@example.com\n  B@Example.com \n@rival.example\n"
                b"+1 202 555 0123\n# end\n5d41402abc4b2a76b9719d911017c592\n")  # fmt: skip
    assert read.keys == [
        "ann@example.com", "b@example.com", "@rival.example", "+12025550123",
        *["md5:5d41402abc4b2a76b9719d911017c592"] * 2,
    ]  # fmt: skip
    assert read.reading.form == "CSV"


def test_a_word_is_neither_an_address_nor_a_number_nor_a_hash() -> None:
    read = Read(b"ann@example.com\n# from the old system\n@rival.example\n" + b"ab" * 16 + b"\n")
    assert reasons(read) == [(2, "address", "neither an address, a number nor a hash")]
    assert read.keys == ["ann@example.com", "@rival.example", *["md5:" + "ab" * 16] * 2]


def test_bidirectional_and_control_characters_are_no_evidence() -> None:
    note = "\u202eevil\u2066 \x1b[31m<b>=1+1</b>"
    (row,) = Read(f"email,note\nann@example.com,{note}\n".encode()).rows
    assert row.evidence == "row 2: evil [31m<b>=1+1</b>"


def test_an_address_that_hides_something_is_a_mistake() -> None:
    read = Read("email\nann\u202e@example.com\n".encode())
    assert reasons(read) == [
        (2, "email", "an address has no invisible, control or direction characters")
    ]


def test_addresses_with_a_name_before_them_are_read() -> None:
    content = (
        b'email\nAnn Lee <ann@example.com>\n"Lee, Bo <mailto:B@example.com>"\n<c@example.com\n'
    )
    assert Read(content).keys == ["ann@example.com", "b@example.com"]
    assert Read(b"<ann@example.com>\nBo <b@example.com>\n").keys == [
        "ann@example.com",
        "b@example.com",
    ]


def test_the_channel_of_a_hash_is_what_the_file_says() -> None:
    content = (
        b"hash,channel\n5d41402abc4b2a76b9719d911017c592,text\n"
        b"5d41402abc4b2a76b9719d911017c593,email\n5d41402abc4b2a76b9719d911017c594,fax\n"
    )
    read = Read(content)
    assert [row.channel for row in read.rows] == ["sms", "email"]
    assert reasons(read) == [(4, "channel", "'fax' is none of email, sms")]


def test_a_hash_that_nobody_says_more_of_stops_on_both_channels() -> None:
    content = b"sha256\n" + b"a" * 64 + b"\n" + b"b" * 64 + b"\n"
    read = Read(content)
    assert [(row.key[7], row.channel) for row in read.rows] == [
        ("a", "email"), ("a", "sms"), ("b", "email"), ("b", "sms"),
    ]  # fmt: skip
    assert read.reading.notes == ("2 hashes without a channel: listed for email and for texts",)
    one = Read(b"address\nann@example.com\n" + b"a" * 64 + b"\n")
    assert one.reading.notes == ("1 hash without a channel: listed for email and for texts",)
    told = Read(content, channel=Channel.SMS)
    assert [row.channel for row in told.rows] == ["sms", "sms"]
    assert told.reading.notes == ()
    wrong = Read(b"hash,reason\n" + b"a" * 64 + b",wrong number\n")
    assert [row.channel for row in wrong.rows] == ["sms"]


def test_a_keyed_hash_of_another_installation_is_a_mistake() -> None:
    content = b"address\nhmac:1:" + b"a" * 64 + b"\n"
    assert Read(content).keys == ["hmac:1:" + "a" * 64] * 2
    read = Read(content, knows=lambda _: False)
    assert reasons(read) == [(1, "address", "a keyed hash that was not made here")] or reasons(
        read
    ) == [(2, "address", "a keyed hash that was not made here")]


def test_domains_can_be_meant_with_all_below_them() -> None:
    (row,) = Read(b"address,include_subdomains\n@rival.example,yes\n").rows
    assert (row.key, row.include_subdomains) == ("@rival.example", 1)


def test_a_file_stops_no_public_suffix_by_a_slip_and_its_own_export_comes_back() -> None:
    read = Read(b"address,include_subdomains\n@co.uk,yes\n@com,\n@rival.co.uk,yes\n")
    assert read.keys == ["@com", "@rival.co.uk"]
    assert [(m.number, m.column) for m in read.mistakes] == [(2, "includesubdomains")]
    assert "co.uk is a public suffix" in read.mistakes[0].reason
    exported = ",".join(EXPORTED) + "\n@mil,email,all,,manual,,,true,admin,\n"
    (row,) = Read(exported.encode()).rows
    assert (row.key, row.include_subdomains) == ("@mil", 1)

from __future__ import annotations

import time

import pytest

from filters.email.fields import (
    addresses,
    loose_addresses,
    place_of_new_fields,
    raw_values,
    split_addresses,
    value,
    values,
)
from filters.email.mime import parse
from tests.mail_builders import crlf, message


def read(field: str) -> str:
    raw = crlf(f"X-Test: {field}\n\n")
    return value(raw, parse(raw), "x-test")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("plain", "plain"),
        ("folded\n  line", "folded  line"),
        ("=?utf-8?Q?caf=C3=A9_au?= lait", "caf\xe9 au lait"),
        ("=?UTF-8?b?Y2Fmw6k?=", "caf\xe9"),
        ("=?utf-8?b?w?= =?utf-8?b?6k=?=", "\xea"),
        ("=?utf-8?Q?ceo=40bank.example of=20ours?=", "ceo@bank.example of ours"),
        ("=?utf-8?Q?folded\n =20word?= x", "folded  word x"),
        ("=?utf-8?B?Y2Fm w6k?=", "caf\xe9"),
        ("=?utf-8?B?aGVsbG8hI?=", "hello!"),
        ("=?utf-8?B?=E2?=", "\x13"),
        ("=?utf-8?q?=C3?=\n =?UTF-8?q?=A9?=", "\xe9"),
        ("=?iso-8859-1?q?=E9?= =?utf-8?q?=C3=A9?=", "\xe9\xe9"),
        ("=?utf-8*en?q?a?=", "a"),
        ("=?x-unknown?q?a=E9?=", "a\xe9"),
        ("=?broken", "=?broken"),
        ("caf\xe9", "caf\xe9"),
    ],
)
def test_values_are_read_as_people_read_them(written: str, read_as: str) -> None:
    assert read(written) == read_as


def test_a_missing_field_is_empty() -> None:
    raw = message("\n")
    tree = parse(raw)

    assert value(raw, tree, "x-none") == ""
    assert values(raw, tree, "x-none") == raw_values(raw, tree, "x-none") == ()


def test_latin_1_bytes_in_a_header_are_read() -> None:
    raw = b"Subject: caf\xe9\r\n\r\n"

    assert value(raw, parse(raw), "subject") == "caf\xe9"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a@b.c", ["a@b.c"]),
        ("Joe <a@b.c>, d@e.f (comment (nested)), <g@h.i>", ["a@b.c", "d@e.f", "g@h.i"]),
        ('"Doe, \\"J\\" <x@y.z>" <a@b.c>', ["a@b.c"]),
        ('"quoted local"@b.c', ['"quoted local"@b.c']),
        ("team: a@b.c, d@e.f;, g@h.i", ["a@b.c", "d@e.f", "g@h.i"]),
        ("undisclosed-recipients:;", []),
        ("<@relay.example,@other:a@b.c>", ["a@b.c"]),
        ("a @ b . c", ["a@b.c"]),
        ("a@[IPv6:::1]", ["a@[IPv6:::1]"]),
        ("=?utf-8?q?a=40b=2Ec?= <d@e.f>", ["d@e.f"]),
        ("good@example.com <evil@example.net>", ["evil@example.net"]),
        ("a@b.c d@e.f", ["a@b.c d@e.f"]),
        ("<a@b.c> <d@e.f>", ["<a@b.c> <d@e.f>"]),
        ("<a@b.c", ["<a@b.c"]),
        ("< @relay.example : a@b.c >", ["a@b.c"]),
        ('"Joe" <a@b.c> "', ['"Joe" <a@b.c> "']),
        ("a @ . b", ["a@.b"]),
        ("a@b.c)", ["a@b.c"]),
        ("", []),
    ],
)
def test_addresses_are_taken_from_between_names_and_comments(
    written: str, expected: list[str]
) -> None:
    raw = crlf(f"From: {written}\n\n")

    assert list(addresses(raw, parse(raw), "from")) == expected


@pytest.mark.parametrize(
    ("entry", "meant"),
    [
        ("<a@b.c> Ann", ("a@b.c",)), ("Ann < a@b.c", ("a@b.c",)), ("Ann a@b.c", ("a@b.c",)),
        ('"d@e.f" Ann <a@b.c> MD', ("a@b.c",)), ("d@e.f <a@b.c> MD", ("a@b.c",)),
        ('"Ann <a@b.c>', ("a@b.c",)), ("<a@b.c, Ann", ("a@b.c",)),
        ("<a@b.c> <d@e.f>", ("a@b.c", "d@e.f")), ("a@b.c d@e.f", ("a@b.c", "d@e.f")),
        ("Ann", ()), ('"a@b.c"', ()), ("@", ()),
    ],
)  # fmt: skip
def test_what_is_written_wrongly_is_read_as_it_must_be_meant(
    entry: str, meant: tuple[str, ...]
) -> None:
    assert loose_addresses(entry) == meant


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ('"', '\\"'),
        ('"', "a"),
        ("<", " "),
        ("<@", ":"),
        ("a", " "),
        ("", "<"),
        ("", "@ "),
        ("a", "@"),
    ],
)
def test_no_list_of_addresses_takes_long_to_take_apart(first: str, again: str) -> None:
    begun = time.process_time()
    text = first + again * (20_000 // len(again)) + "b"
    split_addresses(text)
    loose_addresses(text)
    assert time.process_time() - begun < 0.5


def test_new_fields_stand_before_from_and_never_inside_the_trace() -> None:
    raw = crlf("Received: x\nFrom: a@b.c\n\n")

    assert raw[place_of_new_fields(parse(raw)) :].startswith(b"From")
    assert place_of_new_fields(parse(b"To: x\r\n\r\n")) == 0

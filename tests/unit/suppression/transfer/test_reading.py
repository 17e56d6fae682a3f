"""Files of every shape are read, and what cannot be read has its row and its reason."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from suppression.entry import ALL, COMMERCIAL, Channel, Reason, stream_scope
from suppression.errors import UnreadableFileError
from suppression.transfer.heading import EXPORTED
from suppression.transfer.lines import LONGEST, lines_of
from suppression.transfer.reading import Reading
from suppression.transfer.row import Mistake, ReadAs, Row
from suppression.transfer.said import stream_of, wider
from tests.unit.suppression.transfer.read import NOON, Read, when

if TYPE_CHECKING:
    from collections.abc import Iterator

ANN = b"ann@example.com"


def reasons(read: Read) -> list[tuple[int, str, str]]:
    return [(each.number, each.column, each.reason) for each in read.mistakes]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_any_encoding_is_read(encoding: str, pack: type[bytes]) -> None:
    mark = "\ufeff" if encoding == "utf-32-be" else ""
    content = (mark + "email,note\nann@example.com,Grüße\nb@example.com,x\n").encode(encoding)
    read = Read(pack(content))
    assert read.keys == ["ann@example.com", "b@example.com"]
    assert read.rows[0].evidence == "row 2: Grüße"


@given(
    st.text(alphabet="aé€😀\n,\r", max_size=60),
    st.integers(1, 7),
    st.sampled_from(("utf-8", "utf-16", "utf-32")),
)
def test_where_the_bytes_are_cut_changes_nothing(text: str, size: int, encoding: str) -> None:
    content = ("email,note\nann@example.com,x\n" + text).encode(encoding)
    pieces = [content[i : i + size] for i in range(0, len(content), size)]
    assert Read(pieces).found == Read(content).found


def test_lines_that_are_not_utf_8_are_read_as_windows_1252_and_counted() -> None:
    content = b"email,note\nann@example.com,Caf\xe9 \x80 \x81\nb@example.com,Caf\xc3\xa9\n"
    read = Read(content)
    assert [row.evidence for row in read.rows] == ["row 2: Café €", "row 3: Café"]
    assert read.reading.notes == ("1 line is not UTF-8 and read as Windows-1252",)


def test_a_byte_that_windows_1252_does_not_define_is_the_control_character_it_is() -> None:
    (mistake,) = Read(b"email,note\nno\x81b\x9d\xf6dy,\x80\n").mistakes
    assert mistake.cells == ["no\x81b\x9d\xf6dy", "\u20ac"]


def test_half_of_a_character_at_the_end_is_no_crash() -> None:
    assert Read("email\nann@example.com\n".encode("utf-16") + b"\x00").keys == ["ann@example.com"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_cells_are_told_apart_whatever_separates_them(sign: str, end: str) -> None:
    lines = ("Name", "E-Mail"), ("Lee; Ann|x"[:3], "ann@example.com"), ("Bo", "b@example.com")
    text = end.join(sign.join(line) for line in lines)
    assert Read(text.encode()).keys == ["ann@example.com", "b@example.com"]


def test_the_separator_a_spreadsheet_names_is_obeyed() -> None:
    assert Read(b"sep=;\nemail;a,b,c\nann@example.com;1,2,3\n").keys == ["ann@example.com"]


def test_a_plain_list_needs_no_heading() -> None:
    read = Read(b"# left in May\n\nann@example.com\n  B@Example.com \n@rival.example\n"
                b"+1 202 555 0123\n# end\n5d41402abc4b2a76b9719d911017c592\n")  # fmt: skip
    assert read.keys == [
        "ann@example.com", "b@example.com", "@rival.example", "+12025550123",
        "md5:5d41402abc4b2a76b9719d911017c592",
    ]  # fmt: skip
    assert read.reading.form == "CSV"


def test_columns_without_a_heading_are_told_by_their_first_row() -> None:
    (row,) = Read(b"7,2024-05-06,complaint,ann@example.com,x@example.com,,word\n").rows
    assert (row.key, row.reason, when(row)) == (
        "ann@example.com", "complaint", "2024-05-06T00:00:00Z",
    )  # fmt: skip


def test_a_quote_never_closed_spoils_its_row_alone() -> None:
    content = b'email,note\nann@example.com,"open\nb@example.com,x\nc@example.com,"a\nb"\n'
    read = Read(content)
    assert reasons(read) == [(2, "", "a quote is opened here that is never closed")]
    assert read.mistakes[0].raw == 'ann@example.com,"open'
    assert [(row.number, row.key) for row in read.rows] == [
        (3, "b@example.com"), (4, "c@example.com"),
    ]  # fmt: skip


def test_a_quote_in_the_wrong_place_is_a_mistake() -> None:
    read = Read(b'email,note\nann@example.com,"a"b\nb@example.com,a"b\n')
    assert [m.number for m in read.mistakes] == [2]
    assert read.keys == ["b@example.com"]


def test_a_row_over_many_lines_has_an_end() -> None:
    content = b'email,note\nann@example.com,"' + b"x\n" * 5000 + b'"\nb@example.com,x\n'
    read = Read(content)
    assert read.mistakes[0].number == 2
    assert read.keys[-1] == "b@example.com"


def test_cells_and_lines_of_megabytes_are_mistakes_of_their_row() -> None:
    big = b"x" * (LONGEST * 2)
    pieces = [b"email,note\n", ANN + b",", big, b"\nb@example.com,", big[:200_000], b"\n",
              b'c@example.com,"', big, b'"\nd@example.com,', b'"x"\n', big]  # fmt: skip
    read = Read(pieces)
    assert [m.number for m in read.mistakes] == [2, 4, 6]
    assert all(len(m.raw) < 1000 for m in read.mistakes)
    assert read.keys == ["b@example.com", "d@example.com"]


@pytest.mark.parametrize(
    "row", [b"ann@exam\0ple.com,x", b"ann@example.com,\0", b'ann@example.com,"\0"']
)
def test_a_nul_makes_its_row_a_mistake(row: bytes) -> None:
    read = Read(b"email,note\n" + row + b"\nb@example.com,x\n")
    assert reasons(read) == [(2, "", "holds a NUL character")]
    assert read.keys == ["b@example.com"]


def test_rows_with_too_many_or_too_few_cells() -> None:
    read = Read(b"email,note\nann@example.com,a,b\nb@example.com,a,,\nc@example.com\n ,\n  \n")
    assert reasons(read) == [
        (2, "", "has 3 cells where the heading has 2"),
        (5, "", "names nobody"),
    ]
    assert read.keys == ["b@example.com", "c@example.com"]


def test_a_word_is_neither_an_address_nor_a_number_nor_a_hash() -> None:
    read = Read(b"ann@example.com\n# from the old system\n@rival.example\n" + b"ab" * 16 + b"\n")
    assert reasons(read) == [(2, "address", "neither an address, a number nor a hash")]
    assert read.keys == ["ann@example.com", "@rival.example", "md5:" + "ab" * 16]


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


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"  \r\n \n", "empty"),
        (b"<!DOCTYPE html><table>", "HTML"),
        (b"PK\x03\x04....", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"name,city\nAnn,Rome\n", "no column names a person; there are: name, city"),
        (b"# only\n# remarks\n", "no row"),
        (b'"never closed\n', "no row"),
        (b'{"a": [{', "no row"),
        (b'[{"name": "Ann"}]', "no column names a person"),
        (gzip.compress(b"email\n" * 99999)[:-20], "cut off"),
        (gzip.compress(b"email\n" * 99999)[:-8] + b"12345678", "not whole"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFileError, match=why):
        Read(content)


def test_json_without_a_list_of_objects_is_none() -> None:
    with pytest.raises(UnreadableFileError, match="no column"):
        Read(b'{"items": []}')


def test_a_file_that_unpacks_to_a_thousand_times_its_size_is_given_up() -> None:
    def bomb() -> Iterator[bytes]:
        packing = zlib.compressobj(9, zlib.DEFLATED, 31)
        yield packing.compress(b"email\n")
        for _ in range(200):
            yield packing.compress((b" " * 65535 + b"\n") * 16)

    with pytest.raises(UnreadableFileError, match="100 times its size"):
        Read(bomb())


def test_packed_members_one_after_the_other_are_one_file() -> None:
    content = gzip.compress(b"email\nann@example.com\n") + gzip.compress(b"b@example.com\n")
    assert Read(content + bytes(64)).keys == ["ann@example.com", "b@example.com"]


def test_json_lines_are_read_with_whatever_fields_each_has() -> None:
    lines = [
        {"phone": "+12025550123", "extra": {"deep": {"er": [1, None, True]}}},
        {"email": "ann@example.com", "createdAt": 1443651125},
        ["no", "object"],
        {"name": "nobody"},
    ]
    content = "\n".join(map(json.dumps, lines)) + "\n\n{broken\n" + '{"email":' + "1" * 5000 + "}\n"
    read = Read(content.encode())
    assert read.reading.form == "JSON lines"
    assert read.keys == ["+12025550123", "ann@example.com"]
    assert [m.number for m in read.mistakes] == [3, 4, 6, 7]
    assert "not JSON" in read.mistakes[2].reason


def test_a_json_line_without_an_end_is_a_mistake() -> None:
    pieces = [b'{"email":"ann@example.com"}\n{"email":"', b"x" * (2 * LONGEST), b'"}\n']
    (mistake,) = Read(pieces).mistakes
    assert (mistake.number, "longer than" in mistake.reason) == (2, True)


def test_a_json_document_that_breaks_off_keeps_what_came_before() -> None:
    for rest, why in (
        (b'{"email":', "breaks off"),
        (b'{"email":"' + b"x" * (2 * LONGEST), "breaks"),
    ):
        read = Read([b'{"cut":"[", "list" : [{"email":"ann@example.com"}, 7, ', rest])
        assert read.keys == ["ann@example.com"]
        assert [m.number for m in read.mistakes] == [2, 3]
        assert why in read.mistakes[1].reason
        assert len(read.mistakes[1].raw) <= 200


def test_a_document_is_read_across_the_cuts_of_its_bytes() -> None:
    objects = [{"email": f"user{n}@example.com", "note": "x" * 50} for n in range(3000)]
    content = json.dumps({"first": "yes", "list": objects}, indent=1).encode()
    pieces = [content[i : i + 5000] for i in range(0, len(content), 5000)]
    assert len(Read(pieces).rows) == 3000


def test_deeply_nested_json_is_a_mistake_and_no_crash() -> None:
    deep = b'{"email":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    read = Read(b'{"email":"ann@example.com"}\n' + deep)
    assert read.keys == ["ann@example.com"]
    assert len(read.mistakes) == 1
    nested = {"email": "b@example.com", "a": {"b": {}}}
    for _ in range(20):
        nested = {"email": "b@example.com", "a": nested}
    assert Read(json.dumps(nested).encode()).keys == ["b@example.com"]


def test_a_column_is_what_it_is_said_to_be() -> None:
    content = b"Kunde,Wann,email\nann@example.com,2024-05-06,x\n"
    (row,) = Read(
        content, columns={"Kunde": "email", "wann": "requested_at", "Email": "ignore"}
    ).rows
    assert (row.key, when(row)) == ("ann@example.com", "2024-05-06T00:00:00Z")
    with pytest.raises(UnreadableFileError, match="no column 'Kunden'; there are: Kunde, Wann"):
        Read(content, columns={"Kunden": "email"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reason", "complaint"), ("scope", "all"), ("stream", "news"), ("channel", "email"),
        ("requested_at", "2026-01-02"), ("expires_at", "2999-01-01"),
        ("evidence", "a letter"), ("include_subdomains", "yes"),
    ],
)  # fmt: skip
def test_a_column_said_to_be_a_field_is_read_as_one_of_its_name(field: str, value: str) -> None:
    def rows(column: str, **columns: str) -> list[Row]:
        reason = "" if field == "reason" else ",reason\n@rival.example,{},manual"
        given = reason or "\n@rival.example,{}"
        return Read(f"address,{column}{given.format(value)}\n".encode(), columns=columns).rows

    assert rows("Spalte", Spalte=field) == rows(field) != []


def test_a_date_in_the_future_is_now_and_one_that_is_none_is_counted() -> None:
    content = (
        b"email,date\na@example.com,2999-01-01\nb@example.com,soon\nc@example.com,\n"
        b'd@example.com,"Mon, 01 Jan 0001 00:00:00 UTC"\ne@example.com,9999999999\n'
    )
    read = Read(content)
    assert {row.requested_at for row in read.rows} == {NOON.timestamp()}
    assert read.reading.notes == ("3 dates cannot be read: the time of the import stands for it",)


def test_what_the_file_does_not_say_can_be_said_for_it() -> None:
    content = b"email,phone,reason,stream\na@example.com,,,news\n,+12025550123,bounced,\n"
    how = {"reason": Reason.LEGAL, "scope": ALL}
    assert [(r.key, r.reason, r.scope) for r in Read(content, **how).rows] == [
        ("a@example.com", "legal", "all"), ("+12025550123", "hard_bounce", "all"),
    ]  # fmt: skip
    other = Read(content, scope=stream_scope("offers"), channel=Channel.EMAIL)
    assert [(r.key, r.scope) for r in other.rows] == [("a@example.com", "commercial")]
    assert Read(content, channel=Channel.SMS).keys == ["+12025550123"]


def test_the_channel_of_a_hash_is_what_the_file_says() -> None:
    content = (
        b"hash,channel\n5d41402abc4b2a76b9719d911017c592,text\n"
        b"5d41402abc4b2a76b9719d911017c593,email\n5d41402abc4b2a76b9719d911017c594,fax\n"
    )
    read = Read(content)
    assert [row.channel for row in read.rows] == ["sms", "email"]
    assert reasons(read) == [(4, "channel", "'fax' is none of email, sms")]


def test_a_keyed_hash_of_another_installation_is_a_mistake() -> None:
    content = b"address\nhmac:1:" + b"a" * 64 + b"\n"
    assert Read(content).keys == ["hmac:1:" + "a" * 64]
    read = Read(content, knows=lambda _: False)
    assert reasons(read) == [(1, "address", "a keyed hash that was not made here")] or reasons(
        read
    ) == [(2, "address", "a keyed hash that was not made here")]


def test_scopes_and_senders_are_checked() -> None:
    content = (
        b"email,scope,sender\na@example.com,everything,\nb@example.com,ALL,shop\n"
        b"c@example.com,,example\n"
    )
    read = Read(content, senders=frozenset({"example"}))
    assert [(m.number, m.column) for m in read.mistakes] == [(2, "scope"), (3, "sender")]
    assert [(row.scope, row.sender) for row in read.rows] == [("commercial", "example")]


def test_flags_say_who_opted_out_and_when() -> None:
    content = b"email,opt-out\na@example.com,TRUE\nb@example.com,no\nc@example.com,2024-05-06\n"
    read = Read(content)
    assert read.keys == ["a@example.com", "c@example.com"]
    assert when(read.rows[1]) == "2024-05-06T00:00:00Z"


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


def test_bytes_without_a_line_are_no_list_and_do_not_pile_up() -> None:
    read = Read([b"email\nann@example.com\n", *[b"x" * 100_000] * 30])
    assert read.keys == ["ann@example.com"]
    assert len(read.mistakes) == 1


def test_lines_end_wherever_the_bytes_are_cut() -> None:
    read = Read([b"email\r", b"", b"\nann@example.com\r", b"b@example.com\n\n", b"c@example.com"])
    assert read.keys == ["ann@example.com", "b@example.com", "c@example.com"]
    assert list(lines_of(["a\r", "", "b\n", "c\r"])) == ["a", "b", "c"]
    assert list(lines_of(["x" * (LONGEST + 1), "y", "\nz"]))[1:] == ["z"]


def test_a_soft_bounce_rests_as_long_as_configured() -> None:
    content = b"email,reason,date\nann@example.com,soft bounce,2026-11-20\n"
    ends = [Read(content, soft_bounce_lasts_s=lasts).rows[0].expires_at for lasts in (86400 * 7, 0)]
    assert ends == [datetime(2026, 11, 27, tzinfo=UTC).timestamp(), None]


def test_utf_16_is_read_though_a_piece_ends_within_a_character() -> None:
    text = "email,note\nann@example.com,"
    gap = "\n" * ((256 << 10) // 2 - 2 - len(text))
    content = ("\ufeffemail,note\n" + gap + "ann@example.com,\U0001f600\n").encode("utf-16-be")
    read = Read([content])
    assert read.rows[0].evidence.endswith(": \U0001f600")
    assert read.reading.notes == ("the file is UTF-16-BE",)


def test_an_object_with_lists_in_it_is_still_one_line() -> None:
    content = b'{"email":"ann@example.com","x":[{"a":1}]}\n{"email":"b@example.com"}\n'
    assert Read(content).keys == ["ann@example.com", "b@example.com"]
    assert Read(b'{"email":"ann@example.com","x":[1]}').keys == ["ann@example.com"]


def test_two_streams_together_are_all_of_them() -> None:
    assert wider(stream_scope("a"), stream_scope("b")) == COMMERCIAL
    assert wider(ALL, COMMERCIAL) == wider(COMMERCIAL, ALL) == ALL
    assert stream_of("\u65e5\u672c") == COMMERCIAL


@given(
    st.binary(max_size=200),
    st.sampled_from((b"", b"email,reason\n", b"[", b'{"email":"a@b.example"}\n')),
)
@example(b"\x00", b"")
@example(b'{"a":1e999}', b"")
def test_no_bytes_break_the_reader(content: bytes, head: bytes) -> None:
    with suppress(UnreadableFileError):
        Read(head + content)


def test_a_large_file_with_an_open_quote_is_read_in_little_memory() -> None:
    def pieces() -> Iterator[bytes]:
        yield b'email,note\nfirst@example.com,"never closed\n'
        row = b"user@example.com," + b"x" * 1000 + b"\n"
        for _ in range(64):
            yield row * 500

    tracemalloc.start()
    try:
        reading = Reading(pieces(), ReadAs(name="list.csv", now=NOON.timestamp()))
        first, count = next(iter(found := iter(reading))), sum(1 for _ in found)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (first.number, count) == (2, 32_000)
    assert isinstance(first, Mistake)
    assert peak < 8 << 20


@pytest.mark.parametrize("content", [b"{}", b"[{}]", b"{}\n{}\n", b'{"": 1}', b'""\n""\n', b",\n"])
def test_a_file_without_columns_is_told_so(content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="no column names a person"):
        list(Reading([content], ReadAs(name="x", now=0.0)))


@pytest.mark.parametrize(("columns", "example"), [("Kunde,x", "Kunde=email"), (",x", "Contact=")])
def test_what_a_column_can_be_said_to_be_is_shown_with_the_first_one(
    columns: str, example: str
) -> None:
    with pytest.raises(UnreadableFileError, match=f"such as {example}"):
        Read(f"{columns}\nAnn,y\n".encode())


def test_names_of_columns_act_on_no_terminal() -> None:
    with pytest.raises(UnreadableFileError) as error:
        list(Reading([b"\x1b[2Jname,\xe2\x80\xaetown\n"], ReadAs(name="x", now=0.0)))
    assert str(error.value).isprintable()
    assert "[2Jname, town" in str(error.value)


def test_a_wrong_number_is_no_wrong_address() -> None:
    content = (
        b"email,phone,reason\nann@example.com,+19169668284,wrong number\n"
        b",9169668285,complaint\nbob@example.com,,wrong number\n"
    )
    read = Reading([content], ReadAs(name="x", now=NOON.timestamp()))
    rows = [each for each in read if type(each) is Row]
    assert [(row.key, row.reason) for row in rows] == [
        ("+19169668284", "wrong_number"), ("+19169668285", "complaint"),
        ("bob@example.com", "wrong_number"),
    ]  # fmt: skip


def read_rows(content: bytes) -> list[Row]:
    read = Reading([content], ReadAs(name="x", now=NOON.timestamp()))
    return [each for each in read if type(each) is Row]


@pytest.mark.parametrize("until", ["2020-01-01", "2099-01-01", "soon"])
def test_no_file_gives_an_opt_out_an_end(until: str) -> None:
    content = f"email,reason,expires_at\nann@example.com,unsubscribe,{until}\n".encode()
    (row,) = read_rows(content)
    assert row.expires_at is None


def test_what_may_end_ends_when_the_file_says() -> None:
    head = b"email,reason,expires_at\n"
    (manual,) = read_rows(head + b"ann@example.com,manual,2099-01-01\n")
    assert manual.expires_at == datetime(2099, 1, 1, tzinfo=UTC).timestamp()
    assert read_rows(head + b"ann@example.com,manual,2020-01-01\n") == []
    (for_ever,) = read_rows(head + b"ann@example.com,manual,\n")
    assert for_ever.expires_at is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"Active,true,", "unsubscribe"), (b"active,false,unsubscribed", "unsubscribe"),
        (b"unsubscribed,false,", "unsubscribe"), (b"cleaned,no,", "hard_bounce"),
        (b"complained,,", "complaint"), (b"gold,yes,", "unsubscribe"),
        (b"gold,,bounced", "hard_bounce"),
    ],
)  # fmt: skip
def test_where_columns_contradict_each_other_the_stricter_wins(row: bytes, reason: str) -> None:
    content = b"email,type,opted_out,status\nann@example.com," + row + b"\n"
    assert [row.reason for row in read_rows(content)] == [reason]


@pytest.mark.parametrize("row", [b"Active,false,", b"customer,no,", b"gold,false,", b"active,,"])
def test_a_column_that_says_no_is_believed_where_nothing_else_says_yes(row: bytes) -> None:
    assert read_rows(b"email,type,opted_out,status\nann@example.com," + row + b"\n") == []

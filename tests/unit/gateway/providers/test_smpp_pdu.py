"""Units of SMPP are read as they lie on the wire, whatever they are."""

from __future__ import annotations

import asyncio
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.providers.smpp.delivered import Notice, Part, read_delivered
from gateway.providers.smpp.pdu import (
    LONGEST_BYTES,
    Command,
    Garbled,
    Pdu,
    Tag,
    c_octets,
    optional,
    read,
)
from gateway.spool.receipts import Report


async def reading(raw: bytes) -> Pdu:
    stream = asyncio.StreamReader()
    stream.feed_data(raw)
    stream.feed_eof()
    return await read(stream)


def deliver(words: bytes, *, esm_class: int = 0, coding: int = 0, more: bytes = b"") -> Pdu:
    body = (
        b"\0\1\00112025550143\0\1\00112025550100\0"
        + bytes([esm_class, 0, 0]) + b"\0\0" + bytes([0, 0, coding, 0, len(words)]) + words + more
    )  # fmt: skip
    return Pdu(Command.DELIVER_SM, 1, body)


def heard(pdu: Pdu) -> Part:
    found = read_delivered(pdu, default="gsm-7")
    assert isinstance(found, Part)
    return found


def told(pdu: Pdu) -> Notice:
    found = read_delivered(pdu, default="gsm-7")
    assert isinstance(found, Notice)
    return found


async def test_a_unit_is_read_as_it_was_written() -> None:
    pdu = Pdu(Command.SUBMIT_SM, 7, b"body", 0x58)
    assert await reading(pdu.encoded()) == pdu
    assert not pdu.is_answer
    assert Pdu(Command.GENERIC_NACK, 1).is_answer


@pytest.mark.parametrize("length", [0, 15, LONGEST_BYTES + 1, 0xFFFFFFFF])
async def test_a_length_that_no_unit_has_is_garbled(length: int) -> None:
    with pytest.raises(Garbled, match=f"{length} bytes"):
        await reading(struct.pack("!IIII", length, 5, 0, 1))


@pytest.mark.parametrize("raw", [b"", b"\0\0\0\x10", Pdu(5, 1, b"cut off").encoded()[:-1]])
async def test_a_stream_that_ends_is_no_unit(raw: bytes) -> None:
    with pytest.raises(asyncio.IncompleteReadError):
        await reading(raw)


@pytest.mark.parametrize("text", ["x" * 16, "é", "a\0b"])
def test_a_string_that_smpp_has_no_room_for_is_named(text: str) -> None:
    with pytest.raises(Garbled, match="at most 15"):
        c_octets(text, 16)


@given(st.binary(max_size=300), st.sampled_from([Command.DELIVER_SM, Command.DATA_SM]))
def test_whatever_is_delivered_is_a_text_a_report_or_garbled(body: bytes, command: int) -> None:
    try:
        found = read_delivered(Pdu(command, 1, body), default="gsm-7")
    except Garbled:
        return
    assert isinstance(found, Part | Notice)


@given(st.binary(max_size=250), st.integers(0, 255), st.integers(0, 255), st.binary(max_size=60))
def test_no_text_is_garbled_once_it_is_there(
    words: bytes, esm_class: int, coding: int, more: bytes
) -> None:
    found = read_delivered(
        deliver(words, esm_class=esm_class, coding=coding, more=more), default="gsm-7"
    )
    assert isinstance(found, Part | Notice)


def test_a_parameter_that_is_cut_off_ends_them() -> None:
    whole = optional({Tag.RECEIPTED_MESSAGE_ID: b"id7\0"})
    cut = struct.pack("!HH", Tag.MESSAGE_STATE, 1)
    found = told(deliver(b"", more=whole + cut))
    assert (found.provider_id, found.report) == ("id7", Report.UNDER_WAY)


def test_data_sm_brings_texts_too() -> None:
    body = b"\0\1\00112025550143\0\1\00112025550100\0" + bytes([0, 0, 8]) + optional(
        {Tag.MESSAGE_PAYLOAD: "стоп".encode("utf-16-be")}
    )  # fmt: skip
    assert heard(Pdu(Command.DATA_SM, 1, body)).words == "стоп"


@pytest.mark.parametrize(
    ("kind", "written", "sender"),
    [
        (1, b"4792345678", "+4792345678"),  # of Norway, where 479 is an area code at home
        (2, b"4792345678", "4792345678"),
        (0, b"4792345678", "4792345678"),
        (1, b"+4792345678", "+4792345678"),
        (1, b"72645", "72645"),
        (5, b"Shop", "Shop"),
    ],
)
def test_a_number_that_is_said_to_be_international_has_its_plus(
    kind: int, written: bytes, sender: str
) -> None:
    number = bytes([kind, 1]) + written + b"\0"
    body = b"\0" + number + number + bytes(3) + b"\0\0" + bytes([0, 0, 0, 0, 4]) + b"stop"
    found = heard(Pdu(Command.DELIVER_SM, 1, body))
    assert (found.sender, found.to) == (sender, sender)


@pytest.mark.parametrize(
    ("header", "place"),
    [
        (bytes([5, 0, 3, 7, 2, 1]), (7, 2, 1)),
        (bytes([6, 8, 4, 1, 7, 2, 1]), (263, 2, 1)),
        (bytes([9, 0x25, 1, 0, 0, 3, 7, 2, 2, 0]), (7, 2, 2)),  # behind another element
        (bytes([5, 0, 3, 7, 2, 3]), (0, 1, 1)),  # the third of two
        (bytes([5, 0, 3, 7, 2, 0]), (0, 1, 1)),
        (bytes([5, 0, 3, 7, 1, 1]), (0, 1, 1)),
        (bytes([4, 0, 2, 7, 2]), (0, 1, 1)),  # too short to be one
        (bytes([0]), (0, 1, 1)),
        (b"", (0, 1, 1)),  # the flag is set, and what follows is longer than all there is
    ],
)
def test_the_place_among_parts_is_read_from_the_header(
    header: bytes, place: tuple[int, int, int]
) -> None:
    found = heard(deliver(header + b"stop", esm_class=0x40))
    assert (found.reference, found.total, found.number) == place
    assert found.words == "stop"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            b"id:0A1 submit date:2611250900 stat:DELIVRD err:000 Text:id:9 stat:UNDELIV err:9",
            ("0A1", Report.ARRIVED, "000", "id:9 stat:UNDELIV err:9"),
        ),
        (b"ID: 7 STAT: undeliv ERR: 0C2", ("7", Report.FAILED, "0C2", "")),
        (b"id:7 stat:DELIVERED err:0", ("7", Report.UNDER_WAY, "0", "")),
        (b"id:7 stat:REJECTD", ("7", Report.FAILED, "", "")),
        (b"", ("", Report.UNDER_WAY, "", "")),
    ],
)
@pytest.mark.parametrize("esm_class", [0x04, 0x08, 0x20])
def test_a_report_is_read_in_every_spelling(
    words: bytes, expected: tuple[str, Report, str, str], esm_class: int
) -> None:
    found = told(deliver(words, esm_class=esm_class))
    assert (found.provider_id, found.report, found.error, found.begins) == expected


@pytest.mark.parametrize(
    ("state", "report"),
    [
        (1, "under way"),
        (2, "arrived"),
        (3, "failed"),
        (5, "failed"),
        (7, "under way"),
        (8, "failed"),
        (99, "under way"),
    ],
)
def test_the_state_parameter_says_how_a_text_ended(state: int, report: str) -> None:
    more = optional({Tag.MESSAGE_STATE: bytes([state]), Tag.RECEIPTED_MESSAGE_ID: b"7"})
    assert told(deliver(b"", more=more)).report == report

"""Texts are written for SMPP so that phones show them whole, and statuses mean what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.sms.segments import GSM_7, GSM_7_EXTENSION, count
from gateway.providers.provider import Fate, Text
from gateway.providers.smpp import statuses
from gateway.providers.smpp.alphabets import decode, from_gsm_7, gsm_7
from gateway.providers.smpp.pdu import Fields, Garbled
from gateway.providers.smpp.submit import Wording, address, validity


def text(words: str, to: str = "+12025550143") -> Text:
    return Text(to=to, sender="+12025550100", words=words, valid_s=3600, callback="")


def submitted(body: bytes) -> tuple[int, int, bytes, dict[int, bytes]]:
    """Return esm_class, data_coding, short_message and the parameters of a unit."""
    fields = Fields(body)
    fields.text()
    for _ in range(2):
        fields.octets(2)
        fields.text()
    esm_class = fields.number()
    fields.octets(2)
    assert (fields.text(), fields.text()) == ("", "000000010000000R")
    fields.octets(2)
    coding = fields.number()
    fields.number()
    return esm_class, coding, fields.octets(fields.number()), fields.optional()


@given(st.text(st.sampled_from(sorted(GSM_7 | GSM_7_EXTENSION))))
def test_every_text_of_the_alphabet_comes_back_as_it_was(words: str) -> None:
    assert from_gsm_7(gsm_7(words)) == words


def test_what_the_extension_table_lacks_is_read_from_the_basic_one() -> None:
    assert from_gsm_7(b"\x1bA\x1b\x1b!\x80") == "A !\x80"
    assert from_gsm_7(b"stop\x1b") == "stop"


@pytest.mark.parametrize(
    "raw",
    [b"\x50\x5c\x6b\x62", b"\xfe\xff\x50\x5c\x6b\x62", b"\xff\xfe\x5c\x50\x62\x6b"],
)
def test_a_mark_says_in_which_order_the_bytes_of_ucs_2_are(raw: bytes) -> None:
    assert decode(raw, 8, "gsm-7") == "停止"


@pytest.mark.parametrize(("coding", "default"), [(0, "gsm-7"), (0, "latin-1"), (3, "gsm-7")])
def test_a_stop_in_ucs_2_that_is_not_called_so_is_a_stop(coding: int, default: str) -> None:
    assert decode("STOP".encode("utf-16-be"), coding, default) == "STOP"


def test_a_sign_before_one_letter_is_a_sign() -> None:
    assert decode(gsm_7("@S"), 0, "gsm-7") == "@S"
    assert decode(gsm_7("@a@b."), 0, "gsm-7") == "@a@b."


@given(st.binary(), st.integers(0, 255), st.sampled_from(["gsm-7", "latin-1"]))
def test_every_coding_is_read_to_the_end(raw: bytes, coding: int, default: str) -> None:
    assert isinstance(decode(raw, coding, default), str)


@given(
    st.lists(st.sampled_from([*"ab €{}\n", "ж", "😀", "e\u0301"]), max_size=500).map("".join),
    st.sampled_from(["gsm-7", "latin-1"]),
    st.sampled_from(["udh", "sar"]),
)
def test_the_parts_of_a_text_are_all_of_it_and_none_is_too_large(
    words: str, alphabet: str, long: str
) -> None:
    wording = Wording(alphabet=alphabet, long=long)  # type: ignore[arg-type]
    found = [submitted(body) for body in wording.bodies(text(words))]
    parts = []
    for esm_class, coding, raw, _ in found:
        assert (esm_class == 0x40) == (long == "udh" and len(found) > 1)
        septets = raw[6:] if esm_class else raw
        assert len(septets) <= ((134 if coding == 8 else 153) if found[1:] else 160)
        parts.append(decode(septets, coding, alphabet))
    assert "".join(parts) == words
    if alphabet == "gsm-7":
        assert len(found) == count(words).segments


def test_a_text_as_payload_is_one_unit() -> None:
    ((_, _, short, more),) = map(
        submitted, Wording(alphabet="gsm-7", long="payload").bodies(text("a" * 300))
    )
    assert (short, more) == (b"", {0x424: b"a" * 300})
    ((_, _, short, more),) = map(
        submitted, Wording(alphabet="gsm-7", long="payload").bodies(text("a" * 254))
    )
    assert (len(short), more) == (254, {})


def test_where_the_default_alphabet_is_latin_1_what_it_lacks_is_ucs_2() -> None:
    wording = Wording(alphabet="latin-1", long="udh")
    assert [submitted(each)[1:3] for each in wording.bodies(text("é@"))] == [(0, b"\xe9@")]
    assert submitted(wording.bodies(text("5 €"))[0])[1] == 8
    assert submitted(wording.bodies(text("ê"))[0])[1] == 8  # not of GSM-7: counted as UCS-2
    assert len(wording.bodies(text("€" * 80))) == 2


def test_two_texts_have_two_references() -> None:
    wording = Wording(alphabet="gsm-7", long="udh")
    first, second = (submitted(wording.bodies(text("a" * 200))[0])[2][3] for _ in range(2))
    assert first != second


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+12025550143", b"\x01\x0112025550143\0"),
        ("72645", b"\x03\x0072645\0"),
        ("", b"\0\0\0"),
        ("12025550143", b"\0\x0012025550143\0"),
    ],
)
def test_a_number_says_what_it_is(number: str, written: bytes) -> None:
    assert address(number) == written


def test_a_number_that_smpp_has_no_room_for_is_named() -> None:
    with pytest.raises(Garbled):
        address("+" + "1" * 30)


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(1, "000000000001000R"), (90_061, "000001010101000R"), (10**9, "000030000000000R")],
)
def test_how_long_a_text_is_of_use_is_told_from_now_on(seconds: int, written: str) -> None:
    assert validity(seconds) == written


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (0x00, Fate.SENT), (0x14, Fate.LATER), (0x58, Fate.LATER), (0x0B, Fate.REFUSED),
        (0x01, Fate.REFUSED), (0x65, Fate.REFUSED), (0x400, Fate.REFUSED), (0xFFFF, Fate.REFUSED),
        (0x08, Fate.DOWN), (0x04, Fate.DOWN), (0x64, Fate.DOWN), (0xC4, Fate.DOWN),
        (0xFF, Fate.DOWN), (0x2F, Fate.DOWN),
    ],
)  # fmt: skip
def test_a_status_is_about_the_text_or_about_us(status: int, fate: Fate) -> None:
    assert statuses.fate(status) is fate

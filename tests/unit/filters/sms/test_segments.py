# ruff: noqa: RUF001 - disguises are what is tested here
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.sms.segments import GSM_7, GSM_7_EXTENSION, count, cut, too_many_segments
from tests.make_sms import objections, policy, sms, sms_facts


@pytest.mark.parametrize(
    ("text", "encoding", "segments", "units"),
    [
        ("", "GSM-7", 1, 0),
        ("a" * 160, "GSM-7", 1, 160),
        ("a" * 161, "GSM-7", 2, 161),
        ("a" * 306, "GSM-7", 2, 306),
        ("a" * 307, "GSM-7", 3, 307),
        ("a" * 159 + "€", "GSM-7", 2, 161),
        ("a" * 158 + "€", "GSM-7", 1, 160),
        ("Ç" * 160, "GSM-7", 1, 160),
        ("ç", "UCS-2", 1, 1),
        ("ж" * 70, "UCS-2", 1, 70),
        ("ж" * 71, "UCS-2", 2, 71),
        ("😀" * 35, "UCS-2", 1, 70),
        ("😀" * 36, "UCS-2", 2, 72),
    ],
)
def test_segments_are_counted_as_3gpp_counts_them(
    text: str, encoding: str, segments: int, units: int
) -> None:
    counted = count(text)
    assert (counted.encoding, counted.segments, counted.units) == (encoding, segments, units)


def test_an_escape_is_never_cut_from_its_character() -> None:
    text = "a" * 152 + "€€" + "a" * 150
    assert count(text).units == 306  # would be two segments, if a euro could be cut in half
    assert count(text).segments == 3


def test_a_surrogate_pair_is_never_cut() -> None:
    text = "ж" * 66 + "😀" + "ж" * 66
    assert count(text).units == 134
    assert count(text).segments == 3


@pytest.mark.parametrize("character", sorted(GSM_7_EXTENSION))
def test_a_character_of_the_extension_table_takes_two_septets(character: str) -> None:
    assert count(character).units == 2
    assert count(character).encoding == "GSM-7"


def test_the_default_alphabet_has_all_its_characters() -> None:
    assert len(GSM_7) == 127  # 128 places, one of them the escape


def test_what_forces_ucs_2_is_named_once_each_in_order() -> None:
    assert count("“yes” – “no”").offending == ("“", "”", "–")


@given(st.text(st.characters()))
def test_every_text_can_be_counted(text: str) -> None:
    counted = count(text)
    assert 1 <= counted.segments <= max(1, counted.units)


@given(st.text(), st.text())
def test_a_longer_text_never_takes_fewer_segments(text: str, more: str) -> None:
    assert count(text + more).segments >= count(text).segments


def test_a_text_of_more_segments_than_allowed_is_refused_with_its_size() -> None:
    facts = sms_facts(policy=policy(max_segments=2))
    (objection,) = objections(too_many_segments, sms("ж" * 135), facts)
    assert "3 segments" in objection.reason
    assert objection.evidence == ("135 units of UCS-2", "ж")
    assert not objections(too_many_segments, sms("ж" * 134), facts)


def test_the_notice_to_be_added_counts() -> None:
    facts = sms_facts(policy=policy(max_segments=1), notice_due=True)
    assert not objections(too_many_segments, sms("a" * 100), facts)
    assert objections(too_many_segments, sms("a" * 150), facts)
    assert not objections(
        too_many_segments, sms("a" * 150), sms_facts(policy=policy(max_segments=1))
    )


@given(st.text(st.sampled_from("ab €{}\nж😀e\u0301\u200d👩🔧"), max_size=400), st.booleans())
def test_a_text_is_cut_into_as_many_segments_as_are_counted(text: str, as_ucs_2: bool) -> None:
    cuts = cut(text, as_ucs_2=as_ucs_2)
    is_gsm_7 = count(text).encoding == "GSM-7" and not as_ucs_2
    assert "".join(cuts) == text
    if is_gsm_7:
        assert len(cuts) == count(text).segments
    for each in cuts:
        units = count(each).units if is_gsm_7 else len(each.encode("utf-16-le")) // 2
        whole, part = (160, 153) if is_gsm_7 else (70, 67)
        assert units <= (whole if len(cuts) == 1 else part)


def test_what_is_seen_as_one_character_is_cut_through_only_where_no_segment_holds_it() -> None:
    family = "👩\u200d👩\u200d👧\u200d👦"
    assert [len(each) for each in cut("ж" * 60 + family + "ж")] == [60, 8]
    assert cut("ж" * 60 + family)[0] == "ж" * 60
    heaped = "e" + "\u0301" * 100
    assert [len(each) for each in cut(heaped)] == [67, 34]


def test_what_fits_one_segment_is_not_cut() -> None:
    assert cut("") == ("",)
    assert cut("a" * 160) == ("a" * 160,)
    assert cut("ж" * 70) == ("ж" * 70,)
    assert len(cut("a" * 160, as_ucs_2=True)) == 3

# ruff: noqa: RUF001 - disguises are what is tested here
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.sms.segments import GSM_7, GSM_7_EXTENSION, count, too_many_segments
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

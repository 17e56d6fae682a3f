"""Queue ids: unique, in order, readable, and nothing else is taken for one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.queue_id import LENGTH, QueueIds, decode, encode

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@given(st.integers(min_value=0, max_value=2**64 - 1))
def test_what_is_written_is_read_back(number: int) -> None:
    assert decode(encode(number)) == number


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_ids_sort_like_their_numbers(one: int, other: int) -> None:
    assert (encode(one) < encode(other)) == (one < other)


@given(st.text(alphabet=_ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_an_id_is_written_in_one_way_and_fits_in_64_bits(text: str) -> None:
    try:
        number = decode(text)
    except ValueError:
        assert text[0] not in _ALPHABET[:16]
    else:
        assert number < 2**64
        assert encode(number) == text


def test_every_id_is_greater_than_the_one_before() -> None:
    ids = QueueIds()
    given_out = [ids.next() for _ in range(20_000)]
    assert all(before < after for before, after in pairwise(given_out))
    assert {len(each) for each in given_out} == {LENGTH}


def test_threads_get_different_ids() -> None:
    ids = QueueIds()
    with ThreadPoolExecutor(4) as threads:
        given_out = list(threads.map(lambda _: ids.next(), range(4000)))
    assert len(set(given_out)) == len(given_out)


def test_a_clock_that_goes_back_does_not_bring_an_old_id_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = QueueIds()
    first = ids.next()
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    assert ids.next() > first


def test_two_processes_that_start_in_one_millisecond_differ(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    starts = {QueueIds().next() for _ in range(50)}
    assert len(starts) > 1


def test_the_time_of_an_id_can_be_read_from_it() -> None:
    before = int(time.time() * 1000)
    number = decode(QueueIds().next())
    assert before <= number >> 20 <= int(time.time() * 1000)


@pytest.mark.parametrize(
    "text",
    ["", "0", "0" * 12, "0" * 14, "ILOU000000000", "00000000000-0", "0000000000 00", "é" * 13],
)
def test_what_is_no_queue_id_is_said_not_to_be_one(text: str) -> None:
    with pytest.raises(ValueError, match="is not a queue id"):
        decode(text)

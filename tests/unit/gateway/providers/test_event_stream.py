"""Server-sent events are cut where they end, in whatever pieces they come."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from gateway.providers.event_stream import LONGEST_LINE, EventStream, Sent

STREAM = (
    b':\n\n:keep-alive\nid:17-1\nevent:receive\ndata:{"a": 1}\n\n'
    b"data: two\r\ndata:lines caf\xc3\xa9\r\n\r\nretry: 5\nid\ndata\n\ndata:unfinished"
)  # fmt: skip
EVENTS = [
    Sent(event_id="17-1", data='{"a": 1}'),
    Sent(event_id="17-1", data="two\nlines café"),
    Sent(event_id="", data=""),
]


def fed(*chunks: bytes) -> list[Sent]:
    stream = EventStream()
    return [sent for chunk in chunks for sent in stream.feed(chunk)]


def test_a_stream_is_cut_into_its_events() -> None:
    assert fed(STREAM) == EVENTS


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_the_pieces_it_comes_in_do_not_matter(cuts: list[int]) -> None:
    ends = [0, *sorted(cuts), len(STREAM)]
    assert fed(*(STREAM[a:b] for a, b in itertools.pairwise(ends))) == EVENTS


def test_a_line_that_is_too_long_is_left_out_and_the_rest_goes_on() -> None:
    piece = b"x" * (LONGEST_LINE // 2)
    found = fed(b"id:1\ndata:", piece, piece, piece, piece, b"y\n\nid:2\ndata:STOP\n\n")
    assert found == [
        Sent(event_id="1", data="", is_whole=False),
        Sent(event_id="2", data="STOP"),
    ]


@given(st.lists(st.binary(max_size=60)))
def test_no_bytes_break_it(chunks: list[bytes]) -> None:
    fed(*chunks)

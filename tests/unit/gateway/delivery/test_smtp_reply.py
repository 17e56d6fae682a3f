from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.delivery.smtp_reply import MAX_REPLY_BYTES, Reply, ReplyParser
from gateway.errors import TemporaryFailure


def read(*chunks: bytes) -> list[Reply]:
    parser = ReplyParser()
    return [reply for chunk in chunks for reply in parser.feed(chunk)]


def test_several_replies_of_one_packet_are_told_apart() -> None:
    assert read(b"250 one\r\n250-two\r\n250 three\r\n354 go\r\n") == [
        Reply(250, "one"),
        Reply(250, "two three"),
        Reply(354, "go"),
    ]


def test_a_code_alone_is_a_reply() -> None:
    assert read(b"250\r\n") == [Reply(250, "")]
    assert str(Reply(250, "")) == "250"


def test_an_enhanced_status_code_is_said_once() -> None:
    (reply,) = read(b"550-5.1.1 no such\r\n550 5.1.1 user\r\n")
    assert str(reply) == "550 5.1.1 no such user"
    assert reply.status == "5.1.1"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"550 no\r\n", "5.0.0"),
        (b"451 4.7.1 greylisted\r\n", "4.7.1"),
        (b"550 4.7.1 of another class\r\n", "5.0.0"),
        (b"550 5.1.10.2 no code\r\n", "5.0.0"),
    ],
)
def test_the_status_is_the_hops_own_when_it_fits_the_code(line: bytes, status: str) -> None:
    assert read(line)[0].status == status


def test_the_first_digit_decides_whatever_the_others_are() -> None:
    replies = read(b"571 5.7.1 no\r\n460 later\r\n299 ok\r\n")
    assert [(each.is_positive, each.is_permanent) for each in replies] == [
        (False, True), (False, False), (True, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "is_said"),
    [
        (b"552 5.5.3 too many\r\n", True),
        (b"552 too many recipients\r\n", True),
        (b"552 5.2.2 mailbox full\r\n", False),
        (b"552 5.3.4 too big\r\n", False),
        (b"550 5.5.3 too many\r\n", False),
    ],
)
def test_a_552_says_too_many_recipients_unless_it_says_something_else(
    line: bytes, *, is_said: bool
) -> None:
    assert read(line)[0].is_too_many_recipients is is_said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"250 2.0.0 Ok: queued as 4Z1x2y\r\n", "4Z1x2y"),
        (b"250 OK id=1r5abc-0001\r\n", "1r5abc-0001"),
        (b"250 2.0.0 OK\r\n", ""),
    ],
)
def test_the_next_hops_id_is_found(text: bytes, expected: str) -> None:
    assert read(text)[0].next_hop_id == expected


@pytest.mark.parametrize(
    "line",
    [
        b"hello\r\n",
        b"2500 x\r\n",
        b"190 x\r\n",
        b"600 x\r\n",
        b"\r\n",
        b"250_x\r\n",
        b"250-a\r\n251 b\r\n",
    ],
)
def test_what_is_no_reply_is_an_error(line: bytes) -> None:
    with pytest.raises(TemporaryFailure):
        read(line)


@pytest.mark.parametrize(
    "flood",
    [
        b"x" * (MAX_REPLY_BYTES + 1),
        b"250-" + b"x" * MAX_REPLY_BYTES + b"\r\n",
        b"250-x\r\n" * 20000,
    ],
)
def test_a_flood_is_an_error(flood: bytes) -> None:
    with pytest.raises(TemporaryFailure):
        read(flood)


def test_a_long_reply_is_cut() -> None:
    (reply,) = read(b"250-" + b"a" * 2000 + b"\r\n", b"250-b\r\n" * 50, b"250 end\r\n")
    assert reply.text.startswith("a" * 512 + " b")
    assert reply.text.count("b") == 19


@given(st.binary(max_size=300))
def test_whatever_it_says_the_text_is_printable_ascii_in_one_line(noise: bytes) -> None:
    (reply,) = read(b"550 " + noise.replace(b"\n", b"") + b"\r\n")
    assert reply.text.isascii()
    assert reply.text.isprintable()


@given(st.binary(max_size=300))
def test_an_error_quotes_noise_as_printable_ascii(noise: bytes) -> None:
    with pytest.raises(TemporaryFailure) as raised:
        read(b"x" + noise + b"\r\n")
    assert raised.value.reply.isascii()
    assert raised.value.reply.isprintable()


@given(st.lists(st.integers(1, 40), max_size=6))
def test_replies_do_not_depend_on_how_the_bytes_are_cut(sizes: list[int]) -> None:
    stream = b"250-a\r\n250 b\r\n550-5.1.1 c\r\n550 5.1.1 d\r\n354 e\r\n"
    chunks, position = [], 0
    for size in sizes:
        chunks.append(stream[position : position + size])
        position += size
    assert read(*chunks, stream[position:]) == read(stream)

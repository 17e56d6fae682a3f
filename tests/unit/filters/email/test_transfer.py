from __future__ import annotations

import base64
import binascii
import quopri
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email import transfer
from filters.plan import Token
from suppression.tokens import SAMPLE_TOKEN


@pytest.mark.parametrize(
    ("body", "encoding", "content"),
    [
        (b"a=3Db=\r\nc", "quoted-printable", b"a=bc"),
        (b"SGVs\r\nbG8=\r\n", "base64", b"Hello"),
        (b"SGVsbG8", "base64", b"Hello"),
        (b"SGVsbG8=\r\nfooter of a list", "base64", b"Hello"),
        (b"SGVsb", "base64", b"Hel"),
        (b"Hello", "8bit", b"Hello"),
        (b"Hello", "x-unknown", b"Hello"),
    ],
)
def test_as_much_as_can_be_read_is_decoded(body: bytes, encoding: str, content: bytes) -> None:
    assert transfer.decoded(body, encoding) == content


@pytest.mark.parametrize(
    ("body", "encoding", "is_sound"),
    [
        (b"anything", "7bit", True),
        (b"anything", "quoted-printable", True),
        (b"anything", "x-uuencode", False),
        (b"SGVs\r\nbG8=\r\n", "base64", True),
        (b"", "base64", True),
        (b"SGVsbG8", "base64", False),
        (b"SGVsbG8=\r\nmore", "base64", False),
        (b"SGV$", "base64", False),
    ],
)
def test_only_what_everybody_decodes_alike_is_sound(
    body: bytes, encoding: str, *, is_sound: bool
) -> None:
    assert transfer.is_sound(body, encoding) is is_sound


QP = st.lists(st.sampled_from([b"a", b"=3D", b"=c3=A9", b"=\r\n", b"\r\n", b" "]), max_size=40)


@given(QP.map(b"".join), st.data())
def test_a_place_in_the_content_is_found_in_quoted_printable(
    body: bytes, data: st.DataObject
) -> None:
    content = binascii.a2b_qp(body)
    offset = data.draw(st.integers(0, len(content)))

    place = transfer.qp_position(b"<<" + body + b">>", 2, 2 + len(body), offset)

    assert place is not None
    assert binascii.a2b_qp(body[: place - 2]) == content[:offset]
    assert binascii.a2b_qp(body[place - 2 :]) == content[offset:]


def test_broken_quoted_printable_has_no_places() -> None:
    assert transfer.qp_position(b"=ZZ</body>", 0, 10, 2) is None


@pytest.mark.parametrize("body", [b"=" * 40, b"==" * 20 + b"\r\n", b"= =\r\n" * 9, b"a==b" * 9])
def test_any_place_in_broken_quoted_printable_is_found_or_none(body: bytes) -> None:
    for offset in range(len(body) + 9):
        place = transfer.qp_position(body + b"--b--", 0, len(body), offset)
        assert place is None or place <= len(body)


@given(st.binary(max_size=200), st.integers(1, 30))
def test_a_quantum_is_found_in_base64_of_any_line_length(content: bytes, width: int) -> None:
    digits = base64.b64encode(content)
    body = b"\r\n".join(digits[i : i + width] for i in range(0, len(digits), width))

    for quanta in range(len(content) // 3 + 1):
        place = transfer.base64_position(body, 0, quanta)
        assert base64.b64decode(body[:place]) == content[: quanta * 3]


@given(
    st.text(alphabet="ab =\u00e9\n.", max_size=300), st.text(alphabet="ab =\u00e9\n", max_size=90)
)
def test_encoded_text_keeps_its_lines_short_and_says_the_same(before: str, after: str) -> None:
    one, other = (text.replace("\n", "\r\n").encode() for text in (before, after))

    pieces = transfer.qp((one, Token(), other))
    encoded = b"".join(p if isinstance(p, bytes) else SAMPLE_TOKEN.encode() for p in pieces)

    assert quopri.decodestring(encoded) == one + SAMPLE_TOKEN.encode() + other
    assert all(len(line) <= 76 for line in re.split(rb"\r\n", encoded))


@pytest.mark.parametrize("stretch", [4, 7, 16, 100])
@given(body=st.lists(st.sampled_from([b"=", b"=3D", b"=\r\n", b"=\r", b"\r\n", b"ab", b" ", b"4"])))
def test_quoted_printable_is_decoded_in_stretches_as_in_one(
    body: list[bytes], stretch: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transfer, "_STRETCH", stretch)
        found = transfer.decoded(b"".join(body), "quoted-printable")
    assert found == binascii.a2b_qp(b"".join(body))


@pytest.mark.parametrize("stretch", [1, 2, 3, 5, 16])
@given(content=st.binary(max_size=60), gap=st.sampled_from([b"", b"\r\n", b" ", b"*\r\n"]))
def test_base64_is_decoded_in_stretches_as_in_one(content: bytes, gap: bytes, stretch: int) -> None:
    digits = base64.b64encode(content)
    lines = gap.join(digits[at : at + 6] for at in range(0, len(digits), 6))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transfer, "_STRETCH", stretch)
        assert transfer.decoded(lines + b"\r\nmore", "base64")[: len(content)] == content
        assert transfer.decoded(lines, "base64") == content

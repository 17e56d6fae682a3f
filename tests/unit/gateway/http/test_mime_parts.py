"""Parts that are written piece by piece say what was given, whatever a piece ends within."""

from __future__ import annotations

import base64
from email import message_from_bytes
from email.policy import SMTP
from email.utils import collapse_rfc2231_value
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http import mime_parts
from gateway.http.mime_parts import file_part, in_base64, multipart, out_of_base64, text_part


@given(st.text(alphabet="aé\r\n😀 ", max_size=60))
def test_a_large_text_keeps_its_lines(text: str) -> None:
    with patch.object(mime_parts, "_SMALL", -1), patch.object(mime_parts, "_PIECE", 7):
        part = message_from_bytes(text_part(text, "plain"), policy=SMTP)
    assert part["Content-Transfer-Encoding"] == "base64"
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = lines if lines.endswith("\n") else lines + "\n"
    assert part.get_payload(decode=True) == whole.replace("\n", "\r\n").encode()


@given(st.binary(max_size=300), st.integers(1, 90), st.sampled_from(["", "\n", "\r\n ", "\t"]))
def test_base64_is_read_and_written_anew(content: bytes, width: int, between: str) -> None:
    given_ = base64.b64encode(content).decode()
    spread = between.join(given_[at : at + width] for at in range(0, len(given_), width))
    with patch.object(mime_parts, "_PIECE", 5):
        written = in_base64(out_of_base64(spread))
    assert written == base64.encodebytes(content).replace(b"\n", b"\r\n")


@pytest.mark.parametrize("text", ["a", "YQ", "YQ=", "YQ==YQ==", "YQ==\nYWFh", "YW=h", "é", "Y*Fh"])
def test_what_is_no_base64_is_a_mistake(text: str) -> None:
    for piece in (4, 1000):
        with patch.object(mime_parts, "_PIECE", piece), pytest.raises(ValueError):  # noqa: PT011
            in_base64(out_of_base64(text))


def test_parts_within_parts_are_read_as_they_were_meant() -> None:
    texts = multipart("alternative", [text_part("one", "plain"), text_part("<p>é", "html")])
    file = file_part(in_base64([b"\0\1" * 100]), "image/png", "é, x.png")
    message = message_from_bytes(multipart("mixed", [texts, file]), policy=SMTP)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "image/png",
    ]  # fmt: skip
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("é, x.png", b"\0\1" * 100)
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "one\r\n"
    assert all(not part.defects for part in message.walk())


def test_a_name_of_a_file_is_no_header_field() -> None:
    name = "=?utf-8?q?scan=0D=0AX-Mailer:_evil=0D=0A=0D=0A?=.pdf"
    head, _, body = file_part(b"YQ==\r\n", "application/pdf", name).partition(b"\r\n\r\n")
    assert [line.partition(b":")[0] for line in head.split(b"\r\n") if line[:1].strip()] == [
        b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition",
    ]  # fmt: skip
    assert body == b"YQ==\r\n"
    parameter = message_from_bytes(head).get_param("filename", header="content-disposition")
    assert collapse_rfc2231_value(parameter or "") == name

"""What a form says, whatever it calls its encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http.form import read_form

ALL = {"choice": "all"}
PART = b'--b\r\nContent-Disposition: form-data; name="choice"\r\n\r\nall\r\n--b--\r\n'


@pytest.mark.parametrize(
    ("content_type", "body", "fields"),
    [
        ("application/x-www-form-urlencoded", b"choice=all", ALL),
        ("application/x-www-form-urlencoded", b"CHOICE=a+b%21\r\n", {"choice": "a b!"}),
        ("text/plain", b"choice=all&choice=none&x=", {"choice": "all", "x": ""}),
        ("multipart/form-data; boundary=b", PART, ALL),
        ('Multipart/Form-Data; charset=utf-8; boundary="b"', PART, ALL),
        ("", PART, ALL),
        ("multipart/form-data", PART, ALL),
        ("multipart/form-data; boundary=other", PART, {}),
        ("multipart/form-data; boundary=\udcff", PART.replace(b"--b", b"--\xff"), ALL),
        ("multipart/form-data; boundary=b", b"--b\r\nno blank line", {}),
        ("", b"&".join([b"choice=all", *[b"a=1"] * 50]), ALL | {"a": "1"}),
        ("", b"&".join([b"choice=all", *[b"a"] * 30_000, b"b=1"]), ALL | {"a": ""}),
        ("", b"", {}),
    ],
)
def test_fields_are_read_in_every_encoding(
    content_type: str, body: bytes, fields: dict[str, str]
) -> None:
    assert read_form(content_type, body) == fields


@given(st.text(), st.binary())
def test_no_body_breaks_the_reader(content_type: str, body: bytes) -> None:
    assert all(isinstance(value, str) for value in read_form(content_type, body).values())

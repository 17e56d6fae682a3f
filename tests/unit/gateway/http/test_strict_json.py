"""JSON that would keep everybody waiting is refused before it is read."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from gateway.http import strict_json
from gateway.http.body import understood
from gateway.http.problems import Refusal
from gateway.http.strict_json import check_json

MIB = 1 << 20
TEXTS = st.text(alphabet='ab"\\{},:é\n😀', max_size=20)
DOCUMENTS = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("xyz", max_size=5), inner, max_size=4)
    ),
)


class Letter(BaseModel):
    text: str
    to: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("raw", "code", "told"),
    [
        (b"[" + b"1," * 60_000 + b"1]", "HTTP_BAD_REQUEST", "values"),
        (b"[" + b"{}," * 30_000 + b"1]", "HTTP_BAD_REQUEST", "values"),
        (b"[" + b"1," * MIB + b"1]", "SMTP_TOO_LARGE", "texts and files"),
        (b" " * 2 * MIB, "SMTP_TOO_LARGE", "texts and files"),
        (b'["' + b"a" * MIB + b'"' + b" " * 2 * MIB, "SMTP_TOO_LARGE", "texts and files"),
        (b'"' + b"\\n" * (MIB + 1) + b'"', "HTTP_BAD_REQUEST", "escapes"),
        (b'"' + b"\\u00e9" * MIB + b'"', "HTTP_BAD_REQUEST", "escapes"),
        (b'{"' + b"a" * MIB + b'" : 1}', "HTTP_BAD_REQUEST", "name"),
        (b'["' + b"a" * MIB, "HTTP_BAD_REQUEST", "never ends"),
    ],
)
def test_more_than_a_request_has_in_it_is_refused_unread(raw: bytes, code: str, told: str) -> None:
    with patch.object(strict_json, "json", None), pytest.raises(Refusal) as refused:
        check_json(raw)
    assert refused.value.document.code == code
    assert told in refused.value.document.detail


def test_texts_and_files_may_hold_whatever_they_like() -> None:
    text = 'a, {"b": [1]}\\ ' * MIB
    raw = json.dumps({"text": text[: 2 * MIB], "to": ["ann@example.net"] * 1000}).encode()
    assert understood(raw, Letter).text == text[: 2 * MIB]


@given(DOCUMENTS, st.booleans())
def test_the_outline_is_what_was_sent_but_for_its_long_strings(value: Any, ascii_: bool) -> None:  # noqa: ANN401
    raw = json.dumps(value, ensure_ascii=ascii_).encode()
    with patch.object(strict_json, "_SHORT_BYTES", 12):
        outlined = json.loads(strict_json._outline(raw))
    assert json.dumps(_masked(outlined)) == json.dumps(_masked(value, ascii_=ascii_))


def _masked(value: Any, *, ascii_: bool | None = None) -> Any:  # noqa: ANN401
    """Return a value without its strings that are long as written, or stand for one."""
    match value:
        case str():
            written = json.dumps(value, ensure_ascii=bool(ascii_)).encode()
            marked = value.isdecimal() if ascii_ is None else len(written) > 12
            return 0 if marked else value
        case list():
            return [_masked(each, ascii_=ascii_) for each in value]
        case dict():
            return {name: _masked(each, ascii_=ascii_) for name, each in value.items()}
        case _:
            return value


@pytest.mark.parametrize("sign", [b"\n", b"\xff", b"\xed\xa0\x80", b"\\udfff", b"\\ud83d", b"\\x"])
def test_a_long_string_with_a_sign_that_is_none_is_400(sign: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        understood(b'{"text": "' + b"a" * 9000 + sign + b'b"}', Letter)
    assert (refused.value.document.status, refused.value.document.errors) == (400, ())


def test_mistakes_without_end_are_not_listed() -> None:
    with pytest.raises(Refusal) as refused:
        understood(b'{"text": "a", "to": [' + b"1," * 5000 + b"1]}", Letter)
    document = refused.value.document
    assert document.status == 422
    assert [each.msg for each in document.errors] == ["more than 1000 mistakes"]

"""JSON with one meaning, mistakes with their places."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from gateway.http.body import mistakes, read_body
from gateway.http.problems import Refusal
from gateway.http.strict_json import check_json

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(PLAIN)
def test_ordinary_json_is_taken(value: object) -> None:
    for ascii_only in (True, False):
        check_json(json.dumps(value, ensure_ascii=ascii_only).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_refused(raw: bytes) -> None:
    try:
        check_json(raw)
    except Refusal:
        return
    json.loads(raw)


@pytest.mark.parametrize(
    "raw", ['{"a":1,"a":1}', '{"a":1,"\\u0061":1}', "[NaN]", "[-Infinity]", "1e400", '"\\udfff"']
)
def test_json_with_two_meanings_is_refused(raw: str) -> None:
    with pytest.raises(Refusal):
        check_json(raw.encode())


def test_emoji_by_escapes_is_taken() -> None:
    check_json(b'"\\ud83d\\ude00"')


class Inner(BaseModel):
    number: int


class Outer(BaseModel):
    items: list[Inner]


def test_mistakes_say_where_and_not_what_was_given() -> None:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate({"items": [{"number": 1}, {"number": "ann@example.net"}]})
    (mistake,) = mistakes(caught.value)
    assert mistake.loc == "items[1].number"
    assert "ann@example.net" not in mistake.msg


async def test_a_body_that_is_there_is_read_within_its_limit() -> None:
    assert await _read(limit_bytes=4) == b"abcd"
    with pytest.raises(Refusal) as refused:
        await _read(limit_bytes=3)
    assert refused.value.document.code == "SMTP_TOO_LARGE"


async def _read(limit_bytes: int) -> bytes:
    """Read a body of four bytes in two parts, which says no length."""
    loop = asyncio.get_running_loop()
    payload = StreamReader(BaseProtocol(loop), 2**16, loop=loop)
    for part in (b"ab", b"cd"):
        payload.feed_data(part)
    payload.feed_eof()
    request = make_mocked_request("POST", "/", payload=payload)
    return await read_body(request, limit_bytes, deadline_s=1)

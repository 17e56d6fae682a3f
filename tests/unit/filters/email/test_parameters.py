from __future__ import annotations

import pytest

from filters.email.parameters import are_alike, with_parameters
from filters.errors import MalformedMessage


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"", ("", {})),
        (b" Text/HTML ; CHARSET=x", ("text/html", {"charset": "x"})),
        (b'a/b; name="semi;colon\\"s"', ("a/b", {"name": 'semi;colon"s'})),
        (b'a/b;\r\n boundary="one\r\n two"', ("a/b", {"boundary": "one two"})),
        (b"text/plain; charset=us-ascii (Plain text)", ("text/plain", {"charset": "us-ascii"})),
        (b"a/b; x=1; x=2", ("a/b", {"x": "1"})),
        (b'a/b; open="never closed', ("a/b", {"open": "never closed"})),
        (b"a/b; filename*=utf-8'en'caf%C3%A9", ("a/b", {"filename": "caf\xe9"})),
        (b"a/b; filename*=iso-8859-1''caf%E9", ("a/b", {"filename": "caf\xe9"})),
        (b'a/b; boundary*0="on"; boundary*1=e', ("a/b", {"boundary": "one"})),
        (b"a/b; n*1=b; n*0*=x''%61; n*2*=%63", ("a/b", {"n": "abc"})),
        (b"a/b; *=x; n=plain; n*=utf-8''other", ("a/b", {"n": "plain"})),
        (b"a/b; n*=no-quotes", ("a/b", {"n": "no-quotes"})),
        (b"a/b; " + b"x" * 200 + b"=1", ("a/b", {"x" * 200: "1"})),
    ],
)
def test_values_are_read_as_the_rfcs_write_them(
    value: bytes, expected: tuple[str, dict[str, str]]
) -> None:
    assert with_parameters(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        b"a/b; charset=one; charset=two",
        b"a/b; boundary=one; boundary*0=two",
        b"a/b" + b"".join(b";n%d=1" % n for n in range(101)),
        b"a/b" + b"; n=1" * 101,
    ],
)
def test_what_readers_could_read_differently_is_refused(value: bytes) -> None:
    with pytest.raises(MalformedMessage):
        with_parameters(value)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (b'TEXT/html;\r\n charset="utf-8"; X=a', True),
        (b"text/html;charset=UTF-8;x=a;", True),
        (b"text/html; charset=utf-8; x=A", False),
        (b"text/html; charset=utf-8", False),
        (b"text/html; charset=utf-8; x=a; y=b", False),
        (b"text/html; charset=utf-8; x=a (b)", False),
        (b"text/html text/plain; charset=utf-8; x=a", False),
        (b'text/html; charset=utf-8; x="\\a"', False),
        (b"text/html; charset=utf-8; x*=''a", False),
        (b"text/html; charset=utf-8; x=a; x=b", False),
        (b"text/html, text/plain; charset=utf-8; x=a", False),
    ],
)
def test_values_that_are_spelt_otherwise_say_the_same_only_where_nobody_can_doubt_it(
    other: bytes, *, alike: bool
) -> None:
    value = b"text/html; charset=utf-8; x=a"
    assert are_alike(value, value)
    assert are_alike(value, other) is are_alike(other, value) is alike

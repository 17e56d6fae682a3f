from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.smtp.grammar import Mail, Rcpt, is_helo_name, read_mail, read_rcpt
from gateway.smtp.parameters import MailParameters, Mistake
from gateway.wishes import Wish
from suppression.keys import email_key

atoms = st.text("abcXYZ019+-_=#$&'*/?^`{|}~", min_size=1, max_size=10)
labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(
    lambda label: "--" not in label
)
locals_ = st.lists(atoms, min_size=1, max_size=4).map(".".join)
domains = st.lists(labels, min_size=1, max_size=4).map(lambda names: ".".join([*names, "example"]))


def mail(reverse_path: str, size_bytes: int) -> Mail:
    return Mail(reverse_path, MailParameters(size_bytes=size_bytes))


@given(locals_, domains)
def test_what_the_rfc_calls_a_mailbox_is_read_as_it_stands(local: str, domain: str) -> None:
    address = f"{local}@{domain}"
    assert read_rcpt(f"TO:<{address}>", extended=True) == Rcpt(address)
    assert read_mail(f"FROM:<{address}>", extended=False) == mail(address, 0)


@given(st.text(st.characters(max_codepoint=255), max_size=40))
@example("TO:<a\r@b>")
@example("TO:<a\nb@c>")
@example("TO:<a@b>\0")
@example('TO:<"a\\"@b>')
@example("TO:<a@b>\x85")
def test_nothing_that_is_read_holds_a_control_or_foreign_character(text: str) -> None:
    for argument in (text, f"TO:<{text}>", f"TO:<{text}@b.example>", f'TO:<"{text}"@b.example>'):
        rcpt = read_rcpt(argument, extended=True)
        if isinstance(rcpt, Rcpt):
            assert rcpt.address.isascii()
            assert rcpt.address.isprintable()
            assert rcpt.address.count("@") == 1
            assert not set(rcpt.address) & set("<>%!")
            assert email_key(rcpt.address)
        read = read_mail(argument.replace("TO:", "FROM:", 1), extended=True)
        if isinstance(read, Mail):
            assert read.reverse_path.isascii()
            assert read.reverse_path == "" or read.reverse_path.isprintable()


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_parameters_never_raise_and_never_change_the_address(text: str) -> None:
    read = read_mail(f"FROM:<a@b.example> {text}", extended=True)
    assert isinstance(read, Mistake) or read.reverse_path == "a@b.example"


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("FROM:<>", mail("", 0)),
        ("from: <a@b>", mail("a@b", 0)),
        ("FROM:<a@b>   SIZE=7   BODY=8bitmime", mail("a@b", 7)),
        ("FROM:<a@b>SIZE=7", Mistake.ADDRESS),
        ("FROM <a@b>", Mistake.SYNTAX),
        ("", Mistake.SYNTAX),
        ("FROM:", Mistake.ADDRESS),
        ("FROM:<a@b> SIZE=-1", Mistake.PARAMETER),
        ("FROM:<a@b> SIZE=\u0661", Mistake.PARAMETER),
        ("FROM:<a@b> BODY", Mistake.PARAMETER),
        ("FROM:<a@b> AUTH=+zz", Mistake.PARAMETER),
        ("FROM:<a@b> X=1", Mistake.UNKNOWN_PARAMETER),
        ("FROM:<\u00e9@b>", Mistake.NON_ASCII),
        ('FROM:<"a b"@c>', mail('"a b"@c', 0)),
        ('FROM:<"a\\"b"@c>', mail('"a\\"b"@c', 0)),
        ('FROM:<"a>b"@c> SIZE=3', Mistake.ADDRESS),
        ('FROM:<"a\\>b"@c>', Mistake.ADDRESS),
    ],
)
def test_mail(argument: str, expected: Mail | Mistake) -> None:
    assert read_mail(argument, extended=True) == expected


@pytest.mark.parametrize("size", [62, 63, 64])
def test_lengths_stop_where_the_rfc_says(size: int) -> None:
    assert (read_rcpt(f"TO:<{'a' * (size + 1)}@b>", extended=True) == Mistake.ADDRESS) == (
        size >= 64
    )
    assert (read_rcpt(f"TO:<a@{'b' * size}.c>", extended=True) == Mistake.ADDRESS) == (size >= 64)
    domain = ".".join(["d" * 62] * 4)
    assert isinstance(read_rcpt(f"TO:<ab@{domain}>", extended=True), Rcpt)
    assert read_rcpt(f"TO:<abc@{domain}>", extended=True) == Mistake.ADDRESS


def test_hostile_argument_is_read_in_linear_time() -> None:
    for filling in ('"' * 900, '\\"' * 450, "a." * 450, " " * 900, '"\\' * 450, "=+" * 450):
        assert isinstance(read_mail(f"FROM:<{filling}", extended=True), Mistake)
        assert isinstance(read_mail(f"FROM:<a@b> {filling}\0", extended=True), Mistake)


@pytest.mark.parametrize(
    ("name", "known"),
    [("mx-1.example.com", True), ("[127.0.0.1]", True), ("[IPv6:::1]", True), ("my_pc", True),
     ("x", True), ("", False), ("a b", False), ("a\r", False), ("[x y]", False), ("(x)", False)],
)  # fmt: skip
def test_helo_name(name: str, known: bool) -> None:
    assert is_helo_name(name) is known


@given(st.text(max_size=30))
@example("j\u00f6rg")
@example("a\u202eb")
@example("a\u00a0b")
@example("a\udcffb")
@example('"j\u00f6rg"')
def test_what_is_read_beyond_ascii_is_seen_and_can_be_looked_up(text: str) -> None:
    for address in (f"{text}@b.example", f"a@{text}.example"):
        rcpt = read_rcpt(f"TO:<{address}>", extended=True, is_utf8=True)
        if isinstance(rcpt, Rcpt):
            assert rcpt.address.isprintable()
            assert rcpt.address.count("@") == 1
            assert rcpt.address.encode()
            assert email_key(rcpt.address)
        read = read_mail(f"FROM:<{address}> SMTPUTF8", extended=True)
        assert isinstance(read, Mail) == isinstance(rcpt, Rcpt)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("NOTIFY=NEVER", Wish(notify="NEVER")),
        ("notify=success,Failure,DELAY", Wish(notify="SUCCESS,FAILURE,DELAY")),
        ("NOTIFY=SUCCESS,SUCCESS", Wish(notify="SUCCESS")),
        ("ORCPT=rfc822;a+2Bb@c", Wish(original="rfc822;a+2Bb@c")),
        (
            "ORCPT=utf-8;j\u00f6rg@c NOTIFY=DELAY",
            Wish(notify="DELAY", original="utf-8;j\\x{F6}rg@c"),
        ),
        ("NOTIFY=NEVER,SUCCESS", Mistake.PARAMETER),
        ("NOTIFY=", Mistake.PARAMETER),
        ("NOTIFY", Mistake.PARAMETER),
        ("NOTIFY=SUCCESS,", Mistake.PARAMETER),
        ("NOTIFY=NEVER NOTIFY=NEVER", Mistake.PARAMETER),
        ("ORCPT=a@c", Mistake.PARAMETER),
        ("ORCPT=rfc822;", Mistake.PARAMETER),
        ("ORCPT=rfc822;a+zz", Mistake.PARAMETER),
        ("ORCPT=rfc822;a=b", Mistake.PARAMETER),
        ("ORCPT=rfc822;j\u00f6rg@c", Mistake.PARAMETER),
        (f"ORCPT=rfc822;{'a' * 494}", Mistake.PARAMETER),
        ("RET=FULL", Mistake.UNKNOWN_PARAMETER),
        ("NOTIFY=NEVER\u00a0X=1", Mistake.PARAMETER),
    ],
)
def test_what_is_wished_for_a_recipient(parameters: str, expected: Wish | Mistake) -> None:
    rcpt = read_rcpt(f"TO:<a@b.example> {parameters}", extended=True)
    assert (rcpt.wish if isinstance(rcpt, Rcpt) else rcpt) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("RET=hdrs ENVID=QQ314159", MailParameters(returns="HDRS", envelope_id="QQ314159")),
        ("SMTPUTF8", MailParameters(is_utf8=True)),
        ("SMTPUTF8=yes", Mistake.PARAMETER),
        ("RET=ALL", Mistake.PARAMETER),
        ("RET", Mistake.PARAMETER),
        ("ENVID=", Mistake.PARAMETER),
        ("ENVID=a+0", Mistake.PARAMETER),
        (f"ENVID={'a' * 101}", Mistake.PARAMETER),
        ("NOTIFY=NEVER", Mistake.UNKNOWN_PARAMETER),
    ],
)
def test_what_is_said_of_a_message(parameters: str, expected: MailParameters | Mistake) -> None:
    read = read_mail(f"FROM:<a@b.example> {parameters}", extended=True)
    assert (read.said if isinstance(read, Mail) else read) == expected

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.smtp.grammar import Mail, Mistake, Rcpt, is_helo_name, read_mail, read_rcpt
from suppression.keys import email_key

atoms = st.text("abcXYZ019+-_=#$&'*/?^`{|}~", min_size=1, max_size=10)
labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(
    lambda label: "--" not in label
)
locals_ = st.lists(atoms, min_size=1, max_size=4).map(".".join)
domains = st.lists(labels, min_size=1, max_size=4).map(lambda names: ".".join([*names, "example"]))


@given(locals_, domains)
def test_what_the_rfc_calls_a_mailbox_is_read_as_it_stands(local: str, domain: str) -> None:
    address = f"{local}@{domain}"
    assert read_rcpt(f"TO:<{address}>", extended=True) == Rcpt(address)
    assert read_mail(f"FROM:<{address}>", extended=False) == Mail(address, 0)


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
        mail = read_mail(argument.replace("TO:", "FROM:", 1), extended=True)
        if isinstance(mail, Mail):
            assert mail.reverse_path.isascii()
            assert mail.reverse_path == "" or mail.reverse_path.isprintable()


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_parameters_never_raise_and_never_change_the_address(text: str) -> None:
    mail = read_mail(f"FROM:<a@b.example> {text}", extended=True)
    assert isinstance(mail, Mistake) or mail.reverse_path == "a@b.example"


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("FROM:<>", Mail("", 0)),
        ("from: <a@b>", Mail("a@b", 0)),
        ("FROM:<a@b>   SIZE=7   BODY=8bitmime", Mail("a@b", 7)),
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
        ('FROM:<"a b"@c>', Mail('"a b"@c', 0)),
        ('FROM:<"a\\"b"@c>', Mail('"a\\"b"@c', 0)),
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

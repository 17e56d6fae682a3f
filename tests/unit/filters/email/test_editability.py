from __future__ import annotations

import base64

import pytest

from filters.email.editability import Editability, editability
from filters.email.mime import parse
from tests.mail_builders import crlf, message

SIGNED = (
    "Content-Type: multipart/signed; boundary=s; protocol=x\n\n--s\n\nHello\n--s\n"
    "Content-Type: application/pgp-signature\n\nx\n--s--\n"
)
ARMOURED = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n"
SECRET = "Hi\n-----BEGIN PGP MESSAGE-----\n\nwcBM\n-----END PGP MESSAGE-----\n"
PKCS7 = "Content-Type: application/pkcs7-mime; smime-type={}; name=smime.p7m\n\nx\n"


LETTER = "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nHello\n--m\n{}\n--m--\n"
TNEF = "Content-Type: application/vnd.ms-tnef\nContent-Disposition: attachment\n\nx"
FILE = "Content-Type: application/{}; name=contract.pdf.p7m\n\nx"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("\nHello\n", Editability.EDITABLE),
        ("\nWrite -----BEGIN PGP MESSAGE----- first.\n", Editability.EDITABLE),
        ("\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n", Editability.EDITABLE),
        ("Content-Type: application/pdf\n\nx\n", Editability.BODILESS),
        ("Content-Type: application/octet-stream; name=a.bin\n\nx\n", Editability.BODILESS),
        ("Content-Type: application/ms-tnef\n\nx\n", Editability.WRAPPED),
        (LETTER.format(TNEF).replace("Hello", " "), Editability.WRAPPED),
        (LETTER.format(TNEF), Editability.EDITABLE),
        (SIGNED, Editability.SIGNED),
        (
            "Content-Type: multipart/mixed; boundary=m\n\n--m\n" + SIGNED + "--m--\n",
            Editability.SIGNED,
        ),
        ("\n" + ARMOURED, Editability.SIGNED),
        (PKCS7.format("signed-data"), Editability.SIGNED),
        (PKCS7.format("enveloped-data"), Editability.ENCRYPTED),
        ("Content-Type: application/x-pkcs7-mime\n\nx\n", Editability.ENCRYPTED),
        ("Content-Type: application/octet-stream; name=smime.P7M\n\nx\n", Editability.ENCRYPTED),
        (FILE.format("octet-stream"), Editability.ENCRYPTED),
        (LETTER.format(FILE.format("octet-stream")), Editability.EDITABLE),
        (LETTER.format(FILE.format("pkcs7-mime; smime-type=signed-data")), Editability.EDITABLE),
        (LETTER.format(PKCS7.format("enveloped-data")), Editability.ENCRYPTED),
        (LETTER.format("Content-Type: application/pkcs7-mime\n\nx"), Editability.ENCRYPTED),
        (
            LETTER.format(FILE.format("pkcs7-mime; smime-type=enveloped-data")),
            Editability.ENCRYPTED,
        ),
        ("Content-Type: multipart/encrypted; boundary=e\n\n--e--\n", Editability.ENCRYPTED),
        ("\n" + SECRET, Editability.ENCRYPTED),
        (
            "Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(crlf(SECRET)).decode(),
            Editability.ENCRYPTED,
        ),
        (
            "Content-Transfer-Encoding: quoted-printable\n\n=2D" + SECRET[1:],
            Editability.ENCRYPTED,
        ),
        (
            "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(SECRET.encode("utf-16-le")).decode(),
            Editability.ENCRYPTED,
        ),
        ("Content-Type: text/html\n\n<pre class=a>" + ARMOURED, Editability.SIGNED),
    ],
)
def test_what_may_not_be_touched_is_known(rest: str, expected: Editability) -> None:
    raw = message(rest)

    assert editability(raw, parse(raw)) is expected


LONG = "Hello to all friends of the house.\n" * (1 << 16)  # more than 2 MiB


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("\n" + LONG, Editability.ENDLESS),
        ("Content-Type: text/html\n\n" + LONG, Editability.ENDLESS),
        ("\n" + LONG[: 2 << 19], Editability.EDITABLE),
        (
            "Content-Type: text/plain\nContent-Disposition: attachment\n\n" + LONG,
            Editability.BODILESS,
        ),
        (LETTER.format("Content-Type: application/pdf\n\n" + LONG), Editability.EDITABLE),
        ("\n" + ARMOURED + LONG, Editability.SIGNED),
        ("\n" + SECRET + LONG, Editability.ENCRYPTED),
    ],
)
def test_a_text_that_nobody_reads_to_its_end_is_known(rest: str, expected: Editability) -> None:
    raw = message(rest)
    assert editability(raw, parse(raw)) is expected

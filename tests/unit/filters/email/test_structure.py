from __future__ import annotations

import pytest

from filters.catalogue import EMAIL_CHECKS
from filters.decision import Effect, Ruling
from filters.judge import judge
from filters.message import Category, EmailPolicy
from tests.make import email, facts, message, policy

SIGNED = message(
    "--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
    "--b\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n",
    content_type='multipart/signed; boundary="b"; protocol="application/pgp-signature"',
)
ENCRYPTED = message("AAAA\r\n", content_type="application/pkcs7-mime; smime-type=enveloped-data")
PICTURE = message("AAAA\r\n", content_type="image/png")
FRAGMENT = message(
    "Hello\r\n", content_type='message/partial; id="1@example.com"; number=1; total=2'
)
WINMAIL = message("AAAA\r\n", content_type="application/ms-tnef; name=winmail.dat")
LONG = "<p>" + "x" * 200 + "</p>\r\n"


def ruling(
    raw: bytes, category: Category = Category.COMMERCIAL, rules: EmailPolicy | None = None
) -> Ruling:
    (ann,) = judge(email(raw), facts(category, policy=rules), EMAIL_CHECKS)
    return ann


@pytest.mark.parametrize("raw", [ENCRYPTED, FRAGMENT, WINMAIL])
@pytest.mark.parametrize("on_uneditable", ["append-part", "refuse"])
def test_commercial_mail_that_can_show_no_footer_is_refused(raw: bytes, on_uneditable: str) -> None:
    found = ruling(raw, rules=policy(on_uneditable=on_uneditable))
    assert [f.code for f in found.findings] == ["MIME_IMMUTABLE_NONCOMPLIANT"]
    assert found.effect is Effect.REFUSE


@pytest.mark.parametrize("raw", [SIGNED, PICTURE])
def test_what_may_not_be_edited_gets_its_footer_beside_or_is_refused_by_policy(raw: bytes) -> None:
    assert ruling(raw).effect is Effect.PASS
    assert ruling(raw, rules=policy(on_uneditable="refuse")).effect is Effect.REFUSE


@pytest.mark.parametrize("raw", [SIGNED, ENCRYPTED, PICTURE, FRAGMENT, WINMAIL])
def test_other_mail_may_be_signed_and_encrypted(raw: bytes) -> None:
    assert ruling(raw, Category.TRANSACTIONAL, policy(on_uneditable="refuse")).findings == ()


@pytest.mark.parametrize(("blocks", "codes"), [(100, []), (500, ["W_HTML_CLIP"])])
def test_html_that_providers_cut_off_is_warned_about(blocks: int, codes: list[str]) -> None:
    html = message(LONG * blocks, content_type="text/html")
    found = ruling(html)
    assert found.effect is Effect.PASS
    assert [f.code for f in found.findings] == codes
    assert ruling(html, Category.TRANSACTIONAL).findings == ()


def test_long_plain_text_is_not_cut_off() -> None:
    assert ruling(message(LONG * 500)).findings == ()

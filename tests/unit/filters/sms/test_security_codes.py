# ruff: noqa: RUF001 - codes in other alphabets are what is tested here
from __future__ import annotations

import pytest

from filters.sms.security_codes import _OTHER, beside_the_code, is_awaited

CODES = (
    "482913 is your login code. Never share it.",
    "Enter 482913 to sign in to Acme",
    "Your code is 482913",
    "<#> 482913 is your code. a1B2c3D4e5F",
    "OTP for txn of INR 5,000.00 at Amazon is 482913. Valid 10 min.",
    "Your Acme PIN: AB12CD",
    "Tu código de verificación es 482913. No lo compartas.",
    "Votre code de vérification est 482 913",
    "Ihr Bestätigungscode lautet 482913.",
    "Il tuo codice è 482913",
    "Jouw verificatiecode: 482913",
    "Twój kod to 4829",
    "Doğrulama kodunuz: 482913",
    "Kode verifikasi Anda 482913. JANGAN berikan kode ini kepada siapa pun",
    "Mã xác thực của bạn là 482913",
    "Ваш код подтверждения: 4829. Никому его не сообщайте",
    "您的验证码是 482913，5分钟内有效。",
    "認証コードは482913です",
    "[카카오] 인증번호는 482913입니다.",
    "رمز التحقق الخاص بك هو 482913",
    "आपका ओटीपी 482913 है",
    "รหัส OTP ของคุณคือ 482913",
)
OTHERS = (
    "",
    "See you at 5.",
    "Use code 4829 at checkout",
    "Promo code 48291 gets you in",
    "Your PIN is 4829 and our windows are half price this week",
    "Verify your listing: call 555-0170",
    "Your order 48213 has shipped",
    "Never share your password",
    "Your login code is 4829, Kim of Oak Windows: we did the place next to yours and it is as old",
    f"Your login code is 4829{', and so on' * 20}",
)


@pytest.mark.parametrize("text", CODES)
def test_a_security_code_is_known_in_every_language(text: str) -> None:
    assert beside_the_code(text) == ""


@pytest.mark.parametrize("text", OTHERS)
def test_other_texts_bring_no_security_code(text: str) -> None:
    assert beside_the_code(text) is None


def test_what_stands_beside_a_code_is_left_to_be_read() -> None:
    text = "Your code is 4829. Show it at the counter for a treat on us"
    assert beside_the_code(text) == "show it at the counter for a treat on us"


def test_words_of_other_alphabets_stand_in_no_text_of_plain_letters() -> None:
    assert [word for word in _OTHER if word.isascii()] == []


@pytest.mark.parametrize(
    "text",
    [
        "Code 1234", "482913 is your login code.", "Your sign-in code:\n482 913",
        "Your code\nAB12CD",
        "Tu código es 482913", "Ваш код: 482913", "验证码 482913",
    ],
)  # fmt: skip
def test_a_text_that_is_said_to_bring_a_code_and_does_is_waited_for(text: str) -> None:
    assert is_awaited("security_code", text)
    assert not is_awaited("appointment", text)


@pytest.mark.parametrize(
    "text",
    [
        "Reminder: your cleaning is on March 9 at 2 pm.", "Order 482913 has shipped.",
        "Your code is on its way.", "Your discount code: 482913", "",
        f"Order 482913 comes today. {'It is heavy. ' * 20}Have your code ready.",
        f"482913 is the order that we have{' and have' * 20} with its code",
    ],
)  # fmt: skip
def test_a_purpose_makes_no_code_of_another_text(text: str) -> None:
    assert not is_awaited("security_code", text)

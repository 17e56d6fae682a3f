"""Texts that bring a security code, in whatever language: they have to arrive.

What stands beside the code is read like any other text; the words of the code itself are nothing
that models taught English and Spanish could weigh.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.sms.alike import with_noughts
from filters.sms.joined import STRONG
from filters.sms.lexicon import OFFERS
from filters.sms.phrases import find, tokens
from filters.sms.text import normalised, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

SECURITY_CODE: Final = "security_code"
"""The purpose of a text that brings a code."""

_SAID_OF_CODES: Final = """
otp one-time onetime 2fa mfa pin passcode passcodes password verification verify verifying
authentication authenticate authenticator login
verificacion verificar clave contrasena
passwort kennwort einmalpasswort bestatigung verifizierung
senha verificacao verifica wachtwoord verificatie haslo weryfikacji weryfikacyjny logowania
overovaci heslo losenord verifiering engangs vahvistus tunnusluku salasana ellenorzo jelszo parola
verificare dogrulama sifre sifreniz verifikasi sandi xac nambari msimbo uthibitishaji lozinka
"""
_WORDS_FOR_CODE: Final = """
code codes codigo codice kod kode koden kodu kodunuz kodi koodi kood cod codul kodas
kods koda kodja
"""
_ELSEWHERE: Final = """
код пароль підтвердження κωδικος κωδικο رمز كود التحقق کد کوڈ קוד סיסמה कोड ओटीपी पासवर्ड কোড ওটিপি
குறியீடு కోడ్ รหัส 验证码 驗證碼 校验码 动态码 動態碼 密码 密碼 代码 認証 コード 暗証 인증 코드 비밀번호
"""
"""Letters that stand in words of other alphabets, some of which part no words."""

_WORDS_OF_OFFERS: Final = """
promo promotional coupon discount voucher gift offer reward deal descuento cupon oferta rabatt
gutschein promotion remise reduction desconto sconto korting kupon diskon indirim rabat
"""
_OFFERED: Final = frozenset(_WORDS_OF_OFFERS.split())
_SAID: Final = frozenset(_SAID_OF_CODES.split())
_CODE: Final = frozenset(_WORDS_FOR_CODE.split())
_OTHER: Final = tuple(normalised(word) for word in _ELSEWHERE.split())

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|2fa")
_DIGITS: Final = re.compile(
    r"(?<![a-z0-9_$£€₹.,/%-])#?(?:[a-z]{1,3}-)?(?:\d{4,10}|\d{3}[ -]\d{3}|\d{2}-\d{4})"
    r"(?![a-z0-9%/-]|\.\d|,\d{2,3}(?!\d))"
    r"|(?<![\w-])(?=[a-z]{0,9}\d)(?=\d{0,9}[a-z])[a-z\d]{6,10}(?![\w-])"
)
_TOLD: Final = re.compile(
    r"\b(?:code|codigo)(?: is| es|:) (?:[a-z]{1,3}-)?\d|\d (?:is|es) (?:your|tu|su|the|el)\b"
)
_ENTERING: Final = re.compile(r"\b(?:log|sign)(?:ging)?[ -]?in\b")
_LENGTH: Final = 160  # of the sentence with the code, in letters
_WORDS: Final = 18
_FEW: Final = 5  # words that can sell nothing


def is_awaited(purpose: str, text: str) -> bool:
    """Whether somebody waits for a text now: it is said to bring a security code, and brings one.

    >>> is_awaited(SECURITY_CODE, "Code 482913")
    True
    """
    if purpose != SECURITY_CODE:
        return False
    return beside_the_code(text) is not None or any(map(_may_bring_code, _neighbours(text)))


def beside_the_code(text: str) -> str | None:
    """Return what a text with a security code says besides; none for a text that brings no code.

    >>> beside_the_code("482913 is your login code. Never share it.")
    ''
    """
    if not _DIGITS.search(normalised(text)):
        return None
    said = sentences(text)
    brings = [sentence for sentence in said if _brings_code(with_noughts(sentence))]
    if not brings:
        return None
    rest = [sentence for sentence in said if sentence not in brings and not _is_of_codes(sentence)]
    beside = " ".join(rest)
    return beside if beside.count(" ") >= _FEW - 1 else ""


@lru_cache(maxsize=2048)  # texts are made of the same sentences
def _brings_code(sentence: str) -> bool:
    if len(sentence) > _LENGTH or sentence.count(" ") >= _WORDS or not _DIGITS.search(sentence):
        return False
    offers = find(sentence, tokens(sentence), OFFERS)
    return _names(sentence) and all(offer.phrase.weight < STRONG for offer in offers)


def _may_bring_code(words: str) -> bool:
    """Whether words with a number speak of a code: enough where the purpose says that they do."""
    if len(words) > _LENGTH or not _DIGITS.search(words):
        return False
    named = frozenset(_WORD.findall(words))
    return _names(words) or (bool(named & _CODE) and not named & _OFFERED)


def _neighbours(text: str) -> Iterator[str]:
    """Yield each sentence with the one after it: the code may stand on a line of its own."""
    said = sentences(text)
    return (" ".join(said[at : at + 2]) for at in range(len(said)))


def _is_of_codes(sentence: str) -> bool:
    """Whether a sentence beside the code warns of giving it away."""
    return len(sentence) <= _LENGTH // 2 and _names(sentence)


def _names(sentence: str) -> bool:
    words = frozenset(_WORD.findall(sentence))
    if words & _OFFERED:
        return False
    is_said = words & _SAID or _ENTERING.search(sentence)
    if is_said or not (sentence.isascii() or all(word not in sentence for word in _OTHER)):
        return True
    stems = {word for word in words if word in _CODE or word.endswith(("code", "kod", "kode"))}
    return bool(stems - {"code", "codigo"}) or (bool(stems) and _TOLD.search(sentence) is not None)

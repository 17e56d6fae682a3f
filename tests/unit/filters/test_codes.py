from __future__ import annotations

import re

import pytest

from filters.codes import CODES, NO_REPLY, NO_STATUS

STATUSES = {
    NO_STATUS, 202, 400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 502, 503, 508,
}  # fmt: skip


@pytest.mark.parametrize("name", CODES)
def test_reply_is_a_code_with_an_enhanced_status_code_of_the_same_class(name: str) -> None:
    code = CODES[name]
    assert re.fullmatch(r"[A-Z][A-Z0-9_]+", name)
    assert code.http in STATUSES
    if code.smtp != NO_REPLY:
        assert re.fullmatch(r"([245])\d\d \1\.\d{1,3}\.\d{1,3}", code.smtp)  # RFC 2034 4
        assert len(f"{code.smtp} [{name}] {code.title} (0123456789abcdef)") <= 510  # RFC 5321 4.5.3
        assert not code.smtp.startswith("4") or ".7.1" not in code.smtp  # RFC 3463 X.7.1


@pytest.mark.parametrize("name", CODES)
def test_words_for_people_are_one_line_of_ascii_for_the_reply(name: str) -> None:
    code = CODES[name]
    assert code.title.isascii()
    assert code.title.isprintable()
    assert not code.title.endswith(".")
    assert code.remedy.endswith(".")


def test_bare_newline_is_answered_as_the_contract_says() -> None:
    assert CODES["SMTP_BARE_NEWLINE"].smtp == "550 5.6.0"


def test_codes_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        CODES["X"] = CODES["OK_ACCEPTED"]  # type: ignore[index]

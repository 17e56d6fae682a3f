"""Exactly the configured address is told of, and what is owed without one."""

from __future__ import annotations

import pytest

from filters.email.footer.duties import Duty
from filters.email.footer.text import Wording
from tests.mail_builders import ADDRESS
from tests.unit.filters.email.footer.telling import PLAIN, WORDING, in_html, in_text


@pytest.mark.parametrize(
    "text",
    [
        ADDRESS,
        ADDRESS.upper(),
        "123 Main St\r\nSpringfield  IL 62701",
        f"Example Co | {ADDRESS} | Tel. 1",
    ],
)
def test_exactly_the_configured_address_counts_however_it_is_set(text: str) -> None:
    assert in_text(text) == {Duty.ADDRESS}
    broken = text.replace("\r\n", "<br>").replace(" ", "&nbsp;")
    assert in_html(f"<p>{broken}</p>") == {Duty.ADDRESS}


@pytest.mark.parametrize(
    "text",
    [
        "123 Main St, Springfield, IL 62702",
        "1-123 Main St, Springfield, IL 62701",
        "1123 Main St, Springfield, IL 62701",
        "123 Main St, Springfield, IL 62701-0001",
        "123 Main St, Suite 4, Springfield, IL 62701",
        f"> {ADDRESS}",
        f"-----Original Message-----\r\n{ADDRESS}",
        f"Von: Ann\r\nGesendet: heute\r\n{ADDRESS}",
    ],
)
def test_another_address_or_a_quoted_one_does_not(text: str) -> None:
    assert in_text(text) == frozenset()


def test_ideographs_need_no_blanks_between_them() -> None:
    wording = Wording("例", "東京都千代田区1-1", "https://x.example/u/", is_advertisement=True)

    assert in_text("〒 東京都 千代田区 1-1", wording=wording) == {Duty.ADDRESS}


def test_an_address_without_words_is_never_told() -> None:
    wording = Wording("Example Co", ":", WORDING.link, is_advertisement=True)

    assert in_text(PLAIN, wording=wording) == {Duty.NOTICE, Duty.LINK}


def test_a_receipt_owes_no_notice() -> None:
    receipt = Wording("Example Co", ADDRESS, WORDING.link, is_advertisement=False)

    assert in_text(PLAIN, wording=receipt) == {Duty.ADDRESS, Duty.LINK}

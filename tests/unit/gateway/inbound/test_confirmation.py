from __future__ import annotations

import email
import email.header
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from filters.email.footer.languages import LANGUAGES
from filters.message import Recipient
from gateway.config.models import Config
from gateway.inbound.confirmation import confirmation
from gateway.inbound.words import WORDS
from suppression.keys import email_key

if TYPE_CHECKING:
    from pathlib import Path

NOW: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANN: Final = Recipient(address="ann@people.example", key=email_key("ann@people.example"))


def shown(field: str) -> str:
    return str(email.header.make_header(email.header.decode_header(field)))


def test_it_is_written_in_every_language_of_the_footer() -> None:
    assert set(WORDS) == set(LANGUAGES)


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_mail_program_shows_what_it_says(name: str, tmp_path: Path) -> None:
    config = Config.model_validate(
        {"data_dir": tmp_path, "public": {"mail_domain": "in.shop.example"}}
    )
    company = "Tee & K\u00e4se \u2014 " + "sehr lang " * 12
    message = confirmation(
        config, queue_id="0000000000002", to=ANN, answers="<1@people.example>",
        company=company.strip(), postal_address="1 High Street", language=LANGUAGES[name], at=NOW,
    )  # fmt: skip
    lines = message.raw.count(b"\r\n")
    assert lines == message.raw.count(b"\r") == message.raw.count(b"\n")
    assert max(map(len, message.raw.split(b"\r\n"))) <= 998
    assert message.raw.partition(b"\r\n\r\n")[0].isascii()
    read = email.message_from_bytes(message.raw)
    assert shown(read["Subject"]) == message.subject == WORDS[name].subject
    assert shown(read["From"]) == f"{company.strip()} <unsubscribe@in.shop.example>"
    assert read["Content-Language"] == LANGUAGES[name].tag
    body = read.get_payload(decode=True)
    assert isinstance(body, bytes)
    said = "".join(body.decode().split())
    assert "".join(WORDS[name].stopped.format(company=company.strip()).split()) in said
    assert "".join(WORDS[name].done.split()) in said
    assert body.decode().endswith(f"{company.strip()}, 1 High Street\r\n")
    assert (message.reverse_path, message.category) == ("", "system")

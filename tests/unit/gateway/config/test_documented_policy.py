"""The configuration that docs/footer.md shows whole: it loads, and does what the page says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from gateway.config.loader import load
from gateway.dry_run import DryRun
from gateway.nobody import NobodyKnown
from tests.make_gateway import NOW

if TYPE_CHECKING:
    from gateway.config.models import Config

PAGE: Final = (Path(__file__).parents[4] / "docs" / "footer.md").read_text(encoding="utf-8")
LINK: Final = "https://mail.shop.example/u/"
ADDRESS: Final = "Shop Ltd, 1 Real Street, Springfield, IL 62701"


def block(heading: str) -> str:
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(r"^```toml\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    return str(found[0])


@pytest.fixture
def policy(tmp_path: Path) -> Config:
    file = tmp_path / "config.toml"
    file.write_text(block("A link at the bottom of every email"), encoding="utf-8")
    return load(file, {}).config


async def left(config: Config, sender: str, subject: str, category: str = "") -> tuple[str, str]:
    """Return the category of an email and its text as it would leave, without the DKIM key."""
    unsigned = config.sender[0].model_copy(update={"dkim": (), "dkim_missing": "warn"})
    dry_run = DryRun(
        config.model_copy(update={"sender": (unsigned,)}), people=NobodyKnown(), clock=lambda: NOW
    )
    raw = f"From: {sender}\nTo: jane@example.org\nSubject: {subject}\n\n{subject}.\n".encode()
    examined = await dry_run.email(raw, recipient="jane@example.org", category=category)
    assert examined.verdict == "changed", examined.findings
    return examined.category, examined.after.decode().partition("\r\n\r\n")[2]


def test_the_configuration_of_the_page_loads(policy: Config) -> None:
    assert policy.email.footer_scope == "all-but-conversational"
    assert [route.name for route in policy.route] == ["hubspot", "gmail"]


async def test_a_newsletter_has_ad_notice_address_and_link(policy: Config) -> None:
    category, text = await left(policy, "news@shop.example", "New teas")

    assert category == "commercial"
    assert "This is an advertisement from Shop Ltd.\r\n" + ADDRESS in text
    assert text.count(LINK) == 1


async def test_a_receipt_has_the_link_and_says_what_it_ends(policy: Config) -> None:
    category, text = await left(policy, "receipts@shop.example", "Your order 4711")

    assert category == "transactional"
    assert "advertisement" not in text
    assert ADDRESS in text
    assert "To stop advertising emails from Shop Ltd, unsubscribe here:\r\n" + LINK in text


async def test_a_letter_has_none(policy: Config) -> None:
    category, text = await left(policy, "ann@shop.example", "Lunch", "conversational")

    assert (category, LINK in text) == ("conversational", False)


def test_the_lines_of_the_page_are_good(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(block("Its lines"), encoding="utf-8")

    assert "Questions? support@shop.example" in load(file, {}).config.footer.lines

from __future__ import annotations

import pytest

from filters.decision import Effect
from filters.email.wireless import recipient_is_a_phone
from filters.email.wireless_domains import WIRELESS_DOMAINS
from filters.judge import judge
from filters.message import Category
from tests.make import ANN, email, facts


@pytest.mark.parametrize("domain", ["vtext.com", "TXT.att.net", "sub.tmomail.net"])
def test_commercial_mail_to_a_phone_is_refused(domain: str) -> None:
    ann, phone = judge(email(to=(ANN, f"5551234567@{domain}")), facts(), (recipient_is_a_phone,))
    assert ann.effect is Effect.PASS
    assert phone.effect is Effect.REFUSE
    assert phone.findings[0].evidence == (f"{domain.lower()}, table of 2025-06",)


@pytest.mark.parametrize("domain", ["att.net", "myvtext.com", "vtext.com.example", "com"])
def test_ordinary_domain_is_no_phone(domain: str) -> None:
    (one,) = judge(email(to=(f"a@{domain}",)), facts(), (recipient_is_a_phone,))
    assert one.effect is Effect.PASS


def test_receipt_may_go_to_a_phone() -> None:
    to_phone = email(to=("5551234567@vtext.com",))
    (one,) = judge(to_phone, facts(Category.TRANSACTIONAL), (recipient_is_a_phone,))
    assert one.effect is Effect.PASS


def test_table_holds_domains_as_they_are_looked_up() -> None:
    for domain in WIRELESS_DOMAINS:
        assert domain == domain.lower().strip(".")
        assert "." in domain

from __future__ import annotations

import pytest

from suppression.keys import domain_key, email_key
from suppression.suffixes import is_public_suffix


@pytest.mark.parametrize("domain", ["com", "co.uk", "github.io", "рф", "公司.cn", "ck", "CO.UK."])
def test_a_domain_of_everybody_is_a_public_suffix(domain: str) -> None:
    assert is_public_suffix(domain_key(domain))


@pytest.mark.parametrize(
    "domain", ["example.com", "bbc.co.uk", "octocat.github.io", "www.ck", "[192.0.2.1]"]
)
def test_a_domain_of_somebody_is_none(domain: str) -> None:
    assert not is_public_suffix(domain_key(domain))


def test_a_person_is_none() -> None:
    assert not is_public_suffix(email_key("ann@com"))

from __future__ import annotations

import pytest

from gateway.config.models import SubmitterConfig
from gateway.submitters import Submitters

SUBMITTERS = Submitters(
    [
        SubmitterConfig(name="app", networks=("10.1.2.3/32",), senders=("example",)),
        SubmitterConfig(
            name="office",
            networks=("10.0.0.0/8", "2001:db8::/32", "fe80::/10"),
            senders=("*",),
            may_declare=("transactional",),
            default_category="transactional",
            default_basis="account",
        ),
        SubmitterConfig(name="keyed", senders=("example",)),
    ]
)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("10.1.2.3", "app"),  # the first that matches, not the narrowest
        ("10.1.2.4", "office"),
        ("::ffff:10.1.2.3", "app"),
        ("2001:db8::7", "office"),
        ("fe80::1%eth0", "office"),
        ("192.0.2.1", ""),
        ("::ffff:192.0.2.1", ""),
        ("::1", ""),
        ("", ""),
        ("not an address", ""),
    ],
)
def test_submitter_is_found_by_its_network(address: str, name: str) -> None:
    found = SUBMITTERS.by_network(address)
    assert (found.name if found else "") == name
    assert SUBMITTERS.by_network(address) == found


def test_submitter_is_found_by_its_name() -> None:
    office = SUBMITTERS.by_name("office")
    assert office is not None
    assert office.senders == ("*",)
    assert office.may_declare == {"transactional"}
    assert (office.default_category, office.default_basis) == ("transactional", "account")
    assert SUBMITTERS.by_name("keyed") is not None
    assert SUBMITTERS.by_name("Office") is None

"""An opt-out reaches the addresses of its person, and of nobody else."""

from __future__ import annotations

import pytest

from suppression.covering import Covering, Matching, aliases, covering, loose
from suppression.keys import domain_key, email_key, phone_key

GMAIL = Matching(ignore_dots=frozenset({"gmail.com", "googlemail.com"}))


def test_an_address_is_covered_by_itself_and_its_domains() -> None:
    assert covering(email_key("ann@news.example.com"), Matching()) == Covering(
        exact=(email_key("ann@news.example.com"), domain_key("news.example.com")),
        parents=(domain_key("example.com"), domain_key("com")),
        loose=(),
    )


@pytest.mark.parametrize(
    ("address", "addresses"),
    [
        ("ann+news@d.example", ("ann+news@d.example", "ann@d.example")),
        ("a+b+c@d.example", ("a+b+c@d.example", "a+b@d.example", "a@d.example")),
        ("+news@d.example", ("+news@d.example",)),
        ("ann+@d.example", ("ann+@d.example", "ann@d.example")),
        ('"ann+x y"@d.example', ('"ann+x y"@d.example', "ann@d.example")),
        ("ann-news@d.example", ("ann-news@d.example",)),
    ],
)
def test_an_opt_out_covers_the_subaddresses(address: str, addresses: tuple[str, ...]) -> None:
    assert covering(email_key(address), Matching()).exact == (*addresses, "@d.example")


def test_subaddresses_are_people_of_their_own_where_configured() -> None:
    exact = covering(email_key("ann+news@d.example"), Matching(subaddress=False)).exact
    assert exact == ("ann+news@d.example", "@d.example")


def test_dots_mean_nothing_only_in_the_configured_domains() -> None:
    assert covering(email_key("a.nn+x@gmail.com"), GMAIL).loose == (
        "ann+x@gmail.com",
        "ann@gmail.com",
    )
    assert covering(email_key("a.nn@googlemail.com"), GMAIL).loose == ("ann@gmail.com",)
    assert covering(email_key("a.nn@example.com"), GMAIL).loose == ()


def test_an_address_literal_has_no_domains_above() -> None:
    assert covering(email_key("ann@[192.0.2.1]"), Matching()) == Covering(
        exact=(email_key("ann@[192.0.2.1]"), domain_key("[192.0.2.1]")),
        parents=(),
        loose=(),
    )


def test_a_domain_is_covered_by_itself_and_those_above() -> None:
    found = covering(domain_key("b.example"), Matching())
    assert (found.exact, found.parents) == (("@b.example",), ("@example",))


def test_a_number_is_covered_by_itself() -> None:
    key = phone_key("+19169668284")
    assert covering(key, GMAIL) == Covering(exact=(key,), parents=(), loose=())
    assert loose(key) == key


def test_a_mailbox_has_the_names_its_provider_gives_it() -> None:
    assert list(aliases(email_key("ann@gmail.com"))) == ["ann@gmail.com", "ann@googlemail.com"]
    assert list(aliases(email_key("ann@example.com"))) == ["ann@example.com"]

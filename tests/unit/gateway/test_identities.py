"""Who messages may claim to be from, as the configuration says."""

from __future__ import annotations

from pathlib import Path

import pytest

from filters.message import NOBODY
from gateway.config.models import Company, DkimKeyConfig, SenderConfig
from gateway.identities import Identities, from_domain, of_domain, of_number
from tests.make import email, message
from tests.make_gateway import ADDRESS, config

SENDERS = (
    SenderConfig(
        name="example", domains=("Example.COM", "bücher.example"), numbers=("916-555-0100",)
    ),
    SenderConfig(
        name="outlet", domains=("outlet.example",), company="Outlet LLC", postal_address="2 Way",
        dkim=(DkimKeyConfig(selector="s1", key_file=Path("s1.pem")),),
    ),
)  # fmt: skip


@pytest.fixture
def identities() -> Identities:
    return Identities(config(sender=SENDERS))


def test_what_an_identity_leaves_out_is_the_company_s(identities: Identities) -> None:
    example, outlet = identities.named("example"), identities.named("outlet")
    assert (example.company, example.postal_address) == ("Example Co", ADDRESS)
    assert (outlet.company, outlet.postal_address) == ("Outlet LLC", "2 Way")
    assert {example.contact, outlet.contact} == {"help@example.com"}


def test_domains_and_numbers_are_in_the_form_they_are_looked_up_by(identities: Identities) -> None:
    example = identities.named("example")
    assert example.domains == {"example.com", "xn--bcher-kva.example"}
    assert example.numbers == {"+19165550100"}


def test_numbers_without_a_country_are_the_company_s() -> None:
    senders = (SenderConfig(name="de", numbers=("030 901820",)),)
    company = Company(phone_region="DE")
    found = Identities(config(sender=senders, company=company)).named("de")
    assert found.numbers == {"+4930901820"}


def test_an_identity_can_sign_that_has_a_key(identities: Identities) -> None:
    assert not identities.named("example").can_sign
    assert identities.named("outlet").can_sign


def test_a_submitter_gets_the_identities_it_names_and_the_star_is_all(
    identities: Identities,
) -> None:
    def names(*wanted: str) -> list[str]:
        return [identity.name for identity in identities.allowed(wanted)]

    assert names("outlet") == ["outlet"]
    assert names("gone", "outlet", "example") == ["outlet", "example"]
    assert names("*") == ["example", "outlet"]
    assert names() == []


def test_a_domain_is_somebody_s_or_nobody_s_and_subdomains_are_not_meant(
    identities: Identities,
) -> None:
    everybody = identities.allowed(["*"])
    assert of_domain(everybody, "outlet.example").name == "outlet"
    assert of_domain(everybody, "sub.outlet.example") is NOBODY
    assert of_domain(everybody, "") is NOBODY
    assert of_domain(identities.allowed(["example"]), "outlet.example") is NOBODY


def test_a_number_is_somebody_s_and_none_means_the_first(identities: Identities) -> None:
    everybody = identities.allowed(["*"])
    assert of_number(everybody, "+19165550100").name == "example"
    assert of_number(everybody, "+19165550199") is NOBODY
    assert of_number(everybody, "").name == "example"
    assert of_number((), "") is NOBODY


def test_an_unknown_name_is_nobody(identities: Identities) -> None:
    assert identities.named("gone") is NOBODY


@pytest.mark.parametrize(
    ("value", "domain"),
    [
        ("News <news@EXAMPLE.com>", "example.com"),
        ("news@bücher.example", "xn--bcher-kva.example"),
        ("nobody", ""),
        ("a@b..c", ""),
    ],
)
def test_the_from_domain_is_an_a_label_or_empty(value: str, domain: str) -> None:
    one = email(message().replace(b"Example <news@example.com>", value.encode()))
    assert from_domain(one.raw, one.tree) == domain


def test_without_a_from_field_there_is_no_from_domain() -> None:
    one = email(message(drop={"From"}))
    assert from_domain(one.raw, one.tree) == ""

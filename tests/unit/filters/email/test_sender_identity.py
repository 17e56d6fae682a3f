from __future__ import annotations

from dataclasses import replace

import pytest

from filters.catalogue import EMAIL_CHECKS
from filters.decision import Effect
from filters.judge import judge
from filters.message import NOBODY, Category, EmailFacts
from tests.mail_builders import crlf
from tests.make import ANN, BOB, email, facts, identity, message, policy, verdict

FROM_CODES = {"EMAIL_FROM_NOT_AUTHORIZED", "EMAIL_FROM_MALFORMED"}


def findings(
    raw: bytes, known: EmailFacts | None = None, *, reverse_path: str = ""
) -> dict[str, tuple[str, ...]]:
    told = facts(Category.TRANSACTIONAL) if known is None else known
    (ann,) = judge(email(raw, reverse_path=reverse_path), told, EMAIL_CHECKS)
    return {finding.code: finding.evidence for finding in ann.findings}


def test_message_from_the_submitters_own_domain_passes() -> None:
    own = message(sender="a@Example.COM", reply_to="b@example.com, c@example.com")
    assert findings(own, reverse_path="x@example.com") == {}


def test_null_reverse_path_names_nobody() -> None:
    assert findings(message(), reverse_path="") == {}


@pytest.mark.parametrize("field", ["From", "Sender", "Reply-To"])
@pytest.mark.parametrize("domain", ["example.net", "mail.example.com", "notexample.com", "com"])
def test_domain_that_is_not_listed_itself_is_refused(field: str, domain: str) -> None:
    raw = message(**{field: f"a@{domain}"})
    assert findings(raw) == {"EMAIL_FROM_NOT_AUTHORIZED": (f"{field}: {domain}",)}


@pytest.mark.parametrize(
    ("to", "decided_by", "is_free"),
    [
        ("bounces@example.com", "system", True),
        ("bounces@mail.example.com", "system", False),
        (ANN, "system", False),
        ("bounces@example.com", "reply", False),
    ],
)
def test_a_report_to_the_submitters_own_domain_may_be_of_any_host(
    to: str, decided_by: str, is_free: bool
) -> None:
    told = facts(replace(verdict(Category.SYSTEM), decided_by=decided_by))
    raw = message(sender="MAILER-DAEMON@relay.internal")
    (ruling,) = judge(email(raw, to=[to], reverse_path=""), told, EMAIL_CHECKS)
    codes = {finding.code for finding in ruling.findings}
    assert ("EMAIL_FROM_NOT_AUTHORIZED" not in codes) is is_free


def test_reverse_path_of_another_domain_is_refused() -> None:
    found = findings(message(), reverse_path="x@example.net")
    assert found == {"EMAIL_FROM_NOT_AUTHORIZED": ("reverse-path: example.net",)}


def test_one_foreign_address_among_own_ones_is_refused() -> None:
    raw = message(reply_to="a@example.com, b@example.net")
    assert findings(raw) == {"EMAIL_FROM_NOT_AUTHORIZED": ("Reply-To: example.net",)}


@pytest.mark.parametrize(
    "field",
    [
        '"ceo@bank.example" <news@example.com>',
        "news@example.com (really ceo@bank.example)",
        "=?utf-8?q?ceo=40bank=2Eexample?= <news@example.com>",
        "=?utf-8?q?ceo=40bank=E3=80=82example?= <news@example.com>",
        "ceo@bank.example. <news@example.com>",
        "news@shop!ceo@bank.example <news@example.com>",
        "=?utf-8?q?ceo=EF=BC=A0ba=E2=80=8Bnk=2Eexample?= <news@example.com>",
        "=?utf-8?q?ceo=40bank=E2=80=8A.example?= <news@example.com>",
        "=?utf-8?q?ceo=40bank=2E=E2=80=AFexample?= <news@example.com>",
    ],
)
def test_a_name_that_shows_somebody_elses_address_is_refused(field: str) -> None:
    assert findings(message(From=field)) == {"EMAIL_FROM_NOT_AUTHORIZED": ("From: bank.example",)}


@pytest.mark.parametrize(
    "name",
    ["=?utf-8?Q?ceo=40bank.example team?=", "=?utf-8?B?Y2VvQGJh bmsuZXhhbXBsZQ?=",
     "=?utf-8?B?Y2VvQGJhbmsuZXhhbXBsZSB4A?="],
)  # fmt: skip
def test_a_name_is_read_as_mail_programs_read_it(name: str) -> None:
    found = findings(message(From=f"{name} <news@example.com>"))
    assert found == {"EMAIL_FROM_NOT_AUTHORIZED": ("From: bank.example",)}


@pytest.mark.parametrize("field", ["From", "Sender", "Reply-To"])
@pytest.mark.parametrize(
    "name",
    ["=?utf-7?Q?ceo+AEA-bank.example?=", "=?cp037?B?g4WWfIKBlZJLhaeBlJeThQ==?=",
     "=?hz-gb-2312*en?Q?ceo~{#!~}bank.example?=", "=?utf-8?B?//5jZW9AYmFuay5leGFtcGxl?="],
)  # fmt: skip
def test_a_name_in_a_charset_that_is_not_read_here_is_refused(name: str, field: str) -> None:
    found = findings(message(**{field: f"{name} <news@example.com>"}))
    seen = f"{field}: a name in a charset that is not read here"
    assert found == {"EMAIL_FROM_NOT_AUTHORIZED": (seen,)}


def test_every_field_of_a_name_is_read() -> None:
    both = crlf('Reply-To: <a@example.com>\nReply-To: "b@bank.example" <b@example.com>\n')
    raw = both + message()
    assert findings(raw) == {"EMAIL_FROM_NOT_AUTHORIZED": ("Reply-To: bank.example",)}


@pytest.mark.parametrize("behind", [":_Shop", "!_Bonjour", "=E2=80=93_Shop", "-_Shop", "(Shop)"])
@pytest.mark.parametrize("blank", ["=E2=80=AF", "=E2=80=89"])
def test_a_thin_blank_may_stand_behind_an_address_of_ones_own(blank: str, behind: str) -> None:
    name = f"=?utf-8?q?news=40example.com{blank}{behind}?="
    assert findings(message(From=f"{name} <news@example.com>")) == {}


@pytest.mark.parametrize(
    "name",
    ["ceo=40=E2=80=8A=E2=93=91ank.example", "ceo=40bank=E2=80=8A=CD=8F.example",
     "ceo=40bank=E2=80=8A=EF=BC=8Eexample", "ceo=40a=E2=80=8A-b.example",
     "ceo=40example.com=E2=80=8A.bank.example", "ceo=40example.co=E2=80=8Am.example"],
)  # fmt: skip
def test_a_thin_blank_within_a_domain_hides_nobody(name: str) -> None:
    found = findings(message(From=f"=?utf-8?q?{name}?= <news@example.com>"))
    assert set(found) == {"EMAIL_FROM_NOT_AUTHORIZED"}


def test_a_name_may_show_the_address_itself() -> None:
    assert findings(message(From='"news@example.com" <news@example.com>')) == {}


@pytest.mark.parametrize(
    "name", ["dinner@8", "The Shop @home", "rss@feeds", "@shop.example", "a@."]
)
def test_a_name_with_a_sign_that_makes_no_address_is_a_name(name: str) -> None:
    assert findings(message(From=f'"{name}" <news@example.com>')) == {}


def test_domain_is_compared_as_an_a_label() -> None:
    told = facts(Category.TRANSACTIONAL, identity=identity(domains={"xn--bcher-kva.example"}))
    assert findings(message(From="a@B\u00fccher.example"), told) == {}


def test_any_identity_of_the_submitter_will_do() -> None:
    both = (identity(), identity(name="other", domains={"other.example"}))
    told = facts(Category.TRANSACTIONAL, allowed=both)
    assert findings(message(sender="a@other.example"), told) == {}


def test_submitter_without_identities_may_send_as_nobody() -> None:
    told = facts(Category.TRANSACTIONAL, identity=NOBODY, allowed=())
    assert set(findings(message(), told)) == {"EMAIL_FROM_NOT_AUTHORIZED"}


def test_message_without_from_is_refused_and_says_so() -> None:
    assert findings(message(drop={"From"})) == {"EMAIL_FROM_MALFORMED": ("From: 0 addresses",)}


def test_two_from_addresses_are_refused() -> None:
    found = findings(message(From="a@example.com, b@example.com"))
    assert found == {"EMAIL_FROM_MALFORMED": ("From: 2 addresses",)}


@pytest.mark.parametrize("text", ["nobody", "<a@>", "a@exa mple.com", "@example.com"])
def test_unreadable_from_is_refused(text: str) -> None:
    found = findings(message(From=text))
    assert set(found) == FROM_CODES
    assert "From: not an address" in found["EMAIL_FROM_NOT_AUTHORIZED"]


def test_every_recipient_is_told_about_a_foreign_sender() -> None:
    rulings = judge(
        email(message(From="a@example.net"), to=(ANN, BOB)),
        facts(Category.TRANSACTIONAL),
        EMAIL_CHECKS,
    )
    assert [r.effect for r in rulings] == [Effect.REFUSE, Effect.REFUSE]


def test_commercial_mail_without_a_key_passes_with_a_warning() -> None:
    told = facts(identity=identity(can_sign=False))
    (ann,) = judge(email(), told, EMAIL_CHECKS)
    assert ann.effect is Effect.PASS
    assert [f.code for f in ann.findings] == ["W_DKIM_MISSING"]


def test_commercial_mail_without_a_key_is_refused_where_policy_says_so() -> None:
    strict = policy(dkim_missing="refuse")
    told = facts(identity=identity(can_sign=False), policy=strict)
    (ann,) = judge(email(), told, EMAIL_CHECKS)
    assert ann.effect is Effect.REFUSE
    assert [f.code for f in ann.findings] == ["EMAIL_DMARC_PREFLIGHT"]
    assert findings(message(), facts(policy=strict)) == {}


def test_transactional_mail_needs_no_key() -> None:
    told = facts(
        Category.TRANSACTIONAL,
        identity=identity(can_sign=False),
        policy=policy(dkim_missing="refuse"),
    )
    assert findings(message(), told) == {}

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.catalogue import EMAIL_CHECKS
from filters.decision import Effect
from filters.email.opt_out import code_of
from filters.judge import judge
from filters.message import Category, CategoryVerdict
from suppression.entry import ALL, COMMERCIAL, Entry, Reason, Scope, stream_scope
from tests.make import ANN, BOB, email, entry, facts, identity, verdict

ALWAYS = (Reason.LEGAL, Reason.MINOR, Reason.HARD_BOUNCE, Reason.INVALID, Reason.SOFT_BOUNCE)
entries = st.builds(
    entry,
    address=st.sampled_from([ANN, "@example.net"]),
    reason=st.sampled_from(Reason),
    scope=st.sampled_from([ALL, COMMERCIAL, stream_scope("news"), stream_scope("")]),
    sender=st.sampled_from(["", "example", "another"]),
)


def codes(category: Category, *suppressed: Entry, stream: str = "") -> set[str]:
    rulings = judge(email(), facts(category, suppressed=suppressed, stream=stream), EMAIL_CHECKS)
    assert (rulings[0].effect is Effect.REFUSE) == bool(rulings[0].findings)
    return {finding.code for finding in rulings[0].findings}


def test_newsletter_to_an_opted_out_recipient_is_refused() -> None:
    assert codes(Category.COMMERCIAL, entry()) == {"SUPPRESSED_OPTOUT"}


def test_receipt_reaches_opted_out_recipient() -> None:
    assert codes(Category.TRANSACTIONAL, entry()) == set()
    assert codes(Category.TRANSACTIONAL, entry(reason=Reason.COMPLAINT)) == set()


def test_personal_letter_reaches_opted_out_recipient() -> None:
    assert codes(Category.CONVERSATIONAL, entry()) == set()


def test_opt_out_of_one_stream_leaves_the_others() -> None:
    news = entry(scope=stream_scope("news"))
    assert codes(Category.COMMERCIAL, news, stream="news") == {"SUPPRESSED_OPTOUT"}
    assert codes(Category.COMMERCIAL, news, stream="offers") == set()


def test_opt_out_from_one_sender_identity_leaves_another() -> None:
    assert codes(Category.COMMERCIAL, entry(sender="example")) == {"SUPPRESSED_OPTOUT"}
    assert codes(Category.COMMERCIAL, entry(sender="another")) == set()


def test_complaint_counts_as_an_opt_out_of_all_commercial_mail() -> None:
    complaint = entry(reason=Reason.COMPLAINT, scope=stream_scope("news"))
    assert codes(Category.COMMERCIAL, complaint, stream="offers") == {"SUPPRESSED_COMPLAINT"}


@pytest.mark.parametrize("category", [Category.COMMERCIAL, Category.TRANSACTIONAL])
def test_an_entry_for_everything_stops_receipts_too(category: Category) -> None:
    assert codes(category, entry(scope=ALL)) == {"SUPPRESSED_ALL"}


@pytest.mark.parametrize("reason", ALWAYS)
@pytest.mark.parametrize("category", list(Category))
def test_legal_minor_and_dead_addresses_get_nothing_of_any_category(
    category: Category, reason: Reason
) -> None:
    assert codes(category, entry(reason=reason)) == {code_of(entry(reason=reason))}


@pytest.mark.parametrize("scope", [ALL, COMMERCIAL])
def test_delivery_report_reaches_who_opted_out(scope: Scope) -> None:
    assert codes(Category.SYSTEM, entry(scope=scope)) == set()
    assert codes(Category.SYSTEM, entry(scope=scope, reason=Reason.COMPLAINT)) == set()


def test_deleted_person_gets_what_the_entry_before_it_let_through() -> None:
    deleted = entry(reason=Reason.ERASED)
    assert codes(Category.COMMERCIAL, deleted) == {"SUPPRESSED_DELETED"}
    assert codes(Category.TRANSACTIONAL, deleted) == set()
    assert codes(Category.TRANSACTIONAL, entry(reason=Reason.ERASED, scope=ALL)) == {
        "SUPPRESSED_DELETED"
    }


def test_suppressed_domain_is_told_from_a_suppressed_person() -> None:
    domain = entry(address="@example.net", reason=Reason.MANUAL, scope=ALL)
    assert codes(Category.TRANSACTIONAL, domain) == {"SUPPRESSED_DOMAIN"}
    assert code_of(entry(address="@example.net", reason=Reason.LEGAL)) == "SUPPRESSED_LEGAL"


def test_wrong_address_counts_as_a_dead_one() -> None:
    assert code_of(entry(reason=Reason.WRONG_NUMBER)) == "SUPPRESSED_BOUNCE"


def test_only_the_suppressed_recipient_is_refused() -> None:
    found = facts(suppressed=(entry(),), to=ANN)
    ann, bob = judge(email(to=(ANN, BOB)), found, EMAIL_CHECKS)
    assert ann.effect is Effect.REFUSE
    assert bob.effect is Effect.PASS


def test_two_entries_of_one_code_are_told_once() -> None:
    found = facts(suppressed=(entry(), entry(scope=stream_scope(""))))
    (ann,) = judge(email(), found, EMAIL_CHECKS)
    assert [f.code for f in ann.findings] == ["SUPPRESSED_OPTOUT"]


def test_refusal_of_a_receipt_that_counts_as_commercial_names_the_conflict() -> None:
    overruled = verdict(
        decided_by="content", looks_commercial=True, declared="transactional", evidence=("why",)
    )
    (ann,) = judge(email(), facts(overruled, suppressed=(entry(),)), EMAIL_CHECKS)
    assert ann.deciding is not None
    assert ann.deciding.code == "SUPPRESSED_OPTOUT"
    assert ann.deciding.evidence == (
        "unsubscribe of scope commercial, requested on 2026-02-27",
        "why",
    )


GUESSED = [
    verdict(Category.CONVERSATIONAL, decided_by="reply"),
    verdict(Category.CONVERSATIONAL, decided_by="letter"),
    verdict(Category.TRANSACTIONAL, decided_by="hint", basis="account"),
    verdict(Category.TRANSACTIONAL, decided_by="business", basis="account"),
    verdict(Category.SYSTEM, decided_by="reply"),
]


@pytest.mark.parametrize("guessed", GUESSED)
@pytest.mark.parametrize(
    "found",
    [
        entry(),
        entry(reason=Reason.COMPLAINT),
        entry(reason=Reason.ERASED),
        entry(scope=stream_scope("")),
    ],
)
def test_what_only_looks_like_an_answer_is_held_for_who_opted_out(
    guessed: CategoryVerdict, found: Entry
) -> None:
    (ann,) = judge(email(), facts(guessed, suppressed=(found,)), EMAIL_CHECKS)
    assert [(f.code, f.effect) for f in ann.findings] == [(code_of(found), Effect.HOLD)]
    other = facts(guessed, suppressed=(entry(scope=stream_scope("news")),))
    assert judge(email(), other, EMAIL_CHECKS)[0].effect is Effect.PASS


def test_what_stops_everything_stops_an_answer_too() -> None:
    letter = facts(GUESSED[0], suppressed=(entry(), entry(scope=ALL)))
    (ann,) = judge(email(), letter, EMAIL_CHECKS)
    assert ann.effect is Effect.REFUSE


@given(
    before=st.lists(entries, max_size=3),
    more=entries,
    category=st.sampled_from(Category),
    stream=st.sampled_from(["", "news"]),
)
def test_one_more_entry_never_lets_more_out(
    before: list[Entry], more: Entry, category: Category, stream: str
) -> None:
    less = facts(category, suppressed=before, stream=stream)
    all_of_them = facts(category, suppressed=[*before, more], stream=stream)
    (one,) = judge(email(), less, EMAIL_CHECKS)
    (other,) = judge(email(), all_of_them, EMAIL_CHECKS)
    assert other.effect >= one.effect


@given(suppressed=st.lists(entries, max_size=3), category=st.sampled_from(Category))
def test_every_entry_that_covers_the_message_refuses_it(
    suppressed: list[Entry], category: Category
) -> None:
    is_commercial = category is Category.COMMERCIAL
    covered = any(
        e.covers(commercial=is_commercial, stream="", sender=identity().name)
        and not (category is Category.SYSTEM and e.reason in (Reason.UNSUBSCRIBE, Reason.COMPLAINT))
        for e in suppressed
    )
    (ann,) = judge(email(), facts(category, suppressed=suppressed), EMAIL_CHECKS)
    assert (ann.effect is Effect.REFUSE) == covered


@pytest.mark.parametrize("decided_by", ["rule", "listener", "default", "declared"])
def test_what_reads_as_advertising_is_held_for_who_opted_out_whatever_it_is_called(
    decided_by: str,
) -> None:
    called = verdict(Category.TRANSACTIONAL, decided_by=decided_by, looks_commercial=True)
    (ann,) = judge(email(), facts(called, suppressed=(entry(),)), EMAIL_CHECKS)
    held = [finding.code for finding in ann.findings if finding.effect is Effect.HOLD]
    assert held == ["SUPPRESSED_OPTOUT", "EMAIL_CLASS_CONFLICT"]

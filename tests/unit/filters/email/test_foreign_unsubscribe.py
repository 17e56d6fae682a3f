from __future__ import annotations

import pytest

from filters.decision import Effect
from filters.email.foreign_unsubscribe import opt_outs_go_elsewhere, opt_outs_went_elsewhere
from filters.judge import judge
from filters.message import Category
from tests.make import email, facts, message, policy

FOREIGN = message(list_unsubscribe="<https://elsewhere.example/u?to=ann>,\r\n <mailto:x@y>")
OURS = message(list_unsubscribe="<https://mail.example.com/u/abc>, <mailto:u+abc@u.example.com>")
RULES = (opt_outs_go_elsewhere, opt_outs_went_elsewhere)


def test_a_foreign_list_unsubscribe_is_replaced_and_what_it_was_is_recorded() -> None:
    (ruling,) = judge(email(FOREIGN), facts(), RULES)

    assert ruling.effect is Effect.PASS
    assert [finding.code for finding in ruling.findings] == ["W_UNSUBSCRIBE_REPLACED"]
    assert ruling.findings[0].evidence == ("<https://elsewhere.example/u?to=ann>, <mailto:x@y>",)


def test_a_foreign_list_unsubscribe_is_refused_where_policy_says_so() -> None:
    context = facts(policy=policy(on_foreign_unsubscribe="refuse"))

    (ruling,) = judge(email(FOREIGN), context, RULES)

    assert ruling.effect is Effect.REFUSE
    assert [finding.code for finding in ruling.findings] == ["EMAIL_UNSUBSCRIBE_FOREIGN"]


@pytest.mark.parametrize("on_foreign", ["replace", "refuse"])
@pytest.mark.parametrize(
    ("raw", "category"),
    [
        (OURS, Category.COMMERCIAL),
        (message(), Category.COMMERCIAL),
        (message(list_unsubscribe_post="List-Unsubscribe=One-Click"), Category.COMMERCIAL),
        (FOREIGN, Category.TRANSACTIONAL),
        (FOREIGN, Category.CONVERSATIONAL),
    ],
)
def test_ours_none_and_mail_that_is_not_commercial_pass(
    raw: bytes, category: Category, on_foreign: str
) -> None:
    context = facts(category, policy=policy(on_foreign_unsubscribe=on_foreign))

    (ruling,) = judge(email(raw), context, RULES)

    assert ruling.findings == ()


def test_a_field_of_any_length_is_recorded_in_part() -> None:
    (ruling,) = judge(email(message(list_unsubscribe="x" * 5000)), facts(), RULES)

    assert [len(each) for each in ruling.findings[0].evidence] == [998]

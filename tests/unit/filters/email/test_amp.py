from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from filters.catalogue import EMAIL_EDITS
from filters.email.footer.edit import footer
from filters.email.mime import parse
from filters.email.proof import prove
from filters.message import Category
from filters.plan import NO_PLAN, combine, render
from gateway.pipeline import plan_email
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import email, facts, message, policy

FORMS = {
    "text/plain": "Hello\n",
    "text/html": "<p>Hello</p>\n",
    "text/x-amp-html": "<!doctype html><html amp4email><body>Hello</body></html>\n",
}
ALTERNATIVE = "Content-Type: multipart/alternative; boundary=b\n\npreamble\n{}--b--\nepilogue\n"
RECEIPTS_TOO = facts(Category.TRANSACTIONAL, policy=policy(footer_scope="all-but-conversational"))


def offering(*kinds: str) -> bytes:
    parts = "".join(f"--b\nContent-Type: {kind}\n\n{FORMS[kind]}" for kind in kinds)
    return message(ALTERNATIVE.format(parts))


@pytest.mark.parametrize("kinds", list(permutations(FORMS)))
def test_the_amp_form_of_commercial_mail_is_dropped_wherever_it_stands(kinds: list[str]) -> None:
    submitted = email(offering(*kinds))
    plan = combine(edit(submitted, facts()) for edit in EMAIL_EDITS)

    assert prove(submitted, facts(), plan) == ()
    copy = render(submitted.raw, plan, SAMPLE_TOKEN)
    assert [p.content_type for p in parse(copy).children] == [k for k in kinds if "amp" not in k]
    assert copy.count(SAMPLE_TOKEN.encode()) == 3
    assert b"amp4email" not in copy
    assert copy.endswith(b"--b--\r\nepilogue\r\n")
    assert "F_AMP_DROPPED" in plan.fixes


@pytest.mark.parametrize("lost", ["--b--\r\nepilogue\r\n", "\r\n--b--\r\nepilogue\r\n"])
def test_a_message_that_its_amp_form_ended_ends_a_line_without_it(lost: str) -> None:
    cut_off = offering("text/plain", "text/x-amp-html").removesuffix(lost.encode())
    submitted = email(cut_off)
    plan = combine(edit(submitted, facts()) for edit in EMAIL_EDITS)

    assert prove(submitted, facts(), plan) == ()
    copy = render(submitted.raw, plan, SAMPLE_TOKEN)
    assert b"amp4email" not in copy
    assert copy.endswith(SAMPLE_TOKEN.encode() + b"\r\n")


def test_a_receipt_keeps_its_amp_form() -> None:
    assert footer(email(offering(*FORMS)), RECEIPTS_TOO) == NO_PLAN


def test_an_amp_form_without_another_is_left_as_it_is() -> None:
    plan = footer(email(offering("text/x-amp-html")), facts())

    assert "F_AMP_DROPPED" not in plan.fixes


def test_forms_are_counted_in_each_alternative_by_itself() -> None:
    nested = offering(*FORMS).decode().partition("MIME-Version: 1.0\r\n")[2].replace("\r\n", "\n")
    twice = "--o\nContent-Type: text/x-amp-html\n\nx\n" * 2
    outer = f"Content-Type: multipart/alternative; boundary=o\n\n--o\n{nested}{twice}--o--\n"

    plan, _ = plan_email(email(message(outer)), facts())
    assert "F_AMP_DROPPED" not in plan.fixes


def test_a_plan_that_drops_more_than_the_amp_form_is_not_proven() -> None:
    submitted = email(offering("text/plain", "text/x-amp-html", "text/html"))
    plan = combine(edit(submitted, facts()) for edit in EMAIL_EDITS)
    amp = submitted.tree.children[1]
    splices = tuple(
        replace(s, start=s.start - len("Hello\r\n--b\r\n")) if s.start == amp.start else s
        for s in plan.splices
    )

    assert prove(submitted, facts(), replace(plan, splices=splices)) != ()

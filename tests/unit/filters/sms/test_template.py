"""A template lets pass what says the same, and nothing that is smuggled into its blanks."""

from __future__ import annotations

import time

import pytest

from filters.catalogue import SMS_CHECKS
from filters.decision import Effect
from filters.judge import judge
from filters.sms.approval import text_is_of_a_template
from filters.sms.promotional import text_is_promotional, text_may_be_promotional
from filters.sms.template import Template
from filters.sms.template_draft import MOST_MARKS, marked, mistakes
from tests.make_sms import objections, policy, sms, sms_facts
from tests.unit.filters.sms.test_promotional import HELD_TEXT, said_before

RULES = (text_is_promotional, text_may_be_promotional, text_is_of_a_template)


def template(text: str) -> Template:
    return Template(template_id="A-1", text=text, identity="example", purpose="appointment")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Hi {name}, see you soon.", "Hi Ann, see you soon."),
        ("Hi {name}, see you soon.", "Hi  María José O\u2019Neil,\nsee you soon."),
        ("Hi {name}, see you soon.", "Hi Dr. Chen, see you soon."),
        ("Come at {time} please", "Come at 3:30 pm please"),
        ("Come at {time} please", "Come at 9 - 11 a.m. please"),
        ("On {date} we close", "On Tuesday, March 3rd we close"),
        ("On {date} we close", "On 3 de marzo de 2026 we close"),
        ("On {date} we close", "On 3/14 we close"),
        ("You paid {amount} today", "You paid $1,299.50 today"),
        ("Order {number} is here", "Order #A-48213 is here"),
        ("It is here: {link:shop.example}", "It is here: https://shop.example/o/1?x=2"),
        ("It is here: {link:shop.example}", "It is here: shop.example"),
        ("{name} waits at the desk", "Ann waits at the desk"),
        ("No mark at all", "No mark at all"),
        ("From {name} to {name} at the same desk", "From Ann to Bo to Cy at the same desk"),
    ],
)
def test_a_template_fits_what_differs_only_where_it_varies(written: str, text: str) -> None:
    assert template(written).fits(text)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Hi {name}, see you soon.", "Hi , see you soon."),
        ("Hi {name}, see you soon.", "Hi Ann, see you soon. Shop now"),
        ("Hi {name}, see you soon.", "Hi 20% off, see you soon."),
        ("Hi {name}, see you soon.", "Hi shop.example, see you soon."),
        ("Hi {name}, see you soon.", "Hi one two three four five, see you soon."),
        ("Hi {name}, see you soon.", f"Hi {'a' * 41}, see you soon."),
        ("Hi {name}, see you soon.", "HI Ann, SEE you soon."),
        ("Come at {time} please", "Come at half price please"),
        ("On {date} we close", "On sale we close"),
        ("You paid {amount} today", "You paid 20% today"),
        ("Order {number} is here", "Order now is here"),
        ("It is here: {link:shop.example}", "It is here: https://shop.example.evil.example/"),
        ("It is here: {link:shop.example}", "It is here: https://shop.example@evil.example/"),
        ("It is here: {link:shop.example}", "It is here: https://evil.example/?shop.example"),
        ("It is here: {link:shop.example}", "It is here: ftp://shop.example/"),
        ("It is here: {link:shop.example}", "It is here: https://shop.example/\uff0cevil.example"),
        ("It is here: {link:shop.example}", "It is here: https://shop.example/\\evil.example"),
        ("It is here: {link:shop.example}", "It is here: https://shop.example/ shop now"),
        ("It is here: {link:shop.example}", f"It is here: https://shop.example/{'a' * 300}"),
        ("It ends with {name}", f"It ends with {'a ' * 60}"),
        ("It is {other} here", "It is other here"),
    ],
)
def test_nothing_is_smuggled_into_what_varies(written: str, text: str) -> None:
    assert not template(written).fits(text)


def test_a_text_that_a_person_approved_passes_and_is_recorded() -> None:
    (ruling,) = judge(sms(HELD_TEXT), sms_facts(template=template(HELD_TEXT)), RULES)
    assert ruling.effect is Effect.PASS
    (finding,) = ruling.findings
    assert (finding.code, finding.evidence) == ("SMS_TEMPLATE_APPROVED", ("A-1",))
    assert text_is_of_a_template in SMS_CHECKS


def test_no_finding_speaks_of_a_template_where_there_is_none() -> None:
    assert objections(text_is_of_a_template, sms(), sms_facts()) == []


def test_what_surely_advertises_is_refused_whatever_it_reads_like() -> None:
    text = "Flash sale! 20% off today, shop now"
    (ruling,) = judge(sms(text), sms_facts(template=template(text)), RULES)
    assert ruling.effect is Effect.REFUSE
    held = sms_facts(template=template(text), policy=policy(promotional="hold"))
    (ruling,) = judge(sms(text), held, RULES)
    assert ruling.effect is Effect.HOLD


def test_of_a_template_offers_in_pieces_are_held_still() -> None:
    pieces = ("We have 20%", "off every bouquet.")
    facts = sms_facts(template=template(pieces[1]), earlier=said_before(*pieces))
    (ruling,) = judge(sms(pieces[1]), facts, RULES)
    assert ruling.effect is Effect.HOLD
    doubtful = said_before("Hi Ann.", HELD_TEXT)
    facts = sms_facts(template=template(HELD_TEXT), earlier=doubtful)
    (ruling,) = judge(sms(HELD_TEXT), facts, RULES)
    assert ruling.effect is Effect.PASS


def test_what_plainly_varies_is_marked() -> None:
    text = (
        "Hi Ann, order #48213 ($12.50) is due at 3:30 pm: https://Shop.example/o/1. Call 555-0143"
    )
    draft = marked(text)
    assert draft == (
        "Hi Ann, order {number} ({amount}) is due at {time}: {link:shop.example}. Call {number}"
    )
    assert mistakes(draft, text) == ()


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        ("Hi {who}, your cut with us is due.", "{who} is no mark"),
        ("Hi {name:x}, your cut with us is due.", "says too much"),
        ("Hi {link:}, your cut with us is due.", "Say where the link may lead"),
        ("Hi {link:a b}, your cut with us is due.", "Say where the link may lead"),
        ("Hi {name, your cut with us is due.", "A brace stands alone"),
        ("Hi {name}{name}, your cut with us is due.", "side by side"),
        ("Hi {name} {name}, your cut with us is due.", "side by side"),
        ("{name} your {name}", "Too little of it is fixed"),
        ("a word {name} " * (MOST_MARKS + 1), "At most 10 parts may vary"),
        ("Hi {name}, your cut with us is over.", "does not fit the text"),
        ("Hi {number}, your cut with us is due.", "does not fit the text"),
    ],
)
def test_a_draft_that_is_no_template_is_told_why(draft: str, says: str) -> None:
    text = "Hi Ann, your cut with us is due."
    assert any(says in each for each in mistakes(draft, text)), mistakes(draft, text)
    assert mistakes("Hi {name}, your cut with us is due.", text) == ()


def test_no_text_keeps_a_template_busy() -> None:
    written = template(" a ".join(["{name}"] * MOST_MARKS) + " end of it")
    began = time.process_time()
    assert not written.fits("a " * 800)
    assert time.process_time() - began < 0.5

from __future__ import annotations

from typing import Any

import pytest

from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import (
    AD,
    MACHINE_PARTS,
    PICTURE,
    WINMAIL,
    decision,
    judged,
    reporting,
    several,
)

PEOPLE = {"From": "Ann Lee <ann.lee@example.com>", "To": "Bob Roe <bob@example.net>"}
ANSWER: dict[str, str] = {**PEOPLE, "in_reply_to": "<1@x>", "subject": "Re: hello"}
REPLY = (Category.CONVERSATIONAL, "reply")
DEFAULT = (Category.COMMERCIAL, "default")
WORDS = (
    "Hello Bob, I am sorry about that. I took your address off the list this morning, and checked "
    "that nothing is waiting to go out to you.\r\n\r\nAnn\r\n\r\n"
)
ASKED = "On Mon, May 4, 2026 at 9:12 AM Bob Roe <bob@example.net> wrote:\r\n"
QUOTED_AD = "> " + AD + "> Free shipping, today only. Unsubscribe\r\n"
LOGO = "<img src='https://x.example/logo.png'>"


def answer(body: str, **fields: str) -> bytes:
    return message(body, **{**ANSWER, **fields})


def html_answer(body: str) -> bytes:
    return answer(body, content_type="text/html; charset=utf-8")


def enclosing(*inside: str, kind: str = "message/rfc822") -> bytes:
    parts = (f"Content-Type: {kind}\r\n\r\n{each}" for each in inside)
    return several("\r\nHi Bob, please see what I have found for you.\r\n", *parts, **ANSWER)


@pytest.mark.parametrize(
    "forged",
    [
        answer(QUOTED_AD),
        answer("Hi Bob, see below.\r\n\r\n" + QUOTED_AD),
        answer(WORDS + QUOTED_AD),
        html_answer(f"<p>See below.</p><blockquote>{AD}</blockquote>"),
        html_answer(f"<p>See below.</p><div class=gmail_quote>{AD}</div>"),
        answer("S A L E today, all of it for the first who come.\r\n"),
        answer("We have some n i c e t h i n g s for you here.\r\n"),
        answer("Letn\u00ed boty jsou tady, pro v\u0161echny a hned te\u010f.\r\n",
               content_type="text/plain; charset=utf-8", content_transfer_encoding="8bit"),
        html_answer(LOGO),
        html_answer(f"<p>Hi Bob, this is for you.</p>{LOGO}"),
        answer("AAAA\r\n", content_type="image/png"),
        several("\r\nSee the picture.\r\n", PICTURE, **ANSWER),
        several("\r\nSee below.\r\n", WINMAIL, **ANSWER),
        html_answer("<p>Hi Bob, <a href='https://x.example/'>this is what I told you of</a>.</p>"),
        answer("Hi Bob, this is what I told you of: www.shoes.example\r\n"),
        answer("Hi Bob, it is only $40 and I can keep one for you.\r\n"),
        answer("Hi Bob, we also sell boats, so let me know.\r\n"),
        answer(ASKED + QUOTED_AD),
        answer("Big news. The boat is here.\r\n\r\n" + ASKED
               + "> we offer it to you for $400, see https://x.example/boat\r\n"),
        answer("Hi Bob, it is $40: https://x.example/boat\r\n\r\n" + ASKED
               + "> hello there, dear Ann\r\n"),
        answer("Hi Bob, it is $40: https://x.example/boat\r\n\r\n" + ASKED + "> Who is that?\r\n"),
        answer("Hi Bob, it is $40: https://x.example/boat\r\n\r\n" + ASKED
               + "> Are you at home on Sunday?\r\n"),
        answer("I think so, and so do you.\r\n" * 2000),
        enclosing("Subject: Hello\r\n\r\n" + AD),
        enclosing("Subject: x\r\n\r\nok\r\n", "Subject: Flash sale: 20% off\r\n\r\nHi there.\r\n"),
        enclosing("Subject: x\r\nContent-Type: image/png\r\n\r\nAAAA\r\n"),
        enclosing("Subject: x\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\n" + AD),
        enclosing(": x\r\n y\r\nz"),
        enclosing("Content-Type: text/plain\r\n", kind="message/external-body"),
        enclosing(*["Subject: x\r\n\r\nIt is for you.\r\n"] * 12),
    ],
)  # fmt: skip
def test_form_of_an_answer_excuses_no_advertising(forged: bytes) -> None:
    assert decision(forged) == DEFAULT
    auto = forged.replace(b"In-Reply-To:", b"Auto-Submitted: auto-replied\r\nIn-Reply-To:", 1)
    if b"Flash sale" in forged or b"Clearance" in forged:
        assert decision(auto) == DEFAULT


@pytest.mark.parametrize(
    "genuine",
    [
        answer("Yes, gladly. Seven is fine.\r\n"),
        answer("Thanks!\r\n"),
        answer(WORDS + ASKED + QUOTED_AD),
        answer(WORDS + ASKED + QUOTED_AD, subject="Re: Flash sale: 50% off everything"),
        answer(WORDS + "From: Bob Roe <bob@example.net>\r\nSent: Monday\r\n" + AD),
        answer("It is $249 and we have two left: https://x.example/grill\r\n\r\n" + ASKED
               + "> How much is the grill in your window?\r\n"),
        answer("Fine.\r\n\r\n" + ASKED + "> Shall we meet at seven?\r\n", To="bob@example.net"),
        html_answer(f"<p>{WORDS}</p>{LOGO}"),
        several("\r\n" + WORDS, PICTURE, **ANSWER),
        several("\r\n" + WORDS, WINMAIL, **ANSWER),
        enclosing("Subject: Minutes\r\n\r\nThese are the minutes of what we said on Monday.\r\n"),
        answer("-----BEGIN PGP MESSAGE-----\r\n\r\nwcBM\r\n-----END PGP MESSAGE-----\r\n"),
        answer("\u660e\u65e5\u306e\u4f1a\u8b70\u306b\u51fa\u307e\u3059\u3002\r\n",
               content_type="text/plain; charset=utf-8", content_transfer_encoding="8bit"),
    ],
)  # fmt: skip
def test_answer_of_a_person_stays_one(genuine: bytes) -> None:
    assert decision(genuine) == REPLY


@pytest.mark.parametrize("to", ["", "Bob <bob@example.net>, c@example.net", "Carl <c@example.net>"])
def test_quoted_letter_of_somebody_else_excuses_nothing(to: str) -> None:
    assert decision(answer(WORDS + ASKED + QUOTED_AD, To=to)) == DEFAULT


@pytest.mark.parametrize(
    ("more", "known"),
    [
        ({"in_reply_to": "<1@x>"}, {}),
        ({}, {"reverse_path": ""}),
    ],
)
def test_automatic_answer_may_lead_to_help_and_sells_nothing(
    more: dict[str, str], known: dict[str, Any]
) -> None:
    def by_itself(body: str) -> tuple[Category, str]:
        return decision(message(body, auto_submitted="auto-replied", **more), **known)

    assert by_itself("We have your message. See https://x.example/help\r\n") == (
        Category.SYSTEM,
        "reply",
    )
    assert by_itself("Meanwhile, we sell boats: https://x.example/boats\r\n") == DEFAULT
    assert by_itself("I am away. My lamps are $20 now.\r\n") == DEFAULT
    assert by_itself("I am away. The first visit is on us.\r\n") == DEFAULT
    assert by_itself("I am away.\r\n> " + AD) == DEFAULT


def test_declared_answer_is_taken_at_its_word_about_what_it_quotes() -> None:
    quoting = answer("No, thanks.\r\n" + QUOTED_AD)
    assert decision(quoting, declared="conversational") == (Category.CONVERSATIONAL, "declared")
    assert judged(quoting, declared="transactional", declared_basis="account").category is (
        Category.TRANSACTIONAL
    )


def test_report_that_sells_a_bigger_plan_is_no_report() -> None:
    kind = "message/delivery-status"

    def report(text: str) -> Category:
        return decision(reporting(text, kind, MACHINE_PARTS[kind]), reverse_path="")[0]

    assert report("Mailbox full.") is Category.SYSTEM
    assert report("Mailbox full. See https://x.example/help") is Category.SYSTEM
    sold = "Mailbox full. Move to Business for unlimited space: https://x.example/up"
    assert report(sold) is Category.COMMERCIAL

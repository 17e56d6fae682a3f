from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filters.email.footer.edit import footer
from filters.email.proof import prove
from filters.email.trace import trace_fields
from filters.email.unsubscribe import one_click_unsubscribe
from filters.message import Category, Email, EmailFacts
from filters.plan import Plan, Splice, Token, combine
from tests.mail_builders import URL, email, facts, identity, message

if TYPE_CHECKING:
    from collections.abc import Callable

    Edit = Callable[[Email, EmailFacts], Plan]

RAW = message(
    "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
    "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n--b\n"
    "Content-Type: text/html\n\n<p>Hello</p>\n--b--\n--m\n"
    "Content-Type: application/pdf\n\nPDF\n--m--\n"
)
EDITS = (trace_fields, one_click_unsubscribe, footer)


def planned(raw: bytes = RAW, context: EmailFacts | None = None) -> Plan:
    return combine(edit(email(raw), context or facts()) for edit in EDITS)


def wrong(plan: Plan, raw: bytes = RAW, context: EmailFacts | None = None) -> str:
    return " ".join(prove(email(raw), context or facts(), plan))


def also(plan: Plan, old: bytes, new: bytes, raw: bytes = RAW) -> Plan:
    """Return the plan with one change more that nobody asked for."""
    start = raw.index(old)
    more = Splice(start=start, end=start + len(old), template=(new,))
    return Plan(splices=combine([plan, Plan(splices=(more,))]).splices, fixes=plan.fixes)


def each_template(plan: Plan, change: Callable[[bytes], bytes]) -> Plan:
    """Return the plan with the fixed bytes of every splice changed."""
    splices = tuple(
        Splice(
            start=s.start,
            end=s.end,
            template=tuple(change(p) if isinstance(p, bytes) else p for p in s.template),
        )
        for s in plan.splices
    )
    return Plan(splices=splices, fixes=plan.fixes)


def test_what_was_promised_is_proven() -> None:
    assert wrong(planned()) == ""


def swapped(old: bytes, new: bytes) -> Plan:
    """Return the plan with some of what is added replaced."""
    return each_template(planned(), lambda piece: piece.replace(old, new))


def without(left_out: Edit, raw: bytes = RAW) -> Plan:
    return combine(edit(email(raw), facts()) for edit in EDITS if edit is not left_out)


LONG_LINE_LATER = (b"x" * 900 + b"\r\n") * 2 + b"y" * 999


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (also(planned(), b"PDF", b"PdF"), "application/pdf part was changed"),
        (also(planned(), b"Content-Type: application/pdf", b"Content-Type: text/css"), "structure"),
        (also(planned(), b"Subject: Hello", b"Subject: Bye"), "header field was changed"),
        (also(planned(), b"\r\nHel", b"\r\nHal"), "text of a text/plain part was changed"),
        (also(planned(), b"<p>Hello", b"<p>"), "text of a text/html part was changed"),
        (also(planned(), b"<p>Hello", b"<p hidden><!--"), "footer is not seen"),
        (also(planned(), b"From: News", b"From News"), "cannot be read"),
        (also(planned(), b"PDF", b"x" * 999), "longer than 998"),
        (also(planned(), b"PDF", LONG_LINE_LATER), "longer than 998"),
        (also(planned(), b"MIME-Version: 1.0", b"MIME-Version: 1.0\r\nBcc: x"), "never leaves"),
        (swapped(b"Springfield", b""), "footer is not"),
        (swapped(b"/u/", b"/v/"), "not exactly once"),
        (swapped(b"List-Unsubscribe: <https", b"List-Unsubscribe: <http"), "not the one"),
        (swapped(b"=One-Click", b"=Two"), "not the one"),
        (swapped(b"Post: List", b"Other: List"), "exactly one"),
        (swapped(b"----", b"\xff---"), "cannot be read in its"),
        (without(footer), "footer is missing"),
        (without(one_click_unsubscribe), "exactly one"),
        (Plan(), "footer is missing"),
    ],
)
def test_every_broken_promise_is_seen(plan: Plan, reason: str) -> None:
    assert reason in wrong(plan)


def test_mail_that_needs_no_footer_keeps_its_body_and_gets_none() -> None:
    receipt = facts(Category.TRANSACTIONAL)
    plan = planned(context=receipt)

    assert wrong(plan, context=receipt) == ""
    assert "body was changed" in wrong(also(plan, b"PDF", b"x"), context=receipt)
    assert "not wanted" in wrong(planned(), context=receipt)


@pytest.mark.parametrize("kind", ["alternative", "related"])
def test_every_form_that_says_something_has_to_have_the_footer(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = message(
        f"Content-Type: multipart/{kind}; boundary=b\n\n--b\n--b\n"
        "Content-Type: text/html\n\n<p>Sale</p>\n--b--\n"
    )
    plan = planned(raw)
    assert wrong(plan, raw) == ""

    monkeypatch.setattr(
        "filters.email.proof.telling_parts", lambda email, _: email.tree.children[:1]
    )

    assert f"a form of the text in a multipart/{kind} has no footer" in wrong(plan, raw)


def test_a_signed_entity_has_to_be_what_it_was() -> None:
    raw = message("Content-Type: multipart/signed; boundary=s\n\n--s\n\nHello\n--s--\n")
    plan = planned(raw)

    assert wrong(plan, raw) == ""
    assert "original is not what it was" in wrong(
        also(plan, b"Hello\r\n--s", b"Bye\r\n--s", raw), raw
    )


def test_a_conversion_has_to_keep_the_text() -> None:
    raw = message("\nHello\n")
    header = Splice(
        start=raw.index(b"\r\n\r\n") + 2,
        end=raw.index(b"\r\n\r\n") + 2,
        template=(b"Content-Type: text/plain; charset=utf-8\r\n",),
    )
    link = f"{URL}/u/".encode()
    body = Splice(
        start=raw.index(b"\r\n\r\n") + 4, end=len(raw), template=(b"Hallo ", link, Token())
    )
    plan = Plan(splices=(header, body), fixes=("F_FOOTER_TEXT",))

    assert "changed with its charset" in wrong(plan, raw)


def test_a_text_that_was_never_readable_may_stay_so() -> None:
    raw = message("Content-Type: text/plain; charset=us-ascii\n\n") + b"caf\xe9\r\n"

    assert wrong(planned(raw), raw) == ""


FILLED = message(
    "Content-Type: text/html\n\n<p>Hello <a href='{{unsubscribe_url}}'>Unsubscribe</a></p>"
    "<p>{{physical_address}}</p>\n"
)


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (planned(FILLED), ""),
        (also(planned(FILLED), b"<p>Hello", b"<p hidden>", FILLED), "does not tell its reader"),
        (also(planned(FILLED), b"<p>Hello", b"<p>Bye", FILLED), "text/html part was changed"),
        (also(planned(FILLED), b"</a>", b"</a ><!-- -->", FILLED), "part was changed"),
        (without(one_click_unsubscribe, FILLED), "exactly one"),
        (each_template(planned(FILLED), lambda p: p.replace(b"/u/", b"/v/")), "was changed"),
        (each_template(planned(FILLED), lambda p: p.replace(b"123", b"124")), "was changed"),
        (each_template(planned(FILLED), lambda p: p.replace(b"advert", b"ad")), "not seen"),
    ],
)
def test_what_is_filled_in_is_held_to_the_same_promises(plan: Plan, reason: str) -> None:
    found = wrong(plan, FILLED)

    assert reason in found if reason else not found


def test_a_placeholder_that_was_left_is_seen() -> None:
    raw = message("\nUnsubscribe: {{unsubscribe_url}}\n")
    other = message("\nUnsubscribe: {{unsubscribe_abc}}\n")

    assert "text of a text/plain part was changed" in wrong(planned(other), raw)


def test_a_part_that_others_read_otherwise_may_not_be_changed() -> None:
    raw = message("Content-Transfer-Encoding: base64\n\n!!\n")
    plan = Plan(splices=(*planned(raw).splices[:1],), fixes=("F_FOOTER_TEXT",))

    assert "not read alike by everybody" in wrong(plan, raw)


def test_what_the_charset_cannot_say_is_not_as_promised() -> None:
    raw = message("\n{{physical_address}}\n")
    abroad = facts(identity=identity(postal_address="1 Stra\u00dfe, 10115 Berlin"))

    assert "text of a text/plain part was changed" in wrong(planned(raw), raw, abroad)


def test_a_text_that_cannot_be_read_gets_no_other_charset() -> None:
    raw = message("Content-Type: text/plain; charset=us-ascii\n\n") + b"caf\xe9\r\n"
    changed = also(planned(raw), b"charset=us-ascii", b"charset=utf-8", raw)

    assert "was changed with its charset" in wrong(changed, raw)


def test_long_lines_that_were_there_may_stay() -> None:
    raw = message("\n" + "x" * 2000 + "\n")

    assert wrong(planned(raw), raw) == ""

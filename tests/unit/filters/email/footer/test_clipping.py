"""HTML so long that its end is cut off says the gist of its footer at the top as well."""

from __future__ import annotations

import email as oracle
import quopri
from email.base64mime import body_encode
from typing import TYPE_CHECKING

import pytest

from filters.email.footer.clipping import CLIPPED_BYTES
from filters.email.footer.edit import footer, wording
from filters.email.footer.text import html, html_on_top
from filters.email.proof import prove
from filters.email.structure import footer_may_be_cut_off
from filters.email.trace import trace_fields
from filters.email.unsubscribe import one_click_unsubscribe
from filters.message import Category
from filters.plan import Plan, Splice, combine, render
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import NOTICE, URL, crlf, email, facts, message, policy

if TYPE_CHECKING:
    from filters.message import EmailFacts

LINK = f"{URL}/u/{SAMPLE_TOKEN}"
HEAD = (
    "<!DOCTYPE html><!-- <body> --><html><head><title><body></title>"
    "<!--[if mso]><body class=mso><![endif]--><style>/* <body> */ p {color:red}</style>"
    "<script>'<body>'</script></head>"
)
START = '<BODY style="margin:0" title="a > b">'
LONG = "<p>caf\u00e9 and cake</p>\n" * 5000
PAGE = f"{HEAD}{START}{LONG}</body></html>\n"


def written(text: str, charset: str = "utf-8", encoding: str = "8bit") -> bytes:
    data = crlf(text.encode()).decode().encode(charset, "xmlcharrefreplace")
    if encoding == "base64":
        body = body_encode(data, eol="\r\n").encode()
    elif encoding == "quoted-printable":
        body = quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    else:
        body = data
    head = f"Content-Type: text/html; charset={charset}\nContent-Transfer-Encoding: {encoding}\n"
    return message(head + "\n") + body


def planned(raw: bytes, context: EmailFacts) -> Plan:
    message_ = email(raw)
    return combine(
        edit(message_, context) for edit in (trace_fields, one_click_unsubscribe, footer)
    )


def edited(raw: bytes, context: EmailFacts | None = None) -> tuple[str, Plan]:
    """Return the HTML that would leave, and the plan, after the proof found nothing wrong."""
    plan = planned(raw, context or facts())
    assert prove(email(raw), context or facts(), plan) == ()
    part = oracle.message_from_bytes(render(raw, plan, SAMPLE_TOKEN))
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode(str(part.get_content_charset())), plan


def warnings(raw: bytes, context: EmailFacts | None = None) -> int:
    return len(list(footer_may_be_cut_off.check(email(raw), context or facts())))


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "8bit"), ("utf-8", "quoted-printable"), ("utf-8", "base64"),
        ("iso-8859-1", "8bit"), ("us-ascii", "7bit"), ("utf-16", "base64"),
        ("iso-2022-jp", "7bit"), ("iso-2022-jp", "base64"),
    ],
)  # fmt: skip
def test_html_that_is_cut_off_says_so_first_and_whole_last(charset: str, encoding: str) -> None:
    raw = written(PAGE, charset, encoding)

    text, plan = edited(raw)

    first, last = text.index(LINK), text.rindex(LINK)
    assert text.count(LINK) == 2
    assert text.index(START) < text.index(NOTICE) < first < text.index("<p>")
    assert text[text.index(START) + len(START) :].startswith('\r\n<div role="note"')
    assert text.rindex("<p>") < text.rindex(NOTICE) < last < text.index("</body></html>")
    assert {"F_FOOTER_HTML", "F_FOOTER_TOP"} <= set(plan.fixes)
    assert warnings(raw) == 1


def test_taking_both_out_gives_the_text_that_was_submitted() -> None:
    raw = written(PAGE, "utf-8", "base64")
    words = wording(email(raw), facts())

    text, _ = edited(raw)

    for halves in (html_on_top(words), html(words)):
        assert text.count(SAMPLE_TOKEN.join(halves)) == 1
        text = text.replace(SAMPLE_TOKEN.join(halves), "")
    assert text == crlf(PAGE.encode()).decode()


@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_what_placeholders_say_at_a_cut_off_end_is_said_at_the_top_too(encoding: str) -> None:
    tail = "<p>{{gateway_footer}}</p></body>"
    text, plan = edited(written(f"{START}{LONG}{tail}", encoding=encoding))

    assert text.startswith(f'{START}\r\n<div role="note"')
    assert text.count(LINK) == text.count(NOTICE) == 2
    assert "F_FOOTER_TOP" in plan.fixes
    assert "F_FOOTER_HTML" not in plan.fixes


def test_a_second_passage_adds_no_second_line_at_the_top() -> None:
    once, _ = edited(written(PAGE))
    passed = f"List-Unsubscribe: <{LINK}>\r\n".encode() + written(once)

    twice, plan = edited(passed)

    assert twice == once
    assert "F_FOOTER_TOP" not in plan.fixes


@pytest.mark.parametrize(
    "frame",
    [
        "{1}{2}{0}", "{1}<div style='display:none'>{0}</div>{2}", "<!-- {0} -->{1}{2}",
        "<style>body{{opacity:0}}</style>{1}{0}{2}", "{1}<p>Hello</p>{0}{2}",
    ],
)  # fmt: skip
def test_a_line_that_is_copied_from_the_top_counts_for_nothing(frame: str) -> None:
    top = SAMPLE_TOKEN.join(html_on_top(wording(email(written(PAGE)), facts())))
    page = frame.format(top, START, LONG)
    passed = f"List-Unsubscribe: <{LINK}>\r\n".encode() + written(page)

    assert "F_FOOTER_TOP" in planned(passed, facts()).fixes


@pytest.mark.parametrize(("charset", "width"), [("utf-8", 1), ("utf-16", 2)])
@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize("end", ["</body>", "{{gateway_footer}}</body>"])
def test_a_second_passage_finds_a_page_as_long_as_the_first_made_it(
    charset: str, width: int, more: int, end: str
) -> None:
    words = wording(email(written(START)), facts())
    left = CLIPPED_BYTES // width - (width - 1) - len(SAMPLE_TOKEN.join(html(words))) + more
    page = page_of(left).replace("xxx", "x\n").replace("</body>", end)
    once, first = edited(written(page, charset, "base64"))
    passed = f"List-Unsubscribe: <{LINK}>\r\n".encode() + written(once, charset, "base64")

    twice, second = edited(passed)

    assert ("F_FOOTER_TOP" in first.fixes) is bool(more)
    assert twice == once
    assert "F_FOOTER_TOP" not in second.fixes


def page_of(size: int) -> str:
    frame = f"{START}</body>"
    return frame.replace("</", "x" * (size - len(frame)) + "</")


def test_it_is_the_length_with_the_footer_that_counts() -> None:
    raw = written(START)
    added = len(SAMPLE_TOKEN.join(html(wording(email(raw), facts()))))

    for size, is_cut_off in ((CLIPPED_BYTES - added, False), (CLIPPED_BYTES - added + 1, True)):
        raw = written(page_of(size).replace("xxx", "x\n"))
        text, plan = edited(raw)
        assert text.count(LINK) == 1 + is_cut_off
        assert ("F_FOOTER_TOP" in plan.fixes) is is_cut_off
        assert warnings(raw) == is_cut_off


@pytest.mark.parametrize(
    ("charset", "page"),
    [
        ("utf-8", LONG),
        ("utf-8", HEAD + LONG),
        ("utf-8", f"</body>{START}{LONG}<!-- </body> -->"),
        ("utf-16", LONG),
    ],
)
def test_where_no_body_is_declared_before_its_end_it_stands_last_alone(
    charset: str, page: str
) -> None:
    raw = written(page, charset, "base64")

    text, plan = edited(raw)

    assert text.count(LINK) == 1
    assert "F_FOOTER_TOP" not in plan.fixes
    assert warnings(raw) == 1


def test_html_with_an_escape_that_changes_nothing_has_it_on_top_too() -> None:
    page = "\x1b(B" + f"{START}{LONG}</body>"

    raw = written(page, "iso-2022-jp", "7bit")

    plan = planned(raw, facts())
    assert "F_FOOTER_TOP" in plan.fixes


def test_a_receipt_has_it_last_alone() -> None:
    rules = policy(footer_scope="all-but-conversational")
    receipt = facts(Category.TRANSACTIONAL, policy=rules)

    text, plan = edited(written(PAGE), receipt)

    assert text.count(LINK) == 1
    assert "F_FOOTER_TOP" not in plan.fixes
    assert warnings(written(PAGE), receipt) == 0


def test_only_the_long_part_says_it_twice() -> None:
    raw = message(
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{PAGE}\n"
        f"--b\nContent-Type: text/html\n\n{START}short</body>\n--b--\n"
    )
    plan = planned(raw, facts())

    assert prove(email(raw), facts(), plan) == ()
    parts = [str(part.get_payload()) for part in
             oracle.message_from_bytes(render(raw, plan, SAMPLE_TOKEN)).walk()]  # fmt: skip
    assert [part.count(LINK) for part in parts[1:]] == [1, 2, 1]


def swapped(plan: Plan, old: bytes, new: bytes) -> Plan:
    splices = tuple(
        Splice(
            start=s.start,
            end=s.end,
            template=tuple(p.replace(old, new) if isinstance(p, bytes) else p for p in s.template),
        )
        for s in plan.splices
    )
    return Plan(splices=splices, fixes=plan.fixes)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'role="note"', b'role="none"', "text of a text/html part was changed"),
        (b"<p>", b"<a href=x><p>", "text of a text/html part was changed"),
        (b"<BODY", b"<BODY hidden", "footer is not seen"),
        (b"<BODY", b"<select><BODY", "footer is not seen"),
    ],
)
def test_the_proof_wants_both_seen_and_the_text_between_as_it_was(
    old: bytes, new: bytes, reason: str
) -> None:
    raw = written(PAGE)
    plan = planned(raw, facts())
    if old in (b"<p>", b'role="note"'):
        plan = swapped(plan, old, new) if old != b"<p>" else also(plan, raw, old, new)
    else:
        raw = raw.replace(old, new)
        plan = planned(raw, facts())

    assert reason in " ".join(prove(email(raw), facts(), plan))


def also(plan: Plan, raw: bytes, old: bytes, new: bytes) -> Plan:
    """Return the plan with one change more that nobody asked for."""
    start = raw.rindex(old)
    more = Plan(splices=(Splice(start=start, end=start + len(old), template=(new,)),))
    return Plan(splices=combine([plan, more]).splices, fixes=plan.fixes)


def test_the_proof_wants_the_link_twice_there_and_only_there() -> None:
    raw, short = written(PAGE), written(f"{START}short</body>")
    plan = planned(raw, facts())
    without = Plan(
        splices=tuple(s for s in plan.splices if b'role="note"' not in b"".join(
            p for p in s.template if isinstance(p, bytes))),
        fixes=plan.fixes,
    )  # fmt: skip
    unnamed = Plan(splices=plan.splices, fixes=tuple(f for f in plan.fixes if f != "F_FOOTER_TOP"))
    doubled = planned(short, facts())
    doubled = Plan(splices=doubled.splices, fixes=(*doubled.fixes, "F_FOOTER_TOP"))

    assert "not exactly twice" in " ".join(prove(email(raw), facts(), without))
    assert "not exactly once" in " ".join(prove(email(raw), facts(), unnamed))
    assert prove(email(short), facts(), doubled) == ()

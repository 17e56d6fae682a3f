"""The footer stands where people still read, and not behind what nobody looks for."""

from __future__ import annotations

import base64
import quopri
from time import process_time
from typing import TYPE_CHECKING

import pytest

from filters.email.footer.ending import before_empties, end_of_text, is_behind_empties, shows
from filters.email.proof import prove
from filters.plan import Plan, Splice, combine
from gateway.pipeline import plan_email
from tests.mail_builders import URL, email, facts, identity, message
from tests.unit.filters.email.footer.copies import BASE64, LINK, QP, edited, html, text, texts
from tests.unit.filters.email.test_proof import planned, wrong

if TYPE_CHECKING:
    from filters.message import EmailFacts

PGP = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQEN\n"
UU = "begin 644 a.txt\nM2&5L;&\\\n"
WIDE = "Content-Type: text/plain; charset=utf-16le\n" + BASE64
OPEN = {
    "uuencoded": UU, "PGP key": PGP, "yEnc": "=ybegin line=128 size=9 name=a.txt\nabc\n",
    "45 lines": "\n" * 45, "300 lines": "\n" * 300, "3,000 lines": "\n" * 3000,
    "lines of blanks": " \t\n" * 100, "form feeds": "\f" * 5, "no-break spaces": "\u00a0" * 250,
    "blanks and a block": "\n" * 60 + UU,
}  # fmt: skip
CLOSED = {"uuencoded": UU + "`\nend\n", "PGP key": PGP + "-----END PGP PUBLIC KEY BLOCK-----\n"}
HIDDEN = f'<div style="display:none">{"Sale. " * 30}</div>'
LINES = {
    "breaks": "<br>" * 1500, "paragraphs": "<p>&nbsp;</p>\n" * 1500,
    "Outlook": "<p class=MsoNormal><o:p>&nbsp;</o:p></p>\n" * 100,
    "divisions": "<div dir=ltr><br/></div>" * 60, "no-break spaces": "\u00a0<br />" * 60,
}  # fmt: skip


@pytest.mark.parametrize("more", ["", QP, BASE64])
@pytest.mark.parametrize("end", OPEN.values(), ids=OPEN)
def test_the_footer_of_a_text_stands_before_what_nobody_looks_for(end: str, more: str) -> None:
    body = f"Sale today.\n{end}"
    raw = _encoded(body, more) if more else text(body, "Content-Transfer-Encoding: 8bit\n")
    (before,) = texts(raw)
    (after,) = texts(edited(raw, facts())[0])
    start = after.index("----\r\n", 0, after.index(LINK))
    assert shows(after, (LINK,))
    assert after.startswith("Sale today.\r\n\r\n----\r\n")
    assert before.startswith(after[: start - 2])
    rest = after[after.index(LINK) + len(LINK) :]
    assert before.endswith(rest.removeprefix("\r\n"))
    assert len(before) == start - 2 + len(rest.removeprefix("\r\n"))


def _encoded(body: str, more: str) -> bytes:
    content = body.replace("\n", "\r\n").encode()
    if more == BASE64:
        return text(base64.encodebytes(content).decode(), more)
    return text(quopri.encodestring(content).decode().removesuffix("\n"), more)


@pytest.mark.parametrize(
    "gap", ["\n" * 60, "\n" * 3000, "\u00a0" * 250, "\n" * 60 + CLOSED["PGP key"]]
)
def test_the_footer_stands_before_a_gap_with_few_words_behind_it(gap: str) -> None:
    raw = text(f"Sale today.\n{gap}Shop Ltd\n", "Content-Transfer-Encoding: 8bit\n")
    once, _ = edited(raw, facts())
    (after,), (again,) = texts(once), texts(edited(once, facts())[0])
    assert after.startswith("Sale today.\r\n\r\n----\r\n")
    assert after.endswith("Shop Ltd\r\n\r\n")
    assert again.count("----") == after.count("----")


@pytest.mark.parametrize(
    "words",
    ["\n" * 60 + "Sale", "Shop" + ("\n" * 60 + "Sale of all the shirts. " * 20) * 4,
     "Sale" + "\n" * 300 + "Sale of all the shirts. " * 90],
)  # fmt: skip
def test_a_text_that_goes_on_behind_its_gaps_has_its_footer_at_the_end(words: str) -> None:
    once, _ = edited(text(words), facts())
    (before,), (after,), (again,) = texts(text(words)), texts(once), texts(edited(once, facts())[0])
    assert after.startswith(before.rstrip())
    assert again.count("----") == 1


@pytest.mark.parametrize("end", [*CLOSED.values(), "\n" * 20, " " * 30], ids=str)
def test_what_is_closed_or_short_stays_above_the_footer(end: str) -> None:
    raw = text(f"Sale today.\n{end}")
    (before,), (after,) = texts(raw), texts(edited(raw, facts())[0])
    assert after.startswith(before)


def test_a_text_in_utf_16_has_its_footer_before_the_blank_lines() -> None:
    body = ("Sale\r\n" + "\r\n" * 60).encode("utf-16-le")
    raw = message(f"{WIDE}\n{base64.encodebytes(body).decode()}")
    (after,) = texts(edited(raw, facts())[0])
    assert after.startswith("Sale\r\n\r\n----")
    assert after.endswith(LINK + "\r\n" + "\r\n" * 60)


def test_a_text_whose_charset_changes_has_its_footer_before_the_blank_lines() -> None:
    abroad = facts(identity=identity(postal_address="1 Stra\u00dfe, 10115 Berlin"))
    (after,) = texts(edited(message("\nSale\n" + "\n" * 60), abroad)[0])
    assert after.startswith("Sale\r\n\r\n----")


@pytest.mark.parametrize("end", ["", "</body></html>", "</td></tr></table></body>"])
@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
def test_the_footer_of_a_page_stands_before_its_empty_end(lines: str, end: str) -> None:
    table = "<table><tr><td>" if "table" in end else ""
    raw = html(f"<body>{table}<p>Sale</p>{lines}{end}", "Content-Transfer-Encoding: 8bit\n")
    (before,), (after,) = texts(raw), texts(edited(raw, facts())[0])
    start, stop = after.index("\r\n<div role"), after.index("</div>", after.index(LINK))
    assert start == before.index("<p>Sale</p>") + len("<p>Sale</p>")
    assert before.endswith(after[stop:].removeprefix("</div>").removeprefix("\r\n"))


@pytest.mark.parametrize(
    "page",
    ["<p>Sale</p>" + "<br>" * 20, "<p>Sale</p>" + "<br>" * 60 + "<p>Bye</p>",
     "<img src=x>" + "<p>&nbsp;</p>" * 60 + "<img src=y width=600>"],
)  # fmt: skip
def test_empty_lines_further_up_move_no_footer(page: str) -> None:
    (after,) = texts(edited(html(page), facts())[0])
    assert after.startswith(page)


@pytest.mark.parametrize("blanks", ["\r\n" * 300, " \t\r\n" * 300, "\f" * 50, " " * 900])
def test_empty_lines_in_the_source_of_a_page_move_no_footer(blanks: str) -> None:
    page = f"<table><tr><td>Sale{blanks}</td></tr>{blanks}</table>{blanks}"
    (after,) = texts(edited(html(page), facts())[0])
    assert after.startswith(page)


@pytest.mark.parametrize(
    "raw",
    [
        html("<p>Sale</p>" + "<br>" * 60 + "<img src=x width=1 height=1>"),
        html("<p>Sale</p>" + "<br><i></i>" * 60),
        html("<p>Sale</p>" + "<br>" * 60 + f"<style>{'p{margin:0}' * 20}</style>"),
        html("<p>Sale</p>" + "<p>&#8203;</p>" * 60),
        html("<p>Sale</p>" + "&nbsp; " * 300),
        html("<p>Sale" + "&nbsp; " * 300 + "</p>"),
        html("<p>Sale</p>" + "<br>" * 60 + "<img src=x style='width:1px; height:1px'>"),
        html("<p>Sale</p>" + "<br>" * 60 + "<img src=x border=0 style='display:none'>"),
        html("<p>Sale</p>" + "<br>" * 60 + "<div style='display:none'>Sale of shirts</div>"),
        html("<p>Sale</p>" + "<br>" * 60 + f"<p style='display: none'>{'Sale. ' * 99}</p>"),
        *(
            html(f"<body><p>Sale</p>{'<br>' * 60}{HIDDEN}</body>{behind}")
            for behind in (
                '<!--<DIV ROLE="CONTENTINFO">-->',
                '<!--<div role="contentinfo">-->',
                '<!--Sale <div role="contentinfo">-->' * 20,
            )
        ),
        *(
            html("<p>Sale</p>" + "<br>" * 60 + f"<div style='{hidden}'>{words}</div>")
            for hidden in ("display:none", "DISPLAY : NONE")
            for words in ("Sale.\n" * 400, "\u0130\n" * 900)
        ),
        html("<pre>Sale" + "\n" * 60 + "</pre>"),
        html("<p>Sale</p><pre>" + "\n" * 60 + "</pre>"),
        html("<p role=contentinfo>Sale</p><pre>" + "\n" * 60 + "</pre>"),
        html("<div style='white-space: pre-wrap'><b>Sale" + "\n" * 60 + "</b></div>"),
        html("<style>p{white-space:pre-line}</style><p>Sale" + "\n" * 60 + "</p>"),
    ],
)
def test_where_a_gap_cannot_be_passed_the_footer_stands_beside_the_text(raw: bytes) -> None:
    plan, failed = plan_email(email(raw), facts())
    assert any("not seen" in doubt for doubts in failed for doubt in doubts)
    assert "multipart/mixed" in str(plan.splices)


@pytest.mark.parametrize(
    "page",
    ["<pre>Sale" + "\n" * 60 + "Bye\n</pre>", "<pre>Sale</pre><p>Bye</p>" + "\n" * 60,
     "<pre>Sale\n\n</pre>", "<p style='display:none'>Sale</p>" + "<p>Sale</p>" * 60,
     "<br>" * 60 + "<img src=x style='max-width:9px;width:600px'>"],
)  # fmt: skip
def test_a_footer_right_behind_what_is_seen_is_proven(page: str) -> None:
    assert plan_email(email(html(page)), facts())[1] == ()


@pytest.mark.parametrize("gap", ["\n" * 60, UU, PGP])
def test_a_footer_that_nobody_sees_is_not_proven(gap: str) -> None:
    raw = message(f"\nSale\n{gap}")
    context = facts()
    good = planned(raw)
    assert wrong(good, raw) == ""
    at_end = _moved_to_end(good, raw)
    assert "footer is not seen in the plain text" in " ".join(prove(email(raw), context, at_end))


def _moved_to_end(plan: Plan, raw: bytes) -> Plan:
    moved = [
        Splice(start=len(raw), end=len(raw), template=each.template)
        if URL.encode() in b"".join(p for p in each.template if isinstance(p, bytes))
        and each.start > raw.index(b"\r\n\r\n")
        else each
        for each in plan.splices
    ]
    return Plan(splices=combine([Plan(splices=tuple(moved))]).splices, fixes=plan.fixes)


def test_a_footer_before_blank_lines_is_known_again() -> None:
    context: EmailFacts = facts()
    once, _ = edited(text("Sale\n" + "\n" * 60), context)
    (again,) = texts(edited(once, context)[0])
    assert again.count("----") == 1


@pytest.mark.parametrize(
    "page", ["<p>", "<br>", "<p>&nbsp;", "<p>&nbsp;</p>x", "<div><br></div>", "&nbsp;"]
)
def test_empty_lines_are_looked_for_at_once(page: str) -> None:
    written = page * (300_000 // len(page))
    began = process_time()
    before_empties(written.encode(), len(written))
    is_behind_empties(written)
    end_of_text("begin 644 a\n" * 80_000 + " " * 100_000)
    assert process_time() - began < 5

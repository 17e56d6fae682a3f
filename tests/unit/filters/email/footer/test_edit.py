from __future__ import annotations

import email as oracle
import quopri
from email.base64mime import body_encode
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.footer.edit import footer, footer_beside
from filters.email.proof import prove
from filters.email.trace import trace_fields
from filters.email.unsubscribe import one_click_unsubscribe
from filters.message import Category, EmailFacts, SenderIdentity
from filters.plan import NO_PLAN, Plan, combine, render
from gateway.pipeline import plan_email
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import ADDRESS, NOTICE, URL, email, facts, identity, message, policy

if TYPE_CHECKING:
    from email.message import Message

LINK = f"{URL}/u/{SAMPLE_TOKEN}"
SNOWMAN = identity(company="Stra\u00dfe \u2603")


def test_two_fields_that_agree_go_on_agreeing() -> None:
    twice = (
        "Content-Type: text/plain\nContent-Type: text/plain\n"
        "Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: 7bit\n\nHello\n"
    )
    context = facts(identity=identity(company="Gro\u00df"))
    raw = message(twice)
    plan = footer(email(raw), context)
    copy = render(raw, combine([plan, one_click_unsubscribe(email(raw), context)]), SAMPLE_TOKEN)
    assert copy.count(b"Content-Type: text/plain; charset=utf-8\r\n") == 2
    assert copy.count(b"Content-Transfer-Encoding: quoted-printable\r\n") == 2


def edited(raw: bytes, context: EmailFacts) -> tuple[bytes, Plan]:
    """Return the copy and the plan of all edits, after the proof found nothing wrong."""
    message_ = email(raw)
    plan = combine(
        edit(message_, context) for edit in (trace_fields, one_click_unsubscribe, footer)
    )
    assert prove(message_, context, plan) == ()
    return render(raw, plan, SAMPLE_TOKEN), plan


def parts(raw: bytes) -> list[Message]:
    """Return the parts of a message, read by the standard library."""
    return list(oracle.message_from_bytes(raw).walk())


def texts(raw: bytes) -> list[str]:
    """Return the texts of a message, read by the standard library."""
    found = [part for part in parts(raw) if part.get_content_maintype() == "text"]
    return [content(part).decode(part.get_content_charset() or "ascii") for part in found]


def content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


MIXED = "Content-Type: multipart/mixed; boundary=m\n\n"
LATIN = "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: "
SHOUTED = (
    'Content-Type: text/plain; CHARSET="us-ascii"; format=flowed\n'
    "Content-Transfer-Encoding: 7bit\n\nHello \nyou\n"
)
CASES = {
    "plain": "\nHello\n",
    "plain without newline": "\nHello",
    "empty": "\n",
    "no empty line": "",
    "utf-8 8bit": "Content-Transfer-Encoding: 8bit\nContent-Type: text/plain; charset=utf-8\n"
    "\ncaf\u00e9\n",
    "flowed": "Content-Type: text/plain; format=flowed; charset=us-ascii\n\nHello \nthere \n",
    "quoted-printable": "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9 =\nand=20\n",
    "quoted-printable, soft break last": "Content-Transfer-Encoding: quoted-printable\n\nHello=\n",
    "quoted-printable, lone escape last": "Content-Transfer-Encoding: quoted-printable\n\nHello=",
    "quoted-printable, space last": "Content-Transfer-Encoding: quoted-printable\n\nHello ",
    "base64": "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"
    "\nY2Fmw6k=\n",
    "base64, whole quanta": "Content-Transfer-Encoding: base64\n\nSGVs\nbG8h\n",
    "base64, a line of its own for the rest": "Content-Transfer-Encoding: base64\n\nSGVs\nbG8=\n",
    "base64, no newline": "Content-Transfer-Encoding: base64\n\nSGVsbG8h",
    "base64, empty": "Content-Transfer-Encoding: base64\n\n",
    "base64, bare line feeds": "Content-Transfer-Encoding: base64\n\nSGVsbG8KdGhlcmUK\n",
    "html": "Content-Type: text/html; charset=utf-8\n\n<html><body><p>Hello</p></body></html>\n",
    "html fragment": "Content-Type: text/html\n\n<p>Hello",
    "html quoted-printable": "Content-Type: text/html; charset=iso-8859-1\n"
    'Content-Transfer-Encoding: quoted-printable\n\n<p class=3D"a">caf=E9 =\n</p></body></html>\n',
    "html base64": "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    "PGh0bWw+PGJvZHk+SGVsbG88\nL2JvZHk+PC9odG1sPg==\n",
    "alternative": "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n--b\n"
    "Content-Type: text/html\n\n<p>Hello</p>\n--b--\n",
    "invitation": "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
    "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n--b\n"
    "Content-Type: text/html\n\n<p>Hello</p>\n--b\nContent-Type: text/calendar; method=REQUEST\n\n"
    "BEGIN:VCALENDAR\n--b--\n--m\nContent-Type: application/ics; name=invite.ics\n"
    "Content-Transfer-Encoding: base64\n\nQkVHSU4=\n--m--\n",
    "never closed": MIXED + "--m\nContent-Type: text/html\n\n<p>Hello",
    "part without body": MIXED + "--m\nContent-Type: text/html\n--m--\n",
    "part without anything": MIXED + "--m\n--m--\n",
}


@pytest.mark.parametrize("rest", CASES.values(), ids=CASES)
def test_the_footer_stands_once_in_every_displayed_text_and_the_text_stays(rest: str) -> None:
    raw = message(rest)

    copy, plan = edited(raw, facts())

    before, after = texts(raw), texts(copy)
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        if "VCALENDAR" in old:
            assert new == old
            continue
        start = new.index("\r\n<div role" if "<div" in new else "----")
        assert new.count(LINK) == 1
        assert NOTICE in new
        assert ADDRESS in new
        assert new.startswith(old[:start])
        assert new.endswith(old[start:])
    assert plan.is_personal
    assert all(len(line) <= 998 for line in copy.split(b"\r\n"))


def test_the_end_of_the_text_stays_as_it_was() -> None:
    assert edited(message("\nHello\n"), facts())[0].endswith(LINK.encode() + b"\r\n")
    assert edited(message("\nHello"), facts())[0].endswith(LINK.encode())


@pytest.mark.parametrize(
    "rest", ["\n", "", "Content-Type: text/html\n\n", "Content-Transfer-Encoding: base64\n\n",
             "Content-Transfer-Encoding: quoted-printable\n\n"]
)  # fmt: skip
def test_a_message_without_a_body_ends_a_line_with_the_footer(rest: str) -> None:
    assert edited(message(rest), facts())[0].endswith(b"\r\n")


def test_bare_line_feeds_inside_base64_stay_the_line_ends() -> None:
    (text,) = texts(edited(message(CASES["base64, bare line feeds"]), facts())[0])

    assert "\r" not in text
    assert text.startswith("Hello\nthere\n\n----\n")


@pytest.mark.parametrize(
    ("header", "body", "charset"),
    [
        ("charset=utf-8", "caf\u00e9", "utf-8"),
        ("charset=iso-8859-1", "caf\u00e9", "latin-1"),
        ("charset=koi8-r", "\u0442\u0435", "koi8-r"),
        ("charset=windows-1251", "\u0442\u0435", "cp1251"),
        ("charset=iso-2022-jp", "\u3042", "iso2022_jp"),
        ("charset=shift_jis", "\u3042", "shift_jis"),
        ("charset=gb18030", "\u4f60", "gb18030"),
        ("charset=gb2312", "\u4f60", "gb2312"),
        ("charset=big5", "\u4f60", "big5"),
        ("charset=euc-kr", "\uac00", "euc_kr"),
    ],
)
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_the_charset_of_the_part_is_kept_where_the_footer_fits_it(
    header: str, body: str, charset: str, kind: str
) -> None:
    head = f"Content-Type: text/{kind}; {header}\n\n"
    markup = f"<p>{body}</p></body>" if kind == "html" else body
    raw = message(head) + markup.encode(charset)

    copy, plan = edited(raw, facts())

    assert plan.fixes[-1] == ("F_FOOTER_HTML" if kind == "html" else "F_FOOTER_TEXT")
    assert texts(copy)[0].count(LINK) == 1
    assert body in texts(copy)[0]


@pytest.mark.parametrize("bom", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_utf_16_keeps_its_byte_order(bom: str, kind: str) -> None:
    content = "\ufeff" + ("<p>caf\u00e9</p></body>" if kind == "html" else "caf\u00e9\r\n")
    raw = (
        message(f"Content-Type: text/{kind}; charset=utf-16\nContent-Transfer-Encoding: base64\n\n")
        + body_encode(content.encode(bom), eol="\r\n").encode()
    )

    text = texts(edited(raw, facts())[0])[0]

    assert text.count(LINK) == 1
    assert "caf\u00e9" in text


def test_an_escape_that_was_left_open_is_closed_before_the_footer() -> None:
    raw = message("Content-Type: text/plain; charset=iso-2022-jp\n\n") + b"\x1b$B$\x22"

    assert texts(edited(raw, facts())[0])[0].startswith("\u3042\r\n\r\n----")


@pytest.mark.parametrize(
    ("rest", "fixes"),
    [
        ("\nHello = you \n", {"F_CHARSET_CHANGED", "F_CTE_CHANGED"}),
        ("Content-Type: text/plain\n\nHello\n", {"F_CHARSET_CHANGED", "F_CTE_CHANGED"}),
        ("Content-Type: text/plain;\n\nHello\n", {"F_CHARSET_CHANGED", "F_CTE_CHANGED"}),
        ("Content-Type: text/plain; charset=utf-8\n\nHello\n", {"F_CTE_CHANGED"}),
        (SHOUTED, {"F_CHARSET_CHANGED", "F_CTE_CHANGED"}),
        (LATIN + "quoted-printable\n\ncaf=E9\n", {"F_CHARSET_CHANGED"}),
        (LATIN + "base64\n\nY2Fm6Q==\n", {"F_CHARSET_CHANGED"}),
        (MIXED + "--m\n\nHello\n--m--\n", {"F_CHARSET_CHANGED", "F_CTE_CHANGED"}),
    ],
)
def test_a_text_part_alone_is_converted_where_the_footer_does_not_fit(
    rest: str, fixes: set[str]
) -> None:
    raw = message(rest)

    copy, plan = edited(raw, facts(identity=SNOWMAN))

    old, new = texts(raw)[0], texts(copy)[0]
    assert {fix for fix in plan.fixes if "CHANGED" in fix} == fixes
    assert "advertisement from Stra\u00dfe \u2603." in new
    assert new.startswith(old.rstrip("\r\n"))
    assert copy[-200:].isascii()


def test_a_message_without_mime_says_what_it_is_once_converted() -> None:
    raw = b"From: a@example.com\r\n\r\nHello\r\n"

    copy, _ = edited(raw, facts(identity=SNOWMAN))

    parsed = oracle.message_from_bytes(copy)
    assert parsed["MIME-Version"] == "1.0"
    assert parsed.get_content_charset() == "utf-8"


def test_eight_bit_text_takes_the_footer_as_it_is() -> None:
    raw = message("Content-Type: text/plain; charset=utf-8\n\ncaf\u00e9\n")

    copy, plan = edited(raw, facts(identity=SNOWMAN))

    assert "F_CTE_CHANGED" not in plan.fixes
    assert "Stra\u00dfe" in quopri.decodestring(copy.partition(b"\r\n\r\n")[2]).decode()


def test_an_empty_part_is_not_the_last_text_of_a_letter() -> None:
    raw = message(MIXED + "--m\n\nHello\n--m\n--m\nContent-Type: image/gif\n\nx\n--m\n")

    first, *_ = texts(edited(raw, facts())[0])

    assert first.startswith("Hello\r\n\r\n----")


def test_plainer_forms_before_the_html_stay_as_they_are() -> None:
    kinds = ("plain", "enriched", "watch-html", "html")
    forms = "".join(f"--b\nContent-Type: text/{kind}\n\nHello\n" for kind in kinds)
    raw = message("Content-Type: multipart/alternative; boundary=b\n\n" + forms + "--b--\n")

    after = texts(edited(raw, facts())[0])

    assert [LINK in text for text in after] == [True, False, False, True]


def test_the_footer_stands_outside_the_page_that_is_quoted() -> None:
    quoted = "<p>Thanks</p><blockquote><html><body><p>Hi</p></body></html></blockquote>"

    (text,) = texts(edited(message("Content-Type: text/html\n\n" + quoted), facts())[0])

    assert text.startswith(quoted)


def test_forms_of_an_attachment_are_no_forms_of_the_body() -> None:
    raw = message(
        MIXED + "--m\n\nHello\n--m\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
        "Content-Type: image/png\n\nx\n--b--\n--m--\n"
    )

    assert LINK in texts(edited(raw, facts())[0])[0]


def test_text_under_a_label_nobody_knows_gets_its_footer_in_ascii() -> None:
    raw = message(b"Content-Type: text/plain; charset=x-nobody\n\ncaf\xe9\n")

    copy, _ = edited(raw, facts())

    assert copy.count(b"caf\xe9\r\n\r\n----\r\n") == 1
    assert copy.endswith(LINK.encode() + b"\r\n")


@pytest.mark.parametrize(
    "html", ["<p><a href='http://x'>Shop</p></body>", "<table><tr><td><a\nname=x>Shop</table>"]
)
def test_the_footer_is_no_part_of_a_link_that_was_left_open(html: str) -> None:
    copy, _ = edited(message("Content-Type: text/html\n\n" + html), facts())

    assert b"</a>\r\n<div role" in copy


def pages(count: int, size: int) -> str:
    page = "--b\nContent-Type: text/html\n\n<p>" + "Hello\n" * (size // 6)
    return f"Content-Type: multipart/alternative; boundary=b\n\n{page * count}--b--\n"


UNEDITABLE = {
    "signed": "Content-Type: multipart/signed; boundary=s\n\n--s\nX:nospace\n\nHello\n--s\n"
    "Content-Type: application/pgp-signature\n\nx\n--s--\n",
    "inline signature": "\n-----BEGIN PGP SIGNED MESSAGE-----\n\nHello\n",
    "attachment only": "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nSGVs\n",
    "report": "Content-Type: multipart/report; boundary=r\n\n--r\n\nHello\n--r--\n",
    "unknown charset with shifts": "Content-Type: text/plain; charset=x-nobody\n\n\x1b$Bx\n",
    "unknown encoding": "Content-Transfer-Encoding: x-uuencode\n\nbegin 644\n",
    "encoding with a parameter": "Content-Transfer-Encoding: base64; x=y\n\nSGVsbG8=\n",
    "nothing in utf-32": "Content-Type: text/plain; charset=utf-32\n\n",
    "broken base64": "Content-Transfer-Encoding: base64\n\nSGVsbG8=\nmore\n",
    "broken quoted-printable": "Content-Type: text/html\n"
    "Content-Transfer-Encoding: quoted-printable\n\n<p>=</body>\n",
    "html that never ends": "Content-Type: text/html\n\n<p>Hello<!-- \n",
    "attached text alone": "Content-Disposition: attachment; filename=x.txt\n\nHello\n",
    "file of an unreadable type": "Content-Type: gzip; name=x.gz\n\nHello\n",
    "unknown disposition": "Content-Disposition: x-hidden\n\nHello\n",
    "form that may be preferred": "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n"
    "Hello\n--b\nContent-Type: text/enriched\n\nHello\n--b--\n",
    "amp twice": "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n--b\n"
    "Content-Type: text/x-amp-html\n\nx\n--b\nContent-Type: text/x-amp-html\n\nx\n--b--\n",
    "files as forms of each other": "Content-Type: multipart/alternative; boundary=b\n\n--b\n"
    "Content-Disposition: attachment; filename=a.txt\n\nfile\n--b--\n",
    "utf-16 that is none": "Content-Type: text/plain; charset=utf-16le\n\nabc",
    "html nested deeper than browsers follow": "Content-Type: text/html\n\n" + "<div>\n" * 4000,
    "iso-2022-jp that is none": "Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B\x7f\x7f\n",
    "utf-16 under another label": "Content-Type: text/plain; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: base64\n\n//5TAGEAbABlAA==\n",
    "utf-16 of the other byte order": "Content-Type: text/html; charset=utf-16be\n"
    "Content-Transfer-Encoding: base64\n\n//5TAGEAbABlAA==\n",
    "more pages than anybody sends": pages(5, 30_000),
    "utf-16 html that never ends": "Content-Type: text/html; charset=utf-16le\n"
    "Content-Transfer-Encoding: base64\n\nPAAhAC0ALQA=\n",
}


@pytest.mark.parametrize(("count", "size"), [(4, 40_000), (9, 900)])
def test_a_few_pages_or_short_ones_get_a_footer_each(count: int, size: int) -> None:
    copy, _ = edited(message(pages(count, size)), facts())
    assert copy.count(LINK.encode()) == count + 1


@pytest.mark.parametrize("rest", UNEDITABLE.values(), ids=UNEDITABLE)
def test_what_cannot_be_edited_stays_whole_beside_the_footer(rest: str) -> None:
    raw = message(rest)

    copy, _ = edited(raw, facts())

    outer = oracle.message_from_bytes(copy)
    footer_part = parts(copy)[-1]
    assert outer.get_content_type() == "multipart/mixed"
    assert LINK in str(footer_part.get_payload())
    entity = raw.split(b"MIME-Version: 1.0\r\n")[1]
    assert b"\r\n" + entity + b"\r\n--" in copy
    assert outer["Subject"] == "Hello"


@pytest.mark.parametrize(
    "rest",
    [
        "Content-Type: text/plain; charset*=us-ascii''us-ascii\n\nHello\n",
        "Content-Type: text/plain; charset=us-ascii (plain)\n\nHello\n",
        "",
        LATIN + "base64\n\ngQ==\n",
    ],
)
def test_what_cannot_be_converted_stays_whole_beside_the_footer(rest: str) -> None:
    raw = message(rest)

    copy, _ = edited(raw, facts(identity=SNOWMAN))

    assert oracle.message_from_bytes(copy).get_content_type() == "multipart/mixed"


def test_a_footer_beside_is_readable_whatever_the_company_is_called() -> None:
    raw = message(UNEDITABLE["signed"])

    copy, _ = edited(raw, facts(identity=SNOWMAN))

    assert "Stra\u00dfe \u2603" in texts(copy)[-1]


@pytest.mark.parametrize(
    "raw", [b"From: a@b.c\r\nContent-Type: image/png", b"Content-Type: image/png\r\nFrom: a@b.c"]
)
def test_a_message_that_breaks_off_in_its_header_gets_its_footer(raw: bytes) -> None:
    copy, _ = edited(raw, facts())

    assert [p.get_content_type() for p in oracle.message_from_bytes(copy).walk()] == [
        "multipart/mixed",
        "image/png",
        "text/plain",
    ]


def test_an_existing_mime_version_is_kept_and_a_missing_one_added() -> None:
    copy, _ = edited(b"From: a@b.c\r\nContent-Type: image/png\r\n\r\nx", facts())

    assert copy.count(b"MIME-Version: 1.0\r\n") == 1


def test_the_boundary_stands_nowhere_in_the_message() -> None:
    raw = message("Content-Type: image/png\n\n=_optwarden_0123456789abc_0\n")

    copy, _ = edited(raw, facts())

    assert b'boundary="=_optwarden_0123456789abc_1"' in copy


@pytest.mark.parametrize(
    ("category", "scope", "has_footer"),
    [
        (Category.COMMERCIAL, "commercial", True),
        (Category.TRANSACTIONAL, "commercial", False),
        (Category.TRANSACTIONAL, "all-but-conversational", True),
        (Category.CONVERSATIONAL, "all-but-conversational", False),
        (Category.SYSTEM, "all-but-conversational", False),
    ],
)
def test_the_category_decides_who_gets_a_footer(
    category: Category, scope: str, *, has_footer: bool
) -> None:
    context = facts(category, policy=policy(footer_scope=scope))

    copy, _ = edited(message("\nHello\n"), context)

    assert (LINK in copy.decode()) is has_footer
    assert (NOTICE in copy.decode()) is (category is Category.COMMERCIAL)


@pytest.mark.parametrize(
    "rest", [*UNEDITABLE.values(), "Content-Type: multipart/encrypted; boundary=e\n\n--e--\n"]
)
def test_a_receipt_that_cannot_be_edited_is_left_alone(rest: str) -> None:
    context = facts(Category.TRANSACTIONAL, policy=policy(footer_scope="all-but-conversational"))

    assert footer(email(message(rest)), context) == NO_PLAN


def test_encrypted_mail_is_never_edited() -> None:
    raw = message("Content-Type: multipart/encrypted; boundary=e\n\n--e--\n")

    assert footer(email(raw), facts()) == NO_PLAN


def test_the_policy_may_forbid_a_footer_beside() -> None:
    raw = message(UNEDITABLE["signed"])
    strict = facts(policy=policy(on_uneditable="refuse"))

    assert footer(email(raw), strict) == footer_beside(email(raw), strict) == NO_PLAN


def _leaf(kind: str, charset: str, encoding: str, text: str) -> bytes:
    data = text.replace("\n", "\r\n").encode(charset, "replace")
    if charset == "utf-16":
        encoding = "base64"
    if encoding == "quoted-printable":
        encoded = quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    else:
        encoded = data if encoding == "8bit" else body_encode(data, eol="\r\n").encode()
    head = f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}"
    return head.encode() + b"\r\n\r\n" + encoded


LEAVES = st.builds(
    _leaf,
    st.sampled_from(["plain", "html"]),
    st.sampled_from(["utf-8", "iso-8859-1", "iso-2022-jp", "koi8-r", "utf-16"]),
    st.sampled_from(["8bit", "quoted-printable", "base64"]),
    st.text(alphabet="ab <>=\n.-\u00e9\u3042\u0442", max_size=120),
)


def _multipart(subtype: str, children: list[bytes]) -> bytes:
    boundary = b"=_%d" % len(b"".join(children))
    parts = b"".join(b"--" + boundary + b"\r\n" + child + b"\r\n" for child in children)
    head = b"Content-Type: multipart/" + subtype.encode() + b'; boundary="' + boundary + b'"'
    return head + b"\r\n\r\n" + parts + b"--" + boundary + b"--\r\n"


TREES = st.recursive(
    LEAVES | st.just(b"Content-Type: image/png\r\n\r\nx"),
    lambda inner: st.builds(
        _multipart,
        st.sampled_from(["mixed", "alternative", "related", "signed"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)


@given(TREES, st.sampled_from([identity(), SNOWMAN]))
def test_any_tree_gets_its_footer_and_taking_the_splices_out_gives_the_input(
    entity: bytes, sender: SenderIdentity
) -> None:
    """In place, or in a part of its own where markup that was left open would hide it."""
    raw = message("") + entity

    plan, _ = plan_email(email(raw), facts(identity=sender))
    assert plan is not NO_PLAN
    copy = render(raw, plan, SAMPLE_TOKEN)

    position, pieces, shift = 0, [], 0
    for splice in plan.splices:
        added = len(
            render(
                b"",
                Plan(splices=(type(splice)(start=0, end=0, template=splice.template),)),
                SAMPLE_TOKEN,
            )
        )
        pieces += [copy[position : splice.start + shift], raw[splice.start : splice.end]]
        position = splice.start + shift + added
        shift += added - (splice.end - splice.start)
    assert b"".join([*pieces, copy[position:]]) == raw
    assert copy.count(b"List-Unsubscribe: <") == 1


@pytest.mark.parametrize(
    "other",
    [
        "Content-Type: application/xhtml+xml\n\nx",
        "Content-Type: text/enriched\n\nx",
        "Content-Type: image/png\n\nx",
        "Content-Type: multipart/related; boundary=r\n\n--r\nContent-Type: image/png\n\nx\n--r--",
    ],
)
def test_a_form_of_the_text_that_takes_no_footer_has_it_beside(other: str) -> None:
    copy, _ = edited(offering(other), facts())

    shown = oracle.message_from_bytes(copy)
    assert shown.get_content_type() == "multipart/mixed"
    assert "unsubscribe here" in list(shown.walk())[-1].get_payload()


def test_a_calendar_entry_beside_the_text_needs_no_footer() -> None:
    copy, _ = edited(offering("Content-Type: text/calendar\n\nBEGIN:VCALENDAR"), facts())

    assert oracle.message_from_bytes(copy).get_content_type() == "multipart/alternative"


def offering(other: str) -> bytes:
    head = "Content-Type: multipart/alternative; boundary=a\n\n"
    return message(f"{head}--a\n\nHello\n--a\n{other}\n--a--\n")

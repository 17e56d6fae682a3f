"""The checker finds every change of an attachment or between the parts, and a lost part."""

from __future__ import annotations

from typing import Final

import pytest

from tests.independent.letters import (
    CLEAN_PARTS,
    FIELDS,
    HEAD,
    HTML_FOOTER,
    NESTED,
    PLAIN,
    TEXT_FOOTER,
    codes,
)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"file": "file" + TEXT_FOOTER}, "LEAF_CHANGED"),
        ({"file": "other"}, "LEAF_CHANGED"),
        ({"how": "inline"}, "PART_FIELD_CHANGED"),
    ],
    ids=["footer in the attachment", "another attachment", "shown instead of attached"],
)
def test_a_change_of_an_attachment_is_found(change: dict[str, str], code: str) -> None:
    parts = {"text": TEXT_FOOTER, "html": HTML_FOOTER, **CLEAN_PARTS, **change}
    before = HEAD + NESTED.format(text="", html="", **CLEAN_PARTS)
    assert code in codes(before, HEAD + FIELDS + NESTED.format(**parts))


@pytest.mark.parametrize("where", ["preamble", "epilogue", "--m--", 'boundary="a"'])
def test_a_change_between_the_parts_is_found(where: str) -> None:
    parts = {"text": TEXT_FOOTER, "html": HTML_FOOTER, **CLEAN_PARTS}
    after = HEAD + FIELDS + NESTED.format(**parts)
    before = HEAD + NESTED.format(text="", html="", **CLEAN_PARTS)
    assert codes(before, after.replace(where, where + " "))


LONG_FILE: Final = (
    'Content-Type: multipart/mixed; boundary="m"\n\n--m\n' + PLAIN + "Hello{footer}\n--m\n"
    "Content-Type: text/csv\nContent-Disposition: attachment\n{file}\n--m--\n"
)


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ("\n" + "a;" * 600, "Content-Transfer-Encoding: base64\n\n" + "YTth", True),
        ("\n" + "a;" * 600, "Content-Transfer-Encoding: base64\n\n" + "YTthO2E7" * 200, False),
        ("\na;a;a;", "Content-Transfer-Encoding: base64\n\nYTthO2E7", True),
    ],
    ids=["less", "the same", "without need"],
)
def test_an_attachment_of_long_lines_may_be_encoded_and_no_other(
    before: str, after: str, *, wrong: bool
) -> None:
    submitted = HEAD + LONG_FILE.format(footer="", file=before)
    sent = HEAD + FIELDS + LONG_FILE.format(footer="\n" + TEXT_FOOTER, file=after)
    assert ("LEAF_CHANGED" in codes(submitted, sent)) is wrong


AMP: Final = "--a\nContent-Type: text/x-amp-html; charset=utf-8\n\n<html amp4email></html>\n"


@pytest.mark.parametrize("lost", [AMP, AMP + "--a\nContent-Type: text/html; charset=utf-8\n"])
def test_the_amp_form_may_go_and_nothing_with_it(lost: str) -> None:
    whole = (
        "Content-Type: multipart/alternative; boundary=a\n\n"
        "--a\nContent-Type: text/plain; charset=utf-8\n\nHello\n{}"
        + AMP
        + "--a\nContent-Type: text/html; charset=utf-8\n\n<p>Hello</p>{}\n--a--\n"
    )
    after = (HEAD + FIELDS + whole).replace(lost, "").format(TEXT_FOOTER, HTML_FOOTER)
    assert bool(codes(HEAD + whole.format("", ""), after)) is (lost != AMP)


NO_WORDS: Final = "--a\nContent-Type: text/x-amp-html; charset=utf-8\n"


@pytest.mark.parametrize(
    "amp", [NO_WORDS, NO_WORDS + "\n", AMP.replace("<html amp4email>", "--aa\n")]
)
@pytest.mark.parametrize("end", ["--a--\n", ""])
def test_the_amp_form_is_found_whatever_is_in_it(amp: str, end: str) -> None:
    first = "--a\nContent-Type: text/plain; charset=utf-8\n\nHello --a\n{}"
    whole = f"Content-Type: multipart/alternative; boundary=a\n\n{first}{{}}{end}"
    after = HEAD + FIELDS + whole.format(TEXT_FOOTER, "")
    assert codes(HEAD + whole.format("", amp), after) == set()
    assert codes(HEAD + whole.format("", amp), after.replace("Hello", "Hallo")) != set()


def test_a_lost_part_is_found() -> None:
    two = "Content-Type: multipart/mixed; boundary=f\n\n--f\n\nHello\n{}{}--f--\n"
    file = "--f\nContent-Type: image/png\n\nx\n"
    after = HEAD + FIELDS + two.format(TEXT_FOOTER, "")
    assert "STRUCTURE" in codes(HEAD + two.format("", file), after)

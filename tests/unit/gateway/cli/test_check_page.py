"""The report is safe to open and says everything, whatever messages are made of."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from filters.email.mime import parse
from gateway.cli.check_page import Judged, judged, page
from gateway.diff.changes import Change, parts_and_places
from gateway.dry_run import Examined
from gateway.look import look
from tests.changes import applied
from tests.mail_builders import crlf
from tests.make import NOW

EVIL = (
    "</iframe><script>alert(1)</script><img src=x onerror=alert(1)></pre></textarea></style>"
    "<!-- --><form action=https://evil.example></form><base href=https://evil.example>\"'&quot;"
)
HOSTILE = crlf(f"""\
From: {EVIL} <a@example.com>
Subject: {EVIL}\x1b[2J
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset="{EVIL.replace('"', "'")}"

<p>{EVIL}</p>
--b
Content-Type: text/plain

{EVIL}\u202e
--b
Content-Type: application/x; name="{EVIL.replace('"', "'")}"

x
--b--
""")


def examined(raw: bytes, *changes: Change, verdict: str = "changed") -> Examined:
    parts, places = parts_and_places(raw, parse(raw), changes)
    return Examined(
        verdict=verdict, category="commercial", findings=(), evidence=(EVIL,), edits=(),
        before=raw, after=applied(raw, changes) if verdict == "changed" else b"", changes=changes,
        parts=parts, places=places,
    )  # fmt: skip


def hostile() -> Judged:
    at = HOSTILE.index(b"<p>")
    added = Change(start=at, end=at, added=EVIL.encode())
    return judged(Path(f"{EVIL}.eml".replace("/", "")), examined(HOSTILE, added))


def opened(*files: Judged, company: str = EVIL, mode: str = "enforce") -> LexborHTMLParser:
    return LexborHTMLParser(page(files, company=company, mode=mode, at=NOW).decode())


@pytest.mark.parametrize("count", [1, 2])
def test_a_hostile_message_does_not_break_out_of_its_frames(count: int) -> None:
    tree = opened(*[hostile()] * count)
    assert tree.css("script,base,form,img,link,object,embed,svg") == []
    frames = tree.css("iframe")
    assert len(frames) == 3 * count  # before, after, and what is added
    for frame in frames:
        assert frame.attributes["sandbox"] == ""
        assert EVIL.replace("<base", "<x-base") in (frame.attributes["srcdoc"] or "")
        assert frame.attributes["title"]
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")]
    assert len(tree.css("article")) == count


def test_the_page_loads_nothing_and_lets_frames_load_nothing() -> None:
    tree = opened(hostile())
    (policy,) = tree.css("meta[http-equiv=Content-Security-Policy]")
    assert policy.attributes["content"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
        "base-uri 'none'"
    )
    assert tree.css("[src],[background],[data],[action]") == []
    assert {node.attributes["href"] for node in tree.css("[href]")} <= {"#m1", "#all"}


def test_what_acts_is_visible() -> None:
    html = page([hostile()], company="x", mode="enforce", at=NOW).decode()
    outside = re.sub(r'srcdoc="[^"]*"', "", html)
    assert "\x1b" not in outside
    assert "\u202e" not in outside
    assert "␛[2J" in outside


def test_everything_is_said_of_a_message_without_scripts() -> None:
    at = HOSTILE.index(b"<p>")
    tree = opened(judged(Path("n.eml"), examined(HOSTILE, Change(start=at, end=at, added=b"Hi "))))
    said = tree.body.text() if tree.body else ""
    for words in ("n.eml", "changed", "commercial", "Findings", "text/html", "displayed, edited",
                  "1 text/html", f"at byte {at}", "adds 3 bytes", "+Hi <p>"):  # fmt: skip
        assert words in said
    assert [node.text() for node in tree.css("h4")] == ["As submitted", "As it would leave"]
    assert len(tree.css("ins")) == len(tree.css("del")) == 1


def test_a_part_that_only_holds_others_is_neither_edited_nor_untouched() -> None:
    at = HOSTILE.index(b"<p>")
    found = judged(Path("n.eml"), examined(HOSTILE, Change(start=at, end=at, added=b"Hi ")))
    assert [done for _, done in found.parts] == [
        "", "displayed, edited", "displayed, untouched", "untouched",
    ]  # fmt: skip


def test_an_encoded_text_is_compared_as_text_and_breaks_out_of_nothing() -> None:
    head = b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    old, new = (b64encode(text.encode()) + b"\r\n" for text in (EVIL, f"{EVIL}\nGrüße"))
    change = Change(start=len(head), end=len(head + old), added=new)
    tree = opened(judged(Path("n.eml"), examined(head + old, change)))
    assert [node.text() for node in tree.css("h4.decoded")] == [
        "Part 1 as text (base64); its raw bytes differ, too"
    ]
    raw, text = (node.text() for node in tree.css("pre.diff"))
    assert "+(1 line: base64)" in raw
    assert f" {EVIL}" in text
    assert "+Grüße" in text
    assert not tree.css("script, form, base, img")


def test_what_does_not_leave_shows_no_copy() -> None:
    tree = opened(judged(Path("n.eml"), examined(HOSTILE, verdict="refused")))
    assert "It would not leave." in (tree.body.text() if tree.body else "")
    assert len(tree.css("iframe")) == 1


def test_observing_is_said_aloud() -> None:
    assert "only observes" in (opened(hostile(), mode="observe").html or "")
    assert "only observes" not in (opened(hostile()).html or "")


def test_every_table_and_preformatted_text_can_be_scrolled_by_keyboard() -> None:
    tree = opened(hostile(), hostile())
    for node in tree.css(".scroll,pre"):
        assert node.attributes["tabindex"] == "0"
        assert node.attributes["aria-label"]
    identities = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(identities) == len(set(identities))


@pytest.mark.parametrize("rel", ["preconnect", "dns-prefetch", "stylesheet"])
def test_a_hint_to_connect_to_a_host_is_disarmed(rel: str) -> None:
    raw = crlf(f"Content-Type: text/html\n\n<p>a<LiNk rel={rel} href=//evil.example></p>\n")
    assert LexborHTMLParser(look(raw).html).css("link") == []
    assert look(raw).html.startswith("<p>a<x-LiNk ")


def test_pictures_that_came_along_are_shown_and_no_others() -> None:
    picture = b64encode(b"GIF89a").decode()
    raw = crlf(f"""\
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html

<img src="cid:one"><img src=cid:two><img src="cid:three">
--b
Content-Type: image/gif
Content-ID: <one>
Content-Transfer-Encoding: base64

{picture}
--b
Content-Type: image/svg+xml
Content-ID: <two>

<svg/>
--b--
""")
    assert look(raw).html == (
        f'<img src="data:image/gif;base64,{picture}"><img src=cid:two><img src="cid:three">'
    )


def test_what_is_too_long_or_unreadable_is_said_instead_of_shown() -> None:
    long = crlf("Content-Type: text/html\n\n" + "<p>x</p>\n" * 150_000)
    assert (look(long).html, look(long).is_cut) == ("", True)
    assert look(b"no header\r\n\r\n") == look(b"\xff\r\n")

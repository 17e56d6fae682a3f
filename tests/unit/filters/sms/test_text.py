# ruff: noqa: RUF001 - disguises are what is tested here
from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from filters.lookalikes import readings, without_lookalikes
from filters.sms.text import has_opt_out_notice, normalised, sentences

ANY_TEXT = st.text(st.characters())  # lone surrogates among them
NASTY = st.text(st.sampled_from("&#;12twfre saloO0134$@!|+€.-_*/ %\n\t:\u200b\u0301аеoſİß🎁🆓🅵ﬁ"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＳＡＬＥ", "sale"),
        ("𝐒𝐚𝐥𝐞", "sale"),
        ("s\u200ba\u00adl\u2060e", "sale"),
        ("\u202esale\u202c", "sale"),
        ("ѕаӏе", "sale"),
        ("s a l e", "sale"),
        ("F.R.E.E", "free"),
        ("f r e e g i f t", "free gift"),
        ("f-r-e-e", "free"),
        ("0ff", "off"),
        ("$a1e", "sale"),
        ("d!scount", "discount"),
        ("s*a*l*e", "sale"),
        ("saaaale", "sale"),
        ("2O% off", "20% off"),
        ("2️⃣0️⃣%", "20%"),
        ("🅵🆁🅴🅴", "free"),
        ("🆓", "free"),
        ("🎁", ":gift:"),
        ("💰💯", ":money: :hundred:"),
        ("rébajas", "rebajas"),
        ("don’t", "don't"),
        ("a  \u00a0 b\r\n\r\n c", "a b\nc"),
        ("f\u3164ree", "f ree"),
        ("20% &#111;ff", "20% off"),
        ("20&percnt; S&#x41;LE", "20% sale"),
        ("&amp;#50;0% off", "20% off"),
        ("Fl\aa\x1bsh", "flash"),
        ("twenty per cent", "20%"),
        ("20 p e r c e n t off", "20% off"),
    ],
)
def test_a_disguise_is_undone(written: str, read: str) -> None:
    assert normalised(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "your code is g-482913 or a1b2c3",
        "j. r. r. will be there at 10:30am",
        "room b2, 4th floor, gate 7a",
        "a b c d",
        "see https://example.com/a1?b=2",
        "write to ann@example.com",
        "at&t, r&d; see /x?a=1&copy=2",
        "привет",
    ],
)
def test_what_is_no_disguise_is_kept(text: str) -> None:
    kept = {"привет": "npиbet"}  # letters alike are read alike, whatever the alphabet
    assert normalised(text) == kept.get(text, text)


@given(ANY_TEXT | NASTY)
@example("f r e e  0ff")
@example("s a 1 e")
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


@given(ANY_TEXT)
def test_what_is_read_can_be_written(text: str) -> None:
    normalised(text).encode()  # no half of a surrogate pair is left


@given(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_latin_letter_is_read_as_itself(letter: str) -> None:
    assert without_lookalikes(letter) == letter
    assert readings(letter) == (letter, letter)


def test_a_text_falls_into_sentences() -> None:
    assert sentences("Hi Dana! See you at 3.30 p.m. sharp\nBring ID; thanks 🎁 ...") == (
        "hi dana!",
        "see you at 3.30 p.m.",
        "sharp",
        "bring id;",
        "thanks :gift: ...",
    )
    assert sentences(" ... !! ") == ()


@pytest.mark.parametrize(
    "footer",
    [
        "Reply STOP to opt out.",
        "Reply 'STOP' to unsubscribe",
        "Text STOP to end, HELP for help.",
        "STOP to opt out",
        "Stop2end",
        "To opt out reply STOP",
        "To unsubscribe from these messages, text STOP",
        "Reply STOP to stop receiving these text messages.",
        "Reply STOP at any time. Msg & data rates may apply.",
        "Responda ALTO para cancelar",
        "Ｒｅｐｌｙ ＳＴＯＰ to cancel",
    ],
)
def test_the_opt_out_footer_is_found_and_left_out(footer: str) -> None:
    assert has_opt_out_notice(footer)
    assert sentences(f"See you at 5.\n{footer}")[0] == "see you at 5."
    left = " ".join(sentences(f"See you at 5.\n{footer}")[1:])
    assert "stop" not in left
    assert "unsubscribe" not in left


@pytest.mark.parametrize(
    "text",
    ["Your stop is next", "The bus will stop to pick you up", "Stop by at 5", "", "Reply YES"],
)
def test_other_talk_of_stopping_is_no_footer(text: str) -> None:
    assert not has_opt_out_notice(text)


def test_an_offer_does_not_hide_in_a_footer() -> None:
    left = " ".join(sentences("Reply STOP to opt out or get 20% off everything"))
    assert "20% off everything" in left

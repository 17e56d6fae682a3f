from __future__ import annotations

import zlib
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.sms.mending import Mender

RANKED = (
    "your the you a for to is in and on at we friend bring before today grab spot friday visit"
    " free with reply call coffee along loves tell safety little again full"
)
MENDER = Mender.read(zlib.compress(f"{RANKED} quartet 2 q ab".replace(" ", "\n").encode()))
CALM = Mender(["tell", "a"])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("b r i n g a f r i e n d", "bring a friend"),
        ("g.r.a.b your s-p-o-t", "grab your spot"),
        ("t🔥e🔥l🔥l a friend", "tell a friend"),
        ("t💥e💥l💥l a friend", "tell a friend"),
        ("5@f37y l177l3", "safety little"),
        ("f r 1 e n d", "friend"),
        ("fri-end, cof*fee", "friend, coffee"),
        ("fri\nend", "friend"),
        ("cof fee today", "coffee today"),
        ("freee tellll", "free tell"),
        ("bringafriend today", "bring a friend today"),
        ("firend, cofee, visot", "friend, coffee, visit"),
        ("tdoay otday", "today today"),
        ("oyur", "your"),
        ("“bringafriend!”", '"bring a friend!"'),
    ],
)
def test_a_disguised_word_is_read_as_the_known_one(written: str, read: str) -> None:
    assert MENDER.mended(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bring your friend\nvisit quartet",
        "x z q k w",
        "calls calling tells called",
        "https://bringafriend.example/a friend@grab.example shop.example",
        "5pm, room b2, 1st, 50ft, covid-19, 482913, 12:30-14:00",
        "call-free",
        "at&t w/o",
        "zyxwvu",
        "zyxwvuzyxwvuzyxwvuzyxwvu",
        "to\nm.",
        "fr\nzz",
        "...",
        "free at work",
        "$$$",
        "zz1zz9z",
    ],
)
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert MENDER.mended(text) == text


def test_two_words_are_not_read_as_one_unless_a_line_breaks_between() -> None:
    words = Mender("to day today".split())
    assert words.mended("to day") == "to day"
    assert words.mended("to\nday") == "today"


def test_a_hyphen_between_two_words_is_left_unless_they_are_one() -> None:
    words = Mender("check out checkout in".split())
    assert words.mended("check-out check-in") == "checkout check-in"


def test_a_rare_word_is_no_correction() -> None:
    common = ["".join(letters) for letters in product("abcdefghij", repeat=4)]
    words = Mender(["friend", *common, "quartet", "zzyx"])
    assert words.mended("freind quartit zzxy") == "friend quartit zzxy"


def test_a_language_is_read_of_which_enough_words_are_known() -> None:
    assert MENDER.can_read("bring your friend along today")
    assert MENDER.can_read("diskon besar")
    assert MENDER.can_read("bring your friend: https://diskon-besar-sekali.example/hari-ini")
    assert not MENDER.can_read("diskon besar hari ini, kunjungi toko kami")
    assert not MENDER.can_read("您的预约已确认,星期一上午十点见面")


@given(st.text(st.characters()))
def test_every_text_can_be_mended(text: str) -> None:
    CALM.mended(text).encode()

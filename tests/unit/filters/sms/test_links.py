# ruff: noqa: RUF001 - disguises are what is tested here
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.sms.links import SHORTENERS, hosts, link_is_shortened, shortener
from tests.make_sms import objections, sms, sms_facts


@pytest.mark.parametrize(
    "text",
    [
        "see https://bit.ly/3abc",
        "see bit.ly/x",
        "see BIT.LY",
        "see bit[.]ly/x",
        "see bit(dot)ly",
        "see bit [dot] ly",
        "see bit\uff0ely/x",
        "see bit\u3002ly/x",
        "see b\u200bit.ly/x",
        "see ｂｉｔ.ｌｙ",
        "see b\u0456t.ly/x",
        "see www.tinyurl.com/y",
        "see go.rb.gy",
        "t.co/abc.",
    ],
)
def test_a_public_shortener_is_refused_however_it_is_written(text: str) -> None:
    (objection,) = objections(link_is_shortened, sms(text), sms_facts())
    assert [shortener(host) for host in objection.evidence] != [""]


@pytest.mark.parametrize(
    "text",
    [
        "Join: https://us02web.zoom.us/j/123?pwd=bit.lyx",
        "https://notbit.ly/x",
        "https://bit.ly.example.com",
        "directions: https://maps.app.goo.gl/abc",
        "See you in a bit. Lyle sends his best.",
        "at 5.30 or 6.15",
        "",
    ],
)
def test_other_links_pass(text: str) -> None:
    assert not objections(link_is_shortened, sms(text), sms_facts())


def test_hosts_are_a_labels_each_once() -> None:
    assert hosts("bücher.example, xn--bcher-kva.example, BÜCHER.EXAMPLE/a") == (
        "xn--bcher-kva.example",
    )


def test_a_host_that_could_not_be_registered_is_kept_as_written() -> None:
    long = "ü" * 62 + ".example"
    assert hosts(long) == (long,)


def test_every_shortener_is_found_by_its_own_name() -> None:
    assert {shortener(name) for name in SHORTENERS} == SHORTENERS


@given(st.text(st.characters()))
def test_hosts_of_any_text_can_be_read(text: str) -> None:
    assert all("." in host for host in hosts(text))

# ruff: noqa: RUF001 - disguises are what is tested here
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.decision import Effect
from filters.sms.links import (
    SHORTENERS,
    hosts,
    link_deceives,
    link_is_shortened,
    links_lead_to_several_hosts,
    shortener,
)
from filters.sms.meetings import SERVICES, imitated, service
from tests.make_sms import objections, policy, sms, sms_facts


@pytest.mark.parametrize(
    "text",
    [
        "see https://bit.ly/3abc",
        "see bit.ly/x",
        "see BIT.LY/X",
        "see Bit.Ly/x",
        "see HTTPS://BIT.LY",
        "see WWW.BIT.LY",
        "see bit.Ly?x=1 and BIT.LY:443",
        "https://acme@BIT.LY",
        "see bit.ly",
        "See Acme.bit.ly",
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
        "Please wait a bit.Do not come in until we text you.",
        "See u.To reschedule call 916-555-0100.",
        "Your order is.Gd news: it ships today",
        "PLEASE WAIT A BIT.DO NOT COME IN",
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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Join: https://zoorn.us/j/123", "zoom"),
        ("Join: https://zoom-us.com/j/123", "zoom"),
        ("Join: https://zoom.us.example.net/j/123", "zoom"),
        ("Join: zoom.us-join.info/j/123", "zoom"),
        ("Join: https://z00m.us/j/1", "zoom"),
        ("Join: https://zooom.us/j/1", "zoom"),
        ("Join: https://join-zoom.us/j/1", "zoom"),
        ("Join: https://zoommeeting.net/j/1", "zoom"),
        ("Join: https://z\u043e\u043em.us/j/1", "zoom"),
        ("Join: https://z\u00f6\u00f6m.us/j/1", "zoom"),
        ("Book: https://calend1y.com/ann", "calendly"),
        ("Book: https://calendley.com/ann", "calendly"),
        ("Book: https://calenly.com/ann", "calendly"),
        ("Book: https://calendl.com/ann", "calendly"),
        ("Book: https://caledny.com/ann", ""),
        ("Book: https://calednly.com/ann", "calendly"),
        ("Book: https://calendly.co/ann", "calendly"),
        ("Book: https://calencly.com/ann", "calendly"),
        ("Book: https://hubsp0t.com/meetings/ann", "hubspot"),
        ("Book: https://meetings-hubspot.com/ann", "hubspot"),
        ("Join: https://teams-microsoft.com/l/1", "microsoft"),
        ("Join: https://rnicrosoft.com/l/1", "microsoft"),
        ("Join: https://msteams.net/l/1", "teams"),
        ("Join: https://meet-google.com/abc", "google"),
        ("Join: https://meet.g00gle.com/abc", "google"),
        ("Join: https://meet.google.com-call.net/abc", "meet"),
    ],
)
def test_a_link_made_to_be_taken_for_a_meeting_is_refused(text: str, name: str) -> None:
    found = objections(link_deceives, sms(text), sms_facts())
    if not name:  # two letters off is another name
        assert found == []
        return
    assert found[0].evidence[0].endswith(f"is made to be taken for {name}")


@pytest.mark.parametrize("host", [host for hosts in SERVICES.values() for host in hosts.split()])
def test_the_hosts_of_meetings_are_known_and_pass(host: str) -> None:
    for each in (host, f"acme.{host}"):
        assert service(each)
        assert not imitated(each)
        assert not objections(link_deceives, sms(f"Join: https://{each}/j/1"), sms_facts())
    assert not service(f"{host}.example.net")


@pytest.mark.parametrize(
    "host",
    """
    calendar.com webexperts.com webexample.com zoominfo.com zoomcar.com meet-us.com zoom.acme.com
    teams.acme.com meet.acme.com modern.com hotspot.com hubspotlinks.com room.us boom.us google.de
    goteams.com meetup.com zoomphotography.com clinic-example.com b\u00fccher.example
    \u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444 xn--a.com xn--.com
    """.split(),
)
def test_a_host_that_only_sounds_like_a_meeting_passes(host: str) -> None:
    assert not objections(link_deceives, sms(f"See https://{host}/a"), sms_facts())


@pytest.mark.parametrize(
    "link",
    [
        "https://192.0.2.1/x", "http://3232235777/x", "http://0x7f.1/x", "https://[2001:db8::1]/x",
        "192.0.2.1:8080", "192.0.2.1/pay", "https://zoom.us@example.net/j/1",
        "https://example.com:80@example.net", "https:\\\\example.com\\@example.net",
        "https://zoom.us\uff20example.net/j/1", "HTTPS://192.0.2.1",
    ],
)  # fmt: skip
def test_a_link_that_hides_its_host_is_refused(link: str) -> None:
    (objection,) = objections(link_deceives, sms(f"Join: {link} now"), sms_facts())
    assert any("hides its host" in told for told in objection.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Version 1.2.3.4 is out. Write to ann@example.com, ann@example.net/ext 5.",
        "https://example.com/@ann?to=a@b.example#me@you",
        "https://3com.example and https://123.example.com/1.2.3.4",
        "At 10.30.15.00: ratio 3:1/2",
    ],
)
def test_a_plain_link_hides_nothing(text: str) -> None:
    assert not objections(link_deceives, sms(text), sms_facts())


def test_a_host_in_foreign_letters_that_look_latin_is_refused() -> None:
    (objection,) = objections(link_deceives, sms("https://xn--80ak6aa92e.com/x"), sms_facts())
    assert objection.evidence == (
        "xn--80ak6aa92e.com is made to be taken for one of Latin letters",
    )


def test_a_host_made_to_be_taken_for_ours_is_refused_and_ours_passes() -> None:
    facts = sms_facts(policy=policy(link_hosts=frozenset({"calendly-acme.com", "hello.example"})))
    assert not objections(link_deceives, sms("https://calendly-acme.com/ann"), facts)
    assert not objections(link_deceives, sms("https://go.example.com/ann"), facts)
    for host, ours in (("he11o.example", "hello.example"), ("exarnp1e.com", "example.com")):
        (objection,) = objections(link_deceives, sms(f"https://{host}/ann"), facts)
        assert objection.evidence == (f"{host} is made to be taken for {ours}",)


def test_links_to_several_hosts_are_warned_about() -> None:
    text = "https://us02web.zoom.us/j/1 or www.example.com/a, https://example.com/b"
    (objection,) = objections(links_lead_to_several_hosts, sms(text), sms_facts())
    assert objection.evidence == ("us02web.zoom.us (zoom)", "example.com")
    assert links_lead_to_several_hosts.effect is Effect.PASS
    one = sms("https://example.com/a and example.com/b, ann@mail.example, report.pdf")
    assert not objections(links_lead_to_several_hosts, one, sms_facts())

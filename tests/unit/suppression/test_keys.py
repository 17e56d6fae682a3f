"""One person, one key, however the address or number is written."""

from __future__ import annotations

import unicodedata

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppression.channel import Channel
from suppression.errors import MalformedAddressError
from suppression.keys import (
    RecipientKey,
    domain_key,
    email_key,
    masked,
    phone_key,
    read_key,
    read_local_part,
    write_local_part,
)

ANN = "ann@example.com"
FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "+0123456789"}


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("ANN@EXAMPLE.COM", ANN),
        ("ann@example.com.", ANN),
        ('"ann"@example.com', ANN),
        (r'"\a\n\n"@example.com', ANN),
        ("ann@\uff45xample\u3002com", ANN),
        ("ann@exam\u212aple.com", "ann@examkple.com"),  # KELVIN SIGN
        ("\u212aate@example.com", "kate@example.com"),
        ("Ann.Lee+News-1@example.com", "ann.lee+news-1@example.com"),
        ('"ann.lee"@example.com', "ann.lee@example.com"),
        ('"ann..lee"@example.com', '"ann..lee"@example.com'),
        ('"Ann Lee"@example.com', '"ann lee"@example.com'),
        ('"ann\\ lee"@example.com', '"ann lee"@example.com'),
        (r'"a\"b\\c"@example.com', r'"a\"b\\c"@example.com'),
        ('"a@b"@example.com', '"a@b"@example.com'),
        ("ann@Bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@BU\u0308CHER.example", "ann@xn--bcher-kva.example"),
        ("ann@XN--BCHER-KVA.example", "ann@xn--bcher-kva.example"),
        ("ann@faß.example", "ann@xn--fa-hia.example"),
        ("ZOE\u0308@example.com", "zo\u00eb@example.com"),
        ("STRASSE@example.com", "strasse@example.com"),
        ("straße@example.com", "strasse@example.com"),
        ("ann@r3---sn-x.example", "ann@r3---sn-x.example"),
        ("root@localhost", "root@localhost"),
        ("ann@[192.0.2.1]", "ann@[192.0.2.1]"),
        ("ann@[IPv6:2001:DB8:0::1]", "ann@[ipv6:2001:db8::1]"),
        ("ann@[IPv6:::ffff:192.0.2.1]", "ann@[192.0.2.1]"),
        ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
    ],
)
def test_spellings_of_one_mailbox_have_one_key(address: str, key: str) -> None:
    assert email_key(address) == key
    assert email_key(key) == key


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "@example.com",
        "ann@",
        "ann@.",
        "ann@example.com..",
        "ann@.example.com",
        "ann@-example.com",
        "ann@exa_mple.com",
        "ann@exa mple.com",
        "ann@xn--zz99zz99.example",
        "ann@192.0.2.1",
        "ann@example.123",
        "ann@[192.0.2.1",
        "ann@[192.0.2.1]x",
        "ann@[192.0.2.01]",
        "ann@[2001:db8::1]",
        "ann@[IPv6:192.0.2.1]",
        "ann@[IPv6:fe80::1%eth0]",
        "ann@[x400:whatever]",
        "ann@[]",
        "ann lee@example.com",
        " ann@example.com",
        ".ann@example.com",
        "ann.@example.com",
        "a..nn@example.com",
        '""@example.com',
        '"ann@example.com',
        'ann"@example.com',
        '"a"b"@example.com',
        '"ann\\"@example.com',
        "(boss)ann@example.com",
        "ann(boss)@example.com",
        "ann@example.com(boss)",
        "@relay.example:ann@example.com",
        "<ann@example.com>",
        "ann@example.com\r\n",
        "ann\x00@example.com",
        '"ann\x7f"@example.com',
        "an\u200bn@example.com",
        "an\u202en@example.com",
        "an\u00adn@example.com",
        "ann@exam\u200dple.com",
        "an\u3164n@example.com",
        "an\u2800n@example.com",
        "an\ufe0fn@example.com",
        "ann\u00a0lee@example.com",
        "an\ud800n@example.com",
        "an\u0378n@example.com",
        "ann;\u037e@example.com",
        "a" * 65 + "@example.com",
        "\u0390" * 33 + "@example.com",
        "ann@" + "a" * 64 + ".example",
        "ann@" + "a." * 128 + "example",
        "ann@" + "ü." * 128 + "example",
        "a" * 1001 + "@example.com",
    ],
)
def test_an_address_without_one_form_is_refused(address: str) -> None:
    with pytest.raises(MalformedAddressError):
        email_key(address)


def test_letters_that_grow_when_folded_are_measured_as_folded() -> None:
    with pytest.raises(MalformedAddressError, match="64 octets"):
        email_key("\u0149" * 30 + "@example.com")  # 60 octets, 90 when folded


def every_spelling() -> st.SearchStrategy[str]:
    text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=24)
    ascii_text = st.text(
        st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24
    )
    local = st.one_of(text, ascii_text.map(lambda s: f'"{s}"'), ascii_text)
    domain = st.one_of(text, st.sampled_from(["Example.COM", "bücher.example.", "[192.0.2.1]"]))
    return st.builds(lambda a, b: f"{a}@{b}", local, domain)


@given(every_spelling())
def test_the_key_of_a_key_is_the_key(address: str) -> None:
    try:
        key = email_key(address)
    except MalformedAddressError:
        return
    assert email_key(key) == key


@given(
    st.text(
        st.characters(codec="utf-8", categories=("L", "N", "P", "S", "M")), min_size=1, max_size=12
    )
)
def test_case_normal_form_and_needless_quotes_change_nothing(name: str) -> None:
    address = f"{name}@example.com"
    try:
        key = email_key(address)
    except MalformedAddressError:
        return
    quoted = '"' + "".join(f"\\{c}" if c in '"\\' else c for c in read_local_part(name)) + '"'
    assert email_key(unicodedata.normalize("NFD", address)) == key
    assert email_key(unicodedata.normalize("NFD", name).casefold() + "@example.com") == key
    assert email_key(f"{quoted}@EXAMPLE.com.") == key


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_a_local_part_reads_as_it_was_written(content: str) -> None:
    assert read_local_part(write_local_part(content)) == content


@pytest.mark.parametrize(
    ("domain", "key"),
    [
        ("Example.COM.", "@example.com"),
        ("@example.com", "@example.com"),
        ("Bücher.example", "@xn--bcher-kva.example"),
    ],
)
def test_a_domain_has_a_key_of_its_own(domain: str, key: str) -> None:
    assert domain_key(domain) == key


@pytest.mark.parametrize("domain", ["", "@", "@@example.com", "ann@example.com", "*.example.com"])
def test_what_is_no_domain_is_refused(domain: str) -> None:
    with pytest.raises(MalformedAddressError):
        domain_key(domain)


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("+19169668284", "US"),
        ("+1 (916) 966-8284", "DE"),
        ("9169668284", "US"),
        ("916.966.8284", "US"),
        ("1-916-966-8284", "US"),
        (" 19169668284", "US"),
        (" 19169668284", "DE"),
        ("9169668284".translate(FULL_WIDTH), "US"),
        ("+19169668284".translate(FULL_WIDTH), "GB"),
        ("tel:+1-916-966-8284", "US"),
        ("+1\u00a0916\u2013966\u20138284", "US"),
        ("  +19169668284\n", "US"),
        (" (916) 966-8284", "US"),
        ("00 1 916 966 8284", "DE"),
    ],
)
def test_spellings_of_one_number_have_one_key(number: str, region: str) -> None:
    assert phone_key(number, region) == "+19169668284"


@pytest.mark.parametrize(
    "number",
    [
        "",
        "911",
        "12345",
        "+1 916 966 8284 x12",
        "+19169668284;ext=12",
        "+19169668284,,12",
        "1-800-FLOWERS",
        "ann@example.com",
        "+1916+9668284",
        "\u202d+19169668284\u202c",
        "+999999999999999",
        "+",
        "(",
        "9" * 41,
        "+19169668284 / +19169668285",
    ],
)
def test_a_number_that_cannot_be_dialled_as_it_is_is_refused(number: str) -> None:
    with pytest.raises(MalformedAddressError):
        phone_key(number)


def test_a_number_that_could_be_two_people_is_refused() -> None:
    assert phone_key("4794345678") == "+14794345678"
    assert phone_key("+4794345678") == "+4794345678"
    with pytest.raises(MalformedAddressError, match="country code"):
        phone_key(" 4794345678")


def test_the_key_of_a_number_is_read_alike_in_every_region() -> None:
    for region in phonenumbers.SUPPORTED_REGIONS:
        example = phonenumbers.example_number(region)
        assert example is not None
        international, national = (
            phonenumbers.format_number(example, form)
            for form in (
                phonenumbers.PhoneNumberFormat.INTERNATIONAL,
                phonenumbers.PhoneNumberFormat.NATIONAL,
            )
        )
        key = phone_key(international, region)
        assert phone_key(key) == phone_key(key, region) == phone_key(national, region) == key


@pytest.mark.parametrize(
    ("text", "channel", "key"),
    [
        (" Ann@Example.com ", Channel.EMAIL, ANN),
        (" @Example.com", Channel.EMAIL, "@example.com"),
        ("(916) 966-8284", Channel.SMS, "+19169668284"),
    ],
)
def test_what_people_type_is_read(text: str, channel: Channel, key: str) -> None:
    assert read_key(text, channel) == key


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        (ANN, "a•••@example.com"),
        ("a@example.com", "a•••@example.com"),
        ('"ann lee"@example.com', "a•••@example.com"),
        ("@example.com", "@example.com"),
        ("+19169668284", "+1•••8284"),
    ],
)
def test_a_masked_key_does_not_show_the_person(key: str, shown: str) -> None:
    assert masked(RecipientKey(key)) == shown


@pytest.mark.parametrize("channel", list(Channel))
def test_a_hash_with_its_name_is_a_key_of_either_channel(channel: Channel) -> None:
    assert read_key(" SHA256:" + "AB" * 32, channel) == "sha256:" + "ab" * 32
    with pytest.raises(MalformedAddressError, match="not a hash"):
        read_key("sha256:abc", channel)

"""The one canonicaliser: an address or number to the key it is looked up by.

Everything that names a person comes through here: SMTP, HTTP, files, webhooks, pages. What cannot
be brought to one form is refused, since it could not be checked. Domains become A-labels by UTS 46,
non-transitional, as the `idna` library does it.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NewType

import idna
import phonenumbers
from phonenumbers import PhoneNumberType

from suppression.channel import Channel
from suppression.e164 import is_e164, type_of
from suppression.errors import MalformedAddressError

if TYPE_CHECKING:
    from typing import NoReturn

RecipientKey = NewType("RecipientKey", str)
"""An address (`ann@example.com`), a domain (`@example.com`), a number (`+19169668284`), or the hash
of one: `sha256:…` as services export it, `hmac:1:…` of an erased person."""

_LOCAL_PART_OCTETS: Final = 64  # RFC 5321 4.5.3.1.1
_DOMAIN_OCTETS: Final = 255  # RFC 5321 4.5.3.1.2
_INPUT_CHARACTERS: Final = 1000

_ATEXT: Final = r'[^\x00- "(),.:;<>@\[\\\]\x7f]'  # RFC 5321 4.1.2, RFC 6531 3.3: all but specials
_DOT_ATOM: Final = re.compile(rf"{_ATEXT}+(?:\.{_ATEXT}+)*")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\[ -~])+"')
_ESCAPED: Final = re.compile(r"\\(.)")
_LABEL: Final = r"(?!xn--)[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?"
_PLAIN_DOMAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_PLAIN_ATEXT: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~\-]"
_PLAIN_ADDRESS: Final = re.compile(
    rf"{_PLAIN_ATEXT}+(?:\.{_PLAIN_ATEXT}+)*@{_LABEL}(?:\.{_LABEL})*(?<=[a-z])"
)
_PLAIN_CHARACTERS: Final = 64  # no part of it is too long then
_NUMBER: Final = re.compile(
    r"(?:[tT][eE][lL]:)?[+\uff0b]?[\d \u00a0\u3000().\[\]/\-\u2010-\u2015\u2212\uff0d]+"
)
_NUMBER_CHARACTERS: Final = 40

_HASH_OF_LENGTH: Final = {32: "md5", 40: "sha1", 64: "sha256"}
_HASHED: Final = re.compile(
    r"md5:[0-9a-f]{32}|sha1:[0-9a-f]{40}|sha256:[0-9a-f]{64}"
    r"|hmac:(?:0|[1-9][0-9]{0,11}):[0-9a-f]{64}"
)
_HASH_NAME: Final = re.compile(r"(?:md5|sha1|sha256|hmac):", re.IGNORECASE)
_HEXADECIMAL: Final = re.compile(r"[0-9a-f]+")

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
"""Categories no address may hold; unassigned ones because their case may be defined later."""
_BLANKS: Final = re.compile(
    # seen as nothing though their category says letter, mark or symbol
    r"[\u00a0\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200a\u202f\u205f\u2800\u3000\u3164"
    r"\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def email_key(address: str) -> RecipientKey:
    r"""Return the key of an email address, as it stands in MAIL and RCPT.

    The local part is compared without regard to case and to needless quotes; `+tag`, dots and
    hyphens are kept, because merging two people is worse than missing an alias.

    >>> email_key('"Ann.Lee"@Bücher.example.')
    'ann.lee@xn--bcher-kva.example'

    Raises:
        MalformedAddressError: no form of it could be looked up reliably.
    """
    return _email_key(address)


@lru_cache(maxsize=1024)
def _email_key(address: str) -> RecipientKey:
    """Do it once for a message, though its grammar, its copies and its checks all ask."""
    if len(address) <= _PLAIN_CHARACTERS and _PLAIN_ADDRESS.fullmatch(address):
        return RecipientKey(address)  # most are in their one form already
    local, at, domain = _visible(address).rpartition("@")
    if not at:
        _refuse("an email address has an @")
    return RecipientKey(f"{write_local_part(_fold(read_local_part(local)))}@{_domain(domain)}")


def domain_key(domain: str) -> RecipientKey:
    """Return the key of a whole domain, written with or without the @ in front.

    >>> domain_key("Example.COM")
    '@example.com'

    Raises:
        MalformedAddressError: it is not a domain.
    """
    return RecipientKey("@" + _domain(_visible(domain).removeprefix("@")))


def phone_key(number: str, region: str = "US") -> RecipientKey:
    """Return a phone number in E.164; `region` reads those without a country code.

    A space in front of digits is a + that a form or URL lost on the way.

    >>> phone_key("(916) 966-8284")
    '+19169668284'

    Raises:
        MalformedAddressError: not a valid number, one with an extension, or one that could be two.
    """
    if len(number) > _NUMBER_CHARACTERS or not _NUMBER.fullmatch(number.strip()):
        _refuse("a phone number has digits, spaces and + - . ( ) / only, and no extension")
    readings = {_e164(number.strip(), region)}
    if number.startswith(" ") and number[1:2].isdecimal():
        readings.add(_e164("+" + number.strip(), region))
    readings.discard("")
    if len(readings) > 1:
        _refuse("the number could be two: write it with + and the country code")
    if not readings:
        _refuse(f"not a valid phone number (read as of region {region})")
    return RecipientKey(readings.pop())


def read_key(text: str, channel: Channel, region: str = "US") -> RecipientKey:
    """Return the key of an address, an `@domain`, a number or a named hash as people type it.

    Raises:
        MalformedAddressError: it is none of these.
    """
    if _HASH_NAME.match(text.strip()):
        return read_hash(text)
    if channel is Channel.SMS:
        return phone_key(text, region)
    typed = text.strip()
    return domain_key(typed) if typed.startswith("@") else email_key(typed)


def read_hash(text: str) -> RecipientKey:
    """Return the key of a hash as files and people write it, with or without its name in front.

    >>> read_hash("257C57037D384AE37EA27A07E8A01665")
    'md5:257c57037d384ae37ea27a07e8a01665'

    Raises:
        MalformedAddressError: it is no hash of a kind the list knows.
    """
    written = text.strip().lower()
    if _HEXADECIMAL.fullmatch(written):
        written = f"{_HASH_OF_LENGTH.get(len(written), '')}:{written}"
    if not is_hashed(written):
        _refuse("not a hash: write md5:, sha1: or sha256: and its hexadecimal digits")
    return RecipientKey(written)


def is_hashed(key: str) -> bool:
    """Whether a key is the hash of an address: no address has a colon before its @."""
    return _HASHED.fullmatch(key) is not None


def channel_of(key: RecipientKey) -> Channel:
    """Return the channel of an address or a number."""
    return Channel.SMS if key.startswith("+") else Channel.EMAIL


def masked(key: RecipientKey) -> str:
    """Return a key so that its owner recognises it and nobody else learns it.

    >>> masked(RecipientKey("ann@example.com"))
    'a•••@example.com'
    >>> masked(RecipientKey("+19169668284"))
    '+1•••8284'
    >>> masked(RecipientKey("hmac:1:70fb"))  # of somebody who was erased
    '•••'
    """
    local, at, domain = key.rpartition("@")
    if not at:
        return f"{key[:2]}•••{key[-4:]}" if key.startswith("+") else "•••"
    return f"{read_local_part(local)[0]}•••@{domain}" if local else str(key)


def read_local_part(local: str) -> str:
    """Return what a local part says, without the quotes it may be written in.

    Raises:
        MalformedAddressError: it breaks the grammar of RFC 5321 4.1.2: a comment, a source route.
    """
    if _DOT_ATOM.fullmatch(local):
        return local
    if not _QUOTED.fullmatch(local):
        _refuse("no local part before the @ (comments and source routes are not taken)")
    return _ESCAPED.sub(r"\1", local[1:-1])


def write_local_part(content: str) -> str:
    """Return a local part in its shortest form: in quotes only where they are needed.

    Raises:
        MalformedAddressError: it is longer than 64 octets.
    """
    local = content
    if not _DOT_ATOM.fullmatch(content):
        local = '"' + content.replace("\\", r"\\").replace('"', r"\"") + '"'
    if len(local.encode()) > _LOCAL_PART_OCTETS:
        _refuse("the part before the @ is longer than 64 octets")
    return local


def _visible(text: str) -> str:
    """Return the text in NFC; refuse what people cannot see and programs may drop."""
    if len(text) > _INPUT_CHARACTERS:
        _refuse("too long for an address")
    if text.isascii() and text.isprintable():
        return text
    if _BLANKS.search(text) or any(unicodedata.category(c) in _UNSEEN for c in text):
        _refuse("an address has no invisible, control or direction characters")
    return unicodedata.normalize("NFC", text)


def _fold(content: str) -> str:
    """Return the form in which two spellings of one local part are equal (Unicode 3.13, D145)."""
    if content.isascii():
        return content.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", content).casefold())


def _domain(domain: str) -> str:
    """Return a domain as lower-case A-labels, or an address literal in its one form."""
    if domain.startswith("["):
        return _literal(domain)
    name = domain.lower().removesuffix(".")
    if not _PLAIN_DOMAIN.fullmatch(name):
        try:
            name = idna.encode(domain, uts46=True, transitional=False).decode().removesuffix(".")
        except idna.IDNAError as error:
            message = "what stands after the @ is not a domain"
            raise MalformedAddressError(message) from error
    if len(name) > _DOMAIN_OCTETS:
        _refuse("the domain is longer than 255 octets")
    if name.rpartition(".")[2].isdecimal():
        # some programs take 192.0.2.1 for [192.0.2.1]; no top-level domain is a number
        _refuse("a domain does not end in a number; an IP address stands in brackets")
    return name


def _literal(domain: str) -> str:
    """Return an address literal (RFC 5321 4.1.3) in its one form."""
    inner = domain.removeprefix("[").removesuffix("]").lower()
    is_v6 = inner.startswith("ipv6:")
    try:
        address = ipaddress.ip_address(inner.removeprefix("ipv6:"))
    except ValueError as error:
        message = "what stands in brackets is not an IP address"
        raise MalformedAddressError(message) from error
    if domain != f"[{domain[1:-1]}]" or is_v6 is not (address.version == 6) or "%" in inner:  # noqa: PLR2004 - IPv6
        _refuse("an address literal is [192.0.2.1] or [IPv6:2001:db8::1]")
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return f"[{mapped}]" if mapped else f"[ipv6:{address}]"
    return f"[{address}]"


@lru_cache(maxsize=1024)
def _e164(number: str, region: str) -> str:
    """Return a valid number in E.164, or "" if it is none."""
    if is_e164(number):  # most are in their one form already
        return number if type_of(number) != PhoneNumberType.UNKNOWN else ""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    if parsed.extension or not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _refuse(why: str) -> NoReturn:
    raise MalformedAddressError(why)

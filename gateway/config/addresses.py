"""The kinds of values that name a place or a person: hosts, domains, addresses, URLs, slugs."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator

from suppression.entry import is_slug
from suppression.errors import MalformedAddressError
from suppression.keys import domain_key, email_key

_LARGEST_PORT: Final = 65535
_WITH_PORT: Final = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s:\[\]]+):([0-9]{1,5})")
_SELECTOR_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?")
_SENDER_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}")
_IN_A_FIELD: Final = re.compile(r"[!-~]+")
_UNSAFE: Final = frozenset('<>"\\^`{|}')  # RFC 3986 2, and what ends an address in a header field
_UNWANTED: Final = frozenset("@?#")  # a login, what comes behind a path
_SECRET: Final = re.compile(r"(?<=//).*(?=@)|(?<=:)(?!//).*(?=@)|(?<==)[^&#]+")
"""What of a URL may be a secret: a login, and what is asked for behind the path."""
_LONGEST_URL: Final = 300  # with a token it stays within a line
_LONGEST_NAME: Final = 64


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, without asking a name server.

    >>> is_loopback("127.0.0.1"), is_loopback("mail.example.com")
    (True, False)
    """
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def endpoint(value: str) -> str:
    """Return an address to listen on; raises `ValueError` unless it is a host and a port."""
    match = _WITH_PORT.fullmatch(value)
    if match is None or int(match[2]) > _LARGEST_PORT or not _is_host(match[1]):
        message = (
            f'{value!r} is not an address to listen on: write "127.0.0.1:1025" or "[::1]:1025"'
        )
        raise ValueError(message)
    return value


def next_hop(value: str) -> str:
    """Return a host to connect to, "" for none; raises `ValueError` with how to write it."""
    if not value:
        return value
    if "://" in value:
        message = f'{_named(value)} is a URL: write the host alone, as in "smtp.example.net"'
        raise ValueError(message)
    if (match := _WITH_PORT.fullmatch(value)) and _is_host(match[1]):
        message = f'{value!r} names a port: write host = "{match[1]}" and port = {match[2]}'
        raise ValueError(message)
    if not _is_host(value):
        message = f'{_named(value)} is no host: write "smtp.example.net", or an IP address'
        raise ValueError(message)
    return value.removeprefix("[").removesuffix("]")


def hostname(value: str) -> str:
    """Return a host's own name as SMTP says it; raises `ValueError` unless it is one."""
    try:
        return domain_key(value).removeprefix("@")  # RFC 5321 4.1.1.1: a domain or a literal
    except MalformedAddressError as error:
        message = f'{value!r} is no host name: write "mail.example.com"'
        raise ValueError(message) from error


def domain(value: str) -> str:
    """Return a domain as an A-label; raises `ValueError` unless it is one."""
    try:
        return domain_key(value).removeprefix("@")
    except MalformedAddressError as error:
        message = f'{value!r} is no domain: write "example.com", without *, path or blanks'
        raise ValueError(message) from error


def contact(value: str) -> str:
    """Return an address that strangers can write to; raises `ValueError` unless it is one."""
    from email_validator import (  # noqa: PLC0415 - prepares its expressions, for this key alone
        EmailNotValidError,
        validate_email,
    )

    try:
        validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        message = f'{value!r} is no address: {error} Write one as "support@example.com"'
        raise ValueError(message) from error
    return value


def origin(value: str) -> str:
    """Return an address or `@domain` to match, "" for any; raises `ValueError` unless it is one."""
    try:
        if value:
            (domain_key if value.startswith("@") else email_key)(value)
    except MalformedAddressError as error:
        message = (
            f'{value!r} matches nothing: write "receipts@example.com",'
            ' or "@example.com" for all of a domain'
        )
        raise ValueError(message) from error
    return value


def url(value: str) -> str:
    """Return what links begin with; raises `ValueError` unless it is an http or https URL."""
    if not _is_url(value):
        message = f'{_named(value)} is no URL: write "https://mail.example.com", in ASCII'
        raise ValueError(message)
    if not _UNWANTED.isdisjoint(value):
        message = f"{_named(value)} is more than the beginning of a link: no login, ? or #"
        raise ValueError(message)
    if len(value) > _LONGEST_URL:
        message = f"is longer than {_LONGEST_URL} characters"
        raise ValueError(message)
    return value


def _named(value: str) -> str:
    """Quote a URL for a message, which stands in the log too: without a login."""
    return repr(_SECRET.sub("…", value))


def sender_number(value: str) -> str:
    """Return what texts are from, "" for none; raises `ValueError` unless people can answer it."""
    if value and not _SENDER_NUMBER.fullmatch(value):
        message = f'{value!r} is no number of yours: write "+14155550123", or a short code'
        raise ValueError(message)
    return value


def selector(value: str) -> str:
    """Return a DKIM selector; raises `ValueError` unless DNS can hold it (RFC 6376 3.1)."""
    if not all(map(_SELECTOR_LABEL.fullmatch, value.split("."))):
        message = f'{value!r} is no selector: write a name of letters, digits and - as in "s1"'
        raise ValueError(message)
    return value


def slug(value: str) -> str:
    """Return the name of a stream or purpose; raises `ValueError` unless messages can have it."""
    if value and not is_slug(value):
        message = f"{value!r} is no name that messages have: a-z, 0-9, - _ and . only"
        raise ValueError(message)
    return value


def table_name(value: str) -> str:
    """Return a name that other tables refer to; raises `ValueError` unless they can."""
    if value == "*" or not value.strip() or not value.isprintable() or len(value) > _LONGEST_NAME:
        message = f'{value!r} is no name: write a word, as in "shop"'
        raise ValueError(message)
    return value


def field_name(value: str) -> str:
    """Return the name of a header field of ours; raises `ValueError` for everybody's."""
    # it is taken out of every message: From or Subject would be lost
    if not re.fullmatch(r"[Xx]-[A-Za-z0-9-]{1,60}", value):
        message = f'{value!r} is not a field of ours: write a name that begins with "X-"'
        raise ValueError(message)
    return value


def said(value: str) -> str:
    """Return words that people read; raises `ValueError` when there are none."""
    if not value.strip():
        message = "is empty, and every commercial email has to say it"
        raise ValueError(message)
    return value


def _is_url(text: str) -> bool:
    if not _IN_A_FIELD.fullmatch(text) or not _UNSAFE.isdisjoint(text):
        return False
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and port != 0 and bool(host) and _is_host(host)


def _is_host(text: str) -> bool:
    """Whether a text can be looked up or is an IP address; underscores do occur in private DNS."""
    bare = text.removeprefix("[").removesuffix("]")
    try:
        ip_address(bare)
    except ValueError:
        pass
    else:
        return True
    try:
        domain_key(text.replace("_", "-"))
    except MalformedAddressError:
        return False
    return "@" not in text and not text.startswith("[")


Endpoint = Annotated[str, AfterValidator(endpoint)]
NextHop = Annotated[str, AfterValidator(next_hop)]
Hostname = Annotated[str, AfterValidator(hostname)]
Domain = Annotated[str, AfterValidator(domain)]
MailDomain = Annotated[str, AfterValidator(lambda value: value and domain(value))]
Contact = Annotated[str, AfterValidator(contact)]
Origin = Annotated[str, AfterValidator(origin)]
Url = Annotated[str, AfterValidator(url)]
ProviderUrl = Annotated[str, AfterValidator(lambda value: value and url(value))]
SenderNumber = Annotated[str, AfterValidator(sender_number)]
Selector = Annotated[str, AfterValidator(selector)]
Slug = Annotated[str, AfterValidator(slug)]
TableName = Annotated[str, AfterValidator(table_name)]
FieldName = Annotated[str, AfterValidator(field_name)]
Said = Annotated[str, AfterValidator(said)]

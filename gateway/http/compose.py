"""From the fields of an email to its bytes: our header block over the standard library's MIME.

The library folds long addresses and subjects in ways that damage them, so the header fields are
written here; its parts and encodings are sound (mime_parts.py).
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError, MessageDefect, ObsoleteHeaderDefect
from email.header import Header
from email.headerregistry import Address, Group, HeaderRegistry
from typing import TYPE_CHECKING, Final

from gateway.http.mime_parts import file_part, in_base64, multipart, out_of_base64, text_part
from gateway.http.problems import Mistake, mistaken
from gateway.smtp.grammar import mailbox_mistake
from suppression.errors import MalformedAddressError
from suppression.keys import domain_key, email_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gateway.http.email_request import Attachment, EmailRequest

OWN_FIELDS: Final = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "subject",
        "mime-version",
        "received",
        "return-path",
        "dkim-signature",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "authentication-results",
        "delivered-to",
        "envelope-to",
        "apparently-to",
    ]
)
"""What `headers` may not hold: it has a field of its own, or is the gateway's to write."""
OWN_PREFIXES: Final = ("content-", "resent-", "arc-", "x-optwarden-")

_OF_ADDRESSES: Final = frozenset({"reply-to", "sender", "disposition-notification-to", "errors-to"})
_OF_SIGNS: Final = frozenset(
    ["date", "message-id", "in-reply-to", "references", "list-id", "precedence", "auto-submitted"]
)
"""Fields of a form of their own: an encoded word in them would be read as it stands."""

_NAME: Final = re.compile(r"[!-9;-~]{1,76}")  # RFC 5322 2.2, printable without the colon
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_HEADERS: Final = 64 << 10  # characters of all `headers` together
_ADDRESS: Final = 998  # characters of one mailbox, its name included
_LINE_OCTETS: Final = 998  # RFC 5322 2.1.1
OTHER_NAME: Final = "a mailbox by another name: no %, no !, no @ < > in quotes, no [literal]"
"""RFC 5321 lets all of them relay, or reach whom the list knows by an address of their own."""
_REGISTRY: Final = HeaderRegistry()


def compose(order: EmailRequest) -> bytes:
    """Return the message as it would come by SMTP: CRLF line ends, no Bcc.

    Raises:
        Refusal: fields that cannot be written without a second meaning; every one is named.
    """
    found: list[Mistake] = []
    senders = mailboxes([order.from_], "from", found)
    to, cc = mailboxes(order.to, "to", found), mailboxes(order.cc, "cc", found)
    found += _forbidden(order.headers)
    files = tuple(_file(index, file, found) for index, file in enumerate(order.attachments))
    if found:
        raise mistaken(found)
    lines = [_addresses("From", senders), _addresses("To", to)]
    lines += [_addresses("Cc", cc)] if cc else []
    lines.append(_text("Subject", order.subject))
    lines += [_further(name, value, found) for name, value in order.headers.items()]
    for line in lines:
        if max(map(len, line.split(b"\r\n"))) > _LINE_OCTETS:
            name = line.partition(b":")[0].decode().lower()
            found.append(
                Mistake(loc=name, msg=f"a word longer than a line of {_LINE_OCTETS} octets")
            )
    if found:
        raise mistaken(found)
    return b"".join((*lines, b"MIME-Version: 1.0\r\n", _content(order, files)))


def mailboxes(texts: Iterable[str], loc: str, found: list[Mistake]) -> tuple[Address, ...]:
    """Return one mailbox a text, `Ann Lee <ann@example.com>` or `ann@example.com`.

    What is wrong with a text is added to `found`.
    """
    mailboxes_: list[Address] = []
    for index, text in enumerate(texts):
        try:
            mailboxes_.append(_mailbox(text))
        except (MalformedAddressError, ValueError) as error:
            where = f"{loc}[{index}]" if loc in {"to", "cc"} else loc
            found.append(Mistake(loc=where, msg=str(error)))
    return tuple(mailboxes_)


def _mailbox(text: str) -> Address:
    if len(text) > _ADDRESS:
        raise ValueError(f"an address may have {_ADDRESS} characters")
    if _UNWRITABLE.search(text):
        raise ValueError("an address has no line breaks and no control characters")
    if "(" in _QUOTED.sub("", text):
        raise ValueError("an address has no comments")
    try:
        header = _REGISTRY("to", text)
    except (HeaderParseError, MessageDefect, IndexError, AttributeError, TypeError) as error:
        raise ValueError("not one address") from error
    groups: tuple[Group, ...] = getattr(header, "groups", ())
    found = [address for group in groups for address in group.addresses]
    # RFC 5322 4.1: a dot in a name is obsolete, is read, and is written in quotes
    is_odd = not all(map(_is_dot_in_name, header.defects))
    if len(found) != 1 or is_odd or groups[0].display_name:
        raise ValueError("not exactly one address, with or without a name in front of <>")
    address = found[0]
    email_key(address.addr_spec)  # what could not be looked up cannot be written either
    if not address.username.isascii():
        raise ValueError("the part before the @ must be ASCII")
    written = Address(address.display_name, address.username, domain_key(address.domain)[1:])
    if mailbox_mistake(written.addr_spec, is_utf8=True):
        raise ValueError(OTHER_NAME)
    return written


def _is_dot_in_name(defect: MessageDefect) -> bool:
    is_of_name = "phrase" in str(defect) or "without atom" in str(defect)
    return is_of_name and isinstance(defect, ObsoleteHeaderDefect)


def _forbidden(headers: Mapping[str, str]) -> list[Mistake]:
    if sum(map(len, headers.values())) > _HEADERS:
        return [Mistake(loc="headers", msg=f"all values may have {_HEADERS} characters together")]
    found = []
    names = [name.lower() for name in headers]
    for name, value in headers.items():
        loc, folded = f"headers.{name}", name.lower()
        if not _NAME.fullmatch(name):
            found.append(
                Mistake(loc="headers", msg="a header field name is printable ASCII without a colon")
            )
        elif folded in OWN_FIELDS or folded.startswith(OWN_PREFIXES):
            found.append(Mistake(loc=loc, msg="this field is not taken in headers"))
        elif names.count(folded) > 1:
            found.append(Mistake(loc=loc, msg="given more than once"))
        if _UNWRITABLE.search(value):
            found.append(Mistake(loc=loc, msg="no line breaks and no control characters"))
        if folded in _OF_SIGNS and not value.isascii():
            found.append(Mistake(loc=loc, msg="this field takes ASCII only"))
    return found


def _file(index: int, file: Attachment, found: list[Mistake]) -> bytes:
    """Return a file in base64, in lines."""
    loc = f"attachments[{index}]"
    if not _MEDIA_TYPE.fullmatch(file.content_type) or file.content_type.startswith(
        ("multipart/", "message/")
    ):
        found.append(
            Mistake(loc=f"{loc}.content_type", msg="a media type other than multipart and message")
        )
    if _UNWRITABLE.search(file.filename):
        found.append(Mistake(loc=f"{loc}.filename", msg="no line breaks and no control characters"))
    try:
        return in_base64(out_of_base64(file.content))
    except ValueError:
        found.append(Mistake(loc=f"{loc}.content", msg="not base64"))
        return b""


def _addresses(name: str, mailboxes_: Sequence[Address]) -> bytes:
    """Write an address field, one mailbox a line: folding cannot go wrong there."""
    return f"{name}: {(',' + chr(13) + chr(10) + ' ').join(map(_written, mailboxes_))}\r\n".encode()


def _written(mailbox: Address) -> str:
    name = mailbox.display_name
    if not name:
        return mailbox.addr_spec
    if name.isascii():
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{mailbox.addr_spec}>'
    return f"{Header(name, 'utf-8').encode(linesep=chr(13) + chr(10))} <{mailbox.addr_spec}>"


def _further(name: str, value: str, found: list[Mistake]) -> bytes:
    """Write a field that was given as it stands; one of addresses that is not ASCII by those."""
    if value.isascii() or name.lower() not in _OF_ADDRESSES:
        return _text(name, value)
    return _addresses(name, mailboxes([value], f"headers.{name}", found))


def _text(name: str, value: str) -> bytes:
    """Write an unstructured field: ASCII as it is, folded at blanks, else encoded (RFC 2047)."""
    if not value.isascii():
        encoded = Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
        return f"{name}: {encoded}\r\n".encode()
    lines, line = [], f"{name}:"
    for word in re.split(r"(?<=\S)(?=[ \t]+\S)", f" {value}"):
        if len(line) + len(word) > 78 and line.strip() and not line.endswith(":"):  # noqa: PLR2004 - RFC 5322 2.1.1
            lines.append(line)
            line = ""
        line += word
    return "\r\n".join((*lines, line)).encode() + b"\r\n"


def _content(order: EmailRequest, files: Sequence[bytes]) -> bytes:
    """Return the body: text, HTML or both as alternatives, then what is attached."""
    written = (("plain", order.text), ("html", order.html))
    texts = [text_part(text, subtype) for subtype, text in written if text is not None]
    body = texts[0] if len(texts) == 1 else multipart("alternative", texts)
    if not files:
        return body
    attached = [
        file_part(encoded, file.content_type, file.filename)
        for file, encoded in zip(order.attachments, files, strict=True)
    ]
    return multipart("mixed", (body, *attached))

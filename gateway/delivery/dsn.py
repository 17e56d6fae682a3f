"""Delivery status notifications (RFC 3464, 6522): what did not arrive, and what is done."""

from __future__ import annotations

import binascii
import re
import secrets
import textwrap
import unicodedata
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from filters.email.newlines import has_long_line
from filters.email.refusal import Cause
from filters.email.seven_bit import in_seven_bits
from gateway.delivery.cause import cause_of
from gateway.delivery.own_mail import own_mail
from gateway.delivery.smtp_reply import Reply, clean
from gateway.wishes import NO_WISHES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filters.message import Recipient
    from gateway.delivery.recipient_report import RecipientReport
    from gateway.spool.model import NewMessage
    from gateway.wishes import Wishes

_SUBJECT: Final = "Your message was not delivered to everybody"
_DELAYED_SUBJECT: Final = "Your message is delayed"
_RELAYED_SUBJECT: Final = "Your message was handed on"
_WIDTH: Final = 72
_MAX_HEADER_BYTES: Final = 65536
_MAX_WHOLE_BYTES: Final = 1 << 20
"""Reports are written on the event loop, beside the message, its copies and each other."""
_MAX_ADDRESS: Final = 100  # characters shown of one that is not ASCII, nine of ours each
_MAX_DIAGNOSTIC: Final = 900  # a line has 998 characters at most (RFC 5322 2.1.1)
_PLAIN: Final = re.compile(r"[!-*,-<>-\[\]-~]")  # RFC 6533 3: what utf-8-addr-xtext leaves as it is

_OF_CONTENT: Final = re.compile(r"5\.(?:2\.3|3\.4|6\.\d+)$")  # RFC 3463: its size, its form
_SAID: Final = re.compile(r"smtp; (\d{3}) ?(.*)")
_AT_FAULT: Final = frozenset({Cause.CONTENT, Cause.POLICY})

_ENCODED: Final = re.compile(r"\+([0-9A-F]{2})")


def failure_report(  # noqa: PLR0913 - what the report says
    *,
    reporting_mta: str,
    queue_id: str,
    to: str,
    reports: Sequence[RecipientReport],
    original: bytes,
    at: datetime,
    message_id: str = "",
    wishes: Wishes = NO_WISHES,
) -> bytes:
    """Return the message that tells `to`, the reverse-path, what did not arrive.

    7-bit, CRLF line ends. Of the original it returns the header only, unless all of it was asked
    for and something failed (RFC 3461 4.3): who sent the message has it, and a bounce may go
    astray. All of it is written in 7 bits and lines that SMTP carries, for a next hop that takes
    no others (RFC 6152 3, RFC 5321 4.5.3.1.6) would take no report; where that cannot be, the
    header goes alone. So it does where the message was not taken for what it is, since the report
    would not be either (RFC 5321 6.1: the sender is to be told), and where it is large.
    Deviates: RFC 3461 4.3 knows no message that is too large, because nobody else is to wait.

    Raises:
        ValueError: `to` is the null reverse-path (RFC 5321 4.5.5: never answered by a report).
    """
    if not to:
        message = "a report must not be sent to the null reverse-path"
        raise ValueError(message)
    failed = [each for each in reports if each.action == "failed"]
    is_harmless = bool(failed) and not any(map(_is_for_its_content, failed))
    is_whole = wishes.returns == "FULL" and is_harmless and 0 < len(original) <= _MAX_WHOLE_BYTES
    whole = in_seven_bits(original) if is_whole else b""
    boundary = f"report-{queue_id}-{secrets.token_hex(8)}"
    host = clean(reporting_mta)
    head = [
        f"From: Mail Delivery System <MAILER-DAEMON@{host}>",
        f"To: <{ascii_of(to)}>",
        f"Subject: {subject_of(reports)}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {message_id or f'<{secrets.token_hex(16)}@{host}>'}",
        "Auto-Submitted: auto-replied",  # RFC 3834 5
        "MIME-Version: 1.0",
        "Content-Type: multipart/report; report-type=delivery-status;",
        f'\tboundary="{boundary}"',
    ]
    parts = (
        _words(queue_id, reports),
        _part("message/delivery-status", _fields(host, queue_id, at, reports, wishes.envelope_id)),
        _whole(whole) if is_whole and _can_be_sent(whole) else _returned(original),
    )
    delimiter = f"\r\n--{boundary}".encode()
    body = b"".join(delimiter + b"\r\n" + part for part in parts)
    return _lines(head) + body + delimiter + b"--\r\n"


def report_message(  # noqa: PLR0913 - what the spool keeps of a message
    *,
    queue_id: str,
    to: Recipient,
    raw: bytes,
    route: str,
    reporting_mta: str,
    at: datetime,
    expires_at: datetime,
    subject: str = _SUBJECT,
) -> NewMessage:
    """Return a report as the spool stores it."""
    return own_mail(
        queue_id=queue_id,
        to=to,
        raw=raw,
        subject=subject,
        header_from=reporting_mta,
        route=route,
        at=at,
        expires_at=expires_at,
    )


def _is_for_its_content(report: RecipientReport) -> bool:
    """Whether the message is at fault, so that a report with all of it would be refused as well.

    What our own rules refuse (5.7.1) is about the recipient or the sender: no next hop saw it.
    """
    if _OF_CONTENT.match(report.status):
        return True
    said = _SAID.match(report.diagnostic)
    return said is not None and cause_of(Reply(int(said[1]), said[2])) in _AT_FAULT


def subject_of(reports: Sequence[RecipientReport]) -> str:
    """Return the subject of a report."""
    actions = {each.action for each in reports}
    if "failed" in actions:
        return _SUBJECT
    return _DELAYED_SUBJECT if "delayed" in actions else _RELAYED_SUBJECT


def _words(queue_id: str, reports: Sequence[RecipientReport]) -> bytes:
    """Return the part for people; a reason that a person gave is in whatever writing they use."""
    text = []
    failed = [report for report in reports if report.action == "failed"]
    delayed = [report for report in reports if report.action == "delayed"]
    relayed = [report for report in reports if report.action not in ("failed", "delayed")]
    if failed:
        text += [f"Your message (queue id {queue_id}) did not reach:", *_told(failed)]
        text += ["", "Everybody else it was for is not affected."]
    if delayed:
        text += [f"Your message (queue id {queue_id}) could not be handed on yet to:"]
        text += [*_told(delayed), "", *_going_on(delayed)]
    if relayed:
        text += [""] * bool(failed)
        text += [f"Your message (queue id {queue_id}) was handed on to:", *_told(relayed)]
    text += ["", "Below are the same facts for programs, and what is returned of your message."]
    content = "".join(f"{line}\r\n" for line in text).encode()
    if content.isascii():
        return _part("text/plain; charset=us-ascii", content)
    return _part("text/plain; charset=utf-8", _in_quoted_printable(content), "quoted-printable")


def _going_on(delayed: Sequence[RecipientReport]) -> list[str]:
    """Return that a message is tried again, and for how long."""
    until = max(each.tried_until for each in delayed if each.tried_until)
    words = (
        f"It is tried again until {format_datetime(until)}. You need not send it again: you are"
        " told if that fails."
    )
    return textwrap.wrap(words, _WIDTH)


def _told(reports: Sequence[RecipientReport]) -> list[str]:
    text = []
    for report in reports:
        explanation = report.explanation or clean(report.diagnostic.partition(";")[2])
        body = textwrap.fill(
            _readable(explanation), _WIDTH, initial_indent="    ", subsequent_indent="    "
        )
        text += ["", f"  <{ascii_of(report.address)}>", *body.split("\n")]
    return text


def _fields(
    host: str, queue_id: str, at: datetime, reports: Sequence[RecipientReport], envelope_id: str
) -> bytes:
    """Return the part for programs (RFC 3464 2)."""
    fields = [f"Original-Envelope-Id: {clean_paragraph(from_xtext(envelope_id))}"]
    fields = fields * bool(envelope_id)
    fields += [f"Reporting-MTA: dns; {host}", f"X-Optwarden-Queue-ID: {queue_id}"]
    for report in reports:
        fields.append("")
        if report.original:  # RFC 3464 2.3.1
            kind, _, address = report.original.partition(";")
            fields.append(f"Original-Recipient: {kind};{clean_paragraph(from_xtext(address))}")
        fields += [
            f"Final-Recipient: {_typed(report.address)}",
            f"Action: {report.action}",
            f"Status: {report.status}",
        ]
        if report.diagnostic:
            diagnostic = clean_paragraph(report.diagnostic)[:_MAX_DIAGNOSTIC]
            fields.append(f"Diagnostic-Code: {diagnostic}")
        if report.tried_until is None:
            fields.append(f"Last-Attempt-Date: {format_datetime(at)}")
        else:  # RFC 3464 2.3.9: of what is delayed alone
            fields.append(f"Will-Retry-Until: {format_datetime(report.tried_until)}")
    return _lines(fields)


def _returned(original: bytes) -> bytes:
    """Return the part with the header of the original message."""
    header = original[:_MAX_HEADER_BYTES].partition(b"\r\n\r\n")[0]
    header = b"\r\n".join(header.splitlines()) + b"\r\n"
    if _can_be_sent(header) and b"\0" not in header:
        return _part("text/rfc822-headers", header)
    return _part("text/rfc822-headers", _in_quoted_printable(header), "quoted-printable")


def _can_be_sent(content: bytes) -> bool:
    """Whether every next hop takes it as it is."""
    return content.isascii() and not has_long_line(content)


def _whole(original: bytes) -> bytes:
    """Return the part with all of the original message, in 7 bits (RFC 2046 5.2.1)."""
    return _part("message/rfc822", original)


def _in_quoted_printable(lines: bytes) -> bytes:
    return b"\r\n".join(binascii.b2a_qp(lines, istext=True).splitlines()) + b"\r\n"


def from_xtext(text: str) -> str:
    """Return what xtext says (RFC 3461 4).

    >>> from_xtext("a+2Bb")
    'a+b'
    """
    return _ENCODED.sub(lambda match: chr(int(match[1], 16)), text)


def _part(content_type: str, content: bytes, encoding: str = "7bit") -> bytes:
    head = [f"Content-Type: {content_type}", f"Content-Transfer-Encoding: {encoding}", ""]
    return _lines(head) + content


def _lines(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _typed(address: str) -> str:
    """Return an address with its type: RFC 3464 2.3.2, or RFC 6533 3 where it is not ASCII."""
    if address.isascii():
        return f"rfc822; {clean(address)}"
    return "utf-8; " + ascii_of(address)


def ascii_of(address: str) -> str:
    r"""Return an address in ASCII, as utf-8-addr-xtext where it is not (RFC 6533 3).

    >>> ascii_of("käte@example.com")
    'k\\x{E4}te@example.com'
    """
    if address.isascii():
        return clean(address)
    return "".join(
        c if _PLAIN.fullmatch(c) else f"\\x{{{ord(c):X}}}" for c in address[:_MAX_ADDRESS]
    )


def _readable(text: str) -> str:
    r"""Return text of any length in one line, without what is not seen or turns writing round.

    >>> _readable("zu\tteuer\u202e, \u00e4h")
    'zu teuer, äh'
    """
    seen = (c if c.isprintable() else " " if c.isspace() else _unseen(c) for c in text)
    return " ".join("".join(seen).split())


def _unseen(character: str) -> str:
    return "" if unicodedata.category(character) == "Cf" else "?"


def clean_paragraph(text: str) -> str:
    """Return text of any length as printable ASCII in one line."""
    return " ".join(
        "".join(c if " " <= c <= "~" else " " if c.isspace() else "?" for c in text).split()
    )

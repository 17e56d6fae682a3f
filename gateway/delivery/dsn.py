"""Delivery status notifications (RFC 3464, 6522): what did not arrive, and what to do about it."""

from __future__ import annotations

import binascii
import re
import secrets
import textwrap
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final, Literal

from filters.codes import CODES
from gateway.delivery.own_mail import own_mail
from gateway.delivery.smtp_reply import clean
from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filters.decision import Ruling
    from filters.message import Recipient
    from gateway.spool.model import NewMessage

_SUBJECT: Final = "Your message was not delivered to everybody"
_WIDTH: Final = 72
_MAX_HEADER_BYTES: Final = 65536
_MAX_ADDRESS: Final = 100  # characters shown of one that is not ASCII, nine of ours each
_MAX_DIAGNOSTIC: Final = 900  # a line has 998 characters at most (RFC 5322 2.1.1)
_PLAIN: Final = re.compile(r"[!-*,-<>-\[\]-~]")  # RFC 6533 3: what utf-8-addr-xtext leaves as it is

_ENDINGS: Final = {
    State.FAILED: (
        "PROVIDER_REJECTED",
        "The next mail server did not take it",
        "Check the address and what the server said, then send it again",
    ),
    State.EXPIRED: (
        "QUEUE_EXPIRED",
        "It could not be handed over in time and is no longer tried. The last answer was",
        "Send it again later; if that fails too, show this report to your mail administrator",
    ),
    State.CANCELLED: (
        "QUEUE_CANCELLED",
        "It was accepted, and then kept from leaving",
        "Ask whoever runs the gateway, who wrote down why",
    ),
    State.SUPPRESSED: (
        "SUPPRESSED_OPTOUT",
        "The recipient must not get it any more, which became known after it was accepted",
        "Take the recipient off this list; only their own newer consent lifts an opt-out",
    ),
}
"""How a delivery ended: our code for it, what happened, what to do about it."""

Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientReport:
    """What became of one recipient, for programs and for people."""

    address: str
    status: str  # enhanced status code, "5.7.1"
    diagnostic: str  # with its type: "x-optwarden; CODE sentence", "smtp; 550 5.1.1 no such user"
    action: Action = "failed"
    explanation: str = ""  # sentences a stranger can act on


def refusal(ruling: Ruling) -> RecipientReport:
    """Return the report on a recipient whom our own rules refuse."""
    finding = ruling.deciding
    if finding is None:
        message = "nothing was found against this recipient"
        raise ValueError(message)
    code = CODES.get(finding.code)
    status = code.smtp.partition(" ")[2] if code else ""
    return RecipientReport(
        address=ruling.recipient.address,
        status=status if status.startswith("5.") else "5.7.1",
        diagnostic=f"x-optwarden; {finding.code} {finding.reason}",
        explanation=_sentences(
            code.title if code else "", finding.reason, code.remedy if code else ""
        ),
    )


def failure(recipient: Recipient, *, state: State, reply: str, status: str) -> RecipientReport:
    """Return the report on a recipient who was let pass and did not get the message."""
    ours, what, remedy = _ENDINGS.get(state, _ENDINGS[State.FAILED])
    said_by_next_hop = reply[:3].isdigit()
    return RecipientReport(
        address=recipient.address,
        status=status if status.startswith("5.") else "5.0.0",
        diagnostic=f"smtp; {reply}" if said_by_next_hop else f"x-optwarden; {ours} {reply}",
        explanation=_sentences(f"{what}: {clean(reply)}", remedy),
    )


def failure_report(  # noqa: PLR0913 - what the report says
    *,
    reporting_mta: str,
    queue_id: str,
    to: str,
    reports: Sequence[RecipientReport],
    original: bytes,
    at: datetime,
    message_id: str = "",
) -> bytes:
    """Return the message that tells `to`, the reverse-path, what did not arrive.

    7-bit, CRLF line ends. Of the original it returns the header only (RFC 3461 4.3, RET=HDRS): who
    sent the message has it, and a bounce may go astray.

    Raises:
        ValueError: `to` is the null reverse-path (RFC 5321 4.5.5: never answered by a report).
    """
    if not to:
        message = "a report must not be sent to the null reverse-path"
        raise ValueError(message)
    boundary = f"report-{queue_id}-{secrets.token_hex(8)}"
    host = clean(reporting_mta)
    head = [
        f"From: Mail Delivery System <MAILER-DAEMON@{host}>",
        f"To: <{_ascii(to)}>",
        f"Subject: {_SUBJECT}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {message_id or f'<{secrets.token_hex(16)}@{host}>'}",
        "Auto-Submitted: auto-replied",  # RFC 3834 5
        "MIME-Version: 1.0",
        "Content-Type: multipart/report; report-type=delivery-status;",
        f'\tboundary="{boundary}"',
    ]
    parts = (
        _part("text/plain; charset=us-ascii", _words(queue_id, reports)),
        _part("message/delivery-status", _fields(host, queue_id, at, reports)),
        _returned(original),
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
) -> NewMessage:
    """Return a report as the spool stores it."""
    return own_mail(
        queue_id=queue_id,
        to=to,
        raw=raw,
        subject=_SUBJECT,
        header_from=reporting_mta,
        route=route,
        at=at,
        expires_at=expires_at,
    )


def _words(queue_id: str, reports: Sequence[RecipientReport]) -> bytes:
    """Return the part for people."""
    text = [f"Your message (queue id {queue_id}) did not reach:"]
    for report in reports:
        explanation = report.explanation or clean(report.diagnostic.partition(";")[2])
        body = textwrap.fill(
            clean_paragraph(explanation), _WIDTH, initial_indent="    ", subsequent_indent="    "
        )
        text += ["", f"  <{_ascii(report.address)}>", *body.split("\n")]
    text += [
        "",
        "Everybody else it was for is not affected. Below are the same facts for programs,",
    ]
    text += ["and the header of your message."]
    return _lines(text)


def _fields(host: str, queue_id: str, at: datetime, reports: Sequence[RecipientReport]) -> bytes:
    """Return the part for programs (RFC 3464 2)."""
    fields = [f"Reporting-MTA: dns; {host}", f"X-Optwarden-Queue-ID: {queue_id}"]
    for report in reports:
        fields += [
            "",
            f"Final-Recipient: {_typed(report.address)}",
            f"Action: {report.action}",
            f"Status: {report.status}",
            f"Diagnostic-Code: {clean_paragraph(report.diagnostic)[:_MAX_DIAGNOSTIC]}",
            f"Last-Attempt-Date: {format_datetime(at)}",
        ]
    return _lines(fields)


def _returned(original: bytes) -> bytes:
    """Return the part with the header of the original message."""
    header = original.partition(b"\r\n\r\n")[0][:_MAX_HEADER_BYTES]
    header = b"\r\n".join(header.splitlines()) + b"\r\n"
    if header.isascii() and b"\0" not in header:
        return _part("text/rfc822-headers", header)
    encoded = b"\r\n".join(binascii.b2a_qp(header, istext=True).splitlines()) + b"\r\n"
    return _part("text/rfc822-headers", encoded, "quoted-printable")


def _part(content_type: str, content: bytes, encoding: str = "7bit") -> bytes:
    head = [f"Content-Type: {content_type}", f"Content-Transfer-Encoding: {encoding}", ""]
    return _lines(head) + content


def _lines(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _typed(address: str) -> str:
    """Return an address with its type: RFC 3464 2.3.2, or RFC 6533 3 where it is not ASCII."""
    if address.isascii():
        return f"rfc822; {clean(address)}"
    return "utf-8; " + _ascii(address)


def _ascii(address: str) -> str:
    r"""Return an address in ASCII, as utf-8-addr-xtext where it is not (RFC 6533 3).

    >>> _ascii("käte@example.com")
    'k\\x{E4}te@example.com'
    """
    if address.isascii():
        return clean(address)
    return "".join(
        c if _PLAIN.fullmatch(c) else f"\\x{{{ord(c):X}}}" for c in address[:_MAX_ADDRESS]
    )


def clean_paragraph(text: str) -> str:
    """Return text of any length as printable ASCII in one line."""
    return " ".join(
        "".join(c if " " <= c <= "~" else " " if c.isspace() else "?" for c in text).split()
    )


def _sentences(*parts: str) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)

"""Delivery reports, read with the standard library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from email.message import Message

    from tests.e2e.sink import Arrived

_PARTS: Final = ["text/plain", "message/delivery-status", "text/rfc822-headers"]


def recipients_of(report: Arrived) -> dict[str, Message]:
    """Return the fields on each recipient of a report (RFC 3464), by address."""
    assert report.reverse_path == ""
    message = report.message
    assert message.get_content_type() == "multipart/report"
    assert message.get_param("report-type") == "delivery-status"
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == _PARTS
    blocks = cast("list[Message]", parts[1].get_payload())
    about_message, *about_recipients = blocks
    assert about_message["Reporting-MTA"]
    return {_address(block): block for block in about_recipients}


def _address(block: Message) -> str:
    return str(block["Final-Recipient"]).partition(";")[2].strip()

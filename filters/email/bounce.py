"""Delivery reports of others: who did not get a message, and which message it was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.refusal import STATUS, says_nobody, status_of
from filters.email.report_in_words import nobodies
from filters.email.transfer import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.part import Part

_REPORTS: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})
_BLOCK: Final = re.compile(r"\n[ \t]*\n")
_FOLD: Final = re.compile(r"\n[ \t]+")
_FIELD: Final = re.compile(r"^([\w-]+)[ \t]*:[ \t]*([^\n]*)$", re.MULTILINE)
_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_NO_SUCH_PERSON: Final = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
"""What says that the address is dead (RFC 3463 3.2); 5.2.1 may pass, 5.7.1 speaks of the sender."""
_VAGUE: Final = re.compile(r"[45]\.(?:0\.0|5\.\d+)")
"""What says no more than that it failed; Exim writes 5.0.0 for whatever it was."""
_SAYS_LESS: Final = frozenset({"5.0.0", "5.1.0"})
"""What beside a clear status says nothing (RFC 3463 3.1, 3.2)."""
_SMTP: Final = re.compile(r"smtp[ \t]*;[ \t]*(5\d\d)[ -]?(.*)", re.IGNORECASE | re.DOTALL)
_MOST_OF_REPLY: Final = 4096  # characters
_TOKEN: Final = re.compile(rb"/u/([A-Za-z2-7]{55})(?![A-Za-z2-7])")
_MOST_TOKENS: Final = 20
_MOST_BYTES: Final = 1 << 20
_ADDRESS_OF: Final = re.compile(r"(?:[\w.-]++[ \t]*+;)?[ \t]*+<?([^<>\s@]++@[^<>\s]++)>?[ \t]*+")


@dataclass(frozen=True, slots=True)
class Failed:
    """A recipient whose address does not exist, and the status that says so."""

    address: str
    status: str


def dead_addresses(raw: bytes, tree: Part) -> tuple[Failed, ...]:
    """Return the recipients that a report names as not existing (RFC 3464 2.3).

    What is not written as RFC 3464 says is read as many programs write it.
    """
    reports = [part for part in tree.walk() if part.content_type in _REPORTS]
    if reports:
        return tuple(failed for part in reports for failed in _failed(_text(raw, part)))
    return tuple(Failed(each, "5.1.1") for each in nobodies(raw, tree))


def returned_tokens(raw: bytes) -> tuple[str, ...]:
    """Return the tokens of unsubscribe links in what a report returns of our message."""
    whole = raw[:_MOST_BYTES].replace(b"=\r\n", b"")
    return tuple(dict.fromkeys(each.decode() for each in _TOKEN.findall(whole)))[:_MOST_TOKENS]


def _failed(report: str) -> Iterator[Failed]:
    for block in _BLOCK.split(report):
        unfolded = _FOLD.sub(" ", block)
        fields = {name.lower(): value.strip() for name, value in _FIELD.findall(unfolded)}
        if fields.get("action", "").lower() != "failed":
            continue
        if status := _of_nobody(fields.get("status", ""), fields.get("diagnostic-code", "")):
            for name in ("original-recipient", "final-recipient"):
                if address := _ADDRESS_OF.fullmatch(fields.get(name, "")):
                    yield Failed(address[1], status)


def _of_nobody(written: str, diagnostic: str) -> str:
    """Return the status that says that there is no such person; "" where none does.

    The reply of the mail server that stands beside it is read as if it were given to us: it may
    speak of us, and it counts where the status is vague (RFC 3464 2.3.6).
    """
    status = _STATUS.match(written)
    if status is None:
        return ""
    is_clear = status[0] in _NO_SUCH_PERSON
    reply = _SMTP.match(diagnostic[:_MOST_OF_REPLY])
    if reply is None or not (is_clear or _VAGUE.fullmatch(status[0])):
        return status[0] if is_clear else ""
    code, text = int(reply[1]), _in_one(reply[1], reply[2])
    said = STATUS.match(text)
    if is_clear and (said is None or said[0] in _SAYS_LESS):
        text = f"{status[0]} {text}"
    if not says_nobody(code, text):
        return ""
    proof = status_of(code, text)
    return status[0] if is_clear and proof not in _NO_SUCH_PERSON else proof


def _in_one(code: str, lines: str) -> str:
    """Return the text of a reply of several lines without the codes that begin them.

    >>> _in_one("550", "5.1.1 User 550-5.1.1 does not 550 5.1.1 exist")
    '5.1.1 User does not exist'
    """
    status = STATUS.match(lines)
    again = re.escape(status[0]) if status else ""
    return re.sub(rf" {code}[ -](?:{again} )?", " ", lines)


def _text(raw: bytes, part: Part) -> str:
    body = decoded(raw[part.body_start : part.body_end], part.transfer_encoding)
    return body.decode("utf-8", "replace").replace("\r\n", "\n")

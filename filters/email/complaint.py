"""Reports of mailbox providers that somebody called a message of ours spam."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.bounce import returned_tokens
from filters.email.fields import decode_words, split_addresses
from filters.email.transfer import decoded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from filters.email.part import Part

_REPORT: Final = "message/feedback-report"
_RETURNED: Final = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}
)
_KINDS: Final = frozenset({"abuse", "fraud", "opt-out", "opt-out-list"})
"""Feedback-Types by which a person wants no more: RFC 5965 7.3, and its drafts.

`not-spam` says the opposite; `virus`, `other` and `auth-failure` are of no person's wish.
"""
_RECIPIENT_OF_MICROSOFT: Final = "x-hmxmroriginalrecipient"
_FIELD: Final = re.compile(r"^([\w-]+)[ \t]*:[ \t]*([^\n]*)$", re.MULTILINE)
_FOLD: Final = re.compile(r"\n[ \t]+")
_ADDRESS: Final = re.compile(r"(?:rfc822;[ \t]*+)?<?([^<>\s@]++@[^<>\s]++)>?[ \t]*+", re.IGNORECASE)
_REDACTED: Final = re.compile(r"redact|[x*]{3}", re.IGNORECASE)
_MOST_READ: Final = 64 << 10  # of the fields of a part
_SHOWN_CHARACTERS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What a report says; anybody can write one, so only a token in it proves anything."""

    kind: str
    tokens: tuple[str, ...]  # of the unsubscribe links in what it returns
    recipient: str = ""  # who complained, where that is not redacted
    author: str = ""  # the address in the From field of what it returns
    subject: str = ""


def complaint_of(raw: bytes, tree: Part) -> Complaint | None:
    """Return what a report complains of; none where it is no report, or of something else.

    It is written as RFC 5965 says, or as Microsoft did (JMRP): the message alone, attached, with
    a field that names who complained.
    """
    parts = tuple(tree.walk())
    returned = [_body(raw, part) for part in parts if part.content_type in _RETURNED]
    message = _fields(returned[0]) if returned else {}
    report = next((_fields(_body(raw, each)) for each in parts if each.content_type == _REPORT), {})
    of_microsoft = message.get(_RECIPIENT_OF_MICROSOFT, "")
    kind = report.get("feedback-type", "abuse" if of_microsoft and not report else "").lower()
    if kind not in _KINDS:
        return None
    authors = split_addresses(message.get("from", ""))
    return Complaint(
        kind=kind,
        tokens=_tokens(returned),
        recipient=_recipient(report.get("original-rcpt-to", "") or of_microsoft),
        author=authors[0] if len(authors) == 1 else "",
        subject=decode_words(message.get("subject", ""))[:_SHOWN_CHARACTERS],
    )


def _tokens(returned: Sequence[bytes]) -> tuple[str, ...]:
    """Return those of the header; of the text, where other mail may be quoted, only without one."""
    plain = [each.replace(b"\r\n", b"\n").lstrip(b"\n") for each in returned]
    header = b"\r\n".join(each.partition(b"\n\n")[0] for each in plain)
    return returned_tokens(header) or returned_tokens(b"\r\n".join(returned))


def _body(raw: bytes, part: Part) -> bytes:
    return decoded(raw[part.body_start : part.body_end], part.transfer_encoding)


def _fields(body: bytes) -> Mapping[str, str]:
    """Return the first header of a body, or all of it that is fields."""
    text = body[:_MOST_READ].decode("utf-8", "replace").replace("\r\n", "\n").lstrip("\n")
    header = _FOLD.sub(" ", text.partition("\n\n")[0])
    return {name.lower(): value.strip() for name, value in _FIELD.findall(header)}


def _recipient(written: str) -> str:
    """Return an address; none where it is left out, as RFC 6590 lets a provider do."""
    found = _ADDRESS.fullmatch(written)
    return found[1] if found and not _REDACTED.search(found[1]) else ""

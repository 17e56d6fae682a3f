"""Whether a message answers another: a person's letter, a report, an automatic reply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.email.automatic import how_submitted, is_absence_of_exchange
from filters.email.displayed import decoded_text, displayed_parts
from filters.email.fields import raw_values, values
from filters.email.transfer import decoded

if TYPE_CHECKING:
    from filters.email.part import Part

_MESSAGE_ID: Final = re.compile(
    r"<[^<>@\s]+@[^<>@\s]+>"  # RFC 5322 3.6.4
    r"|\bmessage\s(?:as\s)?(?:of|from|dated)\s",  # RFC 5322 4.5.4: phrases, in older mail
    re.IGNORECASE,
)
RE: Final = r"re|aw|antw|antwort|sv|vs|res|odp|ynt|vá|απ|回复|答复|回覆|답장|返信"
"""How mail programs of many languages write Re:."""
INTRODUCTION: Final = (
    r"(?:on|am|le|el)\b[^\n]{6,200}\b(?:wrote|schrieb|écrit|escribió)[ \t\xa0]?:[ \t\r]*$"
    r"|(?:from|von|de)[ \t\xa0]?:[^\n]{1,200}\n\s{0,9}(?:sent|date|gesendet|datum|envoyé|enviado)\b"
)
"""How mail programs introduce the letter that is answered, at the beginning of a line."""
QUOTE_FOLLOWS: Final = (
    rf"(?im:^[ \t]*(?:-{{2,}}[^\n-]{{4,40}}-{{2,}}[ \t\r]*$|_{{10,}}[ \t\r]*$|{INTRODUCTION}))"
)
COUNTED: Final = r"\s*+(?:\[\d+\]|\(\d+\)|\^\d+)?\s*+[:\uff1a]"  # "Re[2]:", too
_RE: Final = re.compile(rf"\s*(?:{RE}){COUNTED}", re.IGNORECASE)
_BULK: Final = frozenset({"bulk", "list", "junk"})
_ALSO_OF_RESPONDERS: Final = frozenset({"bulk", "junk"})
_OF_MAILINGS: Final = re.compile(
    r"list-|x-.*(?:campaign|mailing|mailer-?list|newsletter|broadcast|bulk|mailchimp)"
)
_OF_SERVICES: Final = re.compile(
    r"feedback-id\Z|x-csa-|x-mc-|x-pm-|x-smtpapi\Z|x-sg-|x-mailgun-|x-ses-|x-postal-|x-mj-|x-msys-"
)
"""Fields that people who send to people have no program write."""
_SHOWN_MESSAGE: Final = re.compile(
    QUOTE_FOLLOWS + r"|(?m:^[ \t]{0,9}>[^\n]*\n[ \t]{0,9}>)"
    r"|<blockquote\b[^>]{0,200}\btype=[\"']?cite\b"
    r"|\b(?:gmail_quote|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg)\b",
    re.IGNORECASE,
)
ENCLOSED: Final = frozenset({"message/rfc822", "message/global"})
HEADER_ALONE: Final = "text/rfc822-headers"
_EXAMINED_CHARACTERS: Final = 200_000
_REQUIRED: Final = {
    "message/delivery-status": b"reporting-mta:",  # RFC 3464 2.2.2
    "message/global-delivery-status": b"reporting-mta:",  # RFC 6533 3
    "message/disposition-notification": b"disposition:",  # RFC 8098 3.2.6
    "message/global-disposition-notification": b"disposition:",
    "message/feedback-report": b"feedback-type:",  # RFC 5965 3.1
}
"""The parts of a report that programs read, with a field that each must have."""


def names_a_message(raw: bytes, tree: Part) -> bool:
    """Whether the header says which message this one answers."""
    return any(
        _MESSAGE_ID.search(text)
        for name in ("in-reply-to", "references")
        for text in raw_values(raw, tree, name)
    )


def shows_a_message(raw: bytes, tree: Part) -> bool:
    """Whether a reader sees the message that is answered or forwarded: quoted below, or enclosed.

    A quotation is told by its introduction, by its own mark, or by two marked lines in a row.
    """
    kinds = {part.content_type for part in tree.walk()}
    # RFC 6522 3: a report returns the message, or its header alone
    if kinds & ENCLOSED or (HEADER_ALONE in kinds and is_report(raw, tree)):
        return True
    return any(
        _SHOWN_MESSAGE.search(decoded_text(raw, part)[:_EXAMINED_CHARACTERS])
        for part in displayed_parts(tree)
    )


def begins_as_answer(subject: str) -> bool:
    """Whether a subject begins as mail programs begin that of an answer.

    >>> begins_as_answer("AW: Friday"), begins_as_answer("Research news")
    (True, False)
    """
    return _RE.match(subject) is not None


def was_sent_to_many(raw: bytes, tree: Part) -> bool:
    """Whether the header has what programs write that send to many."""
    if tells_of_many(raw, tree):
        return True
    return any(_OF_MAILINGS.match(field.name) for field in tree.fields)


def tells_of_many(raw: bytes, tree: Part) -> bool:
    """Whether Precedence tells of a mailing, and not of a responder that wants no answer."""
    said = bulk_precedence(raw, tree)
    # RFC 3834 3.1.8: a responder may say so as well; "list" is left to lists
    may_be_of_responder = said <= _ALSO_OF_RESPONDERS and names_a_message(raw, tree)
    return bool(said) and not (may_be_of_responder and how_submitted(raw, tree) == "auto-replied")


def bulk_precedence(raw: bytes, tree: Part) -> frozenset[str]:
    """Return what Precedence says of mail to many, as mailings, lists and responders write it."""
    return _BULK.intersection(text.lower() for text in values(raw, tree, "precedence"))


def was_sent_by_program(raw: bytes, tree: Part) -> bool:
    """Whether the header has what nobody writes: fields of mailings or services (RFC 3834 5)."""
    if how_submitted(raw, tree) not in ("", "no"):
        return True
    if any(_OF_SERVICES.match(field.name) for field in tree.fields):
        return True
    return was_sent_to_many(raw, tree)


def replies_by_itself(raw: bytes, tree: Part, reverse_path: str) -> bool:
    """Whether it has the form of an automatic reply to a message (RFC 3834 3.1, 5)."""
    if was_sent_to_many(raw, tree):
        return False
    if how_submitted(raw, tree) != "auto-replied":
        is_absence = not reverse_path and is_absence_of_exchange(raw, tree)
        return is_absence and names_a_message(raw, tree)
    # what a list hands on comes from an address of the list
    return not reverse_path or (names_a_message(raw, tree) and not bulk_precedence(raw, tree))


def is_report(raw: bytes, tree: Part) -> bool:
    """Whether it has the form of a report, with the part that programs read (RFC 6522 3)."""
    if tree.content_type != "multipart/report" or len(tree.children) < 2:  # noqa: PLR2004 - for people, for programs
        return False
    part = tree.children[1]
    required = _REQUIRED.get(part.content_type)
    body = decoded(raw[part.body_start : part.body_end], part.transfer_encoding)
    return required is not None and required in body.lower()

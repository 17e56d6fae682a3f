"""Delivery reports that are no RFC 3464 ones: whom the words about an address say to be nobody."""

from __future__ import annotations

import email
import re
from typing import TYPE_CHECKING, Final

from filters.email.displayed import decoded_text, displayed_parts
from filters.email.refusal import STATUS, says_nobody

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message

    from filters.email.part import Part

_SAID: Final = re.compile(
    r"user unknown|unknown user|no such (?:user|person|address|mailbox|recipient)|does not exist"
    r"|invalid recipient|recipient not found|mailbox not found|no mailbox here"
    r"|does ?n[o']t have an? \S{1,80} account",
    re.IGNORECASE,
)
_COPY: Final = re.compile(
    r"(?im:^[ \t]*+-+[ \t]*(?:below this line|this is a copy|(?:(?:start|body) of )?(?:the )?"
    r"(?:original|returned|undelivered|unsent|message) (?:message|mail|header|follows|text))"
    r"|^(?:return-path|received|dkim-signature|list-unsubscribe|message-id|mime-version)[ \t]*+:)"
)
"""Where what the report returns begins: its words are nobody's about an address."""
_REPLY: Final = re.compile(r"(?<![\w.#])(5\d\d)[ -](?=\S)")
_STATUS: Final = re.compile(r"(?<![\w.])5\.\d{1,3}\.\d{1,3}(?![\w.])")
_NAMES_ONE: Final = re.compile(r"[\s<]*+[^\s<>@]++@")
_MOST_READ: Final = 64 << 10
_MOST_LINES: Final = 40  # about one address
_MOST_PEOPLE: Final = 20
_NO_MAILBOX: Final = 550  # RFC 5321 4.2.3
_NOT_ASCII: Final = re.compile(rb"[^\x00-\x7f]")
_NOBODY: Final = "MAILER-DAEMON@invalid"


def nobodies(raw: bytes, tree: Part) -> tuple[str, ...]:
    """Return the addresses of which a report says that there is no such person.

    Each by the lines from its own to that of another one, read as the reply that they quote, above
    what the report returns: a full mailbox or a refusal of ours is about no person.
    """
    text = "\n".join(decoded_text(raw, part) for part in displayed_parts(tree))[:_MOST_READ]
    copy = _COPY.search(text)
    said = text[: copy.start()] if copy else text
    if not _SAID.search(said):
        return ()
    failed = _failed(_message(raw))
    if len(failed) > _MOST_PEOPLE:  # a copy of ours goes to one
        return ()
    return tuple(each for each in failed if _is_nobody(_about(each, failed, said)))


def _failed(message: Message) -> list[str]:
    """Return whom a report names, in whatever of the many forms; nobody where that breaks."""
    from flufl.bounce import all_failures  # noqa: PLC0415 - loads a detector for each mail server

    try:
        _, permanent = all_failures(message)
    except (AttributeError, LookupError, TypeError, ValueError):  # of detectors of many hands
        return []
    return sorted(_written(each) for each in permanent)


def _message(raw: bytes) -> Message:
    """Return a report with a header that every detector can read."""
    header, blank, body = raw[:_MOST_READ].partition(b"\r\n\r\n")
    message = email.message_from_bytes(_NOT_ASCII.sub(b"?", header) + blank + body)
    if "@" not in message.get("from", ""):
        del message["from"]
        message["from"] = _NOBODY
    return message


def _about(address: str, failed: Iterable[str], said: str) -> str:
    """Return the lines about an address: from one that names it to one that names another."""
    others = [each.lower() for each in failed if each != address]
    found: list[str] = []
    is_about = False
    for line in said.splitlines():
        words = line.lower()
        named = address.lower() in words
        ends = _NAMES_ONE.match(line) or any(each in words for each in others)
        is_about = named or (is_about and not ends)
        if is_about and len(found) < _MOST_LINES:
            found.append(line.strip())
    return "\n".join(found)


def _is_nobody(about: str) -> bool:
    """Whether words about an address say so: the reply in them, else the status, or they alone."""
    if not _SAID.search(about):
        return False
    reply = _REPLY.search(about)
    if reply:
        code, text = int(reply[1]), about[reply.end() :].partition("\n\n")[0]
    else:
        text, code = about, _NO_MAILBOX
    text = " ".join(text.split())
    status = None if STATUS.match(text) else _STATUS.search(about)
    return says_nobody(code, f"{status[0]} {text}" if status else text)


def _written(address: bytes | str) -> str:
    return address.decode("ascii", "replace") if isinstance(address, bytes) else address

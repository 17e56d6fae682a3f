"""Why a next hop does not take a message, read from its reply: the person, us, or the message.

Only what a reply says of the mailbox itself tells anything about the person. Policy, reputation and
authentication are ours to mend: who was refused for them is no dead address.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gateway.delivery.smtp_reply import Reply


class Cause(StrEnum):
    """What a refusal is about."""

    NOBODY = "nobody"  # there is no such mailbox, or domain
    FULL = "full"  # the mailbox takes nothing just now
    QUOTA = "quota"  # our account sent too much for now
    LOGIN = "login"
    POLICY = "policy"  # reputation, authentication, what their filters make of it
    CONTENT = "content"  # this message: its size, its form
    OTHER = "other"


OURS: Final = frozenset({Cause.LOGIN, Cause.QUOTA})
"""What is wrong with our account, or was too much for it, is not the message's fault."""

_LOGIN_CODES: Final = frozenset({530, 534, 535, 538})  # RFC 4954 6
_LOGIN: Final = frozenset({"7.8", "7.9", "7.11", "7.12", "7.14"})  # RFC 4954 6, 5248; Gmail
_NOBODY: Final = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10"})  # RFC 3463 3.2, 7505 4.1
_FULL: Final = frozenset({"2.1", "2.2"})  # RFC 3463 3.3: disabled, full
_CONTENT: Final = frozenset({"2.3", "3.4"})  # RFC 3463 3.3, 3.4: its size
_OVERSIZE: Final = 552  # RFC 1870 6.1
_MAILBOX_CODES: Final = frozenset({550, 551, 553})  # RFC 5321 4.2.3

# Gmail: 550 5.4.5 "Daily user sending limit exceeded", 550 5.7.1 "Daily SMTP relay limit exceeded";
# SES: 454 "Throttling failure: Maximum sending rate exceeded"; Exchange Online: 5.1.90, 5.2.2
# "Submission quota exceeded", 4.7.x "message rate limit"
_SENT_TOO_MUCH: Final = re.compile(
    r"(?:daily|hourly|sending|send|relay|submission|outgoing|outbound|message rate|recipient rate)"
    r"[\w ]{0,40}(?:limit|quota|rate)|limit for message recipients"
    r"|(?:rate|recipient|message|sending) limits? (?:is |was |has been )?(?:exceed|reach)"
    r"|throttl|too many (?:messages|emails|mails|concurrent|connections)|sending too (?:fast|much)",
    re.IGNORECASE,
)
_IS_FULL: Final = re.compile(
    r"mailbox (?:is )?(?:over ?)?(?:full|quota)|over ?quota|quota (?:is )?exceeded"
    r"|out of (?:storage|space)|insufficient (?:system )?storage in mailbox|inbox is full",
    re.IGNORECASE,
)
_IS_NOBODY: Final = re.compile(
    r"(?:user|recipient|mailbox|address|account)[\w<>@.+ -]{0,60}"
    r" (?:unknown|not found|does ?n[o']t exist|not exist|unavailable|is invalid|not known)"
    r"|(?:no such|unknown|invalid|non-?existent) (?:user|recipient|mailbox|account|local)"
    r"|no mailbox here|not our customer",
    re.IGNORECASE,
)
_IS_POLICY: Final = re.compile(
    r"\b(?:spam|junk|block(?:ed|list)?|black ?list|reputation|polic(?:y|ies)|denied|dmarc|dkim|spf"
    r"|unsolicited|bulk|relay(?:ing)?|banned|not authori[sz]ed|unauthenticated|rejected due)\b",
    re.IGNORECASE,
)
_OF_THE_SENDER: Final = re.compile(
    r"\b(?:sender|return[- ]path|mail from|from address|reverse|originator|helo|ehlo|ptr"
    r"|your (?:ip|host))",
    re.IGNORECASE,
)


def cause_of(reply: Reply) -> Cause:
    """Return what a negative reply is about.

    The enhanced code goes first where it names something (RFC 3463), but for what the big providers
    say under other codes; words decide where there is none, or one of the kind x.0.0 and x.5.x.
    """
    subject = reply.status.partition(".")[2]
    if reply.code in _LOGIN_CODES or subject in _LOGIN:
        return Cause.LOGIN
    if _SENT_TOO_MUCH.search(reply.text):
        return Cause.QUOTA
    return _by_code(subject) or _by_words(reply)


def _by_code(subject: str) -> Cause | None:
    if subject in _NOBODY:
        return Cause.NOBODY
    if subject in _FULL:
        return Cause.FULL
    if subject.startswith("6.") or subject in _CONTENT:
        return Cause.CONTENT
    return Cause.POLICY if subject.startswith("7.") else None


def _by_words(reply: Reply) -> Cause:
    if reply.code == _OVERSIZE and not _IS_FULL.search(reply.text):
        return Cause.CONTENT
    if _IS_FULL.search(reply.text):
        return Cause.FULL
    if _IS_POLICY.search(reply.text):
        return Cause.POLICY
    is_of_mailbox = reply.code in _MAILBOX_CODES and not _OF_THE_SENDER.search(reply.text)
    return Cause.NOBODY if is_of_mailbox and _IS_NOBODY.search(reply.text) else Cause.OTHER

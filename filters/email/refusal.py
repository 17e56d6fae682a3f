"""Why a mail server does not take a message, read from its reply: the person, us, or the message.

Only what a reply says of the mailbox itself tells anything about the person. Policy, reputation and
authentication are ours to mend: who was refused for them is no dead address.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

STATUS: Final = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?= |$)")  # RFC 3463 2


class Cause(StrEnum):
    """What a refusal is about."""

    NOBODY = "nobody"  # there is no such mailbox, or domain
    FULL = "full"  # the mailbox takes nothing just now
    QUOTA = "quota"  # our account sent too much for now
    LOGIN = "login"
    POLICY = "policy"  # reputation, authentication, what their filters make of it
    CONTENT = "content"  # this message: its size, its form
    OTHER = "other"


_LOGIN_CODES: Final = frozenset({530, 534, 535, 538})  # RFC 4954 6
_LOGIN: Final = frozenset({"7.8", "7.11"})  # RFC 4954 6
# Gmail says these of a login with 454 or 534; Yahoo and Exchange Online of a message, with 550, 554
_LOGIN_LATER: Final = 454  # RFC 4954 4
_LOGIN_TOO: Final = frozenset({"7.9", "7.12", "7.14"})  # RFC 4954 6, 5248
_NOBODY: Final = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10"})  # RFC 3463 3.2, 7505 4.1
_OF_SENDER: Final = frozenset({"1.7", "1.8"})  # RFC 3463 3.2
_NO_DOMAIN: Final = frozenset({"1.2", "1.10"})  # RFC 3463 3.2, 7505 4.1: theirs
_FULL: Final = frozenset({"2.1", "2.2"})  # RFC 3463 3.3: disabled, full
_CONTENT: Final = frozenset({"2.3", "3.4"})  # RFC 3463 3.3, 3.4: its size
_OVERSIZE: Final = 552  # RFC 1870 6.1
_PERMANENT: Final = 5  # RFC 5321 4.2.1
_MAILBOX_CODES: Final = frozenset({550, 551, 553})  # RFC 5321 4.2.3

_BRACKETED: Final = re.compile(r"<[^<>]*>")
_LINK: Final = re.compile(r"\bhttps?://\S+", re.IGNORECASE)

# Gmail: 550 5.4.5 "Daily user sending limit exceeded", 550 5.7.1 "Daily SMTP relay limit exceeded";
# SES: 454 "Throttling failure: Maximum sending rate exceeded"; Exchange Online: 5.1.90, 5.2.2
# "Submission quota exceeded", 4.7.x "message rate limit"
_SENT_TOO_MUCH: Final = re.compile(
    r"\b(?:(?:daily|hourly|sending|send|relay|submission|outgoing|outbound|message rate"
    r"|recipient rate)\b[\w ]{0,40}\b(?:limits?|quotas?|rates?)"
    r"|limit for message recipients"
    r"|(?:rate|recipient|message|sending) limits? (?:is |was |has been )?"
    r"(?:exceed(?:ed|s)?|reached)|throttl(?:e|ed|es|ing)"
    r"|too many (?:messages|emails|mails|concurrent|connections)|sending too (?:fast|much))\b",
    re.IGNORECASE,
)
_IS_FULL: Final = re.compile(
    r"\b(?:mailbox (?:is )?(?:over ?)?(?:full|quota)|over ?quota|quota (?:is )?exceeded"
    r"|out of (?:storage|space)|insufficient (?:system )?storage in mailbox|inbox is full)\b",
    re.IGNORECASE,
)
_IS_NOBODY: Final = re.compile(
    r"\b(?:(?:user|recipient|mailbox|address|account)\b[\w.+ -]{0,60}"
    r" (?:unknown|not found|does ?n[o']t exist|not exist|unavailable|is invalid|not known)"
    r"|(?:no such|unknown|invalid|non-?existent) (?:user|recipient|mailbox|account|local)"
    r"|no mailbox here|not our customer|unrout(?:e)?able address)\b",  # the last is Exim's
    re.IGNORECASE,
)
_IS_POLICY: Final = re.compile(
    r"\b(?:spam\w*|junk|block(?:ed|ing|list(?:ed)?|s)?|(?:black|deny) ?list(?:ed)?|dnsbl|rbl"
    r"|(?<!not )listed (?:at|by)|reputation|polic(?:y|ies)|denied|dmarc|dkim|spf|unsolicited|bulk"
    r"|relay(?:ing)?(?! recipient table)|banned|not authori[sz]ed|(?:un)?authenticat\w*"
    r"|passwords?|credentials|rejected due"
    r"|too many (?:invalid|unknown|bad|unrecogni[sz]ed|non-?existent))\b",
    re.IGNORECASE,
)
_OF_THE_SENDER: Final = re.compile(
    r"\b(?:senders?|return[- ]path|(?:e-?)?mail from|from address|reverse|originator|helo|ehlo|ptr"
    r"|(?:for|from) sending|your (?:e-?mail )?account|resource records?"
    r"|your (?:ip|host(?:name)?|domain|server|network|dns|mx))\b",
    re.IGNORECASE,
)
_IS_NOBODY_PLAINLY: Final = re.compile(
    rf"{_IS_NOBODY.pattern}|\bno such (?:person|address)\b"
    r"|\bdoes ?n[o']t have an? \S{1,80} account\b",
    re.IGNORECASE,
)
_IS_THERE: Final = re.compile(r"\b(?:full|disabled|suspended|inactive|quota)\b", re.IGNORECASE)
_HOST: Final = re.compile(r"(?<![\w.-])(?:[\w-]{1,63}\.){1,8}[a-z]{2,63}(?![\w-])", re.IGNORECASE)
_REFERENCE: Final = re.compile(
    r"\b(?:see|visit|refer to|learn more|(?:for )?more information|double-checking|giving up on)\b"
    r"[^.;]*",
    re.IGNORECASE,
)
"""Where a reply sends its reader, and what of a report stands behind one."""
_OF_A_DOMAIN: Final = re.compile(r"\b(?:dns|mx)\b", re.IGNORECASE)  # whose, only a code tells


def status_of(code: int, text: str) -> str:
    """Return the enhanced status code of a reply, or the unspecific one of its class (RFC 3463).

    >>> status_of(550, "5.1.1 no such user"), status_of(550, "4.1.1 no such user")
    ('5.1.1', '5.0.0')
    """
    match = STATUS.match(text)
    kind = str(code)[0]
    return match[0] if match and match[1] == kind else f"{kind}.0.0"


def read_refusal(code: int, text: str) -> Cause:
    """Return what a negative reply is about, by its code and its text as printable ASCII.

    The enhanced code goes first where it names something (RFC 3463), but for what the big providers
    say under other codes; words decide where there is none, or one of the kind x.0.0 and x.5.x. A
    reply that speaks of us or of policy is never about the person, whatever its code, and what it
    quotes of addresses says nothing.
    """
    subject = status_of(code, text).partition(".")[2]
    words = _without_addresses(text)
    if _is_login(code, subject):
        return Cause.LOGIN
    if subject in _CONTENT:
        return Cause.CONTENT
    if _is_too_much(subject, words):
        return Cause.QUOTA
    return _by_code(subject, words) or _by_words(code, subject, words)


def says_nobody(code: int, text: str) -> bool:
    """Whether a reply in a report says that there is no such mailbox, by its code or plainly.

    Plain words count under any code of no other meaning, and beside the names of hosts and what
    the reader is sent to; they do not where the reply itself speaks of us, of policy, or of a
    mailbox that is there.

    >>> says_nobody(554, "5.7.1 No such user, see https://x.example/spam")
    True
    >>> says_nobody(554, "5.7.1 No such user, or spam")
    False
    """
    subject = status_of(code, text).partition(".")[2]
    if subject in _OF_SENDER:
        return False
    if read_refusal(code, text) is Cause.NOBODY:
        return True
    is_of_another = _is_login(code, subject) or subject.startswith(("2.", "3.", "6."))
    if code // 100 != _PERMANENT or is_of_another:
        return False
    words = _REFERENCE.sub("", _LINK.sub("", _without_addresses(text)))
    if not _IS_NOBODY_PLAINLY.search(words) or _IS_THERE.search(words):
        return False
    words = _HOST.sub("", words)
    is_too_much = _SENT_TOO_MUCH.search(words) is not None
    return not is_too_much and _about_us(words, is_their_domain=False) is None


def _without_addresses(text: str) -> str:
    """Return the words of a reply without the addresses in it.

    >>> _without_addresses("5.1.1 <throttle@x.example>: no spam@x.example here")
    '5.1.1 : no here'
    """
    words = _BRACKETED.sub("", text).split()
    return " ".join(word for word in words if "@" not in word)


def _is_login(code: int, subject: str) -> bool:
    return (
        code in _LOGIN_CODES
        or subject in _LOGIN
        or (code == _LOGIN_LATER and subject in _LOGIN_TOO)
    )


def _is_too_much(subject: str, words: str) -> bool:
    """Whether our account sent too much; not where a code and words say that there is nobody."""
    if subject in _NOBODY and _IS_NOBODY.search(words):
        return False
    return _SENT_TOO_MUCH.search(_LINK.sub("", words)) is not None


def _by_code(subject: str, words: str) -> Cause | None:
    if subject in _NOBODY:
        return _about_us(words, is_their_domain=subject in _NO_DOMAIN) or Cause.NOBODY
    if subject in _FULL:
        return Cause.POLICY if _IS_POLICY.search(words) else Cause.FULL
    if subject.startswith("6."):
        return Cause.CONTENT
    return Cause.POLICY if subject.startswith("7.") else None


def _by_words(code: int, subject: str, words: str) -> Cause:
    # RFC 3463 3.4: 3.x is about the system of the next hop, so its disk is no mailbox
    is_full = not subject.startswith("3.") and _IS_FULL.search(words) is not None
    if code == _OVERSIZE and not is_full:
        return Cause.CONTENT
    if is_full:
        return Cause.FULL
    about_us = _about_us(words, is_their_domain=False)
    if about_us is not None:
        return about_us
    is_of_mailbox = code in _MAILBOX_CODES and _IS_NOBODY.search(words)
    return Cause.NOBODY if is_of_mailbox else Cause.OTHER


def _about_us(words: str, *, is_their_domain: bool) -> Cause | None:
    """Return what a reply is about that speaks of policy or the sender."""
    if _IS_POLICY.search(words):
        return Cause.POLICY
    is_of_sender = _OF_THE_SENDER.search(words) is not None
    if is_of_sender or (not is_their_domain and _OF_A_DOMAIN.search(words)):
        return Cause.OTHER
    return None

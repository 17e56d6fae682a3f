"""Everything the SMTP edge says; no other module writes a reply code.

Replies are ASCII, at most 512 octets a line (RFC 5321 4.5.3.1.5), and hold nothing of an address,
of a message or of an exception. All but greetings and 3yz carry an enhanced status code (RFC 2034).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, assert_never

from filters.codes import CODES
from filters.decision import Effect, Finding
from filters.email.refusal import Cause
from gateway.delivery.cause import OURS, cause_of
from gateway.delivery.smtp_reply import Reply
from gateway.errors import PermanentFailure, StoreFull, StoreUnavailable, UnknownOutcome, Unproven
from gateway.smtp.auth import Fault
from gateway.smtp.parameters import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filters.decision import Ruling
    from gateway.delivery.refusals import Outcome
    from gateway.errors import MalformedMessage
    from gateway.pass_through import PassedOn
    from gateway.submission import Acceptance
    from suppression.keys import RecipientKey

_SENTENCE_OCTETS: Final = 400
_MOST_LINES: Final = 20
_QUOTED_OCTETS: Final = 512 - len("250 5.999.999 \r\n")
_UNREACHABLE: Final = {
    "4.4.5": "All connections to the next hop are busy",
    "4.7.0": "The next hop does not let the gateway in",
    "4.7.1": "The next hop takes no more from the gateway for now",
    "4.7.5": "The next hop has no TLS that can be trusted",
}
"""What is said of a next hop by its status; of any other, that it cannot be reached."""
_UNSAID: Final = re.compile(r"[^ -~]+")  # a reason is ASCII on one line, or made so


def _line(text: str) -> bytes:
    return text.encode("ascii") + b"\r\n"


def coded(code: str) -> bytes:
    """Return the constant reply to a reason code."""
    return _line(f"{CODES[code].smtp} [{code}] {CODES[code].title}")


AUTH_FAILED: Final = coded("AUTH_FAILED")
AUTH_REQUIRED: Final = coded("AUTH_REQUIRED")
BAD_SEQUENCE: Final = coded("SMTP_BAD_SEQUENCE")
BAD_SYNTAX: Final = coded("SMTP_SYNTAX")
RATE_LIMITED: Final = coded("RATE_TENANT")
RECIPIENT_OK: Final = _line("250 2.1.5 Recipient ok")
RELAY_DENIED: Final = coded("RELAY_DENIED")
SENDER_OK: Final = _line("250 2.1.0 Sender ok")
SHUTTING_DOWN: Final = coded("SMTP_SHUTTING_DOWN")
TIMEOUT: Final = coded("SMTP_TIMEOUT")
TOO_LARGE: Final = coded("SMTP_TOO_LARGE")
TOO_MANY_CONNECTIONS: Final = coded("SMTP_TOO_MANY_CONNECTIONS")
TOO_MANY_ERRORS: Final = coded("SMTP_TOO_MANY_ERRORS")
TOO_MANY_RECIPIENTS: Final = coded("SMTP_TOO_MANY_RCPT")
UNKNOWN_COMMAND: Final = coded("SMTP_UNKNOWN_COMMAND")
UNKNOWN_PARAMETER: Final = coded("SMTP_UNKNOWN_PARAMETER")

ALREADY_AUTHENTICATED: Final = _line("503 5.5.1 Already authenticated")
ALREADY_ENCRYPTED: Final = _line("503 5.5.1 TLS is already active")
AUTH_OK: Final = _line("235 2.7.0 Authentication successful")
BAD_LINE: Final = _line("500 5.5.2 Commands end with CR LF and hold no NUL, CR or LF otherwise")
EHLO_FIRST: Final = _line("503 5.5.1 Send EHLO first")
ENCRYPTION_REQUIRED: Final = _line("538 5.7.11 Encryption required for authentication")
FORBIDDEN: Final = _line("221 2.7.0 This is an SMTP server; closing the connection")
GO_AHEAD: Final = _line("354 End data with <CR><LF>.<CR><LF>")
GOODBYE: Final = _line("221 2.0.0 Goodbye")
HELP: Final = _line("214 2.0.0 RFC 5321; the administrator of this gateway helps")
LINE_TOO_LONG: Final = _line("500 5.5.2 Command line too long")
NOT_IMPLEMENTED: Final = _line("502 5.5.1 Command not implemented")
NOT_VERIFIED: Final = _line("252 2.1.5 Not verified; send some mail and see")
OK: Final = _line("250 2.0.0 OK")
READY_FOR_TLS: Final = _line("220 2.0.0 Ready to start TLS")
TOO_EARLY: Final = _line("503 5.5.0 Wait for the reply before sending more; closing the connection")
TOO_MANY_GUESSES: Final = _line("454 4.7.0 Too many failed logins of late; try again later")
KEY_REVOKED: Final = _line("421 4.7.0 This login is worth nothing any more; log in anew")
TOO_MANY_FAILED_LOGINS: Final = _line("421 4.7.0 Too many failed logins; closing the connection")
NO_RECIPIENTS: Final = _line("554 5.5.1 No valid recipients")


AUTH: Final = "AUTH PLAIN LOGIN"
DSN: Final = "DSN"
STARTTLS: Final = "STARTTLS"
XFORWARD: Final = "XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE"


def banner(hostname: str, *, lmtp: bool = False) -> bytes:
    """Return the first line of a session."""
    return _line(f"220 {hostname} {'LMTP' if lmtp else 'ESMTP'} optwarden")


def helo(hostname: str) -> bytes:
    """Return the answer to HELO."""
    return _line(f"250 {hostname}")


@lru_cache(maxsize=64)
def ehlo(hostname: str, max_size_bytes: int, offered: tuple[str, ...]) -> bytes:
    """Return the answer to EHLO: what is honoured to the end, and only that."""
    keywords = [hostname, "PIPELINING", f"SIZE {max_size_bytes}", "8BITMIME", "SMTPUTF8"]
    keywords += ["ENHANCEDSTATUSCODES", *offered]
    *more, last = keywords
    return b"".join(_line(f"250-{keyword}") for keyword in more) + _line(f"250 {last}")


def challenge(text: bytes) -> bytes:
    """Return a challenge of AUTH."""
    return b"334 " + text + b"\r\n"


def mistake(what: Mistake, *, of_sender: bool) -> bytes:
    """Return the reply to a MAIL or RCPT that cannot be read."""
    match what:
        case Mistake.SYNTAX | Mistake.PARAMETER:
            return BAD_SYNTAX
        case Mistake.ADDRESS:
            return coded("SMTP_BAD_SENDER_SYNTAX" if of_sender else "SMTP_BAD_RCPT_SYNTAX")
        case Mistake.NON_ASCII:
            # RFC 6531 3.5
            return _line("553 5.6.7 Addresses outside ASCII need SMTPUTF8 in MAIL")
        case Mistake.UNKNOWN_PARAMETER:
            return UNKNOWN_PARAMETER
        case _:
            assert_never(what)


def fault(what: Fault) -> bytes:
    """Return the reply to an AUTH exchange that came to nothing (RFC 4954 4 and 6)."""
    match what:
        case Fault.CANCELLED:
            return _line("501 5.7.0 Authentication cancelled")
        case Fault.BAD_BASE64:
            return _line("501 5.5.2 Not base64")
        case Fault.MALFORMED:
            return _line("501 5.5.2 Not an answer of this mechanism")
        case Fault.OTHER_IDENTITY:
            return _line("535 5.7.8 Acting for another identity is not possible")
        case Fault.TOO_LONG:
            return _line("500 5.5.6 Authentication exchange line is too long")
        case Fault.UNKNOWN_MECHANISM:
            return _line("504 5.5.4 Authentication mechanism not supported")
        case _:
            assert_never(what)


def accepted(acceptance: Acceptance) -> bytes:
    """Return the one reply after DATA."""
    return _ruled(acceptance.effect, acceptance.rulings, acceptance.queue_id)


def accepted_each(acceptance: Acceptance, keys: Iterable[RecipientKey]) -> bytes:
    """Return a reply a recipient, in the order in which they were named (RFC 2033 4.2)."""
    rulings = {ruling.recipient.key: ruling for ruling in acceptance.rulings}
    return b"".join(
        _ruled(rulings[key].effect, (rulings[key],), acceptance.queue_id) for key in keys
    )


def _ruled(effect: Effect, rulings: Iterable[Ruling], queue_id: str) -> bytes:
    match effect:
        case Effect.PASS:
            return _line(f"250 2.0.0 Queued as {queue_id}")
        case Effect.HOLD:
            return _line(f"250 2.0.0 Held for review as {queue_id}")
        case Effect.DEFER | Effect.REFUSE:
            findings = [f for r in rulings for f in r.findings if f.effect is effect]
            return _objections(findings, effect, queue_id)
        case _:
            assert_never(effect)


def passed_on(passed: PassedOn) -> bytes:
    """Return the one reply to a message that was to be passed on."""
    if passed.outcome is not None:
        return relayed(passed.outcome)
    effects = {ruling.effect for ruling in passed.rulings}
    effect = next((e for e in (Effect.DEFER, Effect.HOLD) if e in effects), Effect.REFUSE)
    return _not_passed_on(effect, passed.rulings, passed.queue_id)


def passed_on_each(passed: PassedOn, keys: Iterable[RecipientKey]) -> bytes:
    """Return a reply a recipient, in the order in which they were named (RFC 2033 4.2)."""
    rulings = {ruling.recipient.key: ruling for ruling in passed.rulings}
    said = b"" if passed.outcome is None else relayed(passed.outcome)

    def reply(ruling: Ruling) -> bytes:
        if ruling.effect is Effect.PASS:
            return said
        return _not_passed_on(ruling.effect, (ruling,), passed.queue_id)

    return b"".join(reply(rulings[key]) for key in keys)


def _not_passed_on(effect: Effect, rulings: Iterable[Ruling], queue_id: str) -> bytes:
    if effect is not Effect.HOLD:
        return _ruled(effect, rulings, queue_id)
    # nothing is kept here, so it is not held: it waits in the queue of the client, where it is safe
    # and can be seen; when that gives up, its sender is told
    held = [f for ruling in rulings for f in ruling.findings if f.effect is Effect.HOLD]
    said = _said(held[0].code, held[0].reason)
    return _line(f"451 4.7.1 {said} Not held here: kept in your queue.{_reference(queue_id)}")


def relayed(outcome: Outcome) -> bytes:
    """Return what the next hop said, line by line; or that it said nothing that can be passed on.

    Its text was made printable ASCII and its lines were bounded when it was read.
    """
    match outcome:
        case Reply() if outcome.is_permanent and cause_of(outcome) in OURS:
            status = "4.7.0" if cause_of(outcome) is Cause.LOGIN else "4.7.1"
            return _unavailable(status, _UNREACHABLE[status])  # not the client's fault
        case Reply():
            return _quoted(outcome)
        case UnknownOutcome():
            return _unavailable("4.4.2", "The next hop did not answer; it may have the message")
        case Unproven():
            return coded("INTERNAL_PROOF_FAILED")
        case PermanentFailure():
            return _line(f"554 {outcome.status} {_said('PROVIDER_REJECTED', outcome.reply)}")
        case _:
            status = outcome.status if outcome.status in _UNREACHABLE else "4.4.1"
            return _unavailable(status, _UNREACHABLE.get(status, ""))


def _unavailable(status: str, sentence: str) -> bytes:
    return _line(f"451 {status} {_said('PROVIDER_UNAVAILABLE', sentence)}")


def _quoted(reply: Reply) -> bytes:
    """Return a reply of the next hop; what it says of its own connection is not about ours."""
    code = 250 if reply.is_positive else 451 if reply.code == 421 else reply.code  # noqa: PLR2004
    lines = reply.lines or (reply.text,)
    said = [each.removeprefix(reply.status).strip()[:_QUOTED_OCTETS] for each in lines]
    marked = zip("-" * (len(said) - 1) + " ", said, strict=True)
    return b"".join(_line(f"{code}{mark}{reply.status} {text}".rstrip()) for mark, text in marked)


def taken(queue_id: str) -> bytes:
    """Return the reply to mail for our own addresses: the same, whatever was done about it."""
    return _line(f"250 2.0.0 Taken as {queue_id}")


def malformed(error: MalformedMessage, queue_id: str) -> bytes:
    """Return the reply to a message whose structure cannot be read."""
    known = CODES.get(error.code, CODES["MIME_MALFORMED"])
    smtp = known.smtp or CODES["MIME_MALFORMED"].smtp
    return _line(f"{smtp} {_said(error.code, error.reason)}{_reference(queue_id)}")


def failed(error: Exception) -> str:
    """Return the reply to our own failure, without its line end and without its text."""
    kinds = ((StoreFull, "QUEUE_FULL"), (StoreUnavailable, "STORE_UNAVAILABLE"))
    code = next((code for kind, code in kinds if isinstance(error, kind)), "INTERNAL_ERROR")
    return coded(code).decode().rstrip()


def _objections(findings: Iterable[Finding], effect: Effect, queue_id: str) -> bytes:
    """Return one line an objection, each once, under the code of the first that has one."""
    default = "451 4.3.0" if effect is Effect.DEFER else "550 5.7.1"
    texts: dict[str, str] = {}  # what is said → its reply code
    for finding in findings:
        known = CODES.get(finding.code)
        smtp = known.smtp if known is not None and known.smtp[:1] == default[0] else default
        # a check that broke names the type of its exception: for the log, not for the client
        reason = finding.reason if effect is Effect.REFUSE else ""
        texts.setdefault(_said(finding.code, reason), smtp)
    if not texts:
        texts[_said("INTERNAL_ERROR", "")] = default
    said = list(texts)[:_MOST_LINES]
    reply, _, status = texts[said[0]].partition(" ")  # RFC 5321 4.2.1: one code for all lines
    marks = ["-"] * (len(said) - 1) + [" "]
    return b"".join(
        _line(f"{reply}{mark}{status} {text}{_reference(queue_id)}")
        for mark, text in zip(marks, said, strict=True)
    )


def _said(code: str, reason: str) -> str:
    """Return `[CODE] sentence`; the code's own sentence where a reason names an address."""
    known = CODES.get(code)
    title = known.title if known is not None else "Refused by a rule of this gateway"
    sentence = title if not reason or "@" in reason else reason
    return f"[{code}] {_UNSAID.sub('?', sentence)[:_SENTENCE_OCTETS]}"


def _reference(queue_id: str) -> str:
    return f" ({queue_id})" if queue_id else ""

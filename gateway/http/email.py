"""Email over HTTP: as fields or as a finished message, sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pydantic import Field

from filters.email.newlines import has_bare_newline
from filters.message import Arrival
from gateway.http.acceptance import raise_unless_taken
from gateway.http.body import (
    MESSAGE_BYTES,
    MESSAGE_DEADLINE_S,
    MESSAGE_JSON_BYTES,
    json_bytes,
    read_body,
    read_query,
    understood,
)
from gateway.http.call import Call, Shape, answer
from gateway.http.compose import OTHER_NAME, compose, mailboxes
from gateway.http.email_request import MAX_RECIPIENTS, EmailRequest
from gateway.http.problems import Mistake, Refusal, mistaken
from gateway.http.verdicts import (
    RecipientVerdict,
    StateName,
    recipient_verdicts,
)
from gateway.off_loop import ALONE_BYTES, off_loop
from gateway.smtp.grammar import mailbox_mistake
from gateway.submission import EmailSubmission
from suppression.errors import MalformedAddressError
from suppression.keys import email_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiohttp import web

    from gateway.submission import Acceptance, Retried

RFC822: Final = "message/rfc822"
_PIECE_BYTES: Final = 1 << 20  # looked at in one go


class RawQuery(Shape):
    """The envelope of a finished message."""

    from_: str = Field(alias="from", max_length=320, description="reverse-path; empty for a report")
    to: tuple[str, ...] = Field(min_length=1, max_length=MAX_RECIPIENTS)


class EmailAccepted(Shape):
    """An email that was taken over for some or all of its recipients."""

    id: str
    status: StateName
    recipients: tuple[RecipientVerdict, ...]


async def post_email(call: Call) -> web.Response:
    """Send an email given as fields."""
    return _accepted(call, await call.services.submit_email(await _drafted(call)))


async def _drafted(call: Call) -> EmailSubmission:
    """Return what is asked for; the body of the request is forgotten by then."""
    raw = await json_bytes(call.request, MESSAGE_JSON_BYTES)
    return await off_loop(_effort(raw), lambda: _draft(call, raw))


def _effort(raw: bytes) -> int:
    """Return how large a message is that takes as long: fields and addresses take longest."""
    return max(len(raw), min(8 * len(raw) + 4096 * raw.count(b"@"), ALONE_BYTES))


def _draft(call: Call, raw: bytes) -> EmailSubmission:
    order = understood(raw, EmailRequest)
    message = compose(order)
    found: list[Mistake] = []
    everybody = [
        mailbox.addr_spec
        for loc, texts in (("to", order.to), ("cc", order.cc), ("bcc", order.bcc))
        for mailbox in mailboxes(texts, loc, found)
    ]
    reverse_path = mailboxes([order.from_], "from", found)
    refuse(found, everybody, message)
    return submission(
        call, reverse_path[0].addr_spec, tuple(everybody), message, call.retried(raw),
        category=order.category, basis=order.basis, stream=order.stream,
    )  # fmt: skip


async def post_email_raw(call: Call) -> web.Response:
    """Send a finished message."""
    query = read_query(call.request.query, RawQuery)
    message = await read_message(call)
    refuse(envelope_mistakes(query.from_, query.to), query.to, message)
    retried = await off_loop(len(message), lambda: call.retried(message))
    order = submission(call, query.from_, query.to, message, retried)
    return _accepted(call, await call.services.submit_email(order))


async def read_message(call: Call) -> bytes:
    """Return the posted message with CRLF line ends.

    Raises:
        Refusal: of another type, empty, too large, or with line ends of more than one kind.
    """
    if call.request.content_type != RFC822:
        raise Refusal("HTTP_UNSUPPORTED_TYPE", f"this route takes {RFC822}")
    raw = await read_body(call.request, MESSAGE_BYTES, MESSAGE_DEADLINE_S)
    return await off_loop(len(raw), lambda: _as_sent(raw))


def _as_sent(raw: bytes) -> bytes:
    if not raw or raw.isspace():
        raise Refusal("MIME_MALFORMED", "the message is empty")
    if b"\r" not in raw:
        # a file as it lies on a disk; RFC 5322 2.1 wants CRLF
        if len(raw) + raw.count(b"\n") > MESSAGE_BYTES:
            raise too_large()
        raw = b"".join(
            raw[at : at + _PIECE_BYTES].replace(b"\n", b"\r\n")
            for at in range(0, len(raw), _PIECE_BYTES)
        )
    if has_bare_newline(raw):
        raise Refusal("SMTP_BARE_NEWLINE")
    return raw if raw.endswith(b"\r\n") else raw + b"\r\n"


def envelope_mistakes(reverse_path: str, recipients: Iterable[str]) -> list[Mistake]:
    """Return what is wrong with the addresses of an envelope."""
    named = [(f"to[{index}]", address) for index, address in enumerate(recipients)]
    named += [("from", reverse_path)] if reverse_path else []
    found = []
    for loc, address in named:
        try:
            email_key(address)
        except MalformedAddressError as error:
            found.append(Mistake(loc=loc, msg=str(error)))
        else:
            if mailbox_mistake(address, is_utf8=True):
                found.append(Mistake(loc=loc, msg=OTHER_NAME))
    return found


def refuse(found: list[Mistake], recipients: Sequence[str], message: bytes) -> None:
    """Return when the envelope can be used.

    Raises:
        Refusal: mistakes were found, too many recipients, too large a message.
    """
    if found:
        raise mistaken(found)
    if len(recipients) > MAX_RECIPIENTS:
        raise Refusal("SMTP_TOO_MANY_RCPT", f"at most {MAX_RECIPIENTS} in one request")
    if len(message) > MESSAGE_BYTES:
        raise too_large()


def too_large() -> Refusal:
    """Return the refusal of a message of more than the largest size."""
    return Refusal("SMTP_TOO_LARGE", f"a message may have {MESSAGE_BYTES} bytes")


def submission(  # noqa: PLR0913 - what an envelope is made of
    call: Call, reverse_path: str, recipients: tuple[str, ...], message: bytes, retried: Retried, *,
    category: str = "", basis: str = "", stream: str = "",
) -> EmailSubmission:  # fmt: skip
    """Return what is handed to the pipeline."""
    services = call.services
    return EmailSubmission(
        queue_id=services.queue_ids.next(),
        submitter=call.caller.submitter,
        arrival=Arrival(
            hostname=urlsplit(services.config.public.url).hostname or "localhost",
            protocol="HTTP",
            helo="",
            peer=call.origin,
            at=services.clock(),
            submitter=call.caller.submitter.name,
        ),
        reverse_path=reverse_path,
        recipients=recipients,
        raw=message,
        declared_category=category,
        declared_basis=basis,
        declared_stream=stream,
        answers_each=True,
        retried=retried,
    )


def _accepted(call: Call, acceptance: Acceptance) -> web.Response:
    raise_unless_taken(acceptance, call.services.clock())
    verdicts = recipient_verdicts(acceptance.rulings, changed=acceptance.changed)
    queued = any(each.status == "queued" for each in verdicts)
    body = EmailAccepted(
        id=acceptance.queue_id, status="queued" if queued else "held", recipients=verdicts
    )
    return answer(body, 202, replayed=acceptance.replayed)

"""Checking an email over HTTP: the decision, what would be changed, the bytes that would leave."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, Literal

from aiohttp import web
from pydantic import Field

from filters.email.fields import addresses
from filters.email.mime import parse
from filters.plan import render
from gateway.diff.changes import changes_of, parts_and_places
from gateway.diff.unified import unified_diff
from gateway.http.body import read_query
from gateway.http.call import Call, Shape
from gateway.http.email import envelope_mistakes, read_message, refuse, submission
from gateway.http.email_request import MAX_RECIPIENTS
from gateway.http.verdicts import (
    FindingView,
    Mode,
    RecipientVerdict,
    Verdict,
    recipient_verdicts,
    strictest,
    verdict,
)
from gateway.off_loop import off_loop
from gateway.submission import NOT_RETRIED
from suppression.tokens import SAMPLE_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.decision import EmailDecision

_MESSAGE: Final = b'"message":"'  # in no value: a quotation mark there has a backslash before it
_PIECE_BYTES: Final = 3 << 18  # encoded in one go
_SOMEBODY: Final = ("somebody@example.invalid",)


class CheckQuery(Shape):
    """The envelope a message is checked with; without one its own From, to somebody on no list."""

    from_: str | None = Field(default=None, alias="from", max_length=320)
    to: tuple[str, ...] = Field(default=_SOMEBODY, max_length=MAX_RECIPIENTS)
    category: Literal["", "commercial", "transactional", "conversational"] = ""


class PartView(Shape):
    """One part of the message as submitted; offsets and sizes in bytes of it."""

    path: str = Field(description="RFC 9051 6.4.5: 1.2; empty is a multipart message itself")
    type: str
    charset: str = Field(description="as declared; empty where none is")
    encoding: str
    disposition: str
    filename: str
    start: int = Field(description="of its header")
    end: int = Field(description="of its body")
    size: int = Field(description="of its body, as encoded")
    displayed: bool = Field(description="shown as the text of the message")
    edited: bool


class PlaceView(Shape):
    """One edit: the bytes from start to end of the submitted message are replaced."""

    part: str = Field(description="the path of the part it falls in")
    type: str
    within: Literal["header", "body"]
    start: int
    end: int
    added: int = Field(description="how many bytes stand there instead")
    says: str


class EmailChecked(Shape):
    """What would be decided about an email. Nothing was sent or kept."""

    verdict: Verdict = Field(description="as enforced, whatever the mode")
    mode: Mode = Field(description="observe: a message that is sent leaves as it is")
    category: str
    decided_by: str = Field(description="how the category was found")
    evidence: tuple[str, ...] = Field(description="what the content was judged by")
    stream: str
    recipients: tuple[RecipientVerdict, ...]
    findings: tuple[FindingView, ...]
    edits: tuple[str, ...]
    parts: tuple[PartView, ...] = Field(description="outer before inner, in the order of the bytes")
    places: tuple[PlaceView, ...] = Field(description="where each edit falls, in order")
    size_before: int
    size_after: int
    message: str = Field(
        description="base64 of what would leave, unsigned, with a sample unsubscribe token"
    )
    diff: str = Field(description="a unified diff of the two, by lines, with three around each")


async def post_check_email(call: Call) -> web.Response:
    """Decide about a finished message as if it were sent."""
    query = read_query(call.request.query, CheckQuery)
    message = await read_message(call)
    size = len(message)
    given = query.from_
    reverse_path = await off_loop(size, lambda: _own_from(message)) if given is None else given
    refuse(envelope_mistakes(reverse_path, query.to), query.to, message)
    order = submission(call, reverse_path, query.to, message, NOT_RETRIED, category=query.category)
    decision = await call.services.decide_email(order)
    mode = call.services.config.mode
    return await off_loop(size, lambda: _answer(decision, mode))


def _own_from(message: bytes) -> str:
    return next(iter(addresses(message, parse(message), "from")), "")


def _answer(decision: EmailDecision, mode: Mode) -> web.Response:
    """Return what was decided; the message is put in last, piece by piece: it may be large."""
    after = render(decision.email.raw, decision.plan, SAMPLE_TOKEN)
    told = _checked(decision, mode, len(after)).model_dump_json(by_alias=True).encode()
    before, name, behind = told.partition(_MESSAGE)
    body = b"".join((before, name, *_in_base64(after), behind))
    return web.Response(body=body, content_type="application/json")


def _in_base64(message: bytes) -> Iterator[bytes]:
    for at in range(0, len(message), _PIECE_BYTES):
        yield base64.b64encode(message[at : at + _PIECE_BYTES])


def _checked(decision: EmailDecision, mode: Mode, size_after: int) -> EmailChecked:
    """Return what was decided, but for the message."""
    raw, plan = decision.email.raw, decision.plan
    changed = bool(plan.splices)
    changes = changes_of(plan)
    parts, places = parts_and_places(raw, decision.email.tree, changes)
    verdicts = recipient_verdicts(decision.rulings, changed=changed)
    findings = dict.fromkeys(finding for each in verdicts for finding in each.findings)
    return EmailChecked(
        verdict=verdict(strictest(decision.rulings), changed=changed),
        mode=mode,
        category=decision.facts.verdict.category.value,
        decided_by=decision.facts.verdict.decided_by,
        evidence=decision.facts.verdict.evidence,
        stream=decision.facts.stream,
        recipients=verdicts,
        findings=tuple(findings),
        edits=plan.fixes,
        parts=tuple(PartView.model_validate(asdict(part)) for part in parts),
        places=tuple(PlaceView.model_validate(asdict(place)) for place in places),
        size_before=len(raw),
        size_after=size_after,
        message="",
        diff="\n".join(unified_diff(raw, changes)),
    )

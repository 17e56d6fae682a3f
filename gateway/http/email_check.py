"""Checking an email over HTTP: the decision, what would be changed, the bytes that would leave."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from filters.email.fields import addresses
from filters.email.mime import parse
from filters.plan import Plan, render
from gateway.http.body import read_query
from gateway.http.call import Call, Shape, answer
from gateway.http.email import MAX_RECIPIENTS, envelope_mistakes, read_message, refuse, submission
from gateway.http.verdicts import (
    FindingView,
    RecipientVerdict,
    Verdict,
    recipient_verdicts,
    strictest,
    verdict,
)
from suppression.tokens import SAMPLE_TOKEN

if TYPE_CHECKING:
    from aiohttp import web

    from gateway.decision import EmailDecision

_SOMEBODY: Final = ("somebody@example.invalid",)


class CheckQuery(Shape):
    """The envelope a message is checked with; without one its own From, to somebody on no list."""

    from_: str | None = Field(default=None, alias="from", max_length=320)
    to: tuple[str, ...] = Field(default=_SOMEBODY, max_length=MAX_RECIPIENTS)
    category: Literal["", "commercial", "transactional", "conversational"] = ""


class EmailChecked(Shape):
    """What would be decided about an email. Nothing was sent or kept."""

    verdict: Verdict
    category: str
    decided_by: str = Field(description="how the category was found")
    evidence: tuple[str, ...] = Field(description="what the content was judged by")
    stream: str
    recipients: tuple[RecipientVerdict, ...]
    findings: tuple[FindingView, ...]
    edits: tuple[str, ...]
    size_before: int
    size_after: int
    message: str = Field(description="base64 of what would leave, with a sample unsubscribe token")
    diff: str = Field(description="what is taken away (-) and added (+), and at which octet")


async def post_check_email(call: Call) -> web.Response:
    """Decide about a finished message as if it were sent."""
    query = read_query(call.request.query, CheckQuery)
    message = await read_message(call)
    reverse_path = _own_from(message) if query.from_ is None else query.from_
    refuse(envelope_mistakes(reverse_path, query.to), query.to, message)
    order = submission(call, reverse_path, query.to, message, message, category=query.category)
    return answer(_checked(await call.services.decide_email(order)))


def _own_from(message: bytes) -> str:
    return next(iter(addresses(message, parse(message), "from")), "")


def _checked(decision: EmailDecision) -> EmailChecked:
    raw, plan = decision.email.raw, decision.plan
    changed = bool(plan.splices)
    after = render(raw, plan, SAMPLE_TOKEN)
    verdicts = recipient_verdicts(decision.rulings, changed=changed)
    findings = dict.fromkeys(finding for each in verdicts for finding in each.findings)
    return EmailChecked(
        verdict=verdict(strictest(decision.rulings), changed=changed),
        category=decision.facts.verdict.category.value,
        decided_by=decision.facts.verdict.decided_by,
        evidence=decision.facts.verdict.evidence,
        stream=decision.facts.stream,
        recipients=verdicts,
        findings=tuple(findings),
        edits=plan.fixes,
        size_before=len(raw),
        size_after=len(after),
        message=base64.b64encode(after).decode(),
        diff=_diff(raw, plan),
    )


def _diff(raw: bytes, plan: Plan) -> str:
    """Return what each splice takes away and adds; linear, whatever is sent in."""
    lines: list[str] = []
    for splice in plan.splices:
        before = raw[splice.start : splice.end]
        alone = replace(splice, start=0, end=len(before))
        after = render(before, Plan(splices=(alone,)), SAMPLE_TOKEN)
        lines.append(f"@@ octet {splice.start} @@")
        lines += [f"-{line}" for line in _lines(before)] + [f"+{line}" for line in _lines(after)]
    return "\n".join(lines)


def _lines(piece: bytes) -> list[str]:
    return piece.decode("utf-8", "replace").split("\r\n") if piece else []

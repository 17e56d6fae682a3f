"""Messages in the spool of a site, decided as the gateway decides."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from selectolax.lexbor import LexborHTMLParser

from gateway.records import email_record, sms_record
from tests.contract.http.conftest import CONFIG
from tests.make_gateway import submission, submitter, text_submission

if TYPE_CHECKING:
    from filters.plan import Plan
    from gateway.submission import EmailSubmission
    from tests.contract.admin.conftest import Site

PLANTED: Final = tuple(
    (Path(__file__).parents[2] / "data" / "planted.txt").read_text("utf-8").splitlines()
)
_RUNS: Final = (
    "script",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "base",
    "meta",
    "link",
)


def now() -> datetime:
    return datetime.now(UTC)


def sent(raw: bytes, *to: str, **changed: Any) -> EmailSubmission:  # noqa: ANN401 - any field
    return submission(raw, *to, at=now(), submitter=submitter(senders=("example",)), **changed)


async def email(site: Site, raw: bytes, *to: str, **changed: Any) -> str:  # noqa: ANN401 - any field
    """Decide about an email and store it; its queue id."""
    order = sent(raw, *to, **changed)
    decision = await site.gateway.services.decide_email(order)
    await site.gateway.spool.accept(email_record(order, decision, CONFIG, now()))
    return order.queue_id


async def text(site: Site, words: str, **changed: Any) -> str:  # noqa: ANN401 - any field
    """Decide about a text and store it; its queue id."""
    order = text_submission(words, at=now(), **{"sender": "+14155550123", **changed})
    decision = await site.gateway.services.decide_sms(order)
    await site.gateway.spool.accept(sms_record(order, decision, CONFIG, now()))
    return order.queue_id


async def plan_of(site: Site, order: EmailSubmission) -> Plan:
    return (await site.gateway.services.decide_email(order)).plan


def elements(html: str) -> list[tuple[str, str]]:
    """Return what of a page could run, load or lead somewhere: names with their attributes."""
    tree = LexborHTMLParser(html)
    found = [(str(node.tag), str(sorted(node.attributes))) for node in tree.css(", ".join(_RUNS))]
    return found + [
        (str(node.tag), name)
        for node in tree.css("*")
        for name in node.attributes
        if name.startswith("on") or name == "style"
    ]

"""Making a template of a held text: what varies, what else would pass, then the approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.sms.promotional import judge_text
from filters.sms.template import KINDS, Template
from filters.sms.template_draft import marked, mistakes
from gateway.admin import held
from gateway.admin.deeds import reason_of
from gateway.admin.pages import go, render
from gateway.http.problems import Refusal

if TYPE_CHECKING:
    from aiohttp import web

    from filters.sms.promotional import TextVerdict
    from gateway.admin.visit import Visit
    from gateway.spool.alike import Resemblance
    from gateway.spool.model import MessageView

CONFIRM: Final = "approve"
"""What is typed: a template lets texts leave that nobody looks at any more."""

_SHOWN: Final = 20


async def get_form(visit: Visit) -> web.StreamResponse:
    """Show the text with marks where it plainly varies."""
    view, text = await _held_text(visit)
    return await _page(visit, view, text, marked(text))


async def post_form(visit: Visit) -> web.StreamResponse:
    """Show what else the draft would let pass, or put it in force."""
    view, text = await _held_text(visit)
    draft = visit.form["draft"]
    if visit.form["act"] != CONFIRM:
        return await _page(visit, view, text, draft, is_looked_at=True)
    wrong = mistakes(draft, text)
    if wrong or (await _judged(visit, view, text)).score >= _surely(visit):
        return await _page(visit, view, text, draft, is_looked_at=True, status=422)
    try:
        because = reason_of(visit)
        _ensure_typed(visit)
    except ValueError as error:
        return await _page(
            visit, view, text, draft, is_looked_at=True, complaint=str(error), status=422
        )
    made = await visit.desk.spool.approve_template(
        _template(view, draft), message=view.queue_id, by=visit.user.name, because=because
    )
    return go(f"/templates/{made.template_id}", done="approved")


def _ensure_typed(visit: Visit) -> None:
    """Return where the word was typed.

    Raises:
        ValueError: it was not.
    """
    if visit.form["typed"].lower() != CONFIRM:
        message = f"type {CONFIRM} to confirm"
        raise ValueError(message)


async def _held_text(visit: Visit) -> tuple[MessageView, str]:
    """Return the text of the path, as it was submitted.

    Raises:
        Refusal: it is no text that is held because it may advertise, or is not kept (404).
    """
    view, waiting = await held.found(visit)
    raw = await visit.desk.spool.content(view.queue_id)
    if raw is None or not held.may_be_template(view, waiting):
        raise Refusal("HTTP_NOT_FOUND", "no template can be made of this")
    return view, raw.decode("utf-8", "replace")


def _template(view: MessageView, draft: str) -> Template:
    return Template(template_id="", text=draft, identity=view.identity, purpose=view.category)


async def _judged(visit: Visit, view: MessageView, text: str) -> TextVerdict:
    models = await visit.desk.bench.models()
    return judge_text(text, purpose=view.category, reading=await models.read(text))


def _surely(visit: Visit) -> float:
    """Return the score from which a text advertises for sure: no approval changes that."""
    return visit.services.config.sms.hold_band[1]


async def _page(  # noqa: PLR0913 - what the page shows
    visit: Visit,
    view: MessageView,
    text: str,
    draft: str,
    *,
    is_looked_at: bool = False,
    complaint: str = "",
    status: int = 200,
) -> web.Response:
    judged = await _judged(visit, view, text)
    wrong = mistakes(draft, text) if is_looked_at else ()
    found: Resemblance | None = None
    if is_looked_at and not wrong:
        found = await visit.desk.spool.alike(_template(view, draft))
    return render(
        visit, "template_draft.html", status=status, view=view, text=text, draft=draft,
        kinds=KINDS, judged=judged, is_certain=judged.score >= _surely(visit), wrong=wrong,
        found=found, most=_SHOWN, complaint=complaint, typed=visit.form.said(), confirm=CONFIRM,
    )  # fmt: skip

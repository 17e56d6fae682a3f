"""What is held, and deciding about one message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from gateway.admin.deeds import reason_of, told
from gateway.admin.judged_again import judged_again
from gateway.admin.listing import as_whole_file, shape, with_query
from gateway.admin.pages import go, render
from gateway.admin.roles import Right
from gateway.admin.search import words_of
from gateway.http.problems import Refusal
from gateway.rejecting import reject
from gateway.reports import Reports
from gateway.spool.model import State
from gateway.spool.waiting import WaitingQuery
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from aiohttp import web

    from gateway.admin.judged_again import Judged
    from gateway.admin.visit import Visit
    from gateway.spool.model import DeliveryView, MessageView

_COLUMNS: Final = (
    "id", "channel", "category", "submitter", "recipients", "subject", "codes", "came_at",
    "expires_at",
)  # fmt: skip
_LONGEST_TEXT: Final = 4_000
_A_PAGE: Final = 25
A_PIECE: Final = 100
"""Messages of a file that are read at once."""

_DECIDED: Final = (
    "it is held no more, or there is nothing left to send: somebody decided, or its time is over"
)


async def get_held(visit: Visit) -> web.StreamResponse:
    """List what is held, those that expire first ahead."""
    query = WaitingQuery(
        state=State.HELD,
        channel=visit.asked("channel"),
        code=visit.asked("code"),
        after=visit.asked("cursor"),
        limit=A_PIECE if shape(visit) else _A_PAGE,
    )
    if shape(visit):
        rows = (await _rows(visit, each) async for each in waiting_pages(visit, query))
        return await as_whole_file(visit, "held", _COLUMNS, rows)
    page = await visit.desk.spool.waiting(query)
    return render(
        visit, "held.html", views=page.messages, query=query, told=told(visit),
        rows=await _rows(visit, page.messages),
        onward=with_query(visit, cursor=page.after) if page.after else "",
        csv=with_query(visit, format="csv", cursor=""),
        json=with_query(visit, format="json", cursor=""),
    )  # fmt: skip


async def waiting_pages(
    visit: Visit, query: WaitingQuery
) -> AsyncIterator[tuple[MessageView, ...]]:
    """Yield everything that waits like that, page by page."""
    while True:
        page = await visit.desk.spool.waiting(query)
        yield page.messages
        if not page.after:
            return
        query = replace(query, after=page.after)


async def _rows(visit: Visit, views: Sequence[MessageView]) -> Sequence[Mapping[str, Any]]:
    words = await words_of(visit, views)
    return [held_row(visit, view, words.get(view.queue_id, "")) for view in views]


def held_row(visit: Visit, view: MessageView, words: str = "") -> Mapping[str, Any]:
    """Return one message as lists show it; whom it is for is masked for who may not see.

    `words`: how a text begins.
    """
    is_seen = visit.may(Right.REVEAL)
    waiting = [each for each in view.deliveries if not each.state.is_final] or view.deliveries
    findings = [finding for each in waiting for finding in each.findings]
    return {
        "id": view.queue_id,
        "channel": view.channel.value,
        "category": view.category,
        "submitter": view.submitter,
        "recipients": len(waiting),
        "subject": (view.subject or words) if is_seen else "",
        "codes": " ".join(dict.fromkeys(str(f["code"]) for f in findings if _stops(f))),
        "came_at": view.accepted_at,
        "expires_at": view.expires_at,
    }


async def get_held_message(visit: Visit) -> web.StreamResponse:
    """Show one message with why it is held, and what would be decided today."""
    return await _page(visit, "", {})


async def post_release(visit: Visit) -> web.StreamResponse:
    """Send a message after all."""
    view, waiting = await _held(visit)
    try:
        because = reason_of(visit)
        await _ensure_read(visit, view, waiting)
    except ValueError as error:
        return await _page(visit, str(error), visit.form.said(), status=422)
    moved = await visit.desk.spool.release([view.queue_id], by=visit.user.name, because=because)
    return _done("release", is_done=bool(moved))


async def post_reject(visit: Visit) -> web.StreamResponse:
    """Refuse a message; the sender of an email is told why."""
    view, _ = await _held(visit)
    try:
        because = reason_of(visit)
    except ValueError as error:
        return await _page(visit, str(error), visit.form.said(), status=422)
    services = visit.services
    is_done = await reject(
        visit.desk.spool, Reports(services.config, services.queue_ids), view.queue_id,
        by=visit.user.name, because=because, at=services.clock(),
    )  # fmt: skip
    return _done("reject", is_done=is_done)


async def _page(
    visit: Visit, complaint: str, typed: Mapping[str, str], *, status: int = 200
) -> web.Response:
    view, waiting = await found(visit)
    judged = await judged_again(visit, view, waiting) if waiting else None
    return render(
        visit, "held_message.html", status=status, view=view, waiting=waiting,
        judged=judged, reasons=_reasons(waiting), typed=typed, complaint=complaint,
        is_risky=_needs_a_look(waiting, judged),
        text=await _text(visit, view), can_be_template=may_be_template(view, waiting),
    )  # fmt: skip


async def found(visit: Visit) -> tuple[MessageView, Sequence[DeliveryView]]:
    """Return the message of the path, and those of its deliveries that are held.

    Raises:
        Refusal: there is none.
    """
    view = await visit.desk.spool.message(visit.path("id"))
    if view is None:
        raise Refusal("HTTP_NOT_FOUND", "there is no such message")
    return view, [each for each in view.deliveries if each.state is State.HELD]


async def _held(visit: Visit) -> tuple[MessageView, Sequence[DeliveryView]]:
    view, waiting = await found(visit)
    if not waiting:
        raise Refusal("HTTP_NOT_FOUND", _DECIDED)
    return view, waiting


def _done(name: str, *, is_done: bool) -> web.Response:
    """Lead back to the list, which says that it was done.

    Raises:
        Refusal: somebody else decided in the same moment.
    """
    if not is_done:
        raise Refusal("HTTP_NOT_FOUND", _DECIDED)
    return go("/held", done=name, count="1")


async def _ensure_read(visit: Visit, view: MessageView, waiting: Sequence[DeliveryView]) -> None:
    """Return where somebody says to have read what a rule holds, or would refuse today.

    Raises:
        ValueError: nobody does.
    """
    if visit.form["sure"] == "yes":
        return
    if _needs_a_look(waiting, None) or _needs_a_look(
        waiting, await judged_again(visit, view, waiting)
    ):
        raise ValueError("tick that you have read it: it was held for a reason of the law")


def may_be_template(view: MessageView, waiting: Sequence[DeliveryView]) -> bool:
    """Whether a text is held because it may advertise: that is what a template settles."""
    codes = {finding["code"] for finding in _reasons(waiting)}
    return view.channel is Channel.SMS and "HELD_REVIEW" in codes


def _needs_a_look(waiting: Sequence[DeliveryView], judged: Judged | None) -> bool:
    """Whether a rule holds it, or would refuse it today; what a person held is theirs."""
    return bool(_reasons(waiting)) or bool(judged and judged.is_refused)


def _reasons(waiting: Sequence[DeliveryView]) -> tuple[Mapping[str, object], ...]:
    """Return why it is held, each reason once."""
    found = {
        (str(finding["code"]), str(finding["reason"])): finding
        for each in waiting
        for finding in each.findings
        if _stops(finding)
    }
    return tuple(found.values())


def _stops(finding: Mapping[str, object]) -> bool:
    return finding["effect"] != "pass"


async def _text(visit: Visit, view: MessageView) -> str:
    """Return what a text says, where it is kept and may be seen."""
    if view.channel is not Channel.SMS or not visit.may(Right.REVEAL):
        return ""
    texts = await visit.desk.spool.texts([view.queue_id])
    return texts.get(view.queue_id, "")[:_LONGEST_TEXT]

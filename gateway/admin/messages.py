"""One message: what became of it and why, what it was and what left, and what today would say."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from filters.catalogue import EMAIL_CHECKS, SMS_CHECKS
from filters.plan import render as rendered
from filters.sms.segments import count
from gateway.admin.again import again
from gateway.admin.evidence import evidence_of
from gateway.admin.fitting import fitting, fitting_rows
from gateway.admin.highlight import marked_lines
from gateway.admin.listing import as_file, as_json, shape, with_query
from gateway.admin.pages import as_frame, render
from gateway.admin.paper import TABS, frame, paper_of, tab
from gateway.admin.reveal import revealed
from gateway.admin.story import rules, sentences
from gateway.http.problems import Refusal, bad_request
from gateway.off_loop import off_loop
from gateway.shown import shown
from gateway.steps import of_message
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gateway.admin.visit import Visit
    from gateway.spool.model import DeliveryView, Kept, MessageView, TraceLine
    from gateway.steps import Step

_COLUMNS: Final = (
    "address", "state", "verdict", "would", "codes", "route", "attempts", "next_at", "last_reply",
    "report", "updated_at",
)  # fmt: skip
_DELIVERY: Final = ("delivery", "Delivery")
_AGAIN: Final = ("again", "Today's policy")
_OF_TEXTS: Final = (("before", "Before"), ("after", "After"), ("evidence", "Evidence"))
_OF_EMAILS: Final = TABS
_DELIVERIES_A_PAGE: Final = 20
_DIGITS: Final = 9  # of a number of recipients there never are
_STEPS: Final = 100
_STEPS_ROOM: Final = 9_000  # bytes of HTML
_RULES_ROOM: Final = 9_000


async def get_message(visit: Visit) -> web.StreamResponse:
    """Show a message by one of its tabs; as JSON everything that is known of it."""
    view, visit = await _found(visit)
    if shape(visit) == "csv":
        return as_file(visit, view.queue_id, _COLUMNS, [_row(visit, d) for d in view.deliveries])
    if shape(visit):
        return _as_json(visit, view, await visit.desk.spool.trace(queue_id=view.queue_id))
    lines = await visit.desk.spool.trace(queue_id=view.queue_id, limit=_STEPS)
    tabs = (_DELIVERY, *(_OF_EMAILS if view.channel is Channel.EMAIL else _OF_TEXTS), _AGAIN)
    show = visit.asked("show") or _DELIVERY[0]
    if show not in dict(tabs):
        raise bad_request(f"there is no tab {shown(show)!r}")
    kept = await visit.desk.spool.kept(view.queue_id)
    accepted = next((line for line in lines if "sha256" in line.facts), None)
    facts = accepted.facts if accepted is not None else {}
    return render(
        visit, "message.html", view=view, show=show, facts=facts, is_kept=kept is not None,
        is_email=view.channel is Channel.EMAIL, told=sentences(view),
        asked=len(EMAIL_CHECKS if view.channel is Channel.EMAIL else SMS_CHECKS),
        rules=fitting_rows(rules(view), repr, _RULES_ROOM),
        tabs=[(name, words, with_query(visit, show=name, start="")) for name, words in tabs],
        json=with_query(visit, format="json"), csv=with_query(visit, format="csv"),
        about=f"/messages/{view.queue_id}",
        seal=visit.asked("revealed") if visit.is_revealed else "",
        shown_tab=await _tab(visit, view, kept, lines, show),
        waits=any(not each.state.is_final for each in view.deliveries),
    )  # fmt: skip


async def get_frame(visit: Visit) -> web.StreamResponse:
    """Return the HTML of an email as its reader sees it, for a frame that can do nothing."""
    view, visit = await _found(visit)
    kept = await visit.desk.spool.kept(view.queue_id) if visit.sees_people else None
    if kept is None or view.channel is not Channel.EMAIL:
        raise _missing()
    of = visit.asked("of")
    return as_frame(await off_loop(len(kept.raw), lambda: frame(paper_of(kept), of)))


async def get_file(visit: Visit) -> web.StreamResponse:
    """Return a message as a file: as it was submitted, or as it leaves."""
    view, visit = await _found(visit)
    kept = await visit.desk.spool.kept(view.queue_id) if visit.sees_people else None
    if kept is None:
        raise _missing()
    is_before = visit.asked("of") != "after"
    content = kept.raw if is_before else paper_of(kept).after
    suffix = "eml" if view.channel is Channel.EMAIL else "txt"
    return as_download(content, f"{view.queue_id}{'' if is_before else '-after'}.{suffix}")


def as_download(content: bytes, name: str) -> web.Response:
    """Return bytes that no browser shows as a page."""
    return web.Response(
        body=content, content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


async def _found(visit: Visit) -> tuple[MessageView, Visit]:
    """Return the message of the path, and the visit as it may see it.

    Raises:
        Refusal: there is none.
    """
    queue_id = visit.path("id")
    view = await visit.desk.spool.message(queue_id)
    if view is None:
        raise _missing()
    return view, revealed(visit, f"/messages/{queue_id}")


def _missing() -> Refusal:
    return Refusal("HTTP_NOT_FOUND", "there is no such page")


async def _tab(
    visit: Visit,
    view: MessageView,
    kept: Kept | None,
    lines: Sequence[TraceLine],
    show: str,
) -> Mapping[str, Any]:
    """Return what a tab shows; nothing of the content to who sees people masked."""
    if show == "delivery":
        return _delivery(visit, view, lines)
    if show == "again":
        protocol = next(
            (str(each.facts["protocol"]) for each in lines if "protocol" in each.facts), ""
        )
        judged = await again(visit.services, view, kept, protocol)
        people, is_cut = fitting_rows(judged.people, lambda each: f"{each.address}{each!r}")
        chosen = fitting_rows(judged.rules, repr, _RULES_ROOM)[0]
        return {"judged": judged, "people": people, "is_cut": is_cut, "rules": chosen}
    if kept is None or not visit.sees_people:
        return {}
    if view.channel is Channel.EMAIL:
        return await off_loop(len(kept.raw), lambda: tab(paper_of(kept), show))
    return await _text_tab(visit, view, kept, show)


async def _text_tab(visit: Visit, view: MessageView, kept: Kept, show: str) -> Mapping[str, Any]:
    """Return what a tab of a text shows."""
    before = kept.raw.decode("utf-8", "replace")
    if show == "evidence":
        found = await evidence_of(before, view.category, await visit.desk.bench.models())
        return {"evidence": found}
    after = rendered(kept.raw, kept.plan, "").decode("utf-8", "replace")
    text = before if show == "before" else after
    lines = marked_lines(before, text)
    if len(lines) == 1 and show == "after" and after.startswith(before):
        lines = (("", before), ("ins", after[len(before) :].strip()))[: 1 + (after != before)]
    seen = ((kind, fitting(shown(line))) for kind, line in lines)
    return {
        "has_frame": False, "lines": tuple(seen), "edits": (), "is_cut": False,
        "counted": count(text),
    }  # fmt: skip


def _delivery(visit: Visit, view: MessageView, lines: Sequence[TraceLine]) -> Mapping[str, Any]:
    """Return the recipients of one page, and the steps as far as they fit."""
    asked = visit.asked("start")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _DIGITS else 0
    chosen = view.deliveries[start : start + _DELIVERIES_A_PAGE]
    end = start + len(chosen)
    steps, is_cut = fitting_rows(
        (_step(visit, line) for line in lines),
        lambda step: f"{step.who}{step.says}",
        _STEPS_ROOM,
    )
    return {
        "deliveries": chosen, "first": start + 1, "last": end,
        "onward": with_query(visit, start=str(end)) if end < len(view.deliveries) else "",
        "back": with_query(visit, start=str(max(0, start - _DELIVERIES_A_PAGE)) if start else "")
        if start else "",
        "steps": steps, "steps_are_cut": is_cut or len(lines) == _STEPS,
    }  # fmt: skip


def _step(visit: Visit, line: TraceLine) -> Step:
    """Return one step; without what is told in words, for who sees people masked."""
    step = of_message(line)
    return (
        step if visit.sees_people else replace(of_message(replace(line, detail={})), who=step.who)
    )


def _as_json(visit: Visit, view: MessageView, lines: Sequence[TraceLine]) -> web.Response:
    """Return everything that is known of a message; what is told in words only where it may be."""
    sees = visit.sees_people
    view = view if sees else masked_view(visit, view)
    found = {
        **asdict(view),
        "history": [
            {"at": line.at, "event": line.kind, "facts": dict(line.facts),
             **({"detail": dict(line.detail)} if sees else {})}
            for line in lines
        ],
    }  # fmt: skip
    return as_json(found)


def _row(visit: Visit, delivery: DeliveryView) -> Mapping[str, object]:
    shown_ = delivery if visit.sees_people else _masked(visit, delivery)
    codes = dict.fromkeys(str(finding["code"]) for finding in delivery.findings)
    return {**asdict(shown_), "codes": " ".join(codes)}


def masked_view(visit: Visit, view: MessageView) -> MessageView:
    """Return a message without what only those see who see people whole."""
    return replace(
        view,
        subject="",
        reverse_path=visit.person(view.reverse_path),
        metadata="",
        wishes=replace(view.wishes, envelope_id="", by_address={}),
        deliveries=tuple(_masked(visit, each) for each in view.deliveries),
    )


def _masked(visit: Visit, delivery: DeliveryView) -> DeliveryView:
    return replace(
        delivery,
        address=visit.person(delivery.address),
        last_reply="",
        wish=replace(delivery.wish, original=""),
        findings=tuple({**each, "evidence": []} for each in delivery.findings),
        waived=tuple({**each, "evidence": []} for each in delivery.waived),
    )

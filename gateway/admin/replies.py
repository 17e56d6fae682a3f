"""The replies that may ask for an opt-out, and what a person makes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from gateway.admin.deeds import reason_of
from gateway.admin.listing import as_whole_file, shape, with_query
from gateway.admin.pages import go, render
from gateway.admin.roles import Right
from gateway.admin.words import ASKED_FOR
from gateway.http.problems import Refusal
from gateway.privacy.request import Kind
from gateway.reviews import request_of
from suppression.deadlines import OPT_OUT_BUSINESS_DAYS, deadlines
from suppression.keys import masked
from suppression.review import Decision

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.reviews import Decided
    from suppression.review import Review

_COLUMNS: Final = ("id", "channel", "address", "text", "matched", "received_at", "deadline")
_ON_A_PAGE: Final = 100
_EXCERPT: Final = 160
_ASKED: Final = (
    "A request about their data waits for them, with its clocks; nothing is told or erased before"
    " they are verified. Say below what becomes of marketing."
)
_FULL: Final = (
    "The request about their data that waits for them has no room for more words: keep these"
    " before you say below what becomes of marketing."
)
_BECAME: Final = {"privacy": _ASKED, "full": _FULL}
_WORDS: Final = {"opt-out": "Opted out", "dismiss": "Dismissed"}


async def get_replies(visit: Visit) -> web.StreamResponse:
    """List the replies that wait, oldest first."""
    if shape(visit):
        rows = ([_row(visit, each) for each in page] async for page in _pages(visit))
        return await as_whole_file(visit, "replies", _COLUMNS, rows)
    found = await visit.services.store.reviews(after=visit.asked("cursor"), limit=_ON_A_PAGE + 1)
    shown, is_more = found[:_ON_A_PAGE], len(found) > _ON_A_PAGE
    return render(
        visit, "replies.html", reviews=shown, clocks=[_clock(each) for each in shown],
        onward=with_query(visit, cursor=shown[-1].review_id, done="") if is_more else "",
        excerpt=_EXCERPT, of_days=OPT_OUT_BUSINESS_DAYS,
        csv=with_query(visit, format="csv", done="", cursor=""),
        json=with_query(visit, format="json", done="", cursor=""), told=_told(visit),
    )  # fmt: skip


async def _pages(visit: Visit) -> AsyncIterator[Sequence[Review]]:
    """Yield the replies that wait from the cursor of the address on, page by page."""
    cursor = visit.asked("cursor")
    while True:
        found = await visit.services.store.reviews(after=cursor, limit=_ON_A_PAGE)
        yield found
        if len(found) < _ON_A_PAGE:
            return
        cursor = found[-1].review_id


async def get_reply(visit: Visit) -> web.StreamResponse:
    """Show one reply with its text."""
    return await _page(visit)


async def post_reveal(visit: Visit) -> web.StreamResponse:
    """Show who wrote what to somebody who sees people masked; it stands in the record."""
    review = await _review(visit)
    await visit.desk.users.record(
        "user.revealed", visit.user, visit.by, page="replies", review=review.review_id
    )
    return await _page(replace(visit, is_revealed=True))


async def post_opt_out(visit: Visit) -> web.StreamResponse:
    """Stop all marketing to whoever wrote."""
    decided = await visit.desk.reviews.opt_out(visit.path("id"), visit.actor)
    return _gone(decided, "opt-out")


async def post_dismiss(visit: Visit) -> web.StreamResponse:
    """Note that a reply asks for no opt-out."""
    try:
        because = reason_of(visit)
    except ValueError as error:
        return await _page(visit, complaint=str(error), typed=visit.form.said(), status=422)
    decided = await visit.desk.reviews.dismiss(visit.path("id"), visit.actor, because)
    return _gone(decided, "dismiss")


async def post_privacy(visit: Visit) -> web.StreamResponse:
    """Open a request about their data for whoever wrote; the reply itself waits on."""
    review = await _review(visit)
    wished = visit.form["kind"]
    if review.decision is not Decision.OPEN or wished not in set(Kind):
        raise Refusal("HTTP_NOT_FOUND", "no such reply waits: somebody may have decided it")
    taken = await visit.desk.privacy.take(request_of(review, Kind(wished)), visit.actor.name)
    return go(f"/replies/{review.review_id}", done="privacy" if taken.is_whole else "full")


def _gone(decided: Decided | None, word: str) -> web.Response:
    if decided is None:
        raise Refusal("HTTP_NOT_FOUND", "no such reply waits: somebody may have decided it")
    return go(
        "/replies", done=word, released=len(decided.released), stopped=len(decided.stopped)
    )  # fmt: skip


def _told(visit: Visit) -> str:
    """Return what was done by the form before this page."""
    word = _WORDS.get(visit.asked("done"))
    if word is None:
        return ""
    counts = {name: visit.asked(name) for name in ("released", "stopped")}
    more = [
        f"{count} held {'message was' if count == '1' else 'messages were'} {name}"
        for name, count in counts.items()
        if count.isascii() and count.isdecimal() and count != "0"
    ]
    return "; ".join((word, *more)) + "."


async def _review(visit: Visit) -> Review:
    found = await visit.services.store.find_review(visit.path("id"))
    if found is None:
        raise Refusal("HTTP_NOT_FOUND", "there is no such reply")
    return found


async def _page(
    visit: Visit,
    *,
    complaint: str = "",
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> web.Response:
    review = await _review(visit)
    return render(
        visit, "reply.html", status=status, review=review, clock=_clock(review),
        is_open=review.decision is Decision.OPEN, is_seen=visit.may(Right.REVEAL),
        told=_BECAME.get(visit.asked("done"), ""), kinds=ASKED_FOR.items(),
        typed=typed or {}, complaint=complaint, of_days=OPT_OUT_BUSINESS_DAYS,
    )  # fmt: skip


def _clock(review: Review) -> Any:  # noqa: ANN401 - for a template
    return deadlines(review.received_at)


def _row(visit: Visit, review: Review) -> Mapping[str, object]:
    is_seen = visit.may(Right.REVEAL)
    return {
        "id": review.review_id,
        "channel": review.channel.value,
        "address": review.key if is_seen else masked(review.key),
        "text": review.text if is_seen else "",
        "matched": review.matched if is_seen else "",
        "received_at": review.received_at,
        "deadline": str(_clock(review).conservative),
    }

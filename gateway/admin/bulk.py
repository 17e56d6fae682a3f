"""Lifting many entries: what a filter matched is kept, counted, and lifted if it is still that.

Nobody can lift more than they saw: the entries are kept by their ids, and where the filter finds
other ones when it is confirmed, nothing is lifted and the new count is shown.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gateway.admin.lift import PLACEHOLDER, refusal, said_enough
from gateway.admin.pages import go, link, render
from gateway.admin.suppressions import FILTERS, as_query, asked_for
from gateway.http.problems import Refusal
from gateway.http.suppressions import MANY
from gateway.together import together
from suppression.lifting import bars, bars_in_bulk
from suppression.terms import OF_THE_PERSON

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiohttp import web

    from gateway.admin.visit import Visit
    from suppression.entry import Entry
    from suppression.lifting import Bar

_LOOKS_S: Final = 5.0
_SHOWN: Final = 20


async def post_choose(visit: Visit) -> web.StreamResponse:
    """Keep what is in force and the filter matches; it is shown before anything is done."""
    entries = await _matching(visit)
    if not entries:
        raise Refusal("HTTP_NOT_FOUND", "nothing in force is like that")
    ids = [each.entry_id for each in entries]
    token = visit.desk.selections.keep(visit.user.user_id, _purpose(visit), ids)
    return go(f"/suppressions/lift/{token}", **_filter(visit))


async def get_chosen(visit: Visit) -> web.StreamResponse:
    """Show what was chosen, how many that is, and what it takes to lift it."""
    return _dialog(visit, await _chosen(visit), "")


async def post_chosen(visit: Visit) -> web.StreamResponse:
    """Lift what was chosen, if the filter still finds exactly that."""
    chosen = await _chosen(visit)
    now = await _matching(visit)
    if {each.entry_id for each in now} != {each.entry_id for each in chosen}:
        told = f"The list changed meanwhile: {len(now)} are like that now. Choose again."
        return _dialog(visit, chosen, told, status=409)
    found = [each for each in chosen if not _bars(visit, [each])]
    complaint = _complaint(visit, found)
    if complaint:
        return _dialog(visit, chosen, complaint, status=422)
    visit.desk.selections.drop(visit.path("token"))
    await _lift(visit, found)
    return go("/suppressions", done="lifted")


async def _lift(visit: Visit, entries: Iterable[Entry]) -> None:
    form, store = visit.form, visit.services.store
    await together(
        store.lift(
            each.key, each.channel, because=form["because"], by=visit.actor,
            entry_ids=[each.entry_id], evidence=form["evidence"],
        )
        for each in entries
    )  # fmt: skip


def _complaint(visit: Visit, found: Sequence[Entry]) -> str:
    if not found:
        return "None of these is yours to lift."
    if complaint := said_enough(visit.form["because"], "Say why"):
        return complaint
    if any(each.reason in OF_THE_PERSON for each in found):
        where = "Say where these people took it back"
        if complaint := said_enough(visit.form["evidence"], where):
            return complaint
    if visit.form["confirm"] != str(len(found)):
        return f"To confirm, type how many are lifted: {len(found)}."
    return ""


def _bars(visit: Visit, entries: Sequence[Entry]) -> tuple[Bar, ...]:
    """Return what may not be lifted like this: many people's own word is lifted by compliance."""
    own = [each for each in entries if each.reason in OF_THE_PERSON]
    others = [each for each in entries if each.reason not in OF_THE_PERSON]
    in_bulk = bars_in_bulk(own, visit.actor, PLACEHOLDER)
    return (*in_bulk, *bars(others, visit.actor, PLACEHOLDER))


async def _matching(visit: Visit) -> tuple[Entry, ...]:
    """Return everything in force that the filter of the address matches.

    Raises:
        Refusal: it is too much, or it takes too long to find.
    """
    asked = asked_for(visit, limit=MANY + 1)
    if not any(visit.asked(name) for name in FILTERS):
        raise Refusal("HTTP_BAD_REQUEST", "filter the list first: all of it is not lifted")
    query = as_query(visit, asked.model_copy(update={"active": True, "cursor": ""}))
    found = await visit.services.store.latest(query, within_s=_LOOKS_S)
    if len(found.entries) > MANY or not found.is_whole:
        raise Refusal("HTTP_BAD_REQUEST", f"more than {MANY} are like that: take a narrower filter")
    return found.entries


async def _chosen(visit: Visit) -> tuple[Entry, ...]:
    """Return what was chosen.

    Raises:
        Refusal: nothing was, or it is somebody else's, or over (404).
    """
    kept = visit.desk.selections.find(visit.path("token"), visit.user.user_id, _purpose(visit))
    if kept is None:
        raise Refusal("HTTP_NOT_FOUND", "this selection is over: filter the list again")
    found = [await visit.services.store.entry(each) for each in kept.ids]
    return tuple(each for each in found if each is not None)


def _purpose(visit: Visit) -> str:
    return f"lift {sorted(_filter(visit).items())}"


def _filter(visit: Visit) -> dict[str, str]:
    return {name: visit.asked(name) for name in FILTERS if visit.asked(name)}


def _dialog(
    visit: Visit, chosen: Sequence[Entry], complaint: str, *, status: int = 200
) -> web.Response:
    barred = _bars(visit, chosen)
    left = {bar.entry.entry_id for bar in barred}
    found = [each for each in chosen if each.entry_id not in left]
    return render(
        visit, "bulk_lift.html", status=status, complaint=complaint, typed=visit.form.said(),
        found=found, shown=_SHOWN, chosen=chosen, barred=barred, why=refusal(barred),
        kinds=Counter((each.channel, each.reason, each.scope) for each in found).most_common(),
        needs_evidence=any(each.reason in OF_THE_PERSON for each in found),
        action=link(f"/suppressions/lift/{visit.path('token')}", **_filter(visit)),
        back=link("/suppressions", **_filter(visit)),
    )  # fmt: skip

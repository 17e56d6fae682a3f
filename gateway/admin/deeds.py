"""What people do to several messages: chosen, counted, confirmed, and only then done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.admin.pages import go, render
from gateway.admin.roles import Right
from gateway.admin.selections import MOST
from gateway.http.problems import Refusal, bad_request
from gateway.rejecting import reject
from gateway.reports import Reports
from gateway.spool.model import State
from gateway.spool.waiting import WAITING, WaitingQuery
from suppression.terms import LEAST_SAID, MOST_SAID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from gateway.admin.selections import Selection
    from gateway.admin.visit import Visit

_SHOWN: Final = 20
_COUNTED_TO_SHOW: Final = 1000
"""More than these are shown as they were chosen; before anything is done all are counted again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something a person does to messages, and what it means."""

    title: str
    right: Right
    effect: str
    done: str
    states: frozenset[State]
    back: str  # the list it leads back to
    risk: str = ""  # what the person says to have seen to, by a tick
    is_final: bool = False  # nothing undoes it: how many those are has to be typed


DEEDS: Final[Mapping[str, Deed]] = {
    "release": Deed(
        title="Release",
        right=Right.DECIDE,
        effect="They are sent after all, each as the category it was declared. The list and, for"
        " texts, requests and hours are asked once more before anything leaves.",
        done="released",
        states=frozenset({State.HELD}),
        back="/held",
        risk="I have read them: none of them is advertising that may not be sent",
    ),
    "reject": Deed(
        title="Reject",
        right=Right.DECIDE,
        effect="They are refused for good. The sender of each email gets a report with your reason,"
        " the application of each text its failure.",
        done="rejected",
        states=frozenset({State.HELD}),
        back="/held",
        is_final=True,
    ),
    "retry": Deed(
        title="Try now",
        right=Right.QUEUE,
        effect="They are tried at once instead of later; texts in quiet hours still wait for the"
        " morning. A text of unknown outcome may have arrived: it is sent a second time, as long as"
        " its words are kept.",
        done="asked for again",
        states=frozenset({State.QUEUED, State.DEFERRED, State.UNKNOWN}),
        back="/queue",
    ),
    "hold": Deed(
        title="Hold",
        right=Right.QUEUE,
        effect="They are kept back until somebody releases them, or their time is over.",
        done="held",
        states=frozenset({State.QUEUED, State.DEFERRED}),
        back="/queue",
    ),
    "cancel": Deed(
        title="Cancel",
        right=Right.QUEUE,
        effect="What has not left is taken back for good. The sender of each email gets a report.",
        done="cancelled",
        states=frozenset({State.QUEUED, State.DEFERRED, State.HELD}),
        back="/queue",
        is_final=True,
    ),
}


def reason_of(visit: Visit, field: str = "because") -> str:
    """Return why somebody does something, for the record, as a field of the form says.

    Raises:
        ValueError: the words say nothing, or are too many.
    """
    said = " ".join(visit.form[field].split())
    if len(said) < LEAST_SAID:
        message = f"say why, in {LEAST_SAID} characters at least: it stands in the record"
        raise ValueError(message)
    if len(said) > MOST_SAID:
        message = f"at most {MOST_SAID} characters: these are {len(said)}"
        raise ValueError(message)
    return said


def deed_of(visit: Visit, name: str) -> Deed:
    """Return what is to be done, by a user who may.

    Raises:
        Refusal: there is no such thing, or the role may not.
    """
    deed = DEEDS.get(name)
    if deed is None:
        raise bad_request("there is no such thing to be done")
    if not visit.may(deed.right):
        raise Refusal("AUTH_SCOPE_MISSING", f"your role may not do that: it takes {deed.right}")
    return deed


def told(visit: Visit) -> str:
    """Return what was done by the form before this page; only what a deed says."""
    deed = DEEDS.get(visit.asked("done"))
    count, others = _number(visit, "count"), _number(visit, "others")
    if deed is None or not count:
        return ""
    said = f"{count} {deed.done}."
    if others:
        said += f" {others} not: somebody else decided, or there is nothing left to send."
    return said


def _number(visit: Visit, name: str) -> str:
    """Return a number of the address; "" where it is something else."""
    asked = visit.asked(name)
    return asked if asked.isascii() and asked.isdecimal() else ""


async def post_choose(visit: Visit) -> web.StreamResponse:
    """Keep what was chosen, and lead to the page that says what would be done."""
    name = visit.form["act"]
    deed_of(visit, name)
    chosen = visit.form.all("id")
    if visit.form["every"] == "yes":
        chosen = await visit.desk.spool.waiting_ids(_query(visit))
    token = visit.desk.selections.keep(visit.user.user_id, name, chosen[:MOST])
    return go("/chosen", act=name, s=token)


async def get_chosen(visit: Visit) -> web.StreamResponse:
    """Show what would be done, to how many."""
    return await _page(visit, visit.asked("act"), visit.asked("s"), "", {})


async def post_chosen(visit: Visit) -> web.StreamResponse:
    """Do it, if it is still to as many as the page said."""
    name, token = visit.form["act"], visit.form["s"]
    deed, typed = deed_of(visit, name), visit.form.said()
    selection = _find(visit, name, token)
    ids = await visit.desk.spool.still(selection.ids, deed.states)
    try:
        because = reason_of(visit)
        _ensure_confirmed(visit, deed, len(ids))
    except ValueError as error:
        return await _page(visit, name, token, str(error), typed, ids=ids)
    visit.desk.selections.drop(token)
    done = await _do(visit, name, ids, because)
    return go(deed.back, done=name, count=str(done), others=len(ids) - done)


def _ensure_confirmed(visit: Visit, deed: Deed, count: int) -> None:
    """Return where somebody saw how many it is about, and said what has to be said.

    Raises:
        ValueError: something of it lacks.
    """
    if visit.form["count"] != str(count):
        raise ValueError("meanwhile it would be done to another number of messages: look again")
    if deed.is_final and visit.form["typed"] != str(count):
        message = f"type {count}, the number of messages, to confirm"
        raise ValueError(message)
    if deed.risk and visit.form["sure"] != "yes":
        raise ValueError("tick that you have seen to it")


async def _do(visit: Visit, name: str, ids: tuple[str, ...], because: str) -> int:
    spool, by = visit.desk.spool, visit.user.name
    if name == "reject":
        reports = Reports(visit.services.config, visit.services.queue_ids)
        at = visit.services.clock()
        done = [await reject(spool, reports, each, by=by, because=because, at=at) for each in ids]
        return sum(done)
    verbs = {
        "release": spool.release, "retry": spool.retry, "hold": spool.hold, "cancel": spool.cancel,
    }  # fmt: skip
    return len(await verbs[name](ids, by=by, because=because))


def _find(visit: Visit, name: str, token: str) -> Selection:
    found = visit.desk.selections.find(token, visit.user.user_id, name)
    if found is None:
        raise Refusal("HTTP_NOT_FOUND", "this choice is over or was used: choose again")
    return found


async def _page(  # noqa: PLR0913 - what the page shows
    visit: Visit,
    name: str,
    token: str,
    complaint: str,
    typed: Mapping[str, str],
    *,
    ids: tuple[str, ...] | None = None,
) -> web.Response:
    """Show what would be done; to these messages, where it was counted just now and not done."""
    deed = deed_of(visit, name)
    selection = _find(visit, name, token)
    status = 200 if ids is None else 422
    if ids is None:
        ids = selection.ids
        if len(ids) <= _COUNTED_TO_SHOW:
            ids = await visit.desk.spool.still(ids, deed.states)
    views = [await visit.desk.spool.message(each) for each in ids[:_SHOWN]]
    return render(
        visit, "chosen.html", status=status, name=name, deed=deed, token=token, ids=ids,
        chosen=len(selection.ids), views=[view for view in views if view], typed=typed,
        complaint=complaint, most=MOST,
    )  # fmt: skip


def _query(visit: Visit) -> WaitingQuery:
    state = visit.form["state"]
    if state not in [each.value for each in WAITING]:
        raise bad_request("state is one of those that wait")
    return WaitingQuery(
        state=State(state),
        route=visit.form["route"],
        channel=visit.form["channel"],
        code=visit.form["code"],
        limit=MOST,
    )

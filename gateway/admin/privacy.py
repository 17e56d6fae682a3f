"""What people ask about their data: which requests there are, and taking one down."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.pages import go, render
from gateway.admin.words import ASKED_FOR
from gateway.privacy.request import CONFIRM_BUSINESS_DAYS, Kind, NewRequest, begins, day_of
from suppression.channel import Channel
from suppression.deadlines import REQUEST_DAYS
from suppression.errors import MalformedAddressError
from suppression.keys import read_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.privacy.request import Request
    from suppression.keys import RecipientKey

_COLUMNS: Final = (
    "id", "kind", "people", "manner", "received_at", "confirm_by", "answer_by", "confirmed",
    "verified", "outcome",
)  # fmt: skip
_SHOWN: Final = 100
_NAMED: Final = 20  # addresses and numbers of one person
_MANNER: Final = 100  # characters that say how it came
_NOTE: Final = 2_000


async def get_list(visit: Visit) -> web.StreamResponse:
    """List the requests that wait, those due first; or all there were."""
    if shape(visit):
        return as_file(visit, "privacy", _COLUMNS, [_row(visit, each) for each in _asked(visit)])
    typed = {"people": visit.asked("person") if visit.sees_people else ""}
    return _list(visit, typed, "")


async def post_open(visit: Visit) -> web.StreamResponse:
    """Take down a request of one person, by all addresses and numbers they name."""
    try:
        new = _new(visit)
    except ValueError as error:
        return _list(visit, visit.form.said(), str(error), status=422)
    request = await visit.desk.privacy.add(new, visit.user.name)
    return go(f"/privacy/{request.request_id}", done="opened")


def manner_of(visit: Visit, request: Request) -> str:
    """Return how a request came; somebody's own words, who may name a person, to who sees these."""
    is_shown = visit.sees_people or request.has_usual_manner
    return request.manner if is_shown else "•••"


def _asked(visit: Visit) -> list[Request]:
    found = visit.desk.privacy.list(everything=visit.asked("all") == "yes")
    return sorted(found, key=lambda each: (not each.is_open, each.answer_by))


def _list(
    visit: Visit, typed: Mapping[str, str], complaint: str, *, status: int = 200
) -> web.Response:
    found = _asked(visit)
    return render(
        visit, "privacy.html", status=status, requests=found[:_SHOWN],
        more=max(0, len(found) - _SHOWN), is_all=visit.asked("all") == "yes",
        asked_for=ASKED_FOR, typed=typed, complaint=complaint, days=REQUEST_DAYS,
        confirm_days=CONFIRM_BUSINESS_DAYS, today=day_of(visit.services.clock()),
        csv=with_query(visit, format="csv", person=""),
        json=with_query(visit, format="json", person=""),
    )  # fmt: skip


def _new(visit: Visit) -> NewRequest:
    """Return what the form says.

    Raises:
        ValueError: it names nobody, or says what cannot be.
    """
    form = visit.form
    people = tuple(dict.fromkeys(_people(visit)))
    if not people:
        raise ValueError("Say who: every address and number they named, one a line.")
    if len(people) > _NAMED:
        message = f"{len(people)} lines: these are of one person, at most {_NAMED}."
        raise ValueError(message)
    if form["kind"] not in set(Kind):
        raise ValueError("Say what they ask for.")
    if len(form["manner"]) > _MANNER or len(form["note"]) > _NOTE:
        message = f"How it came takes {_MANNER} characters at most, what they wrote {_NOTE}."
        raise ValueError(message)
    return NewRequest(
        kind=Kind(form["kind"]), people=people, manner=form["manner"] or "email",
        note=form["note"], received_at=_received(visit),
    )  # fmt: skip


def _people(visit: Visit) -> Iterator[RecipientKey]:
    region = visit.services.config.company.phone_region
    for line in filter(None, map(str.strip, visit.form["people"].splitlines())):
        channel = Channel.EMAIL if "@" in line else Channel.SMS
        try:
            yield read_key(line, channel, region)
        except MalformedAddressError as error:
            message = f"{line}: {error}"
            raise ValueError(message) from error


def _received(visit: Visit) -> datetime:
    """Return when a request came: by the day that is named, else now."""
    now, named = visit.services.clock(), visit.form["received"]
    if not named:
        return now
    try:
        day = date.fromisoformat(named)
    except ValueError as error:
        raise ValueError("The day it came is written 2026-11-02.") from error
    if day > day_of(now):
        message = f"The day it came lies in the future: where its clocks run it is {day_of(now)}."
        raise ValueError(message)
    return begins(day)


def _row(visit: Visit, each: Request) -> Mapping[str, object]:
    return {
        "id": each.request_id,
        "kind": each.kind.value,
        "people": " ".join(each.people if visit.sees_people and each.people else each.shown),
        "manner": manner_of(visit, each),
        "received_at": each.received_at,
        "confirm_by": str(each.confirm_by),
        "answer_by": str(each.answer_by),
        "confirmed": each.is_confirmed,
        "verified": each.is_verified,
        "outcome": each.outcome.value,
    }

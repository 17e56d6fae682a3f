"""Finding messages: by person, number, id, words of the subject, and what was decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.messages import masked_view
from gateway.admin.pages import go, link, person_path, render
from gateway.admin.terms import OPERATORS, read_terms
from gateway.http.messages import status_of
from gateway.spool.search import Found, Wanted, cursor_of
from suppression.channel import Channel
from suppression.errors import MalformedAddressError
from suppression.keys import channel_of, read_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.spool.model import DeliveryView, MessageView
    from suppression.keys import RecipientKey

_COLUMNS: Final = (
    "id", "accepted_at", "channel", "category", "from", "to", "recipients", "subject", "verdict",
    "state", "reasons", "route",
)  # fmt: skip
_A_PAGE: Final = 40
_A_FILE: Final = 1000
_NOTHING: Final = Found(messages=(), cursor=0, looked_back_to=None)
_HIDDEN: Final = "your role sees no subjects, and finds none by their words"
_MOST_REASONS: Final = 4
_BEGINNING: Final = 100  # characters


async def get_search(visit: Visit) -> web.StreamResponse:
    """Find messages; a message's id and a person lead straight there."""
    typed = visit.asked("q")
    terms = read_terms(typed, visit.services.config.company.phone_region)
    if terms.wanted.subject and not visit.sees_people:
        terms = replace(terms, mistakes=(*terms.mistakes, _HIDDEN))
    file = shape(visit)
    if terms.message and not file and await visit.desk.spool.message(terms.message):
        return go(f"/messages/{terms.message}")
    if terms.person is not None and not file:
        return go(person_path(visit, channel_of(terms.person), terms.person))
    found = _NOTHING
    if typed and not terms.mistakes:
        found = await visit.desk.spool.search(
            _page(terms.wanted, visit, _A_FILE if file else _A_PAGE)
        )
    texts = await words_of(visit, found.messages)
    rows = [
        _row(visit, each, terms.wanted.to, texts.get(each.queue_id, "")) for each in found.messages
    ]
    if file:
        return as_file(visit, "messages", _COLUMNS, rows, onward=_onward(visit, found))
    return render(
        visit, "search.html", typed=typed, terms=terms, rows=rows, operators=OPERATORS,
        chips=[(chip.says, link("/search", q=chip.without)) for chip in terms.chips],
        onward=_onward(visit, found), looked_back_to=found.looked_back_to, most=_A_FILE,
        csv=with_query(visit, format="csv"), json=with_query(visit, format="json"),
    )  # fmt: skip


def _onward(visit: Visit, found: Found) -> str:
    return with_query(visit, cursor=str(found.cursor)) if found.cursor else ""


def _page(wanted: Wanted, visit: Visit, limit: int) -> Wanted:
    return replace(wanted, cursor=cursor_of(visit.asked("cursor")), limit=limit)


async def words_of(visit: Visit, views: Iterable[MessageView]) -> Mapping[str, str]:
    """Return how texts begin, by queue id; of none that is kept no longer, or hidden."""
    ids = [each.queue_id for each in views if each.channel is Channel.SMS]
    texts = await visit.desk.spool.texts(ids) if ids and visit.sees_people else {}
    return {queue_id: text[:_BEGINNING] for queue_id, text in texts.items()}


def _about(view: MessageView, person: RecipientKey | None) -> MessageView:
    """Return a message as it went to whom is asked for."""
    if person is None:
        return view
    theirs = [each for each in view.deliveries if _is_of(each, view.channel, person)]
    return replace(view, deliveries=tuple(theirs)) if theirs else view


def _is_of(delivery: DeliveryView, channel: Channel, person: RecipientKey) -> bool:
    try:
        return read_key(delivery.address, channel) == person
    except MalformedAddressError:
        return False  # of somebody who was erased


def _row(
    visit: Visit, view: MessageView, person: RecipientKey | None, words: str
) -> Mapping[str, object]:
    """Return a message as one line; masked for who sees people so."""
    recipients = len(view.deliveries)
    view = _about(view, person)
    view = view if visit.sees_people else masked_view(visit, view)
    verdicts = dict.fromkeys(each.verdict for each in view.deliveries)
    codes = dict.fromkeys(str(f["code"]) for d in view.deliveries for f in d.findings)
    return {
        "id": view.queue_id,
        "accepted_at": view.accepted_at,
        "channel": view.channel.value,
        "category": view.category,
        "from": view.reverse_path,
        "to": view.deliveries[0].address if view.deliveries else "",
        "recipients": recipients,
        "subject": view.subject or words,
        "verdict": " ".join(verdicts),
        "state": status_of(view.deliveries),
        "reasons": " ".join(list(codes)[:_MOST_REASONS]),
        "route": " ".join(dict.fromkeys(each.route for each in view.deliveries if each.route)),
    }

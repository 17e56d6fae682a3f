"""One person: what is in force and why, what may be sent, and everything that happened."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from filters.codes import CODES
from gateway import steps
from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.pages import go, person_path, render
from gateway.admin.roles import Right
from gateway.admin.whom import person_of
from gateway.may_send import MaySend
from gateway.steps import Step

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.may_send import Answer
    from gateway.spool.model import MessageView
    from suppression.channel import Channel
    from suppression.entry import Entry
    from suppression.event import Event
    from suppression.keys import RecipientKey
    from suppression.waiting import Waiting

_SHOWN: Final = 50  # messages, and as many lines of the list
_IN_A_FILE: Final = 10_000  # messages
_STREAM: Final = "stream:"
_STREAMS: Final = 10
_COLUMNS: Final = ("at", "what", "message", "says")
_DONE: Final = {
    "added": "On the list, in force from now.",
    "known": "The list did that already; nothing changed.",
    "lifted": "Lifted, with your reason, on the record.",
    "restored": "Put back as it was.",
    "recorded": "The request is recorded.",
    "revoked": "Their requests are ended.",
}


async def get_person(visit: Visit) -> web.StreamResponse:
    """Show one person."""
    return await _page(visit, *person_of(visit))


async def post_reveal(visit: Visit) -> web.StreamResponse:
    """Show a person unmasked to who sees people masked: once, and on the record."""
    channel, key = person_of(visit)
    if visit.may(Right.REVEAL):
        return go(person_path(visit, channel, key))
    about = visit.services.store.recorded_as(key)
    await visit.desk.users.record(
        "person.revealed", visit.user, visit.by, about=about, channel=channel
    )
    return await _page(replace(visit, is_revealed=True), channel, key)


async def _page(visit: Visit, channel: Channel, key: RecipientKey) -> web.StreamResponse:
    store, now = visit.services.store, visit.services.clock()
    events = await store.history(key, channel)
    most = _IN_A_FILE if shape(visit) else _SHOWN
    messages = await visit.desk.spool.messages_to(key, limit=most)
    if shape(visit):
        return await asyncio.to_thread(_as_file, visit, events, messages)
    happened = _timeline(visit, events, messages)
    entries = (await store.blocking([key], channel, now)).get(key, ())
    may_send = MaySend(
        visit.services.config, people=store, texts=visit.desk.spool, clock=visit.services.clock
    )
    senders = may_send.senders(channel)
    sender = visit.asked("sender") if visit.asked("sender") in senders else (*senders, "")[0]
    answers = await may_send.answers(key, channel, sender, _streams(entries)) if sender else ()
    consents = await store.consents(key)
    return render(
        visit, "person.html", channel=channel, key=key, entries=entries, senders=senders,
        sender=sender, answers=answers, consents=consents[::-1],
        waits=[each async for each in _waits(visit, entries)],
        is_unread=bool(await store.unread([key], channel)),
        linked=await store.linked(key), undo=_undo(visit),
        steps=happened[:_SHOWN], more=len(happened) > _SHOWN or len(messages) == _SHOWN,
        headline=_headline(answers), named=named, done=_DONE.get(visit.asked("done"), ""),
        most=_IN_A_FILE,
        csv=with_query(visit, format="csv", done="", undo=""),
        json=with_query(visit, format="json", done="", undo=""),
    )  # fmt: skip


def _as_file(
    visit: Visit, events: Sequence[Event], messages: Sequence[MessageView]
) -> web.Response:
    rows = [_row(step) for step in _timeline(visit, events, messages)]
    return as_file(visit, "timeline", _COLUMNS, rows)


def _undo(visit: Visit) -> tuple[str, ...]:
    """Return the entries that were just lifted, for who may put them back."""
    ids = visit.asked("undo") if visit.asked("done") == "lifted" else ""
    return tuple(filter(None, ids.split(","))) if visit.may(Right.ADD) else ()


def _headline(answers: Sequence[Answer]) -> str:
    """Say in one sentence what the matrix says."""
    words = {answer.word for answer in answers}
    if not words:
        return ""
    if words == {"yes"}:
        return "They may be sent everything."
    if "yes" not in words:
        return "They may be sent nothing." if words == {"no"} else "What is sent to them is held."
    allowed = [named(each) for each in answers if each.word == "yes"]
    return f"They may be sent: {', '.join(allowed)}; nothing else."


def named(answer: Answer) -> str:
    """Say what an answer is about."""
    kind = answer.kind.replace("_", " ") or "an answer in an open conversation"
    return f"{kind}, stream {answer.stream}" if answer.stream else kind


def _streams(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the streams that somebody opted out of by name."""
    found = [e.scope.removeprefix(_STREAM) for e in entries if e.scope.startswith(_STREAM)]
    return tuple(dict.fromkeys(found))[:_STREAMS]


async def _waits(visit: Visit, entries: Iterable[Entry]) -> AsyncIterator[Waiting]:
    for entry in entries:
        for waiting in await visit.services.store.waits_of(entry.entry_id):
            yield waiting


def _timeline(visit: Visit, events: Sequence[Event], messages: Sequence[MessageView]) -> list[Step]:
    """Return what happened, the latest first."""
    sees = visit.may(Right.REVEAL)
    found = [steps.of_person(each) for each in events]
    if not sees:  # a summary quotes what people wrote
        found = [replace(step, says=(f"by {event.method}",))
                 for step, event in zip(found, events, strict=True)]  # fmt: skip
    found += [step for each in messages for step in _of_message(each, sees=sees)]
    return sorted(found, key=lambda step: step.at, reverse=True)


def _of_message(message: MessageView, *, sees: bool) -> Iterator[Step]:
    for delivery in message.deliveries:
        subject = f'"{message.subject}"' if message.subject and sees else ""
        codes = [str(each["code"]) for each in delivery.findings]
        said = [f"{code}: {CODES[code].title}" for code in codes if code in CODES]
        route = f"{message.category}, {delivery.verdict}, now {delivery.state}"
        yield Step(
            at=message.accepted_at, what=f"message {delivery.verdict}", message=message.queue_id,
            who="", says=tuple(filter(None, (subject, route, *said))),
        )  # fmt: skip


def _row(step: Step) -> Mapping[str, object]:
    return {"at": step.at, "what": step.what, "message": step.message, "says": "; ".join(step.says)}

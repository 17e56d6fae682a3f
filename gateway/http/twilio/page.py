"""Texts in Twilio's shapes, a page at a time and newest first, both ways."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway.http.body import mistakes
from gateway.http.call import answer
from gateway.http.twilio import errors
from gateway.http.twilio.errors import wrong
from gateway.http.twilio.message import (
    SHOWN,
    MessageResource,
    messages_uri,
    queue_id_of,
    sid_of,
    stored_resource,
)
from gateway.http.twilio.order import number_as_posted
from gateway.spool.model import SpoolQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web

    from gateway.http.call import Call
    from gateway.spool.model import MessageView

_MOST: Final = 1000
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AFTER: Final = "PA"  # a token's beginning, before the SID the page before ended with
_AHEAD: Final = "PB"  # before the SID the page after begins with


class PageQuery(BaseModel):
    """Which texts to list; without a parameter all of them."""

    model_config = ConfigDict(extra="ignore", defer_build=True, frozen=True)

    to: str = Field(default="", alias="To", max_length=40)
    from_: str = Field(default="", alias="From", max_length=40)
    sent: str = Field(default="", alias="DateSent", max_length=40, description="YYYY-MM-DD")
    sent_before: str = Field(default="", alias="DateSent<", max_length=40)
    sent_after: str = Field(default="", alias="DateSent>", max_length=40)
    size: int = Field(default=50, alias="PageSize", ge=1, le=_MOST)
    page: int = Field(default=0, alias="Page", ge=0, le=1 << 31)
    token: str = Field(default="", alias="PageToken", max_length=40)


class MessageListPage(BaseModel):
    """A page of texts; `next_page_uri` is null on the last one."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True)

    messages: tuple[MessageResource, ...]
    page: int
    page_size: int
    start: int
    end: int
    uri: str
    first_page_uri: str
    next_page_uri: str | None
    previous_page_uri: str | None


async def get_messages(call: Call) -> web.Response:
    """List texts, newest first (Twilio's shape)."""
    query = _read(call)
    backwards = query.token.startswith(_AHEAD)
    # one more than the page has, to know whether there is another
    found = list(await call.services.spool.messages(_spool_query(call, query, query.size + 1)))
    more = len(found) > query.size
    views = (found[1:] if backwards else found[: query.size]) if more else found
    has_next, has_previous = (True, more) if backwards else (more, bool(query.token))
    texts = await call.services.spool.texts([view.queue_id for view in views])
    account = call.path("sid")
    start = query.page * query.size
    return answer(
        MessageListPage(
            messages=tuple(stored_resource(v, texts.get(v.queue_id), account) for v in views),
            page=query.page,
            page_size=query.size,
            start=start,
            end=start + max(len(views) - 1, 0),
            uri=_uri(account, query, query.page, query.token),
            first_page_uri=_uri(account, query, 0, ""),
            next_page_uri=_beside(account, query, views[-1:], 1) if has_next else None,
            previous_page_uri=_beside(account, query, views[:1], -1) if has_previous else None,
        )
    )


def _read(call: Call) -> PageQuery:
    try:
        return PageQuery.model_validate(dict(call.request.query))
    except ValidationError as error:
        (first, *_) = mistakes(error)
        raise wrong(errors.UNKNOWN_PARAMETER, f"{first.loc}: {first.msg}") from error


def _spool_query(call: Call, query: PageQuery, limit: int) -> SpoolQuery:
    cursor = queue_id_of(query.token[2:]) if query.token else ""
    if query.token and not (cursor and query.token[:2] in (_AFTER, _AHEAD)):
        raise wrong(errors.UNKNOWN_PARAMETER, "PageToken: not one of ours")
    sent_from, sent_before = _span(query)
    return SpoolQuery(
        channel="sms",
        states=SHOWN,
        submitter=call.caller.submitter.name,
        address=number_as_posted(query.to),
        sender=number_as_posted(query.from_),
        left_from=sent_from,
        left_before=sent_before,
        after="" if query.token.startswith(_AHEAD) else cursor,
        ahead_of=cursor if query.token.startswith(_AHEAD) else "",
        limit=limit,
    )


def _span(query: PageQuery) -> tuple[datetime | None, datetime | None]:
    """Return the time the texts left in: from, and before. Days are whole ones, in UTC."""
    earliest, latest = [], []
    if query.sent:
        # clients write a day as its midnight
        day = _stretch("DateSent", query.sent)[0].date().isoformat()
        begin, end = _stretch("DateSent", day)
        earliest.append(begin)
        latest.append(end)
    if query.sent_after:
        earliest.append(_stretch("DateSent>", query.sent_after)[0])
    if query.sent_before:
        latest.append(_stretch("DateSent<", query.sent_before)[1])
    return max(earliest, default=None), min(latest, default=None)


def _stretch(name: str, given: str) -> tuple[datetime, datetime]:
    """Return the day or the second that is meant: its beginning, and what comes after it."""
    try:
        if _DAY.fullmatch(given):
            begin = datetime.combine(date.fromisoformat(given), time(0), UTC)
            return begin, begin + timedelta(days=1)
        at = datetime.fromisoformat(given)
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        return at, at + timedelta(seconds=1)
    except (ValueError, OverflowError) as error:
        raise wrong(errors.UNKNOWN_PARAMETER, f"{name}: write YYYY-MM-DD") from error


def _beside(account: str, query: PageQuery, views: Sequence[MessageView], step: int) -> str | None:
    if not views:
        return None
    token = (_AFTER if step > 0 else _AHEAD) + sid_of(views[0].queue_id)
    return _uri(account, query, max(query.page + step, 0), token)


def _uri(account: str, query: PageQuery, page: int, token: str) -> str:
    given = query.model_dump(by_alias=True, exclude_unset=True, exclude={"page", "token", "size"})
    parameters = {**given, "PageSize": query.size, "Page": page}
    if token:
        parameters["PageToken"] = token
    return f"{messages_uri(account)}.json?{urlencode(parameters)}"

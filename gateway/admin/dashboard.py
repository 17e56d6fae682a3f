"""The front page: how things stand, from counts that are kept and indexes that are small."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from gateway.admin.chart import HEIGHT, VERDICTS, WIDTH, chart
from gateway.admin.pages import render
from gateway.admin.visit import is_poll
from gateway.config.consistency import broken_promises
from gateway.config.doubts import doubts
from gateway.config.lines import dotted
from gateway.http.problems import bad_request
from gateway.spool.day_counts import days_until
from gateway.spool.waiting import WAITING
from suppression.deadlines import OPT_OUT_BUSINESS_DAYS
from suppression.waiting import Wait

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.config.models import Config
    from gateway.spool.day_counts import DayCounts
    from suppression.waiting import Backlog

_SPANS: Final = {"1": "today", "7": "7 days", "30": "30 days"}
_USUAL: Final = "7"
_WAITS: Final = {
    Wait.JOURNALLED: "cannot be written to the list; nothing leaves meanwhile",
    Wait.REVIEW: "a reply that a person has to read",
    Wait.PROPAGATION: "in force here; another system has to learn of it",
}


async def get_dashboard(visit: Visit) -> web.StreamResponse:
    """Show how things stand; the part that changes is asked for again by itself."""
    span = visit.asked("days") or _USUAL
    if span not in _SPANS:
        raise bad_request("days is 1, 7 or 30")
    days = days_until(visit.services.clock(), int(span))
    counts = await visit.desk.spool.day_counts(days[0])
    backlog = (*visit.services.opt_outs.backlog(), *await visit.services.store.backlog())
    standing, counted_at = await visit.desk.standings.latest()
    return render(
        visit, "dashboard_live.html" if is_poll(visit.request) else "dashboard.html",
        span=span, spans=_SPANS, **_counted(counts, days),
        standing=standing, counted_at=counted_at, states=WAITING, routes=visit.desk.routes(),
        backlog=backlog, waits=_WAITS, of_days=OPT_OUT_BUSINESS_DAYS,
        oldest=min(backlog, key=lambda each: each.oldest.received_at, default=None),
        replies=_count(backlog, Wait.REVIEW),
        requests=sorted(visit.desk.privacy.list(), key=lambda each: each.answer_by),
        warnings=[*_warnings(visit.services.config)], mode=visit.services.config.mode,
    )  # fmt: skip


def _counted(counts: DayCounts, days: tuple[date, ...]) -> Mapping[str, Any]:
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    by_channel: dict[str, Counter[str]] = {"email": Counter(), "sms": Counter()}
    for each in counts.days:
        by_day[each.day][each.verdict] += each.recipients
        by_channel[each.channel][each.verdict] += each.recipients
    return {
        "days": chart(by_day, days),
        "channels": by_channel,
        "verdicts": [word for word in VERDICTS if any(each[word] for each in by_channel.values())],
        "reasons": counts.reasons,
        "width": WIDTH,
        "height": HEIGHT,
    }


def _count(backlog: Iterable[Backlog], kind: Wait) -> int:
    return sum(each.count for each in backlog if each.kind is kind)


def _warnings(config: Config) -> Iterable[tuple[str, str]]:
    """Yield what `config check` finds worth a look, and what enforcing could not promise yet."""
    found = [*doubts(config)]
    if config.mode == "observe":
        found += broken_promises(config)
    return ((dotted(path), text) for path, text in found)

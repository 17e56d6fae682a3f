"""The log: one line an event, JSON for machines, readable on a terminal; people are never named."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TextIO, cast

import structlog

from filters.sms.limits import uses_of_a_day
from gateway.log_stream import LogStream
from suppression.deadlines import Alarm

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping, Sequence

    from structlog.typing import FilteringBoundLogger

    from filters.decision import Ruling
    from filters.message import SmsFacts
    from gateway.decision import FailedProofs
    from gateway.privacy.request import Request
    from gateway.spool.model import Claimed, Settlement
    from gateway.spool.sent import SentText
    from suppression.waiting import Backlog

_NEAR: Final = 0.8  # of a limit
_SOON_DAYS: Final = 10
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class _Log:
    """The log that `configure` made; binding one for every line costs as much as the line."""

    bound: FilteringBoundLogger | None = None


def configure(level: str = "info", stream: TextIO | None = None) -> FilteringBoundLogger:
    """Write log lines to `stream` (standard error unless told otherwise) from `level` up."""
    target = stream or sys.stderr
    renderer: Any = structlog.dev.ConsoleRenderer(pad_event_to=12) if target.isatty() else _as_json
    structlog.configure(
        processors=[_stamp, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", LogStream(target))),
        cache_logger_on_first_use=False,
    )
    _Log.bound = bound = cast("FilteringBoundLogger", structlog.get_logger().bind())
    return bound


def logger() -> FilteringBoundLogger:
    """Return the log."""
    if _Log.bound is None and not structlog.is_configured():
        return configure()
    log: FilteringBoundLogger = _Log.bound or structlog.get_logger()
    return log


def _as_json(_log: object, _method: str, line: MutableMapping[str, Any]) -> str:
    return _encode(line)


_encode: Final = json.JSONEncoder(default=repr).encode


def _stamp(_log: object, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put the time in front (RFC 3339, UTC, milliseconds), and the level at the end."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return {"at": f"{at.removesuffix('+00:00')}Z", **line, "level": method}


def log_decision(queue_id: str, submitter: str, rulings: Sequence[Ruling]) -> None:
    """Write one line about what was decided, however many recipients there are."""
    named = [ruling.effect.name.lower() for ruling in rulings]
    effects = {name: named.count(name) for name in dict.fromkeys(named)}
    codes = sorted({finding.code for ruling in rulings for finding in ruling.findings})
    waived = sorted({finding.code for ruling in rulings for finding in ruling.waived})
    told = {"waived": waived} if waived else {}
    logger().info("decided", queue_id=queue_id, submitter=submitter, codes=codes, **told, **effects)


def log_limits(facts: SmsFacts, sent: SentText, submitter: str, *, home: str) -> None:
    """Write one line about each limit of a day that a text brings near, and none for the others.

    And one about the first text of a day to a country that is not `home`.
    """
    if sent.region != home and not facts.sent.region_segments_a_day:
        logger().warning("new-country", region=sent.region, submitter=submitter)
    added = {
        "submitter_segments_a_day": sent.segments,
        "region_segments_a_day": sent.segments,
        "submitter_spend_a_day": sent.spend,
    }
    for use in uses_of_a_day(facts.sent, facts.policy.limits):
        near = _NEAR * use.limit
        if use.used < near <= use.used + added[use.limit_name]:
            after = use._replace(used=use.used + added[use.limit_name])
            logger().warning(
                "limit-near", limit=use.limit_name, submitter=submitter, region=sent.region,
                used=after.told,
            )  # fmt: skip


def log_failed_proofs(queue_id: str, failed: FailedProofs) -> None:
    """Write one line about edits that were not good enough, so that others were tried."""
    logger().warning(
        "proof-failed",
        queue_id=queue_id,
        count=len(failed),
        problems=[p for f in failed for p in f],
    )


def log_attempt(claimed: Claimed, settlements: Sequence[Settlement]) -> None:
    """Write one line about how an attempt ended; what the next hop said may name people."""
    named = [settlement.state.value for settlement in settlements]
    logger().info(
        "attempted",
        queue_id=claimed.queue_id,
        route=claimed.route,
        attempt=claimed.attempt,
        status=sorted({settlement.status for settlement in settlements}),
        **{name: named.count(name) for name in dict.fromkeys(named)},
    )


def log_broken_attempt(claimed: Claimed, error: Exception) -> None:
    """Write one line about an attempt that broke on our side: what was raised, never its text."""
    logger().error(
        "attempt-broken",
        queue_id=claimed.queue_id,
        route=claimed.route,
        attempt=claimed.attempt,
        error=type(error.__cause__ or error).__name__,
    )


def log_backlog(backlog: Iterable[Backlog], at: datetime) -> None:
    """Write one line about opt-outs that have waited too long to be in force everywhere."""
    for waiting in backlog:
        alarm = waiting.oldest.alarm(at)
        if alarm is not Alarm.NONE:
            logger().warning(
                "opt-outs-wait",
                kind=waiting.kind,
                target=waiting.target,
                count=waiting.count,
                received_at=waiting.oldest.received_at.isoformat(timespec="seconds"),
                deadline=waiting.oldest.conservative.isoformat(),
                alarm=alarm,
            )


def log_requests(requests: Iterable[Request], at: datetime) -> None:
    """Write one line about each request of a person that is late, or soon will be."""
    for request in requests:
        left = request.days_left(at)
        if left <= _SOON_DAYS or request.is_unconfirmed_late(at):
            logger().warning(
                "privacy-request-waits",
                request_id=request.request_id,
                kind=request.kind,
                answer_by=request.answer_by.isoformat(),
                days_left=left,
                is_confirmed=not request.is_unconfirmed_late(at),
            )


def where(error: BaseException) -> str:
    """Return the line of code that raised, for the log: its text stays out of it."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return "" if place is None else f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}"

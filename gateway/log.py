"""The log: one line an event, JSON for machines, readable on a terminal; people are never named."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TextIO

from filters.sms.caps import uses_of_a_day
from gateway.log_stream import LogStream
from suppression.deadlines import Alarm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from filters.decision import Ruling
    from filters.message import SmsFacts
    from gateway.decision import FailedProofs
    from gateway.privacy.request import Request
    from gateway.spool.model import Claimed, Settlement
    from gateway.spool.sent import SentText
    from suppression.waiting import Backlog

    Line = dict[str, object]

_NEAR: Final = 0.8  # of a limit
_SOON_DAYS: Final = 10
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class Log:
    """Writes a line an event, from a level up."""

    def __init__(self, level: str, write: Callable[[Line], None]) -> None:
        """Hand each line to `write`: what happened, what is told of it, when, and the level."""
        self._least = _LEVELS[level]
        self._write = write

    def debug(self, event: str, **told: object) -> None:
        """Write what helps to find a mistake."""
        self._say("debug", event, told)

    def info(self, event: str, **told: object) -> None:
        """Write what is as it should be."""
        self._say("info", event, told)

    def warning(self, event: str, **told: object) -> None:
        """Write what somebody should look at."""
        self._say("warning", event, told)

    def error(self, event: str, **told: object) -> None:
        """Write what has to be mended."""
        self._say("error", event, told)

    def _say(self, level: str, event: str, told: Line) -> None:
        """Put the time in front (RFC 3339, UTC, milliseconds), and the level at the end."""
        if _LEVELS[level] >= self._least:
            at = datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
            self._write({"at": f"{at}Z", **told, "event": event, "level": level})


class _Current:
    """The log that `configure` made."""

    log: Log | None = None


def configure(level: str = "info", stream: TextIO | None = None) -> Log:
    """Write log lines to `stream` (standard error unless told otherwise) from `level` up."""
    target = stream or sys.stderr
    text = _for_people() if target.isatty() else _encode
    out = LogStream(target)
    _Current.log = made = Log(level, lambda line: out.write(f"{text(line)}\n"))
    return made


def logger() -> Log:
    """Return the log."""
    return _Current.log or configure()


def _for_people() -> Callable[[Line], str]:
    """Return what makes a line that is read on a terminal."""
    from structlog.dev import ConsoleRenderer  # noqa: PLC0415 - loads rich, for terminals alone

    renderer = ConsoleRenderer(pad_event_to=12)
    return lambda line: str(renderer(None, "", line))


_encode: Final = json.JSONEncoder(default=repr).encode


def log_decision(queue_id: str, submitter: str, rulings: Sequence[Ruling]) -> None:
    """Write one line about what was decided, however many recipients there are."""
    named = [ruling.effect.name.lower() for ruling in rulings]
    effects = {name: named.count(name) for name in named}
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
            after = replace(use, used=use.used + added[use.limit_name])
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
    logger().info(
        "attempted",
        queue_id=claimed.queue_id,
        route=claimed.route,
        attempt=claimed.attempt,
        status=sorted({settlement.status for settlement in settlements}),
        **Counter(settlement.state.value for settlement in settlements),
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

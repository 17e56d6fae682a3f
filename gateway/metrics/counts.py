"""What is counted since the process began; a reload changes none of it.

There is one set of counters a process, as there is one log. Labels are words of ours or of the
configuration: never an address, a number, an id or what somebody sent.

**Failures:** none.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

from filters.decision import Effect
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filters.decision import Ruling
    from gateway.spool.model import Claimed, Settlement

METHODS: Final = ("one-click", "page", "form", "mailto", "reply", "text", "review")
"""How people opt out; `review` is by a reply that a person had to read."""

_BROKEN: Final = "INTERNAL_CHECK_BROKEN"
_DELAYS_S: Final = (0.01, 0.1, 1.0, 10.0, 60.0, 3600.0, 86400.0)
_LAGS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series a counter

PROCESS: Final = CollectorRegistry()
"""Everything that is counted, and what the system knows of the process."""

ProcessCollector(registry=PROCESS)

DECISIONS: Final = Counter(
    "optwarden_decisions", "Recipients, by what was decided about their message.",
    ("channel", "effect"), registry=PROCESS,
)  # fmt: skip
FINDINGS: Final = Counter(
    "optwarden_findings", "Messages that a rule objected to.", ("channel", "code"),
    registry=PROCESS,
)  # fmt: skip
CHECKS_BROKEN: Final = Counter(
    "optwarden_checks_broken", "Messages deferred because a check of ours broke.", registry=PROCESS
)
PROOFS_FAILED: Final = Counter(
    "optwarden_proofs_failed", "Edits that were not good enough when read again.", registry=PROCESS
)
ATTEMPTS: Final = Counter(
    "optwarden_attempts", "Recipients, by how an attempt to send to them ended.",
    ("route", "outcome"), registry=PROCESS,
)  # fmt: skip
OPT_OUTS: Final = Counter(
    "optwarden_opt_outs", "Opt-outs that people made, in force.", ("method",), registry=PROCESS
)
OPT_OUT_DELAY: Final = Histogram(
    "optwarden_opt_out_seconds", "From the request to stop until it was in force.",
    registry=PROCESS, buckets=_DELAYS_S,
)  # fmt: skip
JOURNALLED: Final = Counter(
    "optwarden_opt_outs_journalled", "Opt-outs that the list could not take at once.",
    registry=PROCESS,
)  # fmt: skip
LOGINS_FAILED: Final = Counter(
    "optwarden_logins_failed", "Logins with a wrong key.", ("edge",), registry=PROCESS
)
HTTP_ANSWERS: Final = Counter(
    "optwarden_http_answers", "Requests over HTTP, by the status they were answered with.",
    ("status",), registry=PROCESS,
)  # fmt: skip
CALLBACKS: Final = Counter(
    "optwarden_callbacks", "Calls to applications, by what came of them.", ("outcome",),
    registry=PROCESS,
)  # fmt: skip
RELOADS: Final = Counter(
    "optwarden_reloads", "Reloads of the configuration.", ("outcome",), registry=PROCESS
)
LOOP_LAG: Final = Histogram(
    "optwarden_loop_lag_seconds", "How much later than asked for the event loop came round.",
    registry=PROCESS, buckets=_LAGS_S,
)  # fmt: skip


def begin() -> None:
    """Let every series be there with zero: of one that appears later, no alarm sees the first."""
    for channel in Channel:
        for effect in Effect:
            DECISIONS.labels(channel.value, effect.name.lower())
    for method in METHODS:
        OPT_OUTS.labels(method)
    for edge in ("smtp", "http"):
        LOGINS_FAILED.labels(edge)
    for outcome in ("told", "failed", "given-up"):
        CALLBACKS.labels(outcome)
    for outcome in ("done", "refused"):
        RELOADS.labels(outcome)


@cache
def _decisions(channel: Channel, effect: Effect) -> Counter:
    """Return the series of an effect: the library looks for it, under a lock, each time."""
    return DECISIONS.labels(channel.value, effect.name.lower())


@cache
def _answers(status: int) -> Counter:
    return HTTP_ANSWERS.labels(str(status))


def answered(status: int) -> None:
    """Count a request over HTTP by the status of its answer."""
    _answers(status).inc()


def decided(channel: Channel, rulings: Sequence[Ruling]) -> None:
    """Count a message that was decided about."""
    effects = [ruling.effect for ruling in rulings]
    for effect in dict.fromkeys(effects):
        _decisions(channel, effect).inc(effects.count(effect))
    codes = {finding.code for ruling in rulings for finding in ruling.findings}
    for code in codes:
        FINDINGS.labels(channel.value, code).inc()
    if _BROKEN in codes:
        CHECKS_BROKEN.inc()


def attempted(claimed: Claimed, settlements: Sequence[Settlement]) -> None:
    """Count how an attempt ended."""
    states = [settlement.state for settlement in settlements]
    for state in dict.fromkeys(states):
        ATTEMPTS.labels(claimed.route, state.value).inc(states.count(state))


def opted_out(method: str, asked_at: datetime, in_force_at: datetime) -> None:
    """Count an opt-out that a person made; one that was in force already took no time."""
    OPT_OUTS.labels(method).inc()
    OPT_OUT_DELAY.observe(max(0.0, (in_force_at - asked_at).total_seconds()))


def read_as_opt_out() -> None:
    """Count a reply that a person read as an opt-out; how long that took is no delay of ours."""
    OPT_OUTS.labels("review").inc()


begin()

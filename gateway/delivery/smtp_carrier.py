"""Takes email to the next hop of an `smtp` route.

**Failures:** a next hop that cannot be reached, refuses or falls silent is an outcome. Only
`EightBitRefused` is raised, before anything was sent: the copy is to be written in 7 bits.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from filters.email.newlines import has_bare_newline
from filters.email.refusal import Cause
from filters.email.seven_bit import has_ascii_header
from gateway.delivery.carrier import settle_all
from gateway.delivery.cause import OURS, cause_of, rests_domain
from gateway.delivery.circuit_breaker import CircuitBreaker
from gateway.delivery.envelope import Deadlines, Envelope
from gateway.delivery.smtp_connect import SmtpConnector
from gateway.delivery.smtp_pool import GivenBack, SmtpPool
from gateway.delivery.smtp_reply import Reply
from gateway.delivery.smtp_wire import mailbox
from gateway.errors import DeliveryFailure, EightBitRefused, PermanentFailure
from gateway.spool.model import Settlement, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.config.models import Delivery, Route
    from gateway.delivery.bounces import Bounces
    from gateway.delivery.refusals import Outcome
    from gateway.spool.model import Claimed


_DOMAINS: Final = 3  # too much for so many of them, one after the other, is too much of us


class SmtpCarrier:
    """The next hop of one `smtp` route."""

    def __init__(self, route: Route, delivery: Delivery, hostname: str, bounces: Bounces) -> None:
        """Connect to nothing yet. `hostname` is what EHLO calls us.

        Raises:
            ConfigError: `ca_file` cannot be used.
        """
        self._limit = route.max_connections
        self._bounces = bounces
        self._full_domains: set[str] = set()  # of which it was too much, with nothing taken since
        self._pool = SmtpPool(SmtpConnector(route, Deadlines.of(delivery), hostname))
        self._enough = CircuitBreaker()  # a 421 ends the connection, and a new one proves nothing

    @property
    def limit(self) -> int:
        """How many sends at once it takes just now."""
        if self._is_resting:
            return 0
        is_on_trial = self._pool.breaker.is_half_open or self._enough.is_half_open
        return 1 if is_on_trial else self._pool.within(self._limit)

    @property
    def _is_resting(self) -> bool:
        return self._pool.breaker.is_open or self._enough.is_open

    async def send(self, claimed: Claimed, copy: bytes) -> tuple[Settlement, ...]:
        """Hand over one copy in one transaction."""
        if has_bare_newline(copy):
            reply = "the message holds a bare CR, LF or NUL"  # RFC 5321 2.3.8
            return settle_all(claimed, State.FAILED, reply, status="5.6.0")
        if self._is_resting:
            return settle_all(claimed, State.QUEUED, "the next hop is known to be down")
        outcomes: tuple[Outcome, ...]
        try:
            outcomes = await self._pool.send(_envelope(claimed, copy), copy)
        except GivenBack as untried:
            return settle_all(claimed, State.QUEUED, untried.reply)
        except EightBitRefused:
            raise
        except DeliveryFailure as failure:
            outcomes = (failure,) * len(claimed.delivery_ids)
        await self._bounces.note(claimed, outcomes)
        self._learn(claimed, outcomes)
        digest = hashlib.sha256(copy).hexdigest()
        return tuple(
            _settlement(delivery_id, outcome, digest, claimed.attempt)
            for delivery_id, outcome in zip(claimed.delivery_ids, outcomes, strict=True)
        )

    def _learn(self, claimed: Claimed, outcomes: Sequence[Outcome]) -> None:
        """Note whether the next hop has had enough: it says so of us, or of several domains."""
        full = {
            (each.domain, isinstance(outcome, Reply) and rests_domain(outcome))
            for each, outcome in zip(claimed.recipients, outcomes, strict=True)
            if _is_too_much(outcome)
        }
        if any(not is_of_domain for _, is_of_domain in full):
            self._enough.failed()  # it will not take the next one either
        elif any(map(_is_taken, outcomes)):
            self._full_domains.clear()
            if not self._is_resting:
                self._enough.worked()
        elif full:
            self._full_domains |= {domain for domain, _ in full}
            if len(self._full_domains) >= _DOMAINS:
                self._enough.failed()

    async def close(self) -> None:
        """Close the idle connections."""
        self._pool.close()


def _envelope(claimed: Claimed, copy: bytes) -> Envelope:
    wishes = claimed.wishes
    return Envelope(
        reverse_path=mailbox(claimed.reverse_path),
        recipients=tuple(mailbox(r.address) for r in claimed.recipients),
        wishes=wishes,
        wish=tuple(wishes.of(r.address) for r in claimed.recipients),
        # what came without SMTPUTF8 and is not ASCII all the same goes on as it came
        needs_utf8=wishes.smtputf8 and not has_ascii_header(copy),
    )


def _settlement(delivery_id: int, outcome: Outcome, digest: str, attempt: int) -> Settlement:
    reply = str(outcome) if isinstance(outcome, Reply) else outcome.reply
    state = _state(outcome)
    sent = state is State.DELIVERED
    return Settlement(
        delivery_id=delivery_id,
        state=state,
        reply=reply,
        status=outcome.status,
        sent_sha256=digest if sent else "",
        next_hop_id=outcome.next_hop_id if sent and isinstance(outcome, Reply) else "",
        attempt=attempt,
        next_hop_reports=isinstance(outcome, Reply) and outcome.reports,
        rests_domain=isinstance(outcome, Reply) and rests_domain(outcome),
    )


def _state(outcome: Outcome) -> State:
    if isinstance(outcome, DeliveryFailure):
        return State.FAILED if isinstance(outcome, PermanentFailure) else State.DEFERRED
    if outcome.is_positive:
        return State.DELIVERED
    if outcome.is_permanent and cause_of(outcome) not in OURS:
        return State.FAILED
    return State.DEFERRED


def _is_taken(outcome: Outcome) -> bool:
    return isinstance(outcome, Reply) and outcome.is_positive


def _is_too_much(outcome: Outcome) -> bool:
    return (
        isinstance(outcome, Reply) and not outcome.is_positive and cause_of(outcome) is Cause.QUOTA
    )

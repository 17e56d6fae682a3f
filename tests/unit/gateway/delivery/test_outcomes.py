"""How a route's last attempt ended, and how the route is for it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pytest

from gateway.config.models import Route
from gateway.delivery.outcomes import Outcomes
from gateway.providers.trouble import Trouble
from gateway.route_health import RouteHealth, RouteHealths
from gateway.spool.model import Settlement, State

if TYPE_CHECKING:
    from gateway.providers.trouble import Troubles

NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOBODY: Final[Troubles] = MappingProxyType({})


def noted(*states: State) -> Outcomes:
    outcomes = Outcomes(lambda: NOON)
    for state in states:
        outcomes.note("texts", [Settlement(delivery_id=1, state=state, reply="said")])
    return outcomes


def health(
    outcomes: Outcomes,
    *,
    kind: str = "kannel",
    limit: int = 5,
    troubles: Troubles = NOBODY,
) -> RouteHealth:
    route = Route.model_validate({"name": "texts", "channel": "sms", "kind": kind})
    (found,) = RouteHealths(
        [route],
        {"texts": limit}.__getitem__,
        outcomes,
        troubles=lambda: troubles,
    ).all()
    return found


def test_the_last_attempt_is_remembered_and_when_one_worked() -> None:
    assert noted().last("texts") is None
    last = noted(State.DELIVERED, State.DEFERRED).last("texts")
    assert last is not None
    assert (last.state, last.reply, last.at, last.delivered_at) == (
        State.DEFERRED, "said", NOON, NOON,
    )  # fmt: skip
    failed = noted(State.FAILED).last("texts")
    assert failed is not None
    assert failed.delivered_at is None


@pytest.mark.parametrize(
    ("states", "limit", "word"),
    [
        ((), 5, "idle"),
        ((State.DELIVERED,), 5, "works"),
        ((State.FAILED,), 5, "works"),  # it answered
        ((State.DELIVERED, State.DEFERRED), 5, "failing"),
        ((State.UNKNOWN,), 1, "failing"),
        ((State.DELIVERED,), 0, "down"),
    ],
)
def test_a_route_is_what_it_takes_and_how_it_ended(
    states: tuple[State, ...], limit: int, word: str
) -> None:
    assert health(noted(*states), limit=limit).word == word


def test_whether_people_are_heard_is_what_who_listens_says() -> None:
    assert health(noted()).is_heard is None
    assert health(noted(), kind="smpp", troubles={"texts": None}).is_heard is True
    trouble = Trouble(route="texts", since=NOON, why="the login was refused")
    unheard = health(noted(), kind="ringcentral", troubles={"texts": trouble})
    assert (unheard.is_heard, unheard.trouble) == (False, "the login was refused")

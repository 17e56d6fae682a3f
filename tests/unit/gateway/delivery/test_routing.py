from __future__ import annotations

from typing import Any

from gateway.config.models import Route, RouteMatch
from gateway.delivery.routing import route_for
from suppression.channel import Channel


def route(name: str, channel: str = "email", **match: Any) -> Route:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {"name": name, "channel": channel, "match": RouteMatch(**match)}
    return Route(kind="outbox", **fields)


def chosen(*routes: Route, **facts: Any) -> str:  # noqa: ANN401 - any fact
    given: dict[str, Any] = {
        "channel": Channel.EMAIL, "category": "commercial", "stream": "news", "identity": "shop",
        "domain": "b.test",
    }  # fmt: skip
    found = route_for(routes, **{**given, **facts})
    return found.name if found else ""


def test_the_first_route_that_matches_carries_the_message() -> None:
    assert chosen(route("one"), route("two")) == "one"


def test_a_route_of_the_other_channel_never_matches() -> None:
    assert chosen(route("texts", "sms"), route("mail")) == "mail"


def test_every_list_that_is_given_has_to_match() -> None:
    strict = route("strict", categories=("commercial",), streams=("news",), sender=("shop",),
                   recipient_domains=("B.TEST",))  # fmt: skip
    assert chosen(strict) == "strict"
    for other in (
        {"category": "transactional"},
        {"stream": ""},
        {"identity": "x"},
        {"domain": "c.test"},
    ):
        assert chosen(strict, **other) == ""


def test_without_a_matching_route_there_is_none() -> None:
    assert chosen() == ""

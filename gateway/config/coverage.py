"""Whether every message that can come in has a route by which it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.message import Category

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath
    from gateway.config.models import Config, Route


def uncarried(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Yield what would be accepted and then wait until it expires, because no route matches."""
    api = next((i for i, each in enumerate(config.http) if "api" in each.serves), None)
    smtp = next((i for i, each in enumerate(config.smtp) if each.role == "submission"), None)
    doors: list[KeyPath] = [] if smtp is None else [("smtp", smtp, "listen")]
    if api is not None:
        doors.append(("http", api, "serves"))
    yield from _email(config, doors)
    if api is not None:
        yield from _texts(config, doors[-1])


def _email(config: Config, doors: list[KeyPath]) -> Iterator[tuple[KeyPath, str]]:
    routes = [(i, route) for i, route in enumerate(config.route) if route.channel == "email"]
    if not routes:
        if doors:
            yield doors[0], "takes email, and no route carries any: add a [[route]] of email"
        return
    path: KeyPath = ("route", routes[-1][0], "match")
    known = [route for _, route in routes]
    # the reader of a report that may not leave would never learn
    for category in Category if doors else (Category.SYSTEM,):
        if not _carried(known, category, _senders(config, category)):
            what = "delivery report" if category is Category.SYSTEM else f"{category} email"
            yield (
                path,
                (
                    f"no route carries every {what}: add an email route with match = {{}},"
                    f' or with match = {{ categories = ["{category}"] }}'
                ),
            )


def _texts(config: Config, door: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    routes = [route for route in config.route if route.channel == "sms"]
    senders = config.sender_names
    left = [p for p in config.sms.purposes if not _carried(routes, p, senders)]
    if left:
        yield (
            door,
            (
                f"takes texts, and no route carries every one for {', '.join(left)}:"
                ' add a [[route]] with channel = "sms" and match = {}'
            ),
        )


def _senders(config: Config, category: Category) -> frozenset[str]:
    """Return the identities that such mail comes from; the gateway's own has none of them."""
    if category is Category.SYSTEM:
        return frozenset()
    return config.sender_names


def _carried(routes: list[Route], category: str, senders: frozenset[str]) -> bool:
    """Whether such messages all find a route: of everybody, or of each sender identity."""
    open_to_all = [
        route
        for route in routes
        if not (route.match.streams or route.match.recipient_domains)
        and (not route.match.categories or category in route.match.categories)
    ]
    named = {name for route in open_to_all for name in route.match.sender}
    return any(not route.match.sender for route in open_to_all) or bool(
        senders and senders <= named
    )

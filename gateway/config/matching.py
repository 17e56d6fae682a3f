"""Whether what routes look for exists: categories, purposes, sender identities."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from filters.message import Category
from gateway.config.texting import PURPOSES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gateway.config.lines import KeyPath
    from gateway.config.models import Config, Route


def unmatchable(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Yield what no message can be, so that a route that looks for it never carries anything."""
    senders = [sender.name for sender in config.sender]
    purposes = list(dict.fromkeys((*config.sms.purposes, *PURPOSES)))
    for index, route in enumerate(config.route):
        path: KeyPath = ("route", index, "match")
        kinds = [str(each) for each in Category] if route.channel == "email" else purposes
        what = "category of email" if route.channel == "email" else "purpose of texts"
        yield from _unknown((*path, "categories"), route.match.categories, kinds, what)
        yield from _unknown((*path, "sender"), route.match.sender, senders, "[[sender]]")
        yield from _of_email_only(path, route)


def _unknown(
    path: KeyPath, named: Collection[str], known: Collection[str], what: str
) -> Iterator[tuple[KeyPath, str]]:
    for index, name in enumerate(named):
        if name in known:
            continue
        close = difflib.get_close_matches(name, known, n=1)
        hint = f'did you mean "{close[0]}"?' if close else f"there is {', '.join(known) or 'none'}"
        yield (*path, index), f"{name!r} is no {what}: {hint}"


def _of_email_only(path: KeyPath, route: Route) -> Iterator[tuple[KeyPath, str]]:
    if route.channel == "sms" and route.match.recipient_domains:
        yield (*path, "recipient_domains"), "a text goes to a number, which has no domain"

"""What a configuration may say and seldom means: told by `config check`, and no mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.config.text_routes import CALLING, is_signed_with_the_password
from suppression.errors import MalformedAddressError
from suppression.keys import email_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath
    from gateway.config.models import Config, RouteMatch

Doubt = tuple["KeyPath", str]

_LINK: Final = "{link}"


def doubts(config: Config) -> Iterator[Doubt]:
    """Yield what is worth a look, with the path of the key to look at."""
    yield from _words_under_receipts(config)
    yield from _routes_behind_others(config)
    yield from _rules_of_nobody(config)
    yield from _deaf_routes(config)
    yield from _tokens_of_no_use(config)
    yield from _numbers_of_nobody(config)
    yield from _held_by_nobody(config)
    if not config.smtp and not config.http:
        yield (), "there is no [[smtp]] and no [[http]]: nothing can be handed in"


def _words_under_receipts(config: Config) -> Iterator[Doubt]:
    if config.email.footer_scope != "all-but-conversational":
        return
    for index, line in enumerate(config.footer.lines):
        if _LINK in line:
            yield (
                ("footer", "lines", index),
                (
                    "these words stand on receipts too, where the link ends advertising only:"
                    " let them say so, or write {unsubscribe}, which does"
                ),
            )


def _routes_behind_others(config: Config) -> Iterator[Doubt]:
    standing_in = {route.then for route in config.route}
    for index, route in enumerate(config.route):
        if route.name in standing_in:
            continue
        for before in config.route[:index]:
            if before.channel == route.channel and _takes_all_of(before.match, route.match):
                yield (
                    ("route", index),
                    (
                        f"carries nothing: route {before.name!r} above takes all of it,"
                        " and the first match wins"
                    ),
                )
                break


def _takes_all_of(first: RouteMatch, second: RouteMatch) -> bool:
    """Whether whatever matches the second matches the first."""
    pairs = (
        (first.categories, second.categories),
        (first.streams, second.streams),
        (first.sender, second.sender),
        (first.recipient_domains, second.recipient_domains),
    )
    return all(not wide or (narrow and set(narrow) <= set(wide)) for wide, narrow in pairs)


def _rules_of_nobody(config: Config) -> Iterator[Doubt]:
    known = {domain for sender in config.sender for domain in sender.domains}
    for index, rule in enumerate(config.email.rule):
        domain = _domain(rule.header_from)
        if domain and known and domain not in known:
            yield (
                ("email", "rule", index, "header_from"),
                f"never matches: {domain} is in the domains of no [[sender]]",
            )


def _deaf_routes(config: Config) -> Iterator[Doubt]:
    """Yield routes whose provider cannot tell us of a stop: 47 CFR 64.1200(a)(10)."""
    is_served = any("hooks" in listener.serves for listener in config.http)
    for index, route in enumerate(config.route):
        has_secret = bool(route.hook_secrets_file) or is_signed_with_the_password(route)
        if route.kind in CALLING and not (is_served and has_secret):
            lacks = (
                "hook_secrets_file here" if is_served else 'serves = [..., "hooks"] of an [[http]]'
            )
            yield (
                ("route", index),
                (
                    "hears nothing of what people text, a STOP included, nor what became of texts:"
                    f" it needs {lacks}, or post every text to /v1/sms/inbound"
                ),
            )


def _tokens_of_no_use(config: Config) -> Iterator[Doubt]:
    if any("hooks" in listener.serves for listener in config.http):
        return
    for index, route in enumerate(config.route):
        if route.hook_secrets_file and route.kind not in CALLING:
            yield (
                ("route", index, "hook_secrets_file"),
                'is of no use: no [[http]] has serves = [..., "hooks"]',
            )


def _numbers_of_nobody(config: Config) -> Iterator[Doubt]:
    known = {number for sender in config.sender for number in sender.numbers}
    for index, route in enumerate(config.route):
        if route.number and known and route.number not in known:
            yield (
                ("route", index, "number"),
                "is in the numbers of no [[sender]]: texts that name it are refused",
            )


def _held_by_nobody(config: Config) -> Iterator[Doubt]:
    passing = [listener.listen for listener in config.smtp if listener.delivery == "pass-through"]
    if passing and config.email.on_category_conflict == "hold":
        yield (
            ("email", "on_category_conflict"),
            (
                f"nothing is held that comes by {', '.join(passing)}: it is passed on and not kept,"
                " so such mail is deferred, and waits in the queue of whoever sends it"
            ),
        )


def _domain(origin: str) -> str:
    try:
        return email_key(f"x{origin}" if origin.startswith("@") else origin).rpartition("@")[2]
    except MalformedAddressError:
        return ""

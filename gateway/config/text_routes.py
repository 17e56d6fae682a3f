"""Whether a route of texts has what its provider asks for, and nothing that is of another kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from gateway.config.addresses import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gateway.config.lines import KeyPath
    from gateway.config.models import Config, Route

CALLING: Final = frozenset({"twilio", "kannel", "webhook"})
"""Kinds of routes whose provider calls us; the others are listened to."""
PROVIDERS: Final = CALLING | {"signal", "ringcentral"}
"""Kinds of routes whose texts a provider carries."""

_KEYS_OF: Final = {
    "url": PROVIDERS,
    "number": PROVIDERS | {"smpp"},
    "hook_secrets_file": CALLING | {"ringcentral"},
    "protocol": frozenset({"signal"}),
    "account": frozenset({"twilio"}),
    "messaging_service": frozenset({"twilio"}),
    "jwt_file": frozenset({"ringcentral"}),
    "high_volume": frozenset({"ringcentral"}),
    "push_opt_outs": frozenset({"ringcentral", "twilio"}),
    "max_connections_per_domain": frozenset({"smtp"}),
}
_OF_TEXTS: Final = ("per_minute", "number_per_minute", "price", "then")
_ACCOUNT: Final = re.compile(r"AC[0-9a-f]{32}")
_SERVICE: Final = re.compile(r"MG[0-9a-f]{32}")
_LOGIN: Final = re.compile(r"(?:AC|SK)[0-9a-f]{32}")
_OF_BASIC: Final = frozenset({"signal", "ringcentral"})
_NO_BASIC: Final = re.compile(r"[:\x00-\x1f\x7f]")


def text_routes(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Yield what keeps texts from being sent, with the path of the key to change."""
    of_texts = {route.name for route in config.route if route.channel == "sms"}
    for index, route in enumerate(config.route):
        for key, text in _faults(route):
            yield ("route", index, key), text
        if route.then and (route.then == route.name or route.then not in of_texts):
            yield ("route", index, "then"), "is not the name of another route for texts"
    yield from _heard_twice(config)


def _heard_twice(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Yield routes that listen to the account of another: each would take texts from the other."""
    heard: dict[tuple[str, str], str] = {}
    for index, route in enumerate(config.route):
        account = (route.url.rstrip("/"), route.number)
        if route.kind == "signal" and all(account):
            first = heard.setdefault(account, route.name)
            if first != route.name:
                yield ("route", index, "number"), f'is listened to by route "{first}" already'


def is_signed_with_the_password(route: Route) -> bool:
    """Whether calls of the provider are: Twilio signs with the account's token, never a key."""
    is_token = route.kind == "twilio" and not route.username.startswith("SK")
    return is_token or route.kind == "webhook"


def _faults(route: Route) -> Iterator[tuple[str, str]]:
    for key, kinds in _KEYS_OF.items():
        if getattr(route, key) and route.kind not in kinds:
            yield (
                key,
                f"is of {' and '.join(sorted(kinds))} routes, and this is one of {route.kind}",
            )
    for key in _OF_TEXTS:
        if getattr(route, key) and route.channel != "sms":
            yield key, "is of routes for texts"
    if route.kind not in PROVIDERS:
        return
    if route.channel != "sms":
        yield "kind", f'"{route.kind}" carries texts; email needs another kind'
    has_login = route.kind != "signal" or route.username
    if has_login and not (route.password_file or route.password):
        yield "password_file", f"is required for a {route.kind} route"
    if route.kind in _OF_BASIC and _NO_BASIC.search(route.username):
        yield "username", 'holds ":" or a control character, which ends it'  # RFC 7617 2
    url = urlsplit(route.url)
    if route.url and url.scheme != "https" and not is_loopback(url.hostname or ""):
        yield "url", f"must be https: {url.hostname} is not this machine, and would see the login"
    yield from _OF_KIND[route.kind](route)


def _of_twilio(route: Route) -> Iterator[tuple[str, str]]:
    if not _ACCOUNT.fullmatch(route.account):
        yield "account", "is required: the Account SID, AC and 32 characters of 0-9 and a-f"
    if route.username and not _LOGIN.fullmatch(route.username):
        yield "username", "is no API key: write its SID, SK and 32 characters of 0-9 and a-f"
    if route.messaging_service and not _SERVICE.fullmatch(route.messaging_service):
        yield "messaging_service", "is none: write its SID, MG and 32 characters of 0-9 and a-f"
    if not (route.number or route.messaging_service):
        yield "number", "is required without a messaging_service: what texts are from"


def _of_kannel(route: Route) -> Iterator[tuple[str, str]]:
    if not route.url:
        yield "url", 'is required: where sendsms is, as "http://127.0.0.1:13013/cgi-bin/sendsms"'
    if not route.username:
        yield "username", "is required: that of the sendsms-user"


def _of_webhook(route: Route) -> Iterator[tuple[str, str]]:
    if not route.url:
        yield "url", 'is required: where texts are posted, as "https://sms.example.com/texts"'


def _of_signal(route: Route) -> Iterator[tuple[str, str]]:
    if not route.url:
        yield "url", 'is required: where signal-cli listens, as "http://127.0.0.1:8080"'
    if not route.protocol:
        yield (
            "protocol",
            'is required: "json-rpc" for signal-cli itself, "rest" for the service around it',
        )
    if not route.number.startswith("+"):
        yield "number", "is required: the number that is registered with Signal"


def _of_ringcentral(route: Route) -> Iterator[tuple[str, str]]:
    if not route.username:
        yield "username", "is required: the Client ID of the app"
    if not route.jwt_file:
        yield "jwt_file", "is required: the JWT credential of whoever the number belongs to"
    if not route.number:
        yield "number", "is required: what texts are from"


_OF_KIND: Final[Mapping[str, Callable[[Route], Iterator[tuple[str, str]]]]] = {
    "twilio": _of_twilio,
    "kannel": _of_kannel,
    "signal": _of_signal,
    "webhook": _of_webhook,
    "ringcentral": _of_ringcentral,
}

"""What no single key can say: references, files, and the legal promises a start depends on."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import phonenumbers

from filters.email.postal_address import is_postal_address, same_address
from filters.message import Category
from gateway.config.addresses import is_loopback
from gateway.config.categories import unfounded_categories
from gateway.config.coverage import uncarried
from gateway.config.inbound import inbound
from gateway.config.matching import unmatchable
from gateway.config.models import EXAMPLE_POSTAL_ADDRESS
from gateway.config.pass_through import pass_through
from gateway.config.smpp_routes import smpp_routes
from gateway.config.text_routes import text_routes
from suppression.errors import MalformedAddressError
from suppression.keys import phone_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath
    from gateway.config.models import (
        Config,
        HttpListener,
        Route,
        SenderConfig,
        SmtpListener,
        SubmitterConfig,
    )

Inconsistency = tuple["KeyPath", str]

_WIDEST: Final = {(4, True): 8, (4, False): 16, (6, True): 7, (6, False): 32}
"""IP version and whether private → the shortest prefix of a network that may relay."""
_PORT_OF_SMTP: Final = 25
_LONGEST_CONVERSATION: Final = timedelta(hours=72)  # CTIA: consent ends with the conversation


def inconsistencies(config: Config) -> Iterator[Inconsistency]:
    """Yield every mistake that no single key shows, with the path of the key to change."""
    yield from _names(config)
    yield from _identities(config)
    yield from _listeners(config)
    yield from _networks(config)
    yield from _routes(config)
    yield from text_routes(config)
    yield from smpp_routes(config)
    yield from unmatchable(config)
    yield from uncarried(config)
    yield from unfounded_categories(config)
    yield from _sms(config)
    yield from inbound(config)
    yield from pass_through(config)
    yield from _not_yet(config)
    if config.mode == "enforce":
        yield from broken_promises(config)


def _names(config: Config) -> Iterator[Inconsistency]:
    tables: dict[str, tuple[SubmitterConfig | SenderConfig | Route, ...]]
    tables = {"submitter": config.submitter, "sender": config.sender, "route": config.route}
    for table, entries in tables.items():
        counts = Counter(entry.name for entry in entries)
        for index, entry in enumerate(entries):
            if counts[entry.name] > 1:
                yield (table, index, "name"), f"{entry.name!r} is the name of two; names are unique"
    senders = [sender.name for sender in config.sender]
    path: KeyPath
    for index, submitter in enumerate(config.submitter):
        for place, name in enumerate(submitter.senders):
            if name != "*" and name not in senders:
                there_is = f"there is {', '.join(senders)}" if senders else "there is none"
                path = ("submitter", index, "senders", place)
                yield path, f"there is no [[sender]] named {name!r}; {there_is}"


def _identities(config: Config) -> Iterator[Inconsistency]:
    for index, sender in enumerate(config.sender):
        for place, number in enumerate(sender.numbers):
            try:
                phone_key(number, config.company.phone_region)
            except MalformedAddressError as error:
                yield ("sender", index, "numbers", place), f"{number!r}: {error}"


def _listeners(config: Config) -> Iterator[Inconsistency]:
    path: KeyPath
    tables: dict[str, tuple[SmtpListener | HttpListener, ...]]
    tables = {"smtp": config.smtp, "http": config.http}
    counts = Counter(each.listen for listeners in tables.values() for each in listeners)
    for table, listeners in tables.items():
        for index, listener in enumerate(listeners):
            host, _, port = listener.listen.rpartition(":")
            if counts[listener.listen] > 1 and int(port):
                path = (table, index, "listen")
                yield path, f"{listener.listen} is the address of two; each needs its own"
            if getattr(listener, "protocol", "") == "lmtp" and int(port) == _PORT_OF_SMTP:
                path = (table, index, "listen")
                yield path, "port 25 is for SMTP alone (RFC 2033 5): LMTP needs another one"
            if (
                listener.tls == "none"
                and not is_loopback(host)
                and not (table == "http" and listener.trusted_proxies)
            ):
                yield (table, index, "tls"), f'"none" is for loopback only, and {host} is not'
            if listener.tls != "none" and not (listener.certificate_file and listener.key_file):
                yield (table, index, "tls"), f'"{listener.tls}" needs certificate_file and key_file'


def _networks(config: Config) -> Iterator[Inconsistency]:
    """Refuse networks so wide that whoever is in them is nobody the company knows."""
    if all(
        listener.auth == "required"
        or (is_loopback(listener.listen.rpartition(":")[0]) and not listener.trusted_proxies)
        for listener in config.smtp
        if listener.role == "submission"
    ):
        return  # there, no network opens anything, or none but this machine's and no proxy's
    for index, submitter in enumerate(config.submitter):
        for network in submitter.networks:
            widest = _WIDEST[network.version, network.is_private]
            if network.prefixlen < widest:
                yield (
                    ("submitter", index, "networks"),
                    (
                        f"{network} is too wide to relay for without a login: at most a /{widest},"
                        ' or auth = "required" on every [[smtp]] outside of loopback'
                    ),
                )


def _routes(config: Config) -> Iterator[Inconsistency]:
    for index, route in enumerate(config.route):
        if route.kind != "smtp":
            continue
        if route.channel != "email":
            yield ("route", index, "kind"), '"smtp" carries email; texts need another kind'
        if not route.host:
            yield ("route", index, "host"), "is required for an smtp route"
        elif route.tls == "none" and not is_loopback(route.host):
            yield (
                ("route", index, "tls"),
                f'"none" is for loopback hosts only, and {route.host} is not',
            )
        if route.auth != "none" and not (
            route.username and (route.password_file or route.password)
        ):
            yield ("route", index, "auth"), f'"{route.auth}" needs username and password_file'


def _sms(config: Config) -> Iterator[Inconsistency]:
    if config.sms.conversation_window > _LONGEST_CONVERSATION:
        yield (
            ("sms", "conversation_window"),
            "at most 72h: the consent of a conversation ends with it",
        )
    low, high = config.sms.hold_band
    if not 0 < low <= high <= 1:
        yield ("sms", "hold_band"), "is two scores between 0 and 1, the lower first"
    if Category.SYSTEM in config.sms.purposes:
        place = config.sms.purposes.index(Category.SYSTEM)
        yield ("sms", "purposes", place), "is what the gateway's own answers are for"
    named: list[tuple[KeyPath, str]]
    named = [(("sms", "regions", index), r) for index, r in enumerate(config.sms.regions)]
    for path, region in [(("company", "phone_region"), config.company.phone_region), *named]:
        if region not in phonenumbers.SUPPORTED_REGIONS:
            yield path, f"{region!r} is not a region: write ISO 3166 letters as in US"


def _not_yet(config: Config) -> Iterator[Inconsistency]:
    """Refuse what the next versions bring, rather than accept it and not do it."""
    if config.workers != 1:
        yield ("workers",), "this version runs 1 worker"


def broken_promises(config: Config) -> Iterator[Inconsistency]:
    """Yield what would make a commercial email unlawful: 15 U.S.C. 7704(a)(3), (a)(5)."""
    carrying = [route for route in config.route if _carries_commercial(route)]
    if not carrying:
        return
    names = ", ".join(route.name for route in carrying)
    for index, sender in enumerate(config.sender):
        if not _is_real(sender.postal_address or config.company.postal_address):
            path = (
                ("sender", index, "postal_address")
                if sender.postal_address
                else ("company", "postal_address")
            )
            yield (
                path,
                f"must be your own: route {names} carries commercial email (15 U.S.C. 7704(a)(5))",
            )
    url = urlsplit(config.public.url)
    near = is_loopback(url.hostname or "") and all(is_loopback(route.host) for route in carrying)
    if url.scheme != "https" and not near:
        yield (
            ("public", "url"),
            f"must be https: route {names} carries commercial email (RFC 8058 3.1)",
        )


def _carries_commercial(route: Route) -> bool:
    if route.channel != "email" or route.kind == "outbox":
        return False
    return not route.match.categories or "commercial" in route.match.categories


def _is_real(address: str) -> bool:
    return is_postal_address(address) and not same_address(address, EXAMPLE_POSTAL_ADDRESS)

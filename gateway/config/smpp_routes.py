"""Whether a route over SMPP has what the SMSC asks for, and no other route has what is SMPP's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gateway.config.addresses import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath
    from gateway.config.models import Config, Route

_OWN: Final = frozenset(
    {"system_type", "alphabet", "long_texts", "opted_out_statuses", "opted_out_errors"}
)
_ERROR: Final = re.compile(r"\w+")
_LONGEST_USERNAME: Final = 15
_LONGEST_SYSTEM_TYPE: Final = 12
_LAST_STATUS: Final = 0xFFFFFFFF


def smpp_routes(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Yield what keeps texts from being sent over SMPP, with the path of the key to change."""
    for index, route in enumerate(config.route):
        for key, text in _faults(route) if route.kind == "smpp" else _strange(route):
            yield ("route", index, key), text


def _strange(route: Route) -> Iterator[tuple[str, str]]:
    for key in sorted(_OWN & route.model_fields_set):
        yield key, f"is of smpp routes, and this is one of {route.kind}"


def _faults(route: Route) -> Iterator[tuple[str, str]]:
    if route.channel != "sms":
        yield "kind", '"smpp" carries texts; email needs another kind'
    if not route.host:
        yield "host", "is required: where the SMSC listens"
    if "port" not in route.model_fields_set:
        yield "port", "is required: SMSCs listen on 2775, with TLS on 3550 or where they say"
    if route.tls == "starttls":
        yield "tls", 'must be "implicit": SMPP has no STARTTLS; "none" is for loopback hosts only'
    elif route.tls == "none" and route.host and not is_loopback(route.host):
        yield "tls", f'"none" is for loopback hosts only, and {route.host} is not'
    if not (route.password_file or route.password):
        yield "password_file", "is required for an smpp route"
    if not _fits(route.username, _LONGEST_USERNAME) or not route.username:
        yield "username", f"is required: the system_id, at most {_LONGEST_USERNAME} of ASCII"
    if not _fits(route.system_type, _LONGEST_SYSTEM_TYPE):
        yield "system_type", f"has at most {_LONGEST_SYSTEM_TYPE} characters of ASCII"
    yield from _opted_out(route)


def _opted_out(route: Route) -> Iterator[tuple[str, str]]:
    if not all(0 < status <= _LAST_STATUS for status in route.opted_out_statuses):
        yield "opted_out_statuses", "are command statuses other than 0, as 0x45a"
    if not all(_ERROR.fullmatch(error) for error in route.opted_out_errors):
        yield "opted_out_errors", 'are what stands behind err: in reports, as "0AB"; "" is in many'


def _fits(text: str, longest: int) -> bool:
    return text.isascii() and "\0" not in text and len(text) <= longest

"""A new configuration: the shipped one with an organisation's answers in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from gateway.config.addresses import hostname, is_loopback
from gateway.config.models import EXAMPLE_POSTAL_ADDRESS
from gateway.config.template import filled, toml, with_table

if TYPE_CHECKING:
    from gateway.config.lines import KeyPath
    from gateway.config.template import Value

LOOPBACK_URL: Final = "http://127.0.0.1:8025"
DKIM_FILE: Final = "keys/s1.pem"
PASSWORD_FILE: Final = "secrets/relay"  # noqa: S105 - the path of one
SELECTOR: Final = "s1"

_COMMENT_COLUMN: Final = 37
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What an organisation says about itself."""

    company: str = "Example Co"
    postal_address: str = EXAMPLE_POSTAL_ADDRESS
    contact: str = "support@example.com"
    domain: str = "example.com"
    public_url: str = LOOPBACK_URL
    host: str = ""  # of the next hop; empty: an outbox
    port: int = 587
    user: str = ""
    dkim: bool = False


def written(shipped: str, answers: Answers) -> str:
    """Return the shipped configuration with the answers put in."""
    name = _name(answers.domain)
    values: dict[KeyPath, Value] = {
        ("company", "name"): answers.company,
        ("company", "postal_address"): answers.postal_address,
        ("company", "contact"): answers.contact,
        ("public", "url"): answers.public_url,
        ("submitter", 0, "senders"): [name],
        ("sender", 0, "name"): name,
        ("sender", 0, "domains"): [answers.domain],
    }
    if own_name := _own_name(answers.public_url):
        values["smtp", 0, "hostname"] = own_name
    if answers.dkim:
        values["sender", 0, "dkim"] = [{"selector": SELECTOR, "key_file": DKIM_FILE}]
    text = filled(shipped, values)
    return with_table(text, ("route", 0), _relay(answers)) if answers.host else text


def _own_name(url: str) -> str:
    """Return what the gateway may call itself by where people reach it; "" by an IP address."""
    host = urlsplit(url).hostname or ""
    try:
        return "" if is_loopback(host) else hostname(host)
    except ValueError:
        return ""


def _relay(answers: Answers) -> list[str]:
    """Return the route to the next hop."""
    values: dict[str, tuple[Value, str]] = {
        "name": ("relay", ""),
        "channel": ("email", '"email" | "sms"'),
        "kind": ("smtp", '"outbox": to data_dir/outbox'),
        "host": (answers.host, ""),
        "port": (answers.port, ""),
    }
    if is_loopback(answers.host):
        values["tls"] = ("none", '(loopback) | "starttls" | "implicit"')
    else:
        tls = "implicit" if answers.port == 465 else "starttls"  # noqa: PLR2004 - RFC 8314 7.3
        values["tls"] = (tls, '"starttls" | "implicit" | "none" (loopback)')
    if answers.user:
        values["auth"] = ("plain", '"none" | "plain" | "login" | "xoauth2"')
        values["username"] = (answers.user, "")
        values["password_file"] = (
            PASSWORD_FILE,
            "or OPTWARDEN_ROUTE__RELAY__PASSWORD",
        )
    return [
        "[[route]]",
        *(_line(key, value, comment) for key, (value, comment) in values.items()),
    ]


def _line(key: str, value: Value, comment: str) -> str:
    assignment = f"{key} = {toml(value)}"
    return f"{assignment:{_COMMENT_COLUMN - 2}}  # {comment}" if comment else assignment


def _name(domain: str) -> str:
    """Return a name for the sender identity: the first label of its domain."""
    return _NOT_IN_A_NAME.sub("-", domain.partition(".")[0].lower()).strip("-") or "main"

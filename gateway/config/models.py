"""Every key of `config.toml`, its type and its default; the shipped file says what each is for."""

from __future__ import annotations

import re
from datetime import time, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, SecretStr

from gateway.config.footer import Footer
from gateway.config.section import Section

UNITS_S: Final = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
UNITS_BYTES: Final = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}

EXAMPLE_POSTAL_ADDRESS: Final = "123 Main St, Springfield, IL 62701"
"""The shipped example: good for outboxes only, because CAN-SPAM requires a real one."""


def _duration(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)", str(value))
    if match is None:
        message = f'{value!r} is not a duration: write "90s", "15m", "72h" or "7d"'
        raise ValueError(message)
    return timedelta(seconds=float(match[1]) * UNITS_S[match[2]])


def _size(value: object) -> object:
    match = re.fullmatch(r"(\d+)\s*(B|KiB|MiB|GiB)", str(value))
    if match is None:
        message = f'{value!r} is not a size: write "64 KiB" or "25 MiB"'
        raise ValueError(message)
    return int(match[1]) * UNITS_BYTES[match[2]]


def _clock(value: object) -> object:
    if isinstance(value, time):
        return value
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", str(value))
    if match is None:
        message = f'{value!r} is not a time of day: write "20:00"'
        raise ValueError(message)
    return time(int(match[1]), int(match[2]))


def _network(value: object) -> object:
    if isinstance(value, (IPv4Network, IPv6Network)):
        return value
    try:
        return ip_network(str(value))
    except ValueError as error:
        message = f'{value!r} is not a network: write "192.0.2.0/24" or "2001:db8::/32"'
        raise ValueError(message) from error


def _endpoint(value: object) -> object:
    match = re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[^\s:\[\]]+):(\d{1,5})", str(value))
    if match is None or int(match[2]) > 65535:  # noqa: PLR2004
        message = (
            f'{value!r} is not an address to listen on: write "127.0.0.1:1025" or "[::1]:1025"'
        )
        raise ValueError(message)
    return str(value)


Duration = Annotated[timedelta, BeforeValidator(_duration)]
SIZE: Final = BeforeValidator(_size)
Size = Annotated[int, SIZE]
Clock = Annotated[time, BeforeValidator(_clock)]
Network = Annotated[Any, BeforeValidator(_network)]
Endpoint = Annotated[str, BeforeValidator(_endpoint)]


def _field_name(value: object) -> object:
    # it is taken out of every message: From or Subject would be lost
    if not re.fullmatch(r"[Xx]-[A-Za-z0-9-]{1,60}", str(value)):
        message = f'{value!r} is not a field of ours: write a name that begins with "X-"'
        raise ValueError(message)
    return str(value)


FieldName = Annotated[str, BeforeValidator(_field_name)]
CategoryName = Literal["commercial", "transactional", "conversational"]
PinnedName = Literal["", "commercial", "transactional", "conversational"]
BasisName = Literal["", "transaction", "safety", "account", "employment", "delivery"]


class Company(Section):
    """Whose gateway this is."""

    name: str = "Example Co"
    postal_address: str = EXAMPLE_POSTAL_ADDRESS
    contact: str = "support@example.com"
    phone_region: str = "US"


class SmtpListener(Section):
    """Where mail servers hand over mail."""

    listen: Endpoint = "127.0.0.1:1025"
    role: Literal["submission", "inbound"] = "submission"
    protocol: Literal["smtp", "lmtp"] = "smtp"
    tls: Literal["none", "starttls", "implicit"] = "none"
    certificate_file: Path | None = None
    key_file: Path | None = None
    auth: Literal["none", "optional", "required"] = "optional"
    delivery: Literal["spool", "pass-through"] = "spool"
    category: PinnedName = ""
    category_basis: BasisName = ""
    hostname: str = "localhost"
    max_size: Size = 25 << 20
    max_recipients: int = Field(default=1000, ge=1)
    command_timeout: Duration = timedelta(seconds=300)
    data_timeout: Duration = timedelta(seconds=180)
    max_connections: int = Field(default=1000, ge=1)
    max_connections_per_address: int = Field(default=50, ge=1)


class HttpListener(Section):
    """Where applications, people and providers reach the gateway."""

    listen: Endpoint = "127.0.0.1:8025"
    serves: tuple[Literal["public", "api", "hooks", "admin", "metrics"], ...] = ("public", "api")
    tls: Literal["none", "tls"] = "none"
    certificate_file: Path | None = None
    key_file: Path | None = None
    trusted_proxies: tuple[Network, ...] = ()


class Public(Section):
    """What the outside world calls us."""

    url: str = "http://127.0.0.1:8025"
    mail_domain: str = ""


class SubmitterConfig(Section):
    """Who may hand us messages, and as whom."""

    name: str
    networks: tuple[Network, ...] = ()
    senders: tuple[str, ...]
    may_declare: tuple[CategoryName, ...] = ("commercial", "transactional", "conversational")
    default_category: PinnedName = ""
    default_basis: BasisName = ""


class DkimKeyConfig(Section):
    """One DKIM key of a sender identity."""

    selector: str
    key_file: Path


class SenderConfig(Section):
    """A sender identity: who a message may claim to be from."""

    name: str
    domains: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    company: str = ""
    postal_address: str = ""
    dkim: tuple[DkimKeyConfig, ...] = ()
    dkim_missing: Literal["warn", "refuse"] = "warn"


class EmailRule(Section):
    """A rule that gives email a category; the first that matches wins."""

    header_from: str = ""
    envelope_from: str = ""
    subject_prefix: str = ""
    stream: str = ""
    category: CategoryName
    basis: BasisName = ""


class EmailConfig(Section):
    """How email is categorised and edited."""

    default_category: CategoryName = "commercial"
    default_basis: BasisName = ""
    category_header: FieldName = "X-Optwarden-Category"
    on_category_conflict: Literal["treat-as-commercial", "hold", "refuse"] = "treat-as-commercial"
    on_uneditable: Literal["append-part", "refuse"] = "append-part"
    footer_scope: Literal["commercial", "all-but-conversational"] = "commercial"
    on_foreign_unsubscribe: Literal["replace", "refuse"] = "replace"
    rule: tuple[EmailRule, ...] = ()


class SuppressionConfig(Section):
    """How widely an opt-out is matched."""

    match_subaddress: bool = True
    ignore_dots: tuple[str, ...] = ()


class QuietHours(Section):
    """When no text is sent that the person did not just ask for, by the recipient's clock."""

    from_: Clock = Field(default=time(20), alias="from")
    to: Clock = time(9)
    sunday_to: Clock = time(12)
    action: Literal["wait", "refuse"] = "wait"


PURPOSES: Final = (
    "support_reply", "appointment", "meeting_link", "calendar", "receipt", "shipping",
    "security_code", "service_alert", "account",
)  # fmt: skip


class SmsConfig(Section):
    """What may be texted, to whom and when."""

    require_consent: bool = True
    conversation_window: Duration = timedelta(hours=24)
    promotional: Literal["refuse", "hold"] = "refuse"
    hold_band: tuple[float, float] = (0.35, 0.75)
    purposes: tuple[str, ...] = PURPOSES
    quiet_hours: QuietHours = QuietHours()
    regions: tuple[str, ...] = ("US",)


class Hold(Section):
    """Messages held for review."""

    expires: Duration = timedelta(days=7)


class Retention(Section):
    """How long content is kept after a message is done with."""

    email_body: Duration = timedelta(days=7)
    sms_text: Duration = timedelta(hours=72)


class Delivery(Section):
    """How the spool tries, and when it gives up."""

    email_expires: Duration = timedelta(days=2)
    sms_expires: Duration = timedelta(hours=1)
    connect_timeout: Duration = timedelta(seconds=30)
    command_timeout: Duration = timedelta(minutes=5)
    data_timeout: Duration = timedelta(minutes=10)


class RouteMatch(Section):
    """Which messages a route carries; an empty list matches all."""

    categories: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    recipient_domains: tuple[str, ...] = ()


class Route(Section):
    """A next hop."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")
    channel: Literal["email", "sms"]
    kind: Literal["outbox", "smtp"]
    match: RouteMatch = RouteMatch()
    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    tls: Literal["none", "starttls", "implicit"] = "starttls"
    ca_file: Path | None = None  # certificate authorities to trust instead of the system's
    auth: Literal["none", "plain", "login", "xoauth2"] = "none"
    username: str = ""
    password_file: Path | None = None
    password: SecretStr = SecretStr("")  # by the environment only
    max_connections: int = Field(default=10, ge=1, le=200)


class Config(Section):
    """The whole configuration."""

    mode: Literal["enforce", "observe"] = "enforce"
    data_dir: Path = Path("data")
    workers: int = Field(default=1, ge=1, le=64)
    company: Company = Company()
    smtp: tuple[SmtpListener, ...] = ()
    http: tuple[HttpListener, ...] = ()
    public: Public = Public()
    submitter: tuple[SubmitterConfig, ...] = ()
    sender: tuple[SenderConfig, ...] = ()
    email: EmailConfig = EmailConfig()
    footer: Footer = Footer()
    suppression: SuppressionConfig = SuppressionConfig()
    sms: SmsConfig = SmsConfig()
    hold: Hold = Hold()
    retention: Retention = Retention()
    delivery: Delivery = Delivery()
    route: tuple[Route, ...] = ()

"""Every key of `config.toml`, its type and its default; the shipped file says what each is for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, SecretStr

from gateway.config.addresses import (
    Contact,
    Domain,
    Endpoint,
    FieldName,
    Hostname,
    MailDomain,
    NextHop,
    Origin,
    ProviderUrl,
    Said,
    Selector,
    SenderNumber,
    Slug,
    TableName,
    Url,
)
from gateway.config.footer import Footer
from gateway.config.kinds import Duration, Network, Period, Size
from gateway.config.section import Section
from gateway.config.texting import SmsConfig

EXAMPLE_POSTAL_ADDRESS: Final = "123 Main St, Springfield, IL 62701"
"""The shipped example: good for outboxes only, because CAN-SPAM requires a real one."""

CategoryName = Literal["commercial", "transactional", "conversational"]
PinnedName = Literal["", "commercial", "transactional", "conversational"]
BasisName = Literal["", "transaction", "safety", "account", "employment", "delivery"]


class Company(Section):
    """Whose gateway this is."""

    name: Said = "Example Co"
    postal_address: str = EXAMPLE_POSTAL_ADDRESS
    contact: Contact = "support@example.com"
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
    hostname: Hostname = "localhost"
    max_size: Size = 25 << 20
    max_recipients: int = Field(default=1000, ge=1)
    command_timeout: Period = timedelta(seconds=300)
    data_timeout: Period = timedelta(seconds=180)
    max_connections: int = Field(default=1000, ge=1)
    max_connections_per_address: int = Field(default=50, ge=1)
    trusted_proxies: tuple[Network, ...] = ()
    xforward_networks: tuple[Network, ...] = ()


class HttpListener(Section):
    """Where applications, people and providers reach the gateway."""

    listen: Endpoint = "127.0.0.1:8025"
    serves: tuple[Literal["public", "api", "hooks", "admin", "metrics"], ...] = (
        "public",
        "api",
        "admin",
    )
    tls: Literal["none", "tls"] = "none"
    certificate_file: Path | None = None
    key_file: Path | None = None
    trusted_proxies: tuple[Network, ...] = ()
    max_connections: int = Field(default=1000, ge=1)
    max_connections_per_address: int = Field(default=200, ge=1)
    max_requests_per_minute: int = Field(default=60_000, ge=1)  # by one key


class Public(Section):
    """What the outside world calls us."""

    url: Url = "http://127.0.0.1:8025"
    mail_domain: MailDomain = ""
    confirm_opt_outs: bool = True


class SubmitterConfig(Section):
    """Who may hand us messages, and as whom."""

    name: TableName
    networks: tuple[Network, ...] = ()
    senders: tuple[str, ...]
    may_declare: tuple[CategoryName, ...] = ("commercial", "transactional", "conversational")
    default_category: PinnedName = ""
    default_basis: BasisName = ""


class DkimKeyConfig(Section):
    """One DKIM key of a sender identity."""

    selector: Selector
    key_file: Path


class SenderConfig(Section):
    """A sender identity: who a message may claim to be from."""

    name: TableName
    domains: tuple[Domain, ...] = ()
    numbers: tuple[str, ...] = ()
    company: str = ""
    postal_address: str = ""
    dkim: tuple[DkimKeyConfig, ...] = ()
    dkim_missing: Literal["warn", "refuse"] = "warn"


class EmailRule(Section):
    """A rule that gives email a category; the first that matches wins."""

    header_from: Origin = ""
    envelope_from: Origin = ""
    subject_prefix: str = ""
    stream: Slug = ""
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
    """How widely an opt-out is matched, and how long bounces stop an address."""

    match_subaddress: bool = True
    ignore_dots: tuple[Domain, ...] = ()
    hard_bounce_expires: Duration = timedelta(days=180)
    soft_bounce_expires: Period = timedelta(days=14)


class Callbacks(Section):
    """How applications are told what became of their texts."""

    networks: tuple[Network, ...] = ()
    tries: int = Field(default=10, ge=1, le=20)
    timeout: Period = timedelta(seconds=10)


class Hold(Section):
    """Messages held for review."""

    expires: Period = timedelta(days=7)


class Retention(Section):
    """How long content is kept after a message is done with."""

    email_body: Duration = timedelta(days=7)
    sms_text: Duration = timedelta(hours=72)


class Delivery(Section):
    """How the spool tries, and when it gives up."""

    email_expires: Period = timedelta(days=2)
    delay_warning: Duration = timedelta(hours=4)
    sms_expires: Period = timedelta(hours=1)
    connect_timeout: Period = timedelta(seconds=30)
    command_timeout: Period = timedelta(minutes=5)
    data_timeout: Period = timedelta(minutes=10)
    answer_timeout: Period = timedelta(seconds=30)


class RouteMatch(Section):
    """Which messages a route carries; an empty list matches all."""

    categories: tuple[str, ...] = ()
    streams: tuple[Slug, ...] = ()
    sender: tuple[str, ...] = ()
    recipient_domains: tuple[Domain, ...] = ()


class Route(Section):
    """A next hop."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")
    channel: Literal["email", "sms"]
    kind: Literal[
        "outbox", "smtp", "twilio", "kannel", "webhook", "signal", "smpp", "ringcentral"
    ]  # fmt: skip
    match: RouteMatch = RouteMatch()
    confirmation: Literal["gateway", "provider", "none"] = "gateway"
    host: NextHop = ""
    port: int = Field(default=587, ge=1, le=65535)
    tls: Literal["none", "starttls", "implicit"] = "starttls"
    ca_file: Path | None = None  # certificate authorities to trust instead of the system's
    auth: Literal["none", "plain", "login", "xoauth2"] = "none"
    username: str = ""
    password_file: Path | None = None
    password: SecretStr = SecretStr("")  # by the environment only
    max_connections: int = Field(default=10, ge=1, le=200)
    max_connections_per_domain: int = Field(default=0, ge=0, le=200)  # 0: as many as there are
    then: str = ""  # the route that takes the texts of this one while it fails
    then_after: Duration = timedelta(minutes=1)
    per_minute: int = Field(default=0, ge=0)  # texts; 0 is no limit
    number_per_minute: int | None = Field(default=None, ge=0)  # None: what its kind says
    price: float = Field(default=0.0, ge=0, le=1000)  # of a segment
    url: ProviderUrl = ""
    number: SenderNumber = ""
    account: str = ""
    messaging_service: str = ""
    protocol: Literal["", "json-rpc", "rest"] = ""
    jwt_file: Path | None = None
    high_volume: bool = False
    push_opt_outs: bool = False
    hook_secrets_file: Path | None = None
    system_type: str = ""
    alphabet: Literal["gsm-7", "latin-1"] = "gsm-7"
    long_texts: Literal["udh", "sar", "payload"] = "udh"
    opted_out_statuses: tuple[int, ...] = ()
    opted_out_errors: tuple[str, ...] = ()


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
    callbacks: Callbacks = Callbacks()
    hold: Hold = Hold()
    retention: Retention = Retention()
    delivery: Delivery = Delivery()
    route: tuple[Route, ...] = ()

    @property
    def sender_names(self) -> frozenset[str]:
        """What the sender identities are called."""
        return frozenset(sender.name for sender in self.sender)

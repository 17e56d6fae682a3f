"""Exim and OpenSMTPD that relay through the gateway, as docs/exim.md and docs/opensmtpd.md say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.e2e.recipes import blocks
from tests.e2e.waiting import free_port
from tests.peers.mail_servers import Exim, OpenSmtpd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.peers.mail_servers import MailServer

ON_ONE_MACHINE: Final = "On one machine"
OVER_THE_NETWORK: Final = "Over the network"
BACK: Final = {
    "exim": "Back to the same Exim",
    "opensmtpd": "Back to the same OpenSMTPD",
}

_EXIM: Final = """\
primary_hostname = relay.shop.example
{listens}
domainlist local_domains =
log_file_path = /var/log/exim4/%slog
keep_environment =
acl_smtp_rcpt = take
begin acl
take:
  accept hosts = 127.0.0.1
begin routers
{router}
outside:
  driver = manualroute
  route_list = * 127.0.0.1::{sink} byname
  transport = outside
  self = send
begin transports
{transport}
outside:
  driver = smtp
begin retry
* * F,1h,1m
begin authenticators
{authenticator}
"""
_EXIM_LISTENS: Final = "local_interfaces = 127.0.0.1.{app}"
_OPENSMTPD: Final = "listen on 127.0.0.1 port {app} hostname relay.shop.example\n{recipe}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Who listens where: the relay for programs, and for the gateway; the world outside."""

    outside: int
    gateway: int = 0
    programs: int = field(default_factory=free_port)
    back: int = field(default_factory=free_port)


def recipe(server: str, section: str, ports: Ports) -> list[str]:
    """Return the blocks of a section of a server's page, with our ports."""
    shown = {587: ports.gateway, 1025: ports.gateway, 10026: ports.back}
    shown[25] = ports.programs if server == "exim" else ports.outside
    return blocks(section, shown, f"{server}.md")


def route_back(server: str, ports: Ports) -> str:
    """Return the route by which the gateway hands back."""
    route, *_ = recipe(server, BACK[server], ports)
    return route


def relay(server: str, section: str, ports: Ports, files: Mapping[str, str]) -> MailServer:
    """Start one that is configured by a section of its page."""
    found = recipe(server, section, ports)
    if section == BACK[server]:
        del found[0]
    if server == "opensmtpd":
        (lines,) = found
        lines = lines.replace(
            '"outside" relay\n', f'"outside" relay host smtp://127.0.0.1:{ports.outside}\n'
        )
        return OpenSmtpd(ports.programs, _OPENSMTPD.format(app=ports.programs, recipe=lines), files)
    listens = _EXIM_LISTENS.format(app=ports.programs)
    if section == BACK[server]:
        _, transport, *_ = recipe(server, ON_ONE_MACHINE, ports)
        listens, router = found
    else:
        router, transport, *_ = found
    authenticator = ""
    if section == OVER_THE_NETWORK:
        authenticator = found[2]
        router += "  self = send\n"  # here the network ends where it begins
    configuration = _EXIM.format(
        listens=listens, router=router, transport=transport, authenticator=authenticator,
        sink=ports.outside,
    )  # fmt: skip
    return Exim(ports.programs, configuration, files)

"""Exim and OpenSMTPD as next hops: they know who nobody is, what they do not want, and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.e2e.waiting import free_port
from tests.peers.mail_servers import Exim, OpenSmtpd

if TYPE_CHECKING:
    from tests.peers.mail_servers import MailServer

NOBODY: Final = "nobody@people.example"
UNWANTED: Final = "unwanted@shop.example"
"""Its mail is refused after the message."""
MOST_BYTES: Final = 100 * 1024

_EXIM: Final = """\
primary_hostname = mx.people.example
local_interfaces = 127.0.0.1.{port}
log_file_path = /var/log/exim4/%slog
log_selector = +pipelining
keep_environment =
dsn_advertise_hosts = *
message_size_limit = {most}
tls_certificate = /etc/tls.crt
tls_privatekey = /etc/tls.key
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  require verify = recipient
  accept
data:
  deny senders = {unwanted}
       message = 550 5.7.1 Not this
  accept
begin routers
outside:
  driver = manualroute
  local_parts = ! nobody
  route_list = * 127.0.0.1::{sink} byname
  transport = outside
  self = send
begin transports
outside:
  driver = smtp
begin retry
* * F,1h,1m
"""
_OPENSMTPD: Final = """\
pki here cert "/etc/tls.crt"
pki here key "/etc/tls.key"
smtp max-message-size {most}
filter "taste" phase commit match mail-from {{ {unwanted} }} reject "550 5.7.1 Not this"
listen on 127.0.0.1 port {port} tls pki here hostname mx.people.example filter "taste"
action "outside" relay host smtp://127.0.0.1:{sink}
match from any for any rcpt-to {{ {nobody} }} reject
match from any for any action "outside"
"""


def next_hop(server: str, sink: int, certificate: tuple[str, str]) -> tuple[MailServer, int]:
    """Start one that sends everything it takes to the sink; return the port it listens on.

    `certificate`: its chain and its key. Debian's OpenSMTPD 6.8 fails every handshake as a server:
    its process for keys does not go with OpenSSL 3.
    """
    port = free_port()
    configuration = (_EXIM if server == "exim" else _OPENSMTPD).format(
        port=port, sink=sink, most=MOST_BYTES, unwanted=UNWANTED, nobody=NOBODY
    )
    files = dict(zip(("etc/tls.crt", "etc/tls.key"), certificate, strict=True))
    kind = Exim if server == "exim" else OpenSmtpd
    return kind(port, configuration, files), port

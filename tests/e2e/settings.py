"""The configurations that scenarios start from."""

from __future__ import annotations

from typing import Final

COMPANY: Final = "Shop Ltd"
POSTAL_ADDRESS: Final = "1 Real Street, Springfield, IL 62701"
NEWS: Final = "news@shop.example"
BOUNCES: Final = "bounces@shop.example"
DAY_AND_NIGHT: Final = '[sms]\nquiet_hours = { from = "00:00", to = "00:00", sunday_to = "00:00" }'
"""No quiet hours, so that a scenario does not depend on the time of day."""

_SETTINGS: Final = """\
data_dir = "data"
[company]
name = "{company}"
postal_address = "{postal_address}"
contact = "support@shop.example"
[[smtp]]
listen = "127.0.0.1:0"
{smtp}
[[http]]
listen = "127.0.0.1:{http_port}"
{http}
[public]
url = "{public_url}"
[[submitter]]
name = "local"
networks = {networks}
senders = ["shop"]
[[sender]]
name = "shop"
domains = ["shop.example"]
numbers = ["+12025550100"]
{sender}
[[route]]
name = "texts"
channel = "sms"
kind = "outbox"
{email_route}
{more}
"""

_TO_SINK: Final = """\
[[route]]
name = "sink"
channel = "email"
kind = "smtp"
host = "127.0.0.1"
port = {port}
tls = "none"
"""

_TO_OUTBOX: Final = """\
[[route]]
name = "outbox"
channel = "email"
kind = "outbox"
"""


def settings(
    sink: int = 0,
    *,
    smtp: str = "",
    http: str = "",
    http_port: int = 0,
    public_url: str = "http://127.0.0.1:8025",
    networks: str = '["127.0.0.0/8"]',
    sender: str = "",
    more: str = "",
) -> str:
    """Return a configuration that sends email to the sink, or without one to an outbox."""
    return _SETTINGS.format(
        company=COMPANY, postal_address=POSTAL_ADDRESS, smtp=smtp, http=http, http_port=http_port,
        public_url=public_url, networks=networks, sender=sender, more=more,
        email_route=_TO_SINK.format(port=sink) if sink else _TO_OUTBOX,
    )  # fmt: skip

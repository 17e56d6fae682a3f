"""The configuration that measurements run under: one shop, on loopback."""

from __future__ import annotations

from typing import Final

_ALWAYS: Final = """\
data_dir = "data"
[company]
name = "Shop Ltd"
postal_address = "1 Real Street, Springfield, IL 62701"
[[smtp]]
listen = "127.0.0.1:{smtp}"
auth = "none"
max_connections_per_address = 200
[[http]]
listen = "127.0.0.1:{http}"
serves = ["public"]
[public]
url = "http://127.0.0.1:{http}"
[[submitter]]
name = "local"
networks = ["127.0.0.0/8"]
senders = ["shop"]
[[sender]]
name = "shop"
domains = ["shop.example", "example.com"]
"""
_SIGNED: Final = 'dkim = [{{ selector = "s1", key_file = "{key_file}" }}]\n'
_OUTBOX: Final = """\
[[route]]
name = "outbox"
channel = "email"
kind = "outbox"
"""
_SINK: Final = """\
[[route]]
name = "sink"
channel = "email"
kind = "smtp"
host = "127.0.0.1"
port = {sink}
tls = "none"
max_connections = 20
"""


def configuration(*, smtp: int, http: int, sink: int = 0, key_file: str = "") -> str:
    """Return a configuration: `sink` is the port mail goes to, else it goes to a folder."""
    signed = _SIGNED.format(key_file=key_file) if key_file else ""
    route = _SINK.format(sink=sink) if sink else _OUTBOX
    return _ALWAYS.format(smtp=smtp, http=http) + signed + route

"""A link to the admin pages leads to a listener that serves them."""

from __future__ import annotations

import pytest

from gateway.admin.address import come_in
from gateway.config.models import HttpListener
from tests.make_gateway import config

PUBLIC = HttpListener(listen="0.0.0.0:443", serves=("public", "hooks"), tls="none")
TOGETHER = HttpListener(listen="0.0.0.0:8025", serves=("public", "admin"))


def staff(listen: str, tls: str = "none") -> HttpListener:
    return HttpListener.model_validate({"listen": listen, "serves": ("api", "admin"), "tls": tls})


@pytest.mark.parametrize(
    ("listeners", "base"),
    [
        ((PUBLIC,), "https://mail.example.com"),
        ((TOGETHER,), "https://mail.example.com"),
        ((staff("127.0.0.1:8026"), TOGETHER), "https://mail.example.com"),
        ((PUBLIC, staff("127.0.0.1:8026")), "http://127.0.0.1:8026"),
        ((PUBLIC, staff("[::1]:8026", tls="tls")), "https://[::1]:8026"),
        ((PUBLIC, staff("0.0.0.0:8026")), "http://localhost:8026"),
        ((PUBLIC, staff("[::]:8026")), "http://localhost:8026"),
        ((PUBLIC, staff("gate.internal:8026")), "http://gate.internal:8026"),
    ],
)
def test_a_link_leads_to_a_listener_that_serves_the_pages(
    listeners: tuple[HttpListener, ...], base: str
) -> None:
    assert come_in(config(http=listeners), "token") == f"{base}/admin/come-in/token"


@pytest.mark.parametrize("origin", ["", "null"])
def test_who_asks_on_a_page_gets_a_link_to_where_they_are(origin: str) -> None:
    apart = config(http=(PUBLIC, staff("127.0.0.1:8026")))
    inside = "https://gate.internal"
    assert come_in(apart, "token", inside) == f"{inside}/admin/come-in/token"
    assert come_in(apart, "token", origin) == "http://127.0.0.1:8026/admin/come-in/token"
    together = config(http=(TOGETHER,))
    assert come_in(together, "token", inside) == "https://mail.example.com/admin/come-in/token"

"""Each route has the carrier of its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.config.models import Route
from gateway.delivery.carriers import make_carriers
from gateway.delivery.outbox import OutboxCarrier
from gateway.delivery.smtp_carrier import SmtpCarrier
from gateway.errors import ConfigError
from gateway.nobody import NothingListed
from gateway.providers.http_carrier import HttpCarrier
from tests.make_gateway import NOW, OUTBOX, TEXTS, config

HOP = Route(
    name="hop", channel="email", kind="smtp", host="127.0.0.1", tls="none", max_connections=3
)

TWILIO = Route(
    name="twilio", channel="sms", kind="twilio", account="AC" + "0" * 32, number="+14155550100",
    max_connections=2,
)  # fmt: skip
KANNEL = Route(name="kannel", channel="sms", kind="kannel", url="http://127.0.0.1:13013/x")


def test_each_route_has_a_carrier_of_its_kind_under_its_name() -> None:
    routes = (OUTBOX, HOP, TEXTS, TWILIO, KANNEL)
    carriers = make_carriers(config(route=routes), NothingListed(), lambda: NOW)
    assert list(carriers) == ["out", "hop", "texts", "twilio", "kannel"]
    assert isinstance(carriers["out"], OutboxCarrier)
    assert isinstance(carriers["hop"], SmtpCarrier)
    assert carriers["hop"].limit == 3
    assert isinstance(carriers["twilio"], HttpCarrier)
    assert carriers["twilio"].limit == 2
    assert isinstance(carriers["kannel"], HttpCarrier)


def test_two_outboxes_do_not_share_a_folder(tmp_path: Path) -> None:
    carriers = make_carriers(config(data_dir=tmp_path), NothingListed(), lambda: NOW)
    folders = {c._folder for c in carriers.values() if isinstance(c, OutboxCarrier)}
    assert folders == {tmp_path / "outbox" / "out", tmp_path / "outbox" / "texts"}
    assert not (tmp_path / "outbox").exists()  # made with the first message


def test_an_authority_that_cannot_be_read_is_named() -> None:
    route = HOP.model_copy(update={"tls": "starttls", "ca_file": Path("/nowhere/ca.pem")})
    with pytest.raises(ConfigError, match=r"ca\.pem"):
        make_carriers(config(route=(route,)), NothingListed(), lambda: NOW)

"""Each route has the carrier of its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.config.models import HttpListener, Public, Route
from gateway.delivery.carriers import callback, make_carriers
from gateway.delivery.outbox import OutboxCarrier
from gateway.delivery.smtp_carrier import SmtpCarrier
from gateway.errors import ConfigError
from gateway.nobody import NothingListed
from gateway.providers.http_carrier import HttpCarrier
from gateway.providers.smpp.carrier import SmppCarrier
from tests.make_gateway import NOW, OUTBOX, TEXTS, config

HOP = Route(
    name="hop", channel="email", kind="smtp", host="127.0.0.1", tls="none", max_connections=3
)

TWILIO = Route(
    name="twilio", channel="sms", kind="twilio", account="AC" + "0" * 32, number="+14155550100",
    max_connections=2,
)  # fmt: skip
SMPP = Route(
    name="smsc", channel="sms", kind="smpp", host="127.0.0.1", port=2775, tls="none",
    username="us", max_connections=4,
)  # fmt: skip
KANNEL = Route(name="kannel", channel="sms", kind="kannel", url="http://127.0.0.1:13013/x")
RINGCENTRAL = Route(name="rc", channel="sms", kind="ringcentral", number="+14155550100")


def test_each_route_has_a_carrier_of_its_kind_under_its_name() -> None:
    routes = (OUTBOX, HOP, TEXTS, TWILIO, KANNEL, SMPP, RINGCENTRAL)
    carriers = make_carriers(config(route=routes), NothingListed(), lambda: NOW)
    assert list(carriers) == ["out", "hop", "texts", "twilio", "kannel", "smsc", "rc"]
    assert isinstance(carriers["out"], OutboxCarrier)
    assert isinstance(carriers["hop"], SmtpCarrier)
    assert carriers["hop"].limit == 3
    assert isinstance(carriers["twilio"], HttpCarrier)
    assert carriers["twilio"].limit == 2
    assert isinstance(carriers["kannel"], HttpCarrier)
    assert isinstance(carriers["smsc"], SmppCarrier)
    assert carriers["smsc"].limit == 4
    assert isinstance(carriers["rc"], HttpCarrier)


def test_two_outboxes_do_not_share_a_folder(tmp_path: Path) -> None:
    carriers = make_carriers(config(data_dir=tmp_path), NothingListed(), lambda: NOW)
    folders = {c._folder for c in carriers.values() if isinstance(c, OutboxCarrier)}
    assert folders == {tmp_path / "outbox" / "out", tmp_path / "outbox" / "texts"}
    assert not (tmp_path / "outbox").exists()  # made with the first message


@pytest.mark.parametrize("hop", [HOP, SMPP])
def test_an_authority_that_cannot_be_read_is_named(hop: Route) -> None:
    route = hop.model_copy(update={"tls": "implicit", "ca_file": Path("/nowhere/ca.pem")})
    with pytest.raises(ConfigError, match=r"ca\.pem"):
        make_carriers(config(route=(route,)), NothingListed(), lambda: NOW)


@pytest.mark.parametrize(
    ("public_url", "changes", "rooms", "told"),
    [
        ("https://g.test/", {}, ("hooks",), "https://g.test/hooks/twilio/status"),
        ("https://g.test", {}, ("public", "api"), ""),  # nobody would be there
        ("http://127.0.0.1:8025", {}, ("hooks",), ""),  # Twilio refuses a text that names it
        (
            "http://127.0.0.1:8025",
            {"url": "http://127.0.0.1:1"},
            ("hooks",),
            "http://127.0.0.1:8025/hooks/twilio/status",
        ),
        ("https://g.test", {"username": "SK" + "0" * 32}, ("hooks",), ""),  # not to be proven
    ],
)
def test_a_provider_is_asked_to_tell_where_it_can_reach_and_prove_itself(
    public_url: str, changes: dict[str, str], rooms: tuple[str, ...], told: str
) -> None:
    route = Route.model_validate({**TWILIO.model_dump(), "password": "the token", **changes})
    http = HttpListener.model_validate({"serves": rooms})
    assert callback(config(http=(http,), public=Public(url=public_url)), route) == told


@pytest.mark.parametrize(
    "content", ["short", "a secret with blanks", "long-enough-to-be-one\nx", ""]
)
def test_a_secret_of_calls_that_could_be_guessed_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "calls"
    file.write_text(content)
    file.chmod(0o600)
    route = KANNEL.model_copy(update={"hook_secrets_file": file})
    with pytest.raises(ConfigError, match="one secret a line"):
        make_carriers(config(route=(route,)), NothingListed(), lambda: NOW)

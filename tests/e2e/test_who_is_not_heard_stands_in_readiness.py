"""While a provider that we connect to is away, readiness says over which route nobody is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.e2e.settings import settings
from tests.e2e.signal_cli import SignalCli
from tests.e2e.waiting import free_port, wait_for
from tests.e2e.web import call

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway

OURS = "+12025550100"
ROUTES = """
[[route]]
name = "signal"
channel = "sms"
kind = "signal"
protocol = "json-rpc"
url = "{url}"
number = "{ours}"
[[route]]
name = "smsc"
channel = "sms"
kind = "smpp"
host = "127.0.0.1"
port = {port}
tls = "none"
username = "optwarden"
password_file = "smsc"
number = "{ours}"
"""


def why_unheard(gateway: Gateway) -> dict[str, Any]:
    ready = call(gateway, "GET", "/readyz")
    assert ready.status == 200
    return {each["route"]: each["why"] for each in ready.json["unheard"]}


def test_a_provider_that_is_away_is_named_with_the_reason_until_it_is_there(
    start_gateway: StartGateway, tmp_path: Path
) -> None:
    (tmp_path / "gateway").mkdir()
    (tmp_path / "gateway" / "smsc").write_text("secret")
    (tmp_path / "gateway" / "smsc").chmod(0o600)
    port = free_port()
    away = settings(more=ROUTES.format(url=f"http://127.0.0.1:{free_port()}", port=port, ours=OURS))
    gateway = start_gateway(away)
    no_smsc = "the SMSC cannot be reached: Connection refused"
    wait_for(
        lambda: why_unheard(gateway) == {"signal": "Connection refused", "smsc": no_smsc},
        "both to be named",
    )
    signal = SignalCli(OURS)
    gateway.reload(settings(more=ROUTES.format(url=signal.url, port=port, ours=OURS)))
    wait_for(lambda: signal.listeners, "the gateway to listen")
    wait_for(lambda: why_unheard(gateway) == {"smsc": no_smsc}, "Signal to be heard")
    signal.close()

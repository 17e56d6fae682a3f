"""What the Twilio shapes answer is what Twilio's own description allows: Prism stands between."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import pytest
from twilio.base.exceptions import TwilioRestException

from gateway.config.models import HttpListener
from tests.contract.http.twilio_clients import ASKED, BODY, OURS, Served, served
from tests.e2e.peers import need, run

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PRISM: Final = "@stoplight/prism-cli@5.16.0"
DESCRIPTION: Final = Path(__file__).parents[1] / "data" / "specs" / "twilio_messages.json"
VIOLATIONS: Final = "sl-violations"
START_S: Final = 60
RELATIVE: Final = tuple(
    f"['response', 'body', '{name}'] Response body property {name} must match format \"uri\""
    for name in ("first_page_uri", "next_page_uri", "uri")
)
"""Twilio names pages without a host as well, whatever its description says."""


def unused_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def prism(folder: Path, upstream: str) -> AsyncIterator[str]:
    """Run a proxy that compares every request and answer with the description."""
    async with _running(folder, "proxy", str(DESCRIPTION), upstream) as url:
        yield url


@asynccontextmanager
async def mock(folder: Path, description: Path) -> AsyncIterator[str]:
    """Run a server that answers as a description says, and refuses what it does not allow."""
    async with _running(folder, "mock", str(description)) as url:
        yield url


@asynccontextmanager
async def _running(folder: Path, verb: str, *arguments: str) -> AsyncIterator[str]:
    need("node", "npm")
    try:
        run(
            "npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", PRISM,
            within_s=300,
        )  # fmt: skip
    except AssertionError:
        pytest.skip("npm cannot install prism here")
    port = unused_port()
    process = await asyncio.create_subprocess_exec(
        str(folder / "node_modules" / ".bin" / "prism"), verb, "-h", "127.0.0.1",
        "-p", str(port), *arguments,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(START_S):
            for pause_s in itertools.repeat(0.2):
                if await listens(port):
                    break
                await asyncio.sleep(pause_s)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def violations(client: Any) -> list[str]:  # noqa: ANN401 - of the client
    """Return what the proxy said of the last answer."""
    found = json.loads(client.http_client._test_only_last_response.headers.get(VIOLATIONS, "[]"))
    return [f"{each['location']} {each['message']}" for each in found]


def through(gateway: Served, proxy: str) -> list[list[str]]:
    """Send, fetch, take back, list and be refused, as an application does; what was wrong."""
    client = gateway.client()
    client.api.base_url = proxy
    found = []
    sent = client.messages.create(to=ASKED, from_=OURS, body=BODY)
    found.append(violations(client))
    client.messages(sent.sid).fetch()
    found.append(violations(client))
    scheduled = client.messages.create(
        to=ASKED,
        messaging_service_sid="MG0123456789abcdef0123456789abcdef",
        body=BODY,
        schedule_type="fixed",
        send_at=datetime.now(UTC) + timedelta(hours=1),
    )
    found.append(violations(client))
    client.messages(scheduled.sid).update(status="canceled")
    found.append(violations(client))
    client.messages.page(page_size=1)
    found.append([each for each in violations(client) if each not in RELATIVE])
    with pytest.raises(TwilioRestException) as caught:
        client.messages.create(to="12", from_=OURS, body=BODY)
    assert caught.value.code == 21211
    return found


@pytest.mark.peer
async def test_the_twilio_shapes_are_those_of_twilio_s_description(tmp_path: Path) -> None:
    port = unused_port()
    listener = HttpListener(listen=f"127.0.0.1:{port}")
    async with (
        prism(tmp_path / "prism", f"http://127.0.0.1:{port}/twilio") as proxy,
        served(tmp_path, http=(listener,)) as gateway,
    ):
        assert await asyncio.to_thread(through, gateway, proxy) == [[], [], [], [], []]
        # the proxy does look: an answer of another shape would be told
        wrong = f"{proxy}/2010-04-01/Accounts/AC12/Messages.json"
        async with aiohttp.ClientSession() as session, session.get(wrong) as answer:
            assert VIOLATIONS in answer.headers

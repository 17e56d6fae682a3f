"""A running gateway and Twilio's own clients, told only where it is."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from gateway.config.models import SenderConfig, SubmitterConfig
from gateway.config.texting import QuietHours, SmsConfig
from gateway.credentials import Credentials
from tests.contract.running import now, ports, running, settings
from tests.make_gateway import NO_LIMITS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from pathlib import Path

ACCOUNT: Final = "AC0123456789abcdef0123456789ABCDEF"
OURS: Final = "+14155550123"
ASKED: Final = "+19169668284"  # asked to be texted about appointments
STRANGER: Final = "+12065550100"
BODY: Final = "Your appointment is at 3 pm."
ALWAYS: Final = QuietHours.model_validate({"from": time(0), "to": time(0), "sunday_to": time(0)})
SMS: Final = SmsConfig(quiet_hours=ALWAYS, limits=NO_LIMITS)


@dataclass
class Served:
    """A gateway that serves, and what its applications know."""

    url: str
    session: aiohttp.ClientSession
    folder: Path
    keys: Mapping[str, str]  # by what they are for
    clients: list[Client] = field(default_factory=list)

    def client(self, key: str = "app", account: str = ACCOUNT, **options: Any) -> Client:  # noqa: ANN401 - of the client
        """Return Twilio's client: all that an application changes is one address."""
        client = Client(
            account,
            self.keys.get(key, key),
            http_client=TwilioHttpClient(max_retries=0, pool_connections=False),
            **options,
        )
        client.api.base_url = f"{self.url}/twilio"
        self.clients.append(client)
        return client

    async def sync(self, call: Callable[[Client], Any], **options: Any) -> Any:  # noqa: ANN401 - of the client
        """Call with the blocking client."""
        return await asyncio.to_thread(call, self.client(**options))

    @asynccontextmanager
    async def asyncly(self, key: str = "app") -> AsyncIterator[Client]:
        """Call with the asynchronous client."""
        async with AsyncTwilioHttpClient() as http:
            client = Client(ACCOUNT, self.keys[key], http_client=http)
            client.api.base_url = f"{self.url}/twilio"
            yield client

    async def api(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Call the API of the gateway itself."""
        headers = {"Authorization": f"Bearer {self.keys['app']}"}
        async with self.session.request(
            method, self.url + path, headers=headers, json=body
        ) as answer:
            found: dict[str, Any] = await answer.json()
            assert answer.status < 300, found
            return found

    async def send(self, body: str = BODY, to: str = ASKED, **more: Any) -> Any:  # noqa: ANN401 - of the client
        return await self.sync(
            lambda client: client.messages.create(to=to, from_=OURS, body=body, **more)
        )

    async def refusal(self, **more: Any) -> TwilioRestException:  # noqa: ANN401 - of the client
        """Return the exception a client gets that sends this."""
        order = {"to": ASKED, "from_": OURS, "body": BODY, **more}
        key = order.pop("key", "app")
        with pytest.raises(TwilioRestException) as caught:
            await self.sync(lambda client: client.messages.create(**order), key=key)
        assert type(caught.value) is TwilioRestException
        return caught.value


@asynccontextmanager
async def served(folder: Path, **sections: Any) -> AsyncIterator[Served]:  # noqa: ANN401 - any section
    """Serve two applications, the one of them asked for texts by one person."""
    values: dict[str, Any] = {
        "smtp": (),
        "sms": SMS,
        "sender": (SenderConfig(name="example", domains=("example.com",), numbers=(OURS,)),),
        "submitter": (
            SubmitterConfig(name="shop", senders=("example",)),
            SubmitterConfig(name="other", senders=("example",)),
        ),
    }
    async with running(settings(folder, **{**values, **sections})) as gateway:
        credentials = Credentials(folder / "data" / "credentials.db", now)
        credentials.open()
        keys = {
            "app": (await credentials.add("shop", ["*"], purpose="appointment")).secret,
            "without purpose": (await credentials.add("shop", ["*"])).secret,
            "read only": (await credentials.add("shop", ["read"])).secret,
            "other": (await credentials.add("other", ["*"], purpose="appointment")).secret,
        }
        (port,) = ports(await gateway.ready, "http")
        async with aiohttp.ClientSession() as session:
            found = Served(f"http://127.0.0.1:{port}", session, folder, keys)
            consent = {"to": ASKED, "source": "form", "evidence": "form 12"}
            await found.api("POST", "/v1/consents", consent)
            try:
                yield found
            finally:
                credentials.close()
                for client in found.clients:
                    if client.http_client.session is not None:
                        client.http_client.session.close()

"""Hands the samples in as anybody would: email by SMTP, texts by HTTP.

**Failures:** a listener that does not answer raises `GatewayError`.
"""

from __future__ import annotations

import asyncio
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import aiohttp
import aiosmtplib

from gateway.cli.demo_samples import EmailSample, TextSample
from gateway.errors import GatewayError

if TYPE_CHECKING:
    from gateway.spool.model import MessageView
    from gateway.spool.sqlite import SqliteSpool

_QUEUE_ID: Final = re.compile(r"\b[0-9a-z]{13}\b")
_DEADLINE_S: Final = 20.0
_LOOK_EVERY_S: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """Knows where the gateway listens and which key opens it."""

    smtp_port: int
    http_url: str
    key: str

    async def send(self, sample: EmailSample | TextSample) -> str:
        """Hand a sample in and return the queue id it was given, taken over or not.

        Raises:
            GatewayError: no answer, or one that names no queue id.
        """
        try:
            async with asyncio.timeout(_DEADLINE_S):
                if isinstance(sample, EmailSample):
                    answer = await self._send_email(sample)
                else:
                    answer = await self._send_text(sample)
        except (aiosmtplib.SMTPException, aiohttp.ClientError, TimeoutError) as error:
            message = f"a sample message could not be handed in: {error}"
            raise GatewayError(message) from error
        found = _QUEUE_ID.findall(answer)
        if not found:
            message = f"a sample message was not understood: {answer}"
            raise GatewayError(message)
        return str(found[-1])

    async def _send_email(self, sample: EmailSample) -> str:
        client = aiosmtplib.SMTP(
            hostname="127.0.0.1", port=self.smtp_port, local_hostname="localhost"
        )
        async with client:
            await client.mail(sample.sender)
            for address in sample.to:
                await client.rcpt(address)
            try:
                return (await client.data(sample.raw)).message
            except aiosmtplib.SMTPDataError as refused:
                return refused.message

    async def _send_text(self, sample: TextSample) -> str:
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": str(uuid.uuid4())}
        body = {"to": sample.to, "text": sample.text, "purpose": sample.purpose}
        async with (
            aiohttp.ClientSession(headers=headers) as client,
            client.post(f"{self.http_url}/v1/sms", json=body) as response,
        ):
            answer = await response.json(content_type=None)
            return str(answer.get("id") or answer.get("decision_id"))


async def settled(spool: SqliteSpool, queue_id: str) -> MessageView:
    """Return a message once nothing more happens to it, or as it is when that takes too long.

    Raises:
        GatewayError: the spool does not know it.
    """
    deadline = asyncio.get_running_loop().time() + _DEADLINE_S
    while True:
        view = await spool.message(queue_id)
        if view is None:
            message = f"message {queue_id} is not in the spool"
            raise GatewayError(message)
        is_over = asyncio.get_running_loop().time() > deadline
        if is_over or all(delivery.state.is_final for delivery in view.deliveries):
            return view
        await asyncio.sleep(_LOOK_EVERY_S)

"""What we ask of Signal's REST service is what its own description allows: Prism answers for it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp
import pytest

from gateway.config.models import Route
from gateway.providers.signal import signal
from gateway.providers.signal_sources import RestSource, SourceError
from gateway.spool.model import State
from tests.contract.providers.make import OURS, carrier, text
from tests.peers.test_twilio_s_description import mock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

DESCRIPTION: Final = Path(__file__).parents[1] / "data" / "specs" / "signal_cli_rest_api.json"


@pytest.fixture
async def prism(tmp_path: Path) -> AsyncIterator[str]:
    async with mock(tmp_path / "prism", DESCRIPTION) as url:
        yield url


@pytest.mark.peer
async def test_what_we_ask_is_what_the_description_allows(prism: str) -> None:
    route = Route.model_validate(
        {
            "name": "signal", "channel": "sms", "kind": "signal", "protocol": "rest", "url": prism,
            "number": OURS,
        }
    )  # fmt: skip
    hop = carrier(signal(route), on=route)
    (settled,) = await hop.send(text(), "See you at 3, café 😀".encode())
    await hop.close()
    # it was allowed; the time of sending that is made up for the answer is no time
    assert settled.reply.startswith("201")
    assert settled.state is State.UNKNOWN

    got: list[str] = []

    async def take(heard: Sequence[str], *, settle: bool = False) -> None:
        assert settle
        got.extend(heard)
        raise SourceError("that is enough")

    async with aiohttp.ClientSession() as session:
        with pytest.raises(SourceError, match="enough"):
            async with asyncio.timeout(30):
                await RestSource(session, prism, OURS).read(take, lambda: None)
        assert "envelope" in json.loads(got[0])
        # it does look: a request of another shape is told
        wrong = session.post(f"{prism}/v2/send", json={"message": "x"})
        async with wrong as answer:
            assert answer.status == 400

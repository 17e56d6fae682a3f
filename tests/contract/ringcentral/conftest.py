"""RingCentral and the gateway, each with the texts it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filters.sms.heard import hear
from gateway.reading.replies import reply_models
from tests.contract.http.conftest import stores
from tests.contract.ringcentral.between import TOKEN, Between, between
from tests.ringcentral import server as fake

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from tests.contract.ringcentral.between import Stores

__all__ = ["stores"]


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """Load what reads texts, as the service does: RingCentral waits three seconds."""
    hear("see you at three then", reply_models)


@pytest.fixture
def there() -> Iterator[fake.RingCentral]:
    server = fake.RingCentral()
    yield server
    server.close()


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    for name, secret in (("jwt", fake.JWT), ("hooks", TOKEN)):
        (tmp_path / name).write_text(secret + "\n")
        (tmp_path / name).chmod(0o600)
    return tmp_path


@pytest.fixture
async def both(there: fake.RingCentral, stores: Stores, secrets: Path) -> AsyncIterator[Between]:
    async with between(there, stores, secrets) as both_:
        yield both_


@pytest.fixture
async def volume(there: fake.RingCentral, stores: Stores, secrets: Path) -> AsyncIterator[Between]:
    async with between(there, stores, secrets, high_volume=True) as both_:
        yield both_

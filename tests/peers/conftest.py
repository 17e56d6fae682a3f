"""An SMSC of npm's `smpp` and a spool; a gateway; mail servers that lie aside."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.contract.spool.make import Desk, open_desk
from tests.e2e.conftest import authority, sink, start_gateway
from tests.e2e.peers import need_root
from tests.e2e.smsc import Smsc, installed
from tests.peers.aside import SERVERS, lies_aside, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["authority", "sink", "start_gateway"]


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("npm"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def smsc(modules: Path) -> Iterator[Smsc]:
    started = Smsc(modules)
    yield started
    started.stop()


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> str:
    """One of the mail servers that cannot be installed beside Postfix."""
    name = str(request.param)
    need_root()
    if os.environ.get("PEERS") == "unpack":
        unpack(name)
    if not lies_aside(name):
        pytest.skip(f"no mail server lies aside: {name}, by `python -m tests.peers.aside`")
    return name

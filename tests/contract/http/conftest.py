"""A listener on loopback over the real list, spool and keys; what it hands on is written down."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn

import aiohttp
import pytest

from gateway.admin.chains import Chains
from gateway.admin.desk import Desk
from gateway.admin.passwords import Passwords
from gateway.admin.selections import Selections
from gateway.admin.standings import Standings
from gateway.admin.users import Users
from gateway.commons import Commons
from gateway.config.models import Company, Config, HttpListener, SenderConfig, SubmitterConfig
from gateway.credentials import Credentials
from gateway.facts import Facts
from gateway.http.server import HttpListenerServer
from gateway.http.services import Services
from gateway.identities import Identities
from gateway.importing.imports import read_as
from gateway.importing.jobs import ImportJobs, Looked
from gateway.inbound.texts import InboundTexts
from gateway.opt_outs import OptOuts
from gateway.pace import PACE
from gateway.pipeline import Decider
from gateway.privacy.requests import Requests
from gateway.providers.hooks import Hooks
from gateway.queue_id import QueueIds
from gateway.reviews import Reviews
from gateway.spool.joint import Joint
from gateway.spool.sqlite import SqliteSpool
from gateway.submitters import Submitters
from suppression.channel import Channel
from suppression.covering import Matching
from suppression.granting import Grantee, ensure_grants
from suppression.journal import Journal
from suppression.keys import email_key
from suppression.ledger import Pepper
from suppression.sqlite import SqliteSuppressionStore
from suppression.tokens import TokenKeys
from tests.contract.http.inlet import Inlet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


CONFIG = Config(
    company=Company(name="Example Co", postal_address="1 Main St, Springfield, IL 62701"),
    submitter=(
        SubmitterConfig(name="shop", senders=("example",)),
        SubmitterConfig(name="other", senders=("example",)),
    ),
    sender=(SenderConfig(name="example", domains=("example.com",), numbers=("+14155550123",)),),
)
TOKENS = TokenKeys(1, {1: b"unsubscribe tokens of the tests!"})


@dataclass
class Gateway:
    """What a test talks to and looks at."""

    url: str
    session: aiohttp.ClientSession
    services: Services
    inlet: Inlet
    list: SqliteSuppressionStore
    spool: SqliteSpool
    keys: Credentials
    journal: Journal
    list_path: Path
    secrets: dict[str, str]

    def call(
        self,
        method: str,
        path: str,
        *,
        key: str = "all",
        **options: Any,  # noqa: ANN401 - what the client takes
    ) -> aiohttp.client._RequestContextManager:
        headers = dict(options.pop("headers", {}))
        if key:
            headers["Authorization"] = f"Bearer {self.secrets.get(key, key)}"
        return self.session.request(
            method, self.url + path, headers=headers, allow_redirects=False, **options
        )

    async def token(
        self, address: str = "ann@example.net", stream: str = "news", sender: str = "example"
    ) -> str:
        grantee = Grantee(email_key(address), Channel.EMAIL, sender, stream)
        grants, _ = await self.list._database.write(
            lambda connection: ensure_grants(connection, [grantee])
        )
        return TOKENS.mint(grants[grantee], 7)

    async def blocks(self, address: str, *, stream: str = "", sender: str = "example") -> bool:
        """Whether a commercial message to the address would be stopped now."""
        key = email_key(address)
        found = await self.list.blocking([key], Channel.EMAIL, datetime.now(UTC))
        entries = found.get(key, ())
        return any(e.covers(commercial=True, stream=stream, sender=sender) for e in entries)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[SqliteSuppressionStore, SqliteSpool, Credentials]]:
    pepper, list_path = Pepper(b"pepper of the tests"), tmp_path / "suppression.db"
    list_ = SqliteSuppressionStore(list_path, pepper=pepper, matching=Matching(), clock=now)
    spool = SqliteSpool(
        tmp_path / "messages.db",
        suppression_path=list_path,
        pepper=pepper,
        matching=Matching(),
        clock=now,
    )
    keys = Credentials(tmp_path / "credentials.db", now)
    for each in (list_, spool, keys):
        each.open()
    yield list_, spool, keys
    for each in (keys, spool, list_):
        each.close()


@pytest.fixture
async def gateway(
    stores: tuple[SqliteSuppressionStore, SqliteSpool, Credentials], tmp_path: Path
) -> AsyncIterator[Gateway]:
    async with serving(stores, tmp_path, HttpListener(listen="127.0.0.1:0")) as gateway_:
        yield gateway_


async def _no_metrics() -> bytes:
    return b""


async def _whole(*_: object) -> NoReturn:
    message = "nobody is shown or forgotten over these stores: see tests/e2e"
    raise AssertionError(message)


class serving:  # noqa: N801 - reads as a verb: async with serving(...)
    """A listener while a test runs."""

    def __init__(
        self,
        stores: tuple[SqliteSuppressionStore, SqliteSpool, Credentials],
        tmp_path: Path,
        listener: HttpListener,
        **changes: Any,  # noqa: ANN401 - what the client takes
    ) -> None:
        self._list, self._spool, self._keys = stores
        self._list_path = tmp_path / "suppression.db"
        self._inlet = Inlet()
        facts = Facts(CONFIG, people=self._list, texts=self._spool, clock=now)
        decider = Decider(CONFIG, facts)
        config = CONFIG.model_copy(update={"data_dir": tmp_path})
        self._imports = ImportJobs(
            self._list, tmp_path / "imports", read_as(CONFIG, self._list),
            looked=Looked(), clock=lambda: now().timestamp(),
        )  # fmt: skip
        self._journal = Journal(tmp_path / "opt-outs.journal")
        identities = Identities(CONFIG)
        opt_outs = OptOuts(
            self._list,
            journal=self._journal,
            messages=self._spool,
            identities=identities,
            tokens=TOKENS,
        )
        joint = Joint(
            self._list_path, tmp_path / "messages.db", self._spool,
            pepper=Pepper(b"pepper of the tests"), matching=Matching(), clock=now,
        )  # fmt: skip
        self.users = Users(tmp_path / "users.db", clock=now)
        texts = InboundTexts(
            CONFIG, self._list, joint, queue_ids=QueueIds(), clock=now, wake=lambda: None,
        )  # fmt: skip
        hooks = Hooks(
            changes.pop("config_of_hooks", CONFIG),
            take_text=texts.take,
            spool=self._spool,
            listing=self._list,
            clock=now,
        )
        services = Services(
            config=config,
            commons=Commons(),
            submit_email=self._inlet.email,
            submit_sms=self._inlet.text,
            decide_email=decider.decide_email,
            decide_sms=decider.decide_sms,
            take_text=texts.take,
            hooks=hooks,
            troubles=hooks.troubles,
            store=self._list,
            opt_outs=opt_outs,
            spool=self._spool,
            has_room=lambda: True,
            imports=self._imports,
            tokens=TOKENS,
            keys=self._keys,
            submitters=Submitters(CONFIG.submitter),
            identities=identities,
            queue_ids=QueueIds(),
            desk=Desk(
                users=self.users, passwords=Passwords(),
                spool=self._spool, reviews=Reviews(self._list, joint), credentials=self._keys,
                privacy=Requests(tmp_path / "privacy.db", pepper=Pepper(b"pepper"), clock=now),
                known_of=_whole, erase=_whole,
                decide_again=decider.decide_again, routes=lambda: (),
                standings=Standings(self._spool.begin_standing, now),
                selections=Selections(now), chains=Chains(tmp_path, now),
                pace=changes.pop("pace", PACE),
            ),
            metrics=_no_metrics,
            clock=now,
        )  # fmt: skip
        self._services = replace(services, **changes)
        self._server = HttpListenerServer(listener, self._services)

    async def __aenter__(self) -> Gateway:
        self._journal.open()
        host, port = await self._server.start()
        self._importing = asyncio.get_running_loop().create_task(self._imports.run())
        secrets = {
            "all": (await self._keys.add("shop", ["*"])).secret,
            "read": (await self._keys.add("shop", ["read"])).secret,
            "other": (await self._keys.add("other", ["*"])).secret,
        }
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        return Gateway(
            url=f"http://{host}:{port}",
            session=self._session,
            services=self._services,
            inlet=self._inlet,
            list=self._list,
            spool=self._spool,
            keys=self._keys,
            journal=self._journal,
            list_path=self._list_path,
            secrets=secrets,
        )

    async def __aexit__(self, *_: object) -> None:
        self._importing.cancel()
        await self._session.close()
        await self._server.stop(1.0)
        self._journal.close()

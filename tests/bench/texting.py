"""A gateway, the people who asked it for texts, and the texts that are posted or wait."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import phonenumbers

from filters.decision import Effect, Ruling
from filters.message import Recipient
from filters.plan import NO_PLAN
from filters.sms.promotional import judge_text
from gateway.credentials import Credentials
from gateway.dry_run import DryRun
from gateway.nobody import NobodyKnown
from gateway.queue_id import QueueIds
from gateway.reading.texts import Models
from gateway.secret_files import load_pepper
from gateway.spool.acceptance import store
from gateway.spool.model import NewDelivery, NewMessage, State
from gateway.spool.spoolfile import MIGRATIONS as SPOOL_MIGRATIONS
from suppression.channel import Channel
from suppression.database import connect
from suppression.keys import RecipientKey
from suppression.migrating import migrate
from suppression.sqlite import MIGRATIONS
from tests.make_gateway import config

if TYPE_CHECKING:
    from collections.abc import Sequence

HTTP, _SMTP, PROVIDER = 21800, 21801, 21802
AT_ONCE: Final = 10
"""Texts that the provider is asked about."""
_CORPUS: Final = Path(__file__).parents[2] / "training" / "texts" / "corpus"
_KINDS: Final = 500  # of texts, each with a number of its own
_OURS: Final = "+12025550100"
_SEED: Final = 20261126
_NUMBERED: Final = 1000  # a model reads a number by its digits, three or more being alike
_CLEAR: Final = 0.3  # a score that no text near it is held for
_NAMES: Final = (
    "Maria", "James", "Robert", "Linda", "Carlos", "Susan", "Jose", "Karen", "Kevin", "Sarah",
    "Laura", "Brian", "Diego", "Emily", "Frank", "Grace", "Henry", "Irene", "Jason", "Kelly",
    "Louis", "Megan", "Nancy", "Oscar", "Paula", "Quinn", "Raul", "Sofia", "Tyler", "Vera",
)  # fmt: skip
_AREAS: Final = (213, 310, 408, 415, 510, 619, 707, 714, 805, 818, 909, 916, 925, 949)
_CONFIG: Final = f"""\
data_dir = "data"
[company]
name = "Shop Ltd"
postal_address = "1 Real Street, Springfield, IL 62701"
[[smtp]]
listen = "127.0.0.1:{_SMTP}"
[[http]]
listen = "127.0.0.1:{HTTP}"
serves = ["public", "api"]
[public]
url = "http://127.0.0.1:{HTTP}"
[[submitter]]
name = "local"
senders = ["shop"]
[[sender]]
name = "shop"
domains = ["shop.example"]
numbers = ["{_OURS}"]
[sms]
quiet_hours = {{ from = "00:00", to = "00:00", sunday_to = "00:00" }}
[sms.limits]
prefix_in_10_minutes = 1000000
submitter_segments_a_day = 1000000
region_segments_a_day = 1000000
[delivery]
sms_expires = "12h"
[[route]]
name = "texts"
channel = "sms"
kind = "kannel"
url = "http://127.0.0.1:{PROVIDER}/cgi-bin/sendsms"
username = "us"
password_file = "password"
max_connections = {AT_ONCE}
[[route]]
name = "outbox"
channel = "email"
kind = "outbox"
"""


def prepare(folder: Path, people: Sequence[str]) -> str:
    """Write the configuration and the requests of everybody; return an API key."""
    (folder / "config.toml").write_text(_CONFIG)
    (folder / "password").touch(0o600)
    (folder / "password").write_text("secret")
    data = folder / "data"
    data.mkdir(mode=0o700)
    (data / "suppression.db").touch(0o600)
    with closing(connect(data / "suppression.db")) as connection:
        migrate(connection, MIGRATIONS)
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO consents (key, source, purposes, evidence, recorded_by, requested_at)"
            " VALUES (?, 'form', '[]', 'asked', 'bench', 1.7e9)",
            ((each,) for each in people),
        )
        connection.execute("COMMIT")
    return asyncio.run(_key(data))


async def _key(data: Path) -> str:
    credentials = Credentials(data / "credentials.db", clock=lambda: datetime.now(UTC))
    credentials.open()
    try:
        return (await credentials.add("local", ["send", "check"])).secret
    finally:
        credentials.close()


def fill(data: Path, words: Sequence[str], people: Sequence[str]) -> None:
    """Write what waits straight into the spool, as it would have been accepted."""
    pepper, queue_ids, now = load_pepper(data), QueueIds(), datetime.now(UTC)
    (data / "messages.db").touch(0o600)
    with closing(connect(data / "messages.db")) as connection:
        migrate(connection, SPOOL_MIGRATIONS)
        connection.execute("BEGIN")
        for start in range(0, len(people), 1000):
            messages = [
                _queued(queue_ids.next(), words[number % len(words)], number, each, now)
                for number, each in enumerate(people[start : start + 1000], start)
            ]
            store(connection, messages, pepper=pepper, at=now)
        connection.execute("COMMIT")


def _queued(queue_id: str, text: str, number: int, to: str, now: datetime) -> NewMessage:
    recipient = Recipient(address=to, key=RecipientKey(to))
    ruling = Ruling(recipient=recipient, effect=Effect.PASS, findings=())
    return NewMessage(
        queue_id=queue_id, channel=Channel.SMS, submitter="local", protocol="HTTP",
        identity="shop", category="appointment", stream="", reverse_path=_OURS, header_from="",
        subject="", raw=f"{text} #{number}".encode(), plan=NO_PLAN, accepted_at=now,
        not_before=now, expires_at=now + timedelta(hours=12),
        deliveries=(NewDelivery(ruling=ruling, state=State.QUEUED, route="texts"),),
    )  # fmt: skip


def post(
    key: str, words: Sequence[str], person: tuple[int, str], later: str, *, is_named: bool = False
) -> bytes:
    """Return the request for a text; `is_named`: it differs in a word from all others, too."""
    number, to = person
    text = f"{words[number % len(words)]} #{number}"
    if is_named:
        text = f"{_NAMES[number // len(words) % len(_NAMES)]}, {text}"
    order = {"to": to, "text": text, "purpose": "appointment", "from": _OURS, "send_at": later}
    body = json.dumps(order).encode()
    head = (
        f"POST /v1/sms HTTP/1.1\r\nHost: gate.example\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: n{number}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def texts() -> list[str]:
    """Return texts that may leave, and that the rules and the linear model decide."""
    files = sorted(_CORPUS.glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    Random(_SEED).shuffle(lines)  # noqa: S311 - the same texts in every run
    return asyncio.run(_decided(lines))


async def _decided(lines: Sequence[dict[str, str]]) -> list[str]:
    models, found = _WithoutMeaning(), []
    dry_run = DryRun(config(), people=NobodyKnown(), clock=lambda: datetime.now(UTC), models=models)
    for line in lines:
        models.was_asked = False
        text = f"{line['text']} #{_NUMBERED}"
        if (await dry_run.sms(text, purpose="appointment")).verdict != "passed":
            continue
        written = (text, *(f"{name}, {text}" for name in _NAMES))
        scores = [judge_text(each, reading=await models.read(each)).score for each in written]
        if max(scores) < _CLEAR and not models.was_asked:
            found.append(line["text"])
        if len(found) == _KINDS:
            break
    return found


class _WithoutMeaning(Models):
    was_asked = False

    async def _meaning(self, simple: str) -> float | None:
        del simple
        self.was_asked = True
        return 0.0


def people(count: int) -> list[str]:
    """Return valid numbers of California."""
    blocks = [f"+1{area}{exchange}" for area in _AREAS for exchange in range(201, 900)]
    valid = [
        each for each in blocks if phonenumbers.is_valid_number(phonenumbers.parse(f"{each}0000"))
    ]
    return list(islice((f"{each}{last:04}" for last in range(10_000) for each in valid), count))

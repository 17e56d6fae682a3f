"""The power fails at any moment: what was acknowledged is on the disk, and no text leaves twice."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from gateway import queue_id as queue_ids
from gateway.asked import ByAddress, read
from gateway.config.loader import load
from gateway.ledger import verify
from gateway.stores import JOURNAL, Stores
from suppression.journal import waiting
from tests.durability.disk import MODES, Disk
from tests.durability.promises import Promises
from tests.durability.recorder import Event, Kind, Recorder
from tests.durability.storm import TEXTS, Storm
from tests.e2e.gateway_process import Gateway
from tests.e2e.minting import minted
from tests.e2e.settings import settings
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.e2e.sink import Sink

IMAGES: Final = int(os.environ.get("POWER_IMAGES", "150"))
LETTERS: Final = int(os.environ.get("POWER_LETTERS", "300"))
PEOPLE: Final = [f"p{number}@people.example" for number in range(LETTERS)]
TEXTS_SENT: Final = LETTERS // 4
SEED: Final = 20261126
_CHAINS_EVERY: Final = 25
"""Images whose ledgers are computed anew; the other questions are asked of every image."""


class Recorded:
    """One run of the gateway, and the disk under it."""

    def __init__(
        self, folder: Path, library: Path, sink: Sink, *, program: str = "gateway"
    ) -> None:
        self.recorder = Recorder(library, folder / "gateway" / "data", folder / "recorded")
        self.gateway = Gateway(
            folder / "gateway", settings(sink.port, more=TEXTS),
            environment=self.recorder.environment, program=program,
        )  # fmt: skip
        paths = minted(self.gateway, PEOPLE)
        self.links = {path: address for address, path in paths.items()}
        self.disk = Disk(self.gateway.data)
        self.gateway.start()
        try:
            storm = Storm(self.gateway, letters=LETTERS, texts=TEXTS_SENT, links=self.links)
            storm.wait()
            wait_for(lambda: self.gateway.read("queue", "list") == [], "an empty queue", 60)
        finally:
            self.gateway.kill()
        self.events = list(self.recorder.events())

    def cuts(self, count: int, chance: random.Random) -> set[int]:
        """Return moments before which the power fails: at syncs and promises, and in between."""
        seen = Promises(self.links)
        telling = [
            number
            for number, event in enumerate(self.events)
            if seen.take(event) or event.kind in (Kind.SYNC_BEGUN, Kind.SYNC_DONE)
        ]
        near = {number + step for number in telling for step in (0, 1)}
        wanted = chance.sample(sorted(near), min(len(near), count * 3 // 4))
        return {*wanted, *chance.sample(range(len(self.events)), count - len(wanted))}

    def images(self, folder: Path, count: int) -> Iterator[tuple[Path, Promises]]:
        """Yield what may be found after the power failed, and what must be."""
        chance = random.Random(SEED)  # noqa: S311 - which images is no secret
        cuts, promises = self.cuts(count, chance), Promises(self.links)
        for number, event in enumerate(self.events):
            if number in cuts:
                image = folder / f"{number}"
                self.disk.write(image, chance.choice(MODES), chance)
                yield image, promises
                shutil.rmtree(image)
            self.disk.take(event)
            promises.take(event)


def lost(gateway: Gateway, image: Path, promises: Promises) -> Counter[str]:
    """Count what was promised and is not kept by the stores that open on an image."""
    config = load(gateway.file, {}).config.model_copy(update={"data_dir": image})
    stores = Stores(config, clock=lambda: datetime.now(UTC))
    stores.open()
    try:
        found = stores.spool._database.read(
            "SELECT m.id, length(c.raw) = m.size AS is_whole, (SELECT min(state) FROM deliveries"
            " WHERE message = m.id) AS state FROM messages m JOIN contents c ON c.message = m.id"
        )
        kept = {queue_ids.encode(row["id"]): row for row in found if row["is_whole"]}
        rows = stores.suppression._database.read("SELECT key FROM entries")
        listed = {row["key"] for row in rows} | journalled(image)
        again = [each for each in promises.left if each in kept and kept[each]["state"] == "queued"]
        return Counter(
            messages=len(promises.messages - kept.keys()),
            opt_outs=len(promises.opted_out - listed),
            texts_to_leave_again=len(again),
        )
    finally:
        stores.close()


def journalled(image: Path) -> set[str]:
    asked = map(read, waiting(image / JOURNAL))
    return {each.key for each in asked if isinstance(each, ByAddress)}


def broken_chains(image: Path) -> list[str]:
    names = ("messages.db", "suppression.db")
    return [name for name in names if not verify(image / name).is_whole]


def checkpoints(events: Sequence[Event]) -> int:
    """Count the times the log was brought home."""
    done = (event.path for event in events if event.kind is Kind.SYNC_DONE)
    return sum(path.endswith("/messages.db") for path in done)


def test_what_was_acknowledged_is_on_the_disk_after_a_power_cut(
    tmp_path: Path,
    recorder_library: Path,
    sink: Sink,
    record_property: Callable[[str, object], None],
) -> None:
    run = Recorded(tmp_path, recorder_library, sink)
    assert checkpoints(run.events) > 0
    total: Counter[str] = Counter()
    promised = Promises({})
    for number, (image, promised) in enumerate(run.images(tmp_path / "images", IMAGES)):
        total += lost(run.gateway, image, promised)
        if number % _CHAINS_EVERY == 0:
            assert broken_chains(image) == []
    assert total == Counter()
    assert len(promised.messages) == LETTERS + TEXTS_SENT
    assert (len(promised.opted_out), len(promised.left)) == (len(PEOPLE), TEXTS_SENT)
    record_property("images", IMAGES)
    record_property("acknowledged", len(promised.messages) + len(promised.opted_out))


def test_the_images_show_what_does_not_wait_for_the_disk(
    tmp_path: Path, recorder_library: Path, sink: Sink
) -> None:
    run = Recorded(tmp_path, recorder_library, sink, program="tests.durability.careless")
    total: Counter[str] = Counter()
    for image, promises in run.images(tmp_path / "images", 40):
        total += lost(run.gateway, image, promises)
    assert total["messages"] > 0
    assert total["opt_outs"] > 0

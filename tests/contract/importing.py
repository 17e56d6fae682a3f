"""A list in a folder, and files that are brought to it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from gateway.importing.imports import Finished, Importer, Progress
from suppression.channel import Channel
from suppression.covering import Matching
from suppression.entry import ALL, COMMERCIAL, NEVER, NewEntry, Origin, Reason
from suppression.keys import email_key
from suppression.sqlite import SqliteSuppressionStore
from suppression.store import Query
from suppression.terms import ENDING
from suppression.transfer.row import ReadAs
from tests.contract.listing import ANN, DESK, PEPPER, Clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BOB = email_key("bob@example.com")
LIST: Final = b"email,reason,date\nann@example.com,,2024-05-06\nbob@example.com,complaint,\n"


class House:
    """A list in a folder, and files brought to it."""

    def __init__(
        self, folder: Path, clock: Clock | None = None, matching: Matching | None = None
    ) -> None:
        self.folder = folder
        self.clock = clock or Clock()
        self.path = folder / "suppression.db"
        self.store = SqliteSuppressionStore(
            self.path, pepper=PEPPER, matching=matching or Matching(), clock=self.clock
        )
        self.store.open()
        self.progress: list[Progress] = []
        self.told: Callable[[Progress], None] = self.progress.append

    async def bring(
        self,
        content: bytes,
        *,
        dry_run: bool = False,
        errors: io.StringIO | None = None,
        **how: Any,  # noqa: ANN401 - fields of ReadAs
    ) -> Finished:
        path = self.folder / "file"
        path.write_bytes(content)
        importer = Importer(self.store, self.folder / "imports", self.told)
        read_as = ReadAs(name="list.csv", now=self.clock().timestamp(), **how)
        return await importer.run(path, read_as, DESK, dry_run=dry_run, errors=errors)

    async def exported(self, form: Any = "csv", query: Query | None = None) -> bytes:  # noqa: ANN401 - a form
        file = io.BytesIO()
        await self.store.export(query or Query(), form, file, DESK)
        return file.getvalue()

    async def stops(self, address: str = ANN, *, commercial: bool = True) -> bool:
        key = email_key(address)
        found = await self.store.blocking([key], Channel.EMAIL, self.clock())
        return any(e.covers(commercial=commercial, stream="", sender="") for e in found[key])


def entry(**changes: Any) -> NewEntry:  # noqa: ANN401 - fields of NewEntry
    plain = NewEntry(
        channel=Channel.EMAIL, key=ANN, scope=COMMERCIAL, reason=Reason.UNSUBSCRIBE,
        origin=Origin.API, requested_at=Clock().now,
    )  # fmt: skip
    return replace(plain, **changes)


ENTRIES: Final = st.lists(
    st.builds(
        entry,
        key=st.sampled_from((ANN, BOB)),
        scope=st.sampled_from((ALL, COMMERCIAL)),
        reason=st.sampled_from((Reason.UNSUBSCRIBE, Reason.COMPLAINT, Reason.MANUAL)),
        origin=st.sampled_from((Origin.RECIPIENT, Origin.API)),
        evidence=st.text(max_size=20),
        requested_at=st.sampled_from([Clock().now - timedelta(days=days) for days in (0, 1, 2)]),
        expires_at=st.sampled_from(
            (
                NEVER,
                *(
                    Clock().now + timedelta(days=3, microseconds=n)
                    for n in (123_456, 123_457, 999_999)
                ),
            )
        ),
    ).map(lambda new: new if new.reason in ENDING else replace(new, expires_at=NEVER)),
    max_size=6,
)

"""Files that were brought to be imported and wait for a person to look at them first.

A draft is kept until it is imported, thrown away, or a day old. A restart ends them all: nothing of
them is on the list.

**Failures:** a file that cannot be read or linked raises `OSError`.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from gateway.importing.imports import digest_of
from gateway.importing.leftovers import INCOMING
from suppression.errors import UnreadableFileError
from suppression.transfer.reading import Reading

if TYPE_CHECKING:
    from collections import OrderedDict
    from collections.abc import Callable
    from pathlib import Path

    from suppression.transfer.heading import Heading
    from suppression.transfer.reading import Found
    from suppression.transfer.row import ReadAs

KEPT: Final = "draft-"
SHOWN: Final = 50
_MOST: Final = 50
_LASTS_S: Final = 24 * 3600
_CHUNK_BYTES: Final = 64 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The beginning of a file as it is read: its heading, and what its first rows ask for."""

    form: str = ""  # "CSV", "TSV", "JSON lines", "JSON", "list"
    heading: Heading | None = None
    rows: tuple[Found, ...] = ()
    problem: str = ""  # why it cannot be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A file that waits for a person."""

    token: str
    user_id: int  # whose it is
    path: Path
    digest: str  # SHA-256 of its bytes: what is confirmed is this file and no other
    asked: ReadAs
    look: Look
    made_at: float  # seconds since 1970
    job_id: str = ""  # of its dry run


class Drafts:
    """The drafts of one gateway."""

    def __init__(
        self, folder: Path, clock: Callable[[], float], kept: OrderedDict[str, Draft]
    ) -> None:
        """Name the folder of the files, the clock (seconds since 1970), and what is kept there."""
        self._folder = folder
        self._clock = clock
        self._kept = kept

    async def keep(self, incoming: Path, user_id: int, asked: ReadAs, how: ReadAs) -> Draft:
        """Keep a file; it is ours from now on. `how`: as it would be read."""
        token = secrets.token_urlsafe(16)
        path = incoming.with_name(KEPT + token)
        incoming.rename(path)  # noqa: ASYNC240 - a name in a folder of ours
        digest = await asyncio.to_thread(digest_of, path)
        draft = Draft(
            token=token, user_id=user_id, path=path, digest=digest, asked=asked,
            look=await asyncio.to_thread(look, path, how), made_at=self._clock(),
        )  # fmt: skip
        self._kept[token] = draft
        while len(self._kept) > _MOST:
            self.drop(next(iter(self._kept)))
        return draft

    async def read_again(self, draft: Draft, asked: ReadAs, how: ReadAs) -> Draft:
        """Return a draft whose file is read in another way."""
        changed = replace(
            draft, asked=asked, job_id="", look=await asyncio.to_thread(look, draft.path, how)
        )
        self._kept[draft.token] = changed
        return changed

    def weighed_as(self, draft: Draft, job_id: str) -> None:
        """Note which dry run weighs a draft."""
        self._kept[draft.token] = replace(draft, job_id=job_id)

    def find(self, token: str, user_id: int) -> Draft | None:
        """Return a draft of this user; none that is over or somebody else's."""
        found = self._kept.get(token)
        if found is None or found.user_id != user_id:
            return None
        return found if self._clock() < found.made_at + _LASTS_S else None

    def copy_of(self, draft: Draft) -> Path:
        """Return the file once more, for an import to take; the draft keeps its own."""
        copy = draft.path.with_name(f"{INCOMING}{secrets.token_hex(8)}")
        os.link(draft.path, copy)
        return copy

    def drop(self, token: str) -> None:
        """Forget a draft, and its file."""
        found = self._kept.pop(token, None)
        if found is not None:
            found.path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Take away the files of drafts that nobody can ask for any more."""
        ours = {each.path for each in self._kept.values()}
        for path in self._folder.glob(f"{KEPT}*"):
            if path not in ours:
                path.unlink(missing_ok=True)
        for token, draft in list(self._kept.items()):
            if self._clock() >= draft.made_at + _LASTS_S:
                self.drop(token)


def look(path: Path, how: ReadAs) -> Look:
    """Read the beginning of a file."""
    with path.open("rb") as file:
        reading = Reading(iter(lambda: file.read(_CHUNK_BYTES), b""), how)
        try:
            found = tuple(islice(reading, SHOWN))
        except UnreadableFileError as error:
            return Look(form=reading.form, heading=reading.heading, problem=str(error))
    return Look(form=reading.form, heading=reading.heading, rows=found)

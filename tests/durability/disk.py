"""A disk that loses power: of what was written and not synced anything may be there, or not.

The model is stricter than the file systems of today. Of each file any part of what was written
since its last sync is there, in any order, sectors torn; a name that was made, removed or changed
is there once its folder was synced, and names of a folder come in order. A disk that says it
synced and did not is not modelled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.durability.recorder import Event, Kind

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

_SECTOR: Final = 512
_REBUILT: Final = "-shm"
"""SQLite's index of a write-ahead log: mapped, never synced, made anew by who opens it first."""

MODES: Final = ("none", "all", "half", "torn", "some", "mixed")
"""What becomes of the writes that no sync covers: see `_left`."""


@dataclass(slots=True)
class _File:
    """What is on the disk for certain, and what was written since."""

    content: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, Event]] = field(default_factory=list)  # with the number of each

    def settle(self, before: int) -> None:
        """Take over what was written before a sync began."""
        while self.pending and self.pending[0][0] < before:
            _apply(self.content, self.pending.pop(0)[1])


class Disk:
    """The folder that was recorded, as it may be after the power failed."""

    def __init__(self, root: Path) -> None:
        """Begin with what is there now, all of it certain."""
        self._root = root
        self._files: dict[int, _File] = {}
        self._names: dict[str, _File] = {}
        self._certain: dict[str, _File] = {}  # names that are there for certain
        self._folders: dict[str, list[tuple[int, Event, _File | None]]] = {}
        self._syncing: dict[tuple[int, int], int] = {}
        self._number = 0
        for path in sorted(root.rglob("*")):
            if path.is_file():
                file = _File(bytearray(path.read_bytes()))
                self._files[path.stat().st_ino] = file
                self._names[str(path)] = self._certain[str(path)] = file

    def take(self, event: Event) -> None:
        """Do what a process did."""
        self._number += 1
        match event.kind:
            case Kind.WRITE | Kind.TRUNCATE:
                if not event.path.endswith(_REBUILT):
                    self._file(event).pending.append((self._number, event))
            case Kind.SYNC_BEGUN:
                self._syncing[event.file, event.descriptor] = self._number
            case Kind.SYNC_DONE:
                self._settle(event, self._syncing.pop((event.file, event.descriptor)))
            case Kind.CREATE | Kind.UNLINK | Kind.RENAME | Kind.LINK:
                self._name(event)
            case _:
                pass

    def write(self, folder: Path, mode: str, chance: random.Random) -> None:
        """Make the folder as it may be found if the power fails now."""
        for name, file in self._surviving(mode, chance).items():
            target = folder / Path(name).relative_to(self._root)
            target.parent.mkdir(parents=True, exist_ok=True)
            content = bytearray(file.content)
            for event in _left([event for _, event in file.pending], mode, chance):
                _apply(content, event)
            target.write_bytes(content)
            target.chmod(0o600)

    def _file(self, event: Event) -> _File:
        return self._files.setdefault(event.file, _File())

    def _settle(self, event: Event, begun: int) -> None:
        if event.path not in self._folders and event.file in self._files:
            self._files[event.file].settle(begun)
        waiting = self._folders.get(event.path, [])
        while waiting and waiting[0][0] < begun:
            _, change, file = waiting.pop(0)
            _rename(self._certain, change, file)

    def _name(self, event: Event) -> None:
        file = None
        if event.kind is Kind.CREATE:
            file = self._names.get(event.path)
            if file is not None and self._files.get(event.file) is file:
                return  # it was there
            file = self._files[event.file] = _File()
        _rename(self._names, event, file)
        folder = str(Path(event.path).parent)
        self._folders.setdefault(folder, []).append((self._number, event, file))

    def _surviving(self, mode: str, chance: random.Random) -> dict[str, _File]:
        """Return the names that are there: of each folder the certain ones and some behind them."""
        names = dict(self._certain)
        for waiting in self._folders.values():
            most = len(waiting)
            count = {"none": 0, "all": most}.get(mode, chance.randint(0, most))
            for _, event, file in waiting[:count]:
                _rename(names, event, file)
        return {name: file for name, file in names.items() if not name.endswith(_REBUILT)}


def _rename(names: dict[str, _File], event: Event, file: _File | None) -> None:
    """Change names as a call did."""
    new = event.data.decode()
    if event.kind is Kind.CREATE and file is not None:
        names[event.path] = file
    elif event.kind is Kind.UNLINK:
        names.pop(event.path, None)
    elif event.kind is Kind.LINK and event.path in names:
        names[new] = names[event.path]
    elif event.kind is Kind.RENAME and event.path in names:
        names[new] = names.pop(event.path)


def _apply(content: bytearray, event: Event) -> None:
    """Do to bytes what a call did to a file."""
    if event.kind is Kind.TRUNCATE:
        del content[event.length :]
        content.extend(bytes(event.length - len(content)))
        return
    if event.offset > len(content):
        content.extend(bytes(event.offset - len(content)))
    content[event.offset : event.offset + len(event.data)] = event.data


def _left(pending: list[Event], mode: str, chance: random.Random) -> Iterable[Event]:
    """Return what there is of writes that no sync covers.

    `half`: the first of them. `torn`: the first, and of the one behind them some sectors. `some`:
    any of them. `mixed`: any, each whole or torn.
    """
    if mode == "mixed":
        mode = chance.choice(("none", "half", "torn", "some"))
    if mode == "all":
        return pending
    if mode == "some":
        kept = (each for each in pending if chance.random() < 0.5)
        return [_torn(each, chance) if chance.random() < 0.2 else each for each in kept]
    if mode == "none" or not pending:
        return []
    cut = chance.randrange(len(pending))
    kept_first = pending[:cut]
    return [*kept_first, _torn(pending[cut], chance)] if mode == "torn" else kept_first


def _torn(event: Event, chance: random.Random) -> Event:
    """Return a write of which only the sectors up to some point came to the disk."""
    if event.kind is not Kind.WRITE:
        return event
    end = event.offset + len(event.data)
    edges = range(event.offset - event.offset % _SECTOR + _SECTOR, end, _SECTOR)
    cut = chance.choice(edges) - event.offset if edges else 0
    return Event(
        event.kind, event.descriptor, event.file, event.offset, event.length, event.path,
        event.data[:cut],
    )  # fmt: skip

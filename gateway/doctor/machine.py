"""The machine: room on the disk, what was damaged there, its clock, who may read secrets."""

from __future__ import annotations

import ctypes
import os
import stat
from typing import TYPE_CHECKING, Final

from gateway.counted import counted
from gateway.disk import free_bytes, reserve_bytes
from gateway.doctor.answer import Answer, fault, fine, warning
from gateway.doctor.listeners import listeners_of
from gateway.stores import JOURNAL, lost_list
from suppression.journal import SET_ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gateway.config.models import Config

_MEBI: Final = 1 << 20
_COMFORT: Final = 4  # reserves
_SHARE: Final = 0.05  # of the disk that should be free
_NOT_SET: Final = 5  # adjtimex(2): TIME_ERROR
_TIMEX_BYTES: Final = 512  # more than struct timex takes anywhere


def check_disk(config: Config) -> Iterator[Answer]:
    """Look whether messages still have room."""
    folder = _there(config.data_dir)
    free, least = free_bytes(folder), reserve_bytes(folder)
    found = os.statvfs(folder)
    said = f"{max(0, free) // _MEBI} MiB are free"
    more = f"make room; opt-outs have {least // _MEBI} MiB of their own and go on"
    if free < least:
        below = f"{said}, and messages are refused below {least // _MEBI}"
        yield fault("disk", str(folder), below, more)
    elif free < _COMFORT * least or found.f_bavail < _SHARE * found.f_blocks:
        yield warning("disk", str(folder), said, more)
    else:
        yield fine("disk", str(folder), said)
    if found.f_files and found.f_favail < _SHARE * found.f_files:
        what = f"only {counted(found.f_favail, 'more file')} can be made"
        yield warning("disk", str(folder), what, "remove small files, or make another file system")


def check_opt_outs(config: Config) -> Iterator[Answer]:
    """Look for a list that is gone, and opt-outs that were kept and could not be read again."""
    if lost := lost_list(config.data_dir):
        yield fault("opt-outs", str(config.data_dir), lost, "bring it back from a backup")
    for file in _ours(config.data_dir, f"{JOURNAL}{SET_ASIDE}*"):
        mend = "`suppress add` whom its broken lines name, then remove it"
        yield fault("opt-outs", str(file), "has opt-outs that nobody could read", mend)


def check_clock() -> Iterator[Answer]:
    """Ask the kernel whether anybody sets the clock: texts at night are against the law."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        return  # not Linux
    if state < 0:
        return  # not allowed to ask
    if state == _NOT_SET:
        what = "nobody sets it, as far as the kernel knows"
        yield warning("clock", "this machine", what, "run chrony or systemd-timesyncd")
    else:
        yield fine("clock", "this machine", "is set by NTP")


def check_modes(config: Config) -> Iterator[Answer]:
    """Look who may read what only the gateway may read."""
    keys = [key.key_file for sender in config.sender for key in sender.dkim]
    keys += [each.key_file for each in listeners_of(config) if each.key_file]
    seen = 0
    for file in dict.fromkeys((*keys, *_ours(config.data_dir, "secrets/*", "*.db"))):
        if not _is_file(file):
            continue  # `config check` has said so
        seen += 1
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & 0o077:
            what = f"may be read by others (mode {mode:03o})"
            # a web server of the same machine may share its certificate's key by a group
            found = warning if file in keys and not mode & 0o007 else fault
            yield found("secret", str(file), what, f"chmod 600 {file}")
    if seen:
        yield fine("secret", str(config.data_dir), f"{counted(seen, 'file')} looked at")


def _ours(data_dir: Path, *patterns: str) -> list[Path]:
    try:
        return [path for pattern in patterns for path in sorted(data_dir.glob(pattern))]
    except PermissionError:
        return []


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except PermissionError:
        return False


def _there(folder: Path) -> Path:
    """Return the folder, or the nearest above it that is there and can be looked into."""
    return next(
        each for each in (folder, *folder.parents) if os.access(each, os.X_OK, effective_ids=True)
    )

"""Texts that stand in files of their own, one line a line, instead of in the configuration.

**Failures:** a file that cannot be read, is no text or is none of a template's size is a problem
of the key that names it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath

_IN_FILES: Final[tuple[KeyPath, ...]] = (("footer", "lines"),)
"""Lists of lines that `<key>_file` may name a file for."""
_LARGEST: Final = 1 << 16  # bytes

Texts = dict["KeyPath", Path]
"""Path of a list of lines -> the file it came from."""


def read_texts(data: dict[str, Any], folder: Path) -> tuple[Texts, list[tuple[KeyPath, str]]]:
    """Put the lines of the files that are named into the parsed configuration, in place.

    A relative name is relative to `folder`. Returns where lines came from, and the mistakes.
    """
    texts: Texts = {}
    problems: list[tuple[KeyPath, str]] = []
    for path, table in _naming_a_file(data):
        key, file_key = str(path[-1]), f"{path[-1]}_file"
        file = folder / table[file_key]
        if key in table:
            problems.append(((*path[:-1], file_key), f"stands beside {key}: keep one of them"))
            continue
        try:
            table[key] = _lines(file)
        except ValueError as error:
            problems.append(((*path[:-1], file_key), f"{file} {error}"))
        else:
            texts[path] = file
    return texts, problems


def _naming_a_file(data: dict[str, Any]) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    for path in _IN_FILES:
        table: Any = data
        for part in path[:-1]:
            table = table.get(part) if isinstance(table, dict) else None
        if isinstance(table, dict) and isinstance(table.get(f"{path[-1]}_file"), str):
            yield path, table


def _lines(file: Path) -> list[str]:
    """Return the lines of a file without those that are empty at its end.

    Raises:
        ValueError: it cannot be used; the message goes on from its name.
    """
    try:
        with file.open("rb") as handle:
            content = handle.read(_LARGEST + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise ValueError(message) from error
    except UnicodeDecodeError as error:
        message = "is not text in UTF-8"
        raise ValueError(message) from error
    if len(content) > _LARGEST:
        message = f"is larger than {_LARGEST >> 10} KiB"
        raise ValueError(message)
    return text.rstrip().replace("\r\n", "\n").split("\n")

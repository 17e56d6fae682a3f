"""The files a configuration names: whether they are there and can be read.

**Failures:** none; what is wrong with a file is an answer.
"""

from __future__ import annotations

import os
import re
import ssl
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gateway.config.section import Section
from gateway.errors import ConfigError
from gateway.secret_files import read_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.config.lines import KeyPath
    from gateway.config.loader import Loaded
    from gateway.config.models import Config, HttpListener, SmtpListener
    from gateway.errors import Problem

_BETWEEN_WORDS: Final = re.compile(r"[-_. ~/]")
_WORD: Final = re.compile(r"[0-9]{0,8}(?:[A-Z]?[a-z]{1,20}|[A-Z]{0,10})[0-9]{0,4}")


def unusable_files(loaded: Loaded) -> Iterator[Problem]:
    """Yield every file a `…_file` key names that cannot be used, and a data folder that cannot."""
    folder = loaded.file.resolve().parent
    found = faults(loaded.config)
    yield from loaded.places.problems(
        (path, f"{_repeated(path[-1], file, folder)} {why}") for path, file, why in found
    )
    if not found:
        yield from loaded.places.problems(_mismatched(loaded.config))


def faults(config: Config) -> list[tuple[KeyPath, Path, str]]:
    """Return every key whose file cannot be used, the file, and what is wrong with it."""
    return [
        (path, file, why) for path, file in _named(config, ()) if (why := _unusable(path[-1], file))
    ]


def _mismatched(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Yield every certificate that no listener can use with the key it is given."""
    tables: dict[str, tuple[SmtpListener | HttpListener, ...]]
    tables = {"smtp": config.smtp, "http": config.http}
    for table, listeners in tables.items():
        for index, listener in enumerate(listeners):
            if listener.tls == "none" or listener.certificate_file is None:
                continue
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            try:
                context.load_cert_chain(listener.certificate_file, listener.key_file, password="")
            except (OSError, ValueError) as error:
                why = error.reason if isinstance(error, ssl.SSLError) else str(error)
                text = (
                    f"{listener.certificate_file} cannot be used with {listener.key_file}"
                    f" ({why or 'no certificate or key in PEM'})"
                )
                yield (table, index, "certificate_file"), text


def _named(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, Path]]:
    if isinstance(value, Section):
        for name in type(value).model_fields:
            yield from _named(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _named(item, (*path, index))
    elif isinstance(value, Path):
        yield path, value


def _repeated(key: str | int, file: Path, folder: Path) -> str:
    """Return the name of a file, where it is no secret that stands in the place of one.

    `folder`: of the configuration, which makes a name absolute and says nothing of it.
    """
    is_there = os.access(file, os.F_OK)
    if is_there or key == "data_dir" or _looks_written(file, folder):
        return str(file)
    return "the file (not named here, as it may be the secret itself)"


def _looks_written(file: Path, folder: Path) -> bool:
    """Whether a person gave a file this name: it has a folder or a suffix, and words throughout.

    A password, a token or a key has neither of the first two, or mixes cases and digits.
    """
    name = file.relative_to(folder) if file.is_relative_to(folder) else file
    has_form = len(name.parts) > 1 or bool(name.suffix)
    return has_form and all(map(_WORD.fullmatch, _BETWEEN_WORDS.split(str(name))))


def _unusable(key: str | int, file: Path) -> str:
    """Return what is wrong with a file that a key names."""
    try:
        if key == "data_dir":
            return _no_folder(file)
        if key in {"password_file", "jwt_file", "hook_secrets_file"}:
            return _exposed(file, is_one_line=key != "hook_secrets_file")
        return _fault(file) or (_for_everybody(file) if key == "key_file" else "")
    except PermissionError:
        return "is in a folder that is closed to this user"
    except OSError as error:  # a disk that breaks, a share that is gone
        return f"cannot be used: {error.strerror}"


def _for_everybody(file: Path) -> str:
    """Return that a private key is nobody's secret; a group may share it, as web servers do."""
    is_open = stat.S_IMODE(file.stat().st_mode) & 0o007
    return f"may be read by everybody: chmod 600 {file}" if is_open else ""


def _no_folder(file: Path) -> str:
    """Return why messages cannot be kept there; a folder that is missing is made at the start."""
    there = next(each for each in (file, *file.parents) if each.exists())
    if not there.is_dir():
        return "is not a folder" if there == file else f"cannot be made: {there} is not a folder"
    return "" if os.access(there, os.W_OK | os.X_OK) else "may not be written to by this user"


def _fault(file: Path) -> str:
    if not file.exists():
        return "does not exist"
    if not file.is_file():
        return "is not a file"
    return "" if os.access(file, os.R_OK) else "may not be read by this user"


def _exposed(file: Path, *, is_one_line: bool) -> str:
    """Return what is wrong with a secret: others may read it, or it is not there."""
    try:
        secret = read_secret(file)
    except ConfigError as error:
        return _fault(file) or error.problems[0].text
    if not secret:
        return "is empty: it holds the password on one line" if is_one_line else "is empty"
    return "holds more than one line" if is_one_line and "\n" in secret else ""

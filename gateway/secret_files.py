"""The secrets the gateway makes for itself: of its hashes, of its tokens, of erased people.

**Failures:** a secret that others may read, or that is damaged, raises `ConfigError`: a hash under
another pepper would find nobody, a token under another key would opt nobody out.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import stat
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from gateway.errors import ConfigError, Problem
from suppression.hashes import ErasureSecrets
from suppression.ledger import Pepper
from suppression.tokens import KEY_IDS, TokenKeys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SECRET_BYTES: Final = 32
_GROUP: Final = 0o070
_OTHERS: Final = 0o007
_FIRST_KEY: Final = 1
_KEYS_FILE: Final = "secrets/token-keys.json"


def load_pepper(data_dir: Path) -> Pepper:
    """Return the pepper of this installation, made on the first start."""
    file = data_dir / "secrets" / "pepper"
    if not file.exists():
        _make(file, secrets.token_hex(_SECRET_BYTES))
    return Pepper(_hexadecimal(file, read_secret(file)))


def load_callback_secret(data_dir: Path) -> bytes:
    """Return what the secrets of callbacks are made from, made on the first start."""
    file = data_dir / "secrets" / "callbacks"
    if not file.exists():
        _make(file, secrets.token_hex(_SECRET_BYTES))
    return _hexadecimal(file, read_secret(file))


def load_token_keys(data_dir: Path) -> TokenKeys:
    """Return the keys of unsubscribe tokens: the newest signs, all of them verify.

    CAN-SPAM wants a link to work for 30 days, people use it for years: a key is never thrown away.
    """
    file = data_dir / _KEYS_FILE
    if not file.exists():
        first = {str(_FIRST_KEY): secrets.token_hex(_SECRET_BYTES)}
        _make(file, json.dumps(first))
    try:
        keys = _numbered(file)
        return TokenKeys(max(keys), keys)
    except (ValueError, TypeError) as error:
        raise _damaged(file) from error


def rotate_token_keys(data_dir: Path) -> int:
    """Add a key that signs the tokens to come, and return its id; every older one stays.

    Raises:
        ConfigError: the keys are damaged, or there is no id left.
    """
    file = data_dir / _KEYS_FILE
    load_token_keys(data_dir)  # makes the first
    with _alone(file.parent):
        keys = load_token_keys(data_dir)
        new = keys.current + 1
        if new not in KEY_IDS:
            text = f"has {len(keys.secrets)} keys, and a token has room for no other key id"
            raise ConfigError((Problem(str(file), 0, "", text),))
        secret = secrets.token_bytes(_SECRET_BYTES)
        kept = {str(key_id): each.hex() for key_id, each in keys.secrets.items()}
        write_secret(file, json.dumps({**kept, str(new): secret.hex()}))
    return new


def load_erasure_secrets(data_dir: Path) -> ErasureSecrets:
    """Return the secrets that erased people are hashed with: the newest makes, all are looked up.

    They are numbered by the time they were made: one that is lost is missed at the first look-up,
    and nothing is sent, instead of a new one of the same number finding nobody.
    """
    file = data_dir / "secrets" / "erasure-keys.json"
    if not file.exists():
        _make(file, json.dumps({str(int(time.time())): secrets.token_hex(_SECRET_BYTES)}))
    try:
        return ErasureSecrets(tuple(sorted(_numbered(file).items())))
    except (ValueError, TypeError) as error:
        raise _damaged(file) from error


def _numbered(file: Path) -> dict[int, bytes]:
    """Return secrets by their numbers.

    Raises:
        ValueError: there is none.
    """
    found = {
        int(number): _hexadecimal(file, text)
        for number, text in dict(json.loads(read_secret(file))).items()
    }
    if not found:
        message = "no secret"
        raise ValueError(message)
    return found


def read_secret(file: Path) -> str:
    """Return the content of a secret file without the line end.

    Raises:
        ConfigError: it cannot be read, or the group or everybody may read it.
    """
    try:
        mode = file.stat().st_mode
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError((Problem(str(file), 0, "", f"cannot be read: {error}"),)) from error
    if stat.S_IMODE(mode) & (_OTHERS if _is_credential(file) else _GROUP | _OTHERS):
        text = f"may be read by others: chmod 600 {file}"
        raise ConfigError((Problem(str(file), 0, "", text),))
    return text


def _is_credential(file: Path) -> bool:
    """Whether the service manager keeps a file for us, in a folder that nobody else may enter.

    systemd lets the service's user read it by an access list, which looks like a group's right.
    """
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    return bool(folder) and file.resolve().is_relative_to(folder)


def write_secret(file: Path, text: str) -> None:
    """Write a secret that only its owner may read, whole or not at all."""
    with _written(file, text) as temporary:
        temporary.replace(file)
    _settle(file.parent)


def _make(file: Path, text: str) -> None:
    """Write a secret that is not there yet; it stays what it is if another process was faster."""
    try:
        with _written(file, text) as temporary, suppress(FileExistsError):
            file.hardlink_to(temporary)
        _settle(file.parent)
    except OSError as error:
        problem = Problem(str(file), 0, "", f"cannot be written: {error.strerror}")
        raise ConfigError((problem,)) from error


@contextmanager
def _written(file: Path, text: str) -> Iterator[Path]:
    """Give a file beside the secret's that holds it already; half of one does not stay there."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(text + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep others from renewing secrets of this folder at the same time."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _settle(folder: Path) -> None:
    """Be sure that the name stays too: what is hashed with a lost pepper finds nobody."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _hexadecimal(file: Path, text: str) -> bytes:
    try:
        secret = bytes.fromhex(text)
    except (ValueError, TypeError) as error:
        raise _damaged(file) from error
    if len(secret) != _SECRET_BYTES:
        raise _damaged(file)
    return secret


def _damaged(file: Path) -> ConfigError:
    return ConfigError((Problem(str(file), 0, "", "is damaged: restore it from a backup"),))

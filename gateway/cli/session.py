"""What every command starts from: the configuration, the stores, how to print."""

from __future__ import annotations

import json
import shlex
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gateway.cli.streams import takes_all
from gateway.shown import escaped, shown

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from gateway.config.loader import Loaded
    from gateway.config.models import Config
    from gateway.stores import Stores

Result = TypeVar("Result")


@dataclass(frozen=True)
class Session:
    """One run of the command line."""

    file: Path | None
    as_json: bool
    log_level: str
    debug: bool

    @property
    def command(self) -> str:
        """What this program is called by with this configuration, for commands to be typed."""
        named = program()
        return named if self.file is None else f"{named} --config {shlex.quote(str(self.file))}"

    @cached_property
    def loaded(self) -> Loaded:
        """The configuration with the places its values came from."""
        from gateway.config.loader import find, load, shipped  # noqa: PLC0415 - loads every rule

        file = find(self.file)
        if file == shipped():
            self.say(f"there is no config.toml here: this is about {file}, which was shipped")
        return load(file)

    def load(self) -> Loaded:
        """Read the configuration anew, with the places its values come from.

        Raises:
            ConfigError: it has mistakes.
        """
        from gateway.config.loader import find, load  # noqa: PLC0415 - loads every rule

        return load(find(self.file))

    @property
    def config(self) -> Config:
        """The configuration."""
        return self.loaded.config

    @contextmanager
    def stores(self) -> Iterator[Stores]:
        """Open the stores of the data directory, beside a gateway that may be running on it.

        Raises:
            AlreadyRunningError: it is an older one, and would be left with data newer than itself.
        """
        with _opened(self.config) as stores:
            yield stores

    @property
    def has_data(self) -> bool:
        """Whether there is a list: a file in the place of the folder is for the stores to name."""
        data_dir = self.config.data_dir
        return data_dir.exists() and (not data_dir.is_dir() or any(data_dir.glob("*.db")))

    @contextmanager
    def reading(self) -> Iterator[Stores]:
        """Open the stores to read: where there are none, nothing is made and nothing is in them."""
        if self.has_data:
            with self.stores() as stores:
                yield stores
            return
        self.say(f"nothing was kept in {self.config.data_dir} yet")
        with TemporaryDirectory(prefix="optwarden-") as empty:
            elsewhere = self.config.model_copy(update={"data_dir": Path(empty)})
            with _opened(elsewhere) as stores:
                yield stores

    def say(self, text: str) -> None:
        """Say something to the person on standard error, unless asked to be quiet (-q)."""
        if self.log_level != "warning":
            click.echo(shown(text), err=True)

    def print_json(self, value: Any) -> None:  # noqa: ANN401 - what JSON can hold
        """Print one line of JSON."""
        is_ascii = not takes_all(sys.stdout)
        click.echo(escaped(json.dumps(value, ensure_ascii=is_ascii, default=_plain)))


@contextmanager
def _opened(config: Config) -> Iterator[Stores]:
    from gateway.data_lock import AlreadyRunningError, is_served  # noqa: PLC0415 - as the stores are
    from gateway.stores import Stores  # noqa: PLC0415 - loads SQLite and phonenumbers

    stores = Stores(config, clock=utc_now)
    if stores.is_older and is_served(config.data_dir):
        message = f"the data in {config.data_dir} is of an older version, whose gateway still runs"
        raise AlreadyRunningError(f"{message}: restart that first")
    stores.open()
    try:
        yield stores
    finally:
        stores.close()


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end."""
    import asyncio  # noqa: PLC0415 - takes a quarter of what `version` does

    return asyncio.run(work)


def program() -> str:
    """Return what this program is called by on this machine, for commands to be typed."""
    name = Path(sys.argv[0]).name
    return name if name == "optwarden" else f"{sys.executable} -m gateway"


def utc_now() -> datetime:
    """Return the time of now."""
    return datetime.now(UTC)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    return str(value)

"""What a configuration needs beside itself: the files, keys and authorities that it names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gateway.config.files import faults, unusable_files
from gateway.delivery.carriers import make_carriers
from gateway.delivery.signers import load_signers
from gateway.errors import ConfigError
from gateway.nobody import NothingListed

if TYPE_CHECKING:
    from gateway.config.loader import Loaded
    from gateway.config.models import Config


def examine(loaded: Loaded) -> None:
    """Return when everything that is named can be used.

    Raises:
        ConfigError: with everything that cannot.
    """
    problems = list(unusable_files(loaded))
    told = {str(file) for _, file, _ in faults(loaded.config)}
    for use in (load_signers, _carriers):
        try:
            use(loaded.config)
        except ConfigError as error:
            problems += [problem for problem in error.problems if problem.file not in told]
    if problems:
        raise ConfigError(tuple(problems))


def _carriers(config: Config) -> None:
    make_carriers(config, NothingListed(), lambda: datetime.now(UTC))

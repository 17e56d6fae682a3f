"""What a configuration needs beside itself: the files, keys and authorities that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.config.files import unusable_files
from gateway.delivery.carriers import make_carriers
from gateway.delivery.signers import load_signers
from gateway.errors import ConfigError

if TYPE_CHECKING:
    from gateway.config.loader import Loaded


def examine(loaded: Loaded) -> None:
    """Return when everything that is named can be used.

    Raises:
        ConfigError: with everything that cannot.
    """
    problems = list(unusable_files(loaded))
    for use in (load_signers, make_carriers):
        try:
            use(loaded.config)
        except ConfigError as error:
            unnamed = [p for p in error.problems if not any(p.file in q.text for q in problems)]
            problems += unnamed
    if problems:
        raise ConfigError(tuple(problems))

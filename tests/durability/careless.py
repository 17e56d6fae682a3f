"""The gateway as it would be if it did not wait for the disk, to show that the tests would tell."""

from __future__ import annotations

import sys
from typing import Final

from gateway.cli import main
from suppression import database

_DURABLE: Final = "PRAGMA synchronous=FULL"


if __name__ == "__main__":
    settings = [each.replace("FULL", "NORMAL") for each in database._SETTINGS]
    assert _DURABLE not in settings
    setattr(database, "_SETTINGS", settings)  # noqa: B010 - it is Final to everybody else
    main(sys.argv[1:])

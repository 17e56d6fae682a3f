"""A gateway as a process of its own: `python -m tests.contract.serving CONFIG`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from gateway import log
from gateway.config.loader import load
from gateway.errors import GatewayError
from gateway.process import run_gateway


def main(file: Path) -> None:
    """Serve; standard output says where, standard error is the log."""
    log.configure()
    try:
        run_gateway(
            lambda: load(file, {}).config,
            clock=lambda: datetime.now(UTC),
            ready=lambda line: print(line, flush=True),  # noqa: T201 - what the test waits for
        )
    except GatewayError as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

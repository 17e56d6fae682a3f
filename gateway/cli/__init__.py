"""The command line: `optwarden`."""

from gateway.cli.command import main

__all__ = ["main"]

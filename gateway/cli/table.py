"""Lists on a terminal, and as JSON lines for programs."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from suppression.entry import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gateway.cli.session import Session


def print_table(session: Session, values: Iterable[Any], columns: Sequence[str]) -> None:
    """Print these attributes of every value; with `--json` all of them, one object a line."""
    if session.as_json:
        for value in values:
            session.print_json(plain(value))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for value in values:
        table.add_row(*(_cell(getattr(value, column)) for column in columns))
    console = Console(highlight=False)
    console.print(table if table.rows else "nothing")


def plain(value: Any) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return a value as JSON writes it: dates in RFC 3339, `null` for never."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(item) for name, item in asdict(value).items()}
    if isinstance(value, datetime):
        return None if value == NEVER else value.isoformat(timespec="milliseconds")
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value


def _cell(value: Any) -> str:  # noqa: ANN401 - any attribute
    if isinstance(value, datetime):
        return "" if value == NEVER else f"{value:%Y-%m-%d %H:%M:%S}Z"
    if isinstance(value, (frozenset, set, tuple, list)):
        return ", ".join(sorted(str(item) for item in value))
    return "" if value is None else str(value)

"""The configuration in force, each value with where it stands; read, never written here."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gateway.admin.listing import as_file, shape, with_query
from gateway.admin.pages import render
from gateway.config.consistency import broken_promises
from gateway.config.doubts import doubts
from gateway.config.lines import dotted
from gateway.config.values import values
from gateway.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aiohttp import web

    from gateway.admin.visit import Visit
    from gateway.config.lines import KeyPath
    from gateway.config.loader import Loaded

_COLUMNS: Final = ("key", "value", "source", "in_file")
_DEFAULT: Final = "default"
_SHOWN: Final = 80
_TEMPLATES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """One value in force."""

    key: str
    value: str
    source: str  # "" where it is not known
    in_file: str  # what the file says by now, where that is something else


async def get_policies(visit: Visit) -> web.StreamResponse:
    """Show every value in force, and what the file says otherwise by now."""
    config = visit.services.config
    loaded, problems = await _read_again(visit)
    rows = list(_values(visit, loaded))
    wanted = visit.asked("q").lower()
    only_set = visit.asked("set") == "yes"
    rows = [
        row
        for row in rows
        if (not wanted or wanted in f"{row.key} {row.value}".lower())
        and not (only_set and row.source == _DEFAULT)
    ]
    if shape(visit):
        of_list = [{name: getattr(row, name) for name in _COLUMNS} for row in rows]
        return as_file(visit, "policies", _COLUMNS, of_list)
    names = list(dict.fromkeys(_section(row) for row in rows))
    chosen = visit.asked("section") if visit.asked("section") in names else ""
    chosen = chosen or ("" if wanted else next(iter(names), ""))
    shown = [row for row in rows if chosen in ("", _section(row))]
    unkept = broken_promises(config) if config.mode == "observe" else ()
    return render(
        visit, "policies.html", names=names, chosen=chosen, rows=shown[:_SHOWN],
        more=max(len(shown) - _SHOWN, 0), wanted=visit.asked("q"),
        only_set=only_set, problems=problems, is_known=loaded is not None,
        changed=[row for row in rows if row.in_file], mode=config.mode,
        doubts=[(dotted(path), text) for path, text in doubts(config)],
        approved=[
            each
            for each in await visit.desk.spool.all_templates(limit=_TEMPLATES + 1)
            if each.withdrawn_at is None
        ],
        unkept=[(dotted(path), text) for path, text in unkept],
        csv=with_query(visit, format="csv"), json=with_query(visit, format="json"),
    )  # fmt: skip


async def _read_again(visit: Visit) -> tuple[Loaded | None, list[str]]:
    """Return the file as it is now, or what is wrong with it."""
    reread = visit.desk.reread
    if reread is None:
        return None, []
    try:
        return await asyncio.to_thread(reread), []
    except ConfigError as error:
        return None, list(map(str, error.problems))


def _values(visit: Visit, loaded: Loaded | None) -> Iterator[_Value]:
    in_file: Mapping[KeyPath, Any] = dict(values(loaded.config)) if loaded else {}
    for path, value in values(visit.services.config):
        is_changed = loaded is not None and in_file.get(path) != value
        source = loaded.source(path) if loaded and not is_changed else ""
        other = _written(in_file.get(path, "")) if is_changed else ""
        yield _Value(key=dotted(path), value=_written(value), source=source, in_file=other)


def _written(value: Any) -> str:  # noqa: ANN401 - any value of the configuration
    return json.dumps(value, ensure_ascii=False)


def _section(row: _Value) -> str:
    """Return the table a value stands in."""
    return row.key.partition(".")[0].partition("[")[0]

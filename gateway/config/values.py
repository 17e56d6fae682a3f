"""The values of a configuration one by one, written as the file would have them."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any, Final

from pydantic import SecretStr

from gateway.config.kinds import SIZE, UNITS_BYTES, UNITS_S
from gateway.config.section import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from gateway.config.lines import KeyPath

_MASK: Final = "********"


def values(section: Section, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the path and the value of every key; secrets are masked."""
    for name, field in type(section).model_fields.items():
        value, at = getattr(section, name), (*path, field.alias or name)
        if isinstance(value, Section):
            yield from values(value, at)
        elif isinstance(value, tuple) and any(isinstance(item, Section) for item in value):
            for index, item in enumerate(value):
                yield from values(item, (*at, index))
        elif _is_size(field):
            yield at, _in_units(value, UNITS_BYTES, " ")
        else:
            yield at, _written(value)


def _written(value: Any) -> Any:  # noqa: ANN401 - any value of the configuration
    if isinstance(value, SecretStr):
        return _MASK if value.get_secret_value() else ""
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if isinstance(value, timedelta):
        return _in_units(value.total_seconds(), UNITS_S, "")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if value is None:
        return ""
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def _in_units(amount: float, units: dict[str, Any], gap: str) -> str:
    """Write an amount in the largest unit that it is a whole number of."""
    unit = max((u for u in units if amount % units[u] == 0), key=units.__getitem__)
    return f"{amount / units[unit]:.0f}{gap}{unit}"


def _is_size(field: FieldInfo) -> bool:
    return SIZE in field.metadata

"""A property that is worked out once, for whichever thread asks.

Deviates: `functools.cached_property` of Python 3.11 holds one lock for all instances while it works
one out (python/cpython#87634, gone in 3.12): whoever looks at a large message in a thread would
keep everybody waiting who looks at a small one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")


class Cached(Generic[Value]):
    """Works an attribute out when it is first asked for, and keeps it in the instance."""

    def __init__(self, work: Callable[[Any], Value]) -> None:
        """Keep it under the name of the function."""
        self._work = work
        self.__doc__ = work.__doc__

    def __get__(self, instance: object, _owner: type | None = None) -> Value:
        """Work it out: what is kept is found without asking here again."""
        value = vars(instance)[self._work.__name__] = self._work(instance)
        return value

"""What providers say in JSON, read without trusting any of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def said(body: bytes | str) -> Mapping[str, Any]:
    """Return a JSON object; an empty one for whatever else it is.

    >>> said(b'{"id": 1}'), said(b"<html>")
    ({'id': 1}, {})
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def is_object(body: bytes | str) -> bool:
    """Whether it is a JSON object, and all of one.

    >>> is_object(b"{}"), is_object(b'{"id": 1'), is_object(b"[1]")
    (True, False, False)
    """
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False


def inner(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the object of this name; an empty one where there is none."""
    found = of.get(name)
    return found if isinstance(found, dict) else {}


def words(of: Mapping[str, Any], name: str) -> str:
    r"""Return the text of this name; "" where there is none.

    JSON can write halves of characters, which are no text anywhere else.

    >>> words(said(b'{"text": "a\\ud83d"}'), "text")
    'a?'
    """
    found = of.get(name)
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) else ""


def whole(of: Mapping[str, Any], name: str) -> int:
    """Return the whole number of this name; 0 where there is none."""
    found = of.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0

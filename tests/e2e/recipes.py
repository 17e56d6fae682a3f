"""The configurations that pages show, read out of them and put on free ports."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGES: Final = Path(__file__).parents[2] / "docs"
_SECTION: Final = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK: Final = re.compile(r"^```(?:toml)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NUMBER: Final = re.compile(r"\b\d+\b")


def blocks(title: str, ports: Mapping[int, int], page: str = "postfix.md") -> list[str]:
    """Return the blocks of a section, with its ports replaced."""
    sections = dict(_SECTION.findall((_PAGES / page).read_text(encoding="utf-8")))
    found = _BLOCK.findall(sections[title])
    assert found, f"{title} has no blocks"
    replaced = {str(shown): str(port) for shown, port in ports.items()}
    return [_NUMBER.sub(lambda match: replaced.get(match[0], match[0]), each) for each in found]

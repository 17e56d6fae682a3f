"""What every table of the configuration has in common."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, field_validator

_LONGEST_PART: Final = 255  # bytes, of every file system there is
_LONGEST_PATH: Final = 4095  # bytes, of Linux
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")


class Section(BaseModel):
    """A table of the file: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)

    @field_validator("*")
    @classmethod
    def _can_be_a_file(cls, value: object) -> object:
        """Refuse a path of no file; it is not repeated, as it may be what belongs in the file."""
        if isinstance(value, Path) and not _is_path(str(value)):
            message = (
                "is too long or has control characters, so it names no file; a secret stands in"
                " a file of its own, and its name here"
            )
            raise ValueError(message)
        return value


def _is_path(text: str) -> bool:
    """Whether the system has files of this name at all."""
    longest = max(len(os.fsencode(part)) for part in text.split("/"))
    is_short = longest <= _LONGEST_PART and len(os.fsencode(text)) <= _LONGEST_PATH
    return is_short and not _CONTROLS.search(text)

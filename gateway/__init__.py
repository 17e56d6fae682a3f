"""Everything that touches a socket, a file or a clock."""

from __future__ import annotations

import os

os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # it would look through every package installed

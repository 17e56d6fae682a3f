"""A spool and its list on temporary files."""

from __future__ import annotations

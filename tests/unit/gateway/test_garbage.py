"""Garbage is looked for where there may be some."""

from __future__ import annotations

import gc

from gateway.garbage import all_stays


def test_what_is_loaded_is_looked_at_neither_then_nor_later() -> None:
    try:
        with all_stays():
            assert not gc.isenabled()
            loaded = [object()]
        assert gc.isenabled()
        assert not any(each is loaded for each in gc.get_objects())
    finally:
        gc.unfreeze()

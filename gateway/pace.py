"""How often the parts of a service look whether there is something to do, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Pauses between two looks, and how long is looked or waited at most."""

    recover_s: float = 2.0  # at the journal, for opt-outs that the list did not take
    measure_s: float = 1.0  # at the files, for who asks how it is
    measure_times: float = 20.0  # as long as such a look took, if that is more
    look_s: float = 0.1  # at a long list, for a page of it
    stop_s: float = 30.0  # for what is on its way when we are asked to stop


PACE: Final = Pace()

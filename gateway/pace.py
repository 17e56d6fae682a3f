"""How often the parts of a service look whether there is something to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Pauses between two looks."""

    recover_s: float = 2.0  # at the journal, for opt-outs that the list did not take
    measure_s: float = 1.0  # at the files, for who asks how it is
    measure_times: float = 20.0  # as long as such a look took, if that is more


PACE: Final = Pace()

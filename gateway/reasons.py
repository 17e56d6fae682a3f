"""Which entries of the list end by themselves, and whose word it takes to lift the others."""

from __future__ import annotations

from typing import Final

from suppression.entry import Reason

ENDING: Final = frozenset({Reason.MANUAL, Reason.HARD_BOUNCE, Reason.SOFT_BOUNCE})
"""Reasons that may have an end from the start; what a person or the law says holds until lifted."""

OF_THE_PERSON: Final = frozenset({Reason.UNSUBSCRIBE, Reason.COMPLAINT, Reason.WRONG_NUMBER})
"""Lifted only because the person wants it, so it has to be seen where they said so."""

OF_COMPLIANCE: Final = frozenset({Reason.LEGAL, Reason.MINOR})
"""Lifted by who answers for the law in the organisation."""

HOLDS: Final = "an entry holds until it is lifted, but for the reasons " + ", ".join(sorted(ENDING))
NEEDS_EVIDENCE: Final = "is required to lift what a person asked for: say where they took it back"

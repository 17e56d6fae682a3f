"""What the listeners of a process share, also while one configuration follows another."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.admin.tries import Tries
from gateway.admission import Descriptors, Room
from gateway.importing.jobs import Looked
from gateway.smtp.guesses import Guesses


@dataclass(frozen=True, slots=True)
class Commons:
    """What nobody gains by trying the next listener, and nobody loses by a reload."""

    guesses: Guesses = field(default_factory=Guesses)
    tries: Tries = field(default_factory=Tries)
    descriptors: Descriptors = field(default_factory=Descriptors)
    room: Room = field(default_factory=Room)
    looked: Looked = field(default_factory=Looked)

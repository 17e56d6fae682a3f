"""The models that read replies besides the rules, as they ship."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Final

from filters.revocation.likeness import Likeness
from filters.revocation.weighing import Models, Weighing, Weights
from gateway.reading import meaning

_LOADING: Final = Lock()


def reply_models() -> Models:
    """Return them, loaded at the first reply that no rule settles."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Models:
    """Load them; the model of meaning comes when it is first asked, and speaks if installed."""
    folder = files("filters.revocation") / "models"
    weighing = json.loads(folder.joinpath("weighing.json").read_text("utf-8"))
    return Models(
        likeness=Likeness.read(folder.joinpath("linear.z").read_bytes()),
        weighing=Weighing(
            with_meaning=Weights(**weighing.pop("with_meaning")),
            without=Weights(**weighing.pop("without")),
            **weighing,
        ),
        meaning=meaning.asked,
    )

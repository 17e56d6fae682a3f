"""The models that read replies besides the rules, as they ship."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from filters.revocation.likeness import Likeness
from filters.revocation.weighing import Models, Weighing, Weights
from gateway import meaning


@cache
def reply_models() -> Models:
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

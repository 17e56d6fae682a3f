"""The model of meaning: what a text is for, and what a reply asks for.

It needs `onnxruntime` (extra `[model]`) and some milliseconds a text, so it is loaded when it is
first asked, and asked in threads, never on the event loop.

**Failures:** without the extra it says nothing, and a warning in the log says so once. A damaged
model file raises at the text that needs it.
"""

from __future__ import annotations

import os
import zlib
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Final

from filters.unigrams import Unigrams
from gateway.log import logger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onnxruntime import InferenceSession

    from filters.revocation.likeness import Scores

_FOLDER: Final = files("filters") / "models"
_TOKENS: Final = 128  # a window; a text has one, or a few
_OVERLAP: Final = 32
_LOADING: Final = Lock()


def log_odds(simple: str) -> float | None:
    """Return the log-odds that a text advertises, of the window that does most; None unread."""
    model = _model()
    if model is None:
        return None
    session, pieces = model
    windows = _windows(pieces.numbers(simple))
    return max(float(session.run(["log_odds"], {"ids": [each]})[0][0]) for each in windows)


def asked(plain: str) -> Scores | None:
    """Return the scores of what a reply asks for, of the window that asks most; None unread."""
    model = _model()
    if model is None:
        return None
    session, pieces = model
    windows = _windows(pieces.numbers(plain))
    said = [tuple(map(float, session.run(["asked"], {"ids": [each]})[0][0])) for each in windows]
    return max(said, key=lambda scores: scores[0] - scores[-1])


def _windows(numbers: list[int]) -> Iterator[list[int]]:
    starts = range(0, max(1, len(numbers) - _OVERLAP), _TOKENS - _OVERLAP)
    return (numbers[start : start + _TOKENS] for start in starts)


def _model() -> tuple[InferenceSession, Unigrams] | None:
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> tuple[InferenceSession, Unigrams] | None:
    """Load the model and its vocabulary."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # newer ones report what they run to their maker
    try:
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - an extra
    except ImportError as error:
        logger().warning("model-missing", lacks=str(error.name), held="texts that are left open")
        return None
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    written = zlib.decompress(_FOLDER.joinpath("meaning.z").read_bytes())
    session = InferenceSession(written, options, providers=["CPUExecutionProvider"])
    return session, Unigrams.read(_FOLDER.joinpath("meaning.vocabulary").read_text("utf-8"))

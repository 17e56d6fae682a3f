"""What the phrases of a text say, weighed against what the text is like all in all.

Phrases are few and sure, and some stand in any mail; what a text is like is known of every text,
and less surely. So the likeness decides where the phrases leave doubt, and makes doubtful what
they say of mail that is otherwise like business.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from filters.email.category.judgement import Judgement
    from filters.email.category.likeness import Likeness

_ADVERTISING: Final = (0.25, 0.4)  # where no business leads, where it does
_PLAINLY: Final = 1.5
_BUSINESS: Final = (-0.9, -2.5)  # where little sells, where much does
_SURELY_BUSINESS: Final = (-0.9, -3.6)
_CLEARS_UP: Final = 0.6


def weighed(judgement: Judgement, alike: Likeness) -> Judgement:
    """Let what a text is like decide where its phrases leave doubt."""
    if judgement.is_above and judgement.is_commercial:
        return judgement  # 16 CFR 316.3(a)(2)(ii): the business does not come first
    if judgement.is_commercial:
        return _doubted(judgement, alike)
    is_led = bool(judgement.basis)
    if alike.score >= _ADVERTISING[is_led]:
        return replace(
            judgement,
            is_commercial=True,
            evidence=(*judgement.evidence, *alike.evidence),
            is_faint=alike.score < _PLAINLY,
        )
    if alike.score < _SURELY_BUSINESS[False]:
        return _like_business(judgement, alike)
    return judgement


def _like_business(judgement: Judgement, alike: Likeness) -> Judgement:
    told = () if judgement.basis else alike.evidence  # the basis says enough
    return replace(
        judgement,
        is_commercial=False,
        is_unfounded=False,
        evidence=(*judgement.evidence, *told),
    )


def _doubted(judgement: Judgement, alike: Likeness) -> Judgement:
    """Doubt phrases that sell in a text that is otherwise like business, or clear up a doubt."""
    is_strong, score = judgement.is_strong, alike.score
    if score < _SURELY_BUSINESS[is_strong] and not judgement.is_mailing:
        return _like_business(judgement, alike)
    if score < _BUSINESS[is_strong]:
        return replace(judgement, is_doubtful=True, is_faint=True)
    if judgement.is_doubtful and score >= _CLEARS_UP:
        return replace(judgement, is_doubtful=False)
    return judgement

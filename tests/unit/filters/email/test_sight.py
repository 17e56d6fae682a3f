from __future__ import annotations

import pytest

from filters.email.footer_text import Wording, html
from filters.email.sight import is_seen
from tests.mail_builders import ADDRESS

WORDING = Wording("Example Co", ADDRESS, "https://x/u/", is_advertisement=True)
FOOTER = "TOKEN".join(html(WORDING))


@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "<body><p>x</p>{}</body>",
        "<table><tr><td>x</td></tr>{}",
        "<center><font color=white size=1>{}",
        "<style>div{{display:none}}</style>{}",
    ],
)
def test_a_footer_in_the_shown_body_is_seen(frame: str) -> None:
    assert is_seen(frame.format(FOOTER), "https://x/u/TOKEN", WORDING)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "<!--{}-->",
        "<textarea>{}</textarea>",
        "<template>{}</template>",
        "<noframes>{}</noframes>",
        "<select>{}</select>",
        "<div hidden>{}</div>",
        "<div style='display: none'>{}</div>",
        "<div style='VISIBILITY:hidden'>{}</div>",
        "<div style='max-height:0px;overflow:hidden'>{}</div>",
        "<div style='opacity:0'>{}</div>",
        "<div style='font-size:0'>{}</div>",
        "<object>{}</object>",
        "<frameset>{}</frameset>",
        "{}{}",
    ],
)
def test_a_footer_that_is_hidden_or_doubled_is_not(frame: str) -> None:
    assert not is_seen(frame.format(FOOTER, FOOTER), "https://x/u/TOKEN", WORDING)


def test_a_link_without_the_words_is_not_the_footer() -> None:
    assert not is_seen('<p><a href="https://x/u/TOKEN">x</a></p>', "https://x/u/TOKEN", WORDING)

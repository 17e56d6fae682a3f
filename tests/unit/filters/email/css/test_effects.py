from __future__ import annotations

from dataclasses import replace

import pytest

from filters.email.css.effects import NOTHING, Doing, effects


@pytest.mark.parametrize(
    ("style", "doing"),
    [
        ("margin:-1px", Doing.NOTHING), ("margin:0 -20px", Doing.COVER),
        ("margin:-1em", Doing.COVER),
        ("position:fixed", Doing.COVER), ("position:relative", Doing.NOTHING),
        ("transform:scale(9)", Doing.COVER), ("opacity:0", Doing.NOTHING),
        ("outline:99px solid #fff", Doing.COVER), ("box-shadow:0 1px 2px #ccc", Doing.NOTHING),
        ("text-shadow:none", Doing.NOTHING), ("overflow:hidden", Doing.CLIP | Doing.STOP),
        ("overflow:auto", Doing.CLIP), ("overflow-x:hidden", Doing.CLIP),
        ("height:1px", Doing.LIMIT),
        ("height:auto;max-height:none", Doing.NOTHING),
        ("display:inline", Doing.FLOW | Doing.SHAPE),
        ("z-index:99999999", Doing.STACK), ("z-index:999999999", Doing.STACK | Doing.LIFT),
        ("z-index:auto", Doing.NOTHING), ("display:block", Doing.SHAPE),
        ("display:table-cell", Doing.NOTHING), ("margin-top:-40px", Doing.COVER),
        ("margin-bottom:-100px", Doing.COVER | Doing.PULL), ("margin-left:-100px", Doing.COVER),
        ("height:100%;padding:9px", Doing.FILL), ("max-height:none", Doing.NOTHING),
        ("padding-top:9999px", Doing.PUSH),
        ("line-height:9e9px", Doing.PUSH), ("border:1px solid #e7e7e7", Doing.NOTHING),
        ("margin:calc(1px)", Doing.COVER | Doing.PUSH), ("line-height:100vh", Doing.PUSH),
        ("letter-spacing:-1em", Doing.SPOIL), ("made-up:1", Doing.COVER),
        ("mso-x:1", Doing.NOTHING),
        ("--x:1", Doing.NOTHING), ("no declaration", Doing.NOTHING),
        ("x:(;color:red;)", Doing.COVER),
    ],
)  # fmt: skip
def test_what_declarations_do_is_known(style: str, doing: Doing) -> None:
    assert effects(style).doing == doing
    assert effects(f"color:red;{style}!IMPORTANT").doing == doing


def test_ordinary_declarations_do_nothing() -> None:
    assert effects("padding:2px 3px;margin:0 auto;text-align:center") is NOTHING
    padded = effects("padding:20px 30px 1.5em;margin:0 auto;text-align:center")
    assert padded == replace(NOTHING, moves=30)
    assert effects("") is NOTHING


@pytest.mark.parametrize(
    "nasty", ["left:", "0", "(", "a:b;", "margin:-", "margin:0 ", "/*", "\\9", "#"]
)
def test_nasty_styles_are_read(nasty: str) -> None:
    for name in ("margin", "border", "box-shadow", "font", "background", "color", "unknown"):
        assert effects(f"{name}:{nasty * (10_000 // len(nasty))}x") is not NOTHING

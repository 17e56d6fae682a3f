from __future__ import annotations

import pytest

from filters.email.footer.places import Place, places


@pytest.mark.parametrize(
    ("html", "place"),
    [
        ("@", Place.TEXT),
        ("<p>a < b @</p>", Place.TEXT),
        ("<a href='@'>", Place.QUOTED),
        ('<a title=x href = "x@y">', Place.QUOTED),
        ("<a href=x@y>", Place.BARE),
        ("<a @>", Place.NOWHERE),
        ("<a href=x @ title='y'>", Place.NOWHERE),
        ("<!-- @ -->", Place.QUOTED),
        ("<!--[if mso]><a href='@'><![endif]-->", Place.QUOTED),
        ("<title>@</title>", Place.QUOTED),
        ("<TEXTAREA>@</TEXTAREA>", Place.QUOTED),
        ("<style>p{}@</style>", Place.NOWHERE),
        ("<script>'@'</script>", Place.NOWHERE),
        ("<script src='@'></script>", Place.QUOTED),
        ("</p @>", Place.NOWHERE),
        ("<!-- never closed @", Place.QUOTED),
        ("<a href='never closed @", Place.QUOTED),
        ("<p>x</p><a title='>' href='@'>", Place.QUOTED),
        ("<script-like a>@</script-like>", Place.TEXT),
        ("x < @", Place.TEXT),
    ],
)
def test_it_is_known_what_something_stands_in(html: str, place: Place) -> None:
    at = html.index("@")

    assert places(html.encode(), [(at, at + 1)]) == [place]


def test_what_stands_half_in_a_tag_has_no_place() -> None:
    html = b"<p>{{<b>}}</b>"

    assert places(html, [(3, 10)]) == [Place.NOWHERE]


def test_what_begins_right_behind_a_bracket_is_half_of_a_tag() -> None:
    html = b"<p>x <http://{{unsubscribe_url}}>"

    assert places(html, [(6, 32)]) == [Place.NOWHERE]
    assert places(b"<p>x <{{unsubscribe_url}}>", [(6, 25)]) == [Place.TEXT]


def test_several_are_found_in_one_pass() -> None:
    html = b"@<a href='@'>@</a><!--@-->@"
    spans = [(at, at + 1) for at, byte in enumerate(html) if byte == ord("@")]

    assert places(html, spans) == [
        Place.TEXT, Place.QUOTED, Place.TEXT, Place.QUOTED, Place.TEXT
    ]  # fmt: skip

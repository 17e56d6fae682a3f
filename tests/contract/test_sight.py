"""What is believed to be seen of HTML, held against what a browser shows."""

from __future__ import annotations

import html
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pytest
from PIL import Image, ImageChops

from filters.email.footer.text import Wording
from filters.email.footer.text import html as footer_html
from tests.e2e.browser import chromium
from tests.unit.filters.email.footer_frames import SEEN_FOOTERS
from tests.unit.filters.email.hidden_frames import HIDDEN
from tests.unit.filters.email.shown_frames import SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Page, ViewportSize

WIDTH: Final = 300
HEIGHT: Final = 170
COLUMNS: Final = 6
ROWS: Final = 6
TILES: Final = COLUMNS * ROWS
VIEWPORT: Final[ViewportSize] = {"width": COLUMNS * WIDTH, "height": ROWS * HEIGHT}
MOST_LOOKS: Final = 40
INK: Final = 40  # of 255: what differs less nobody reads
LEAST_INK: Final = 40  # points of the picture; a word has more
TEXTS: Final = (
    "Drawn words say it<br>and one more line",
    "sdroW nward yas ti<br>dna eno erom enil",
)
FOOTERS: Final = tuple(
    "TOKEN".join(
        footer_html(Wording("Ann", address, "https://x.example/u/", is_advertisement=True))
    )
    for address in ("123 Main St, Springfield, IL 62701", "321 niaM tS, dleifgnirpS, LI 10726")
)


Frames = list[tuple[str, tuple[str, ...]]]


def shown(frames: Frames) -> list[str]:
    """Return the frames that look otherwise with one of their texts than with the other."""
    pages = [frame.format(text) for frame, texts in frames for text in texts]
    with chromium() as browser, browser.new_context(viewport=VIEWPORT) as context:
        sheets = (pages[start : start + TILES] for start in range(0, len(pages), TILES))
        tiles = [tile for sheet in sheets for tile in _tiles(context.new_page(), sheet)]
    pairs = zip(frames, tiles[::2], tiles[1::2], strict=True)
    return [frame for (frame, _), one, other in pairs if _ink(one, other) >= LEAST_INK]


def _tiles(page: Page, pages: Sequence[str]) -> Iterator[Image.Image]:
    """Yield a picture of each page, drawn side by side in frames of one window.

    A window that has to be scrolled is drawn late below its edge, so it shows what it holds.
    """
    frames = "".join(
        f"<iframe sandbox srcdoc='{html.escape(each)}' style='position:absolute;border:0;"
        f"left:{_box(number)[0]}px;top:{_box(number)[1]}px;width:{WIDTH}px;height:{HEIGHT}px'>"
        "</iframe>"
        for number, each in enumerate(pages)
    )
    page.set_content(f"<!DOCTYPE html><meta charset=utf-8>{frames}")
    with Image.open(BytesIO(_settled(page))) as image:
        picture = image.convert("RGB")
    page.close()
    yield from (picture.crop(_box(number)) for number in range(len(pages)))


def _settled(page: Page) -> bytes:
    """Return the window's picture when it has stopped changing."""
    drawn = page.screenshot()
    for _ in range(MOST_LOOKS):
        page.evaluate("() => new Promise(done => setTimeout(done, 50))")
        before, drawn = drawn, page.screenshot()
        if drawn == before:
            return drawn
    pytest.fail("the browser never finished drawing")


def _box(number: int) -> tuple[int, int, int, int]:
    x, y = number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT
    return x, y, x + WIDTH, y + HEIGHT


def _ink(one: Image.Image, other: Image.Image) -> int:
    """Return how many points differ so much that people see it."""
    return sum(ImageChops.difference(one, other).convert("L").histogram()[INK:])


def test_a_browser_shows_what_is_believed_to_be_read_and_nothing_that_hides() -> None:
    footers: Frames = [(frame, FOOTERS) for frame in SEEN_FOOTERS]
    texts: Frames = [(frame, TEXTS) for frame in (*SHOWN, *HIDDEN)]
    assert shown(footers + texts) == [*SEEN_FOOTERS, *SHOWN]

"""What is believed to be seen of HTML, held against what a browser shows."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageChops

from filters.email.footer.text import Wording
from filters.email.footer.text import html as footer_html
from tests.e2e.peers import need, run
from tests.unit.filters.email.frames import HIDDEN, SEEN_FOOTERS, SHOWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WIDTH: Final = 300
HEIGHT: Final = 170
COLUMNS: Final = 10
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


def shown(folder: Path, frames: Frames) -> list[str]:
    """Return the frames that look otherwise with one of their texts than with the other."""
    need("chromium")
    picture = _picture(folder, [frame.format(text) for frame, texts in frames for text in texts])
    tiles = [picture.crop(_box(number)) for number in range(2 * len(frames))]
    pairs = zip(frames, tiles[::2], tiles[1::2], strict=True)
    return [frame for (frame, _), one, other in pairs if _ink(one, other) >= LEAST_INK]


def _box(number: int) -> tuple[int, int, int, int]:
    x, y = number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT
    return x, y, x + WIDTH, y + HEIGHT


def _ink(one: Image.Image, other: Image.Image) -> int:
    """Return how many points differ so much that people see it."""
    return sum(ImageChops.difference(one, other).convert("L").histogram()[INK:])


def _picture(folder: Path, pages: Sequence[str]) -> Image.Image:
    """Return a picture of all pages, each in a frame of its own, side by side."""
    frames = "".join(
        f"<iframe sandbox srcdoc='{html.escape(page)}' style='position:absolute;border:0;"
        f"left:{_box(number)[0]}px;top:{_box(number)[1]}px;width:{WIDTH}px;height:{HEIGHT}px'>"
        "</iframe>"
        for number, page in enumerate(pages)
    )
    page, picture = folder / "page.html", folder / "picture.png"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8>{frames}", encoding="utf-8")
    height = _box(len(pages) - 1)[3]
    run(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--force-device-scale-factor=1", f"--user-data-dir={folder / 'profile'}",
        f"--screenshot={picture}", f"--window-size={COLUMNS * WIDTH},{height}", page.as_uri(),
    )  # fmt: skip
    with Image.open(picture) as image:
        return image.convert("RGB")


def test_a_browser_shows_what_is_believed_to_be_read_and_nothing_that_hides(tmp_path: Path) -> None:
    footers: Frames = [(frame, FOOTERS) for frame in SEEN_FOOTERS]
    texts: Frames = [(frame, TEXTS) for frame in (*SHOWN, *HIDDEN)]
    assert shown(tmp_path, footers + texts) == [*SEEN_FOOTERS, *SHOWN]

"""HTML of others without what would run, load or lead somewhere: a browser has nothing to stop.

Nothing depends on it: the frame it stands in has a policy that forbids all of that. It keeps what a
reader sees; where a link leads to stands in its title.
"""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from filters.email.monstrous import is_monstrous

_GONE: Final = (
    "script, noscript, template, iframe, frame, frameset, object, embed, applet, portal, link,"
    " base, meta, audio, video, source, track, svg, math"
)
_LEADING: Final = frozenset({"href", "xlink:href", "action", "formaction", "ping"})
_LOADING: Final = frozenset(
    {"src", "srcset", "srcdoc", "background", "poster", "data", "lowsrc", "dynsrc", "longdesc",
     "cite", "manifest", "imagesrcset", "classid", "codebase", "archive", "code", "profile"}
)  # fmt: skip
_PICTURE: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_REACHING: Final = re.compile(
    r"\\|@import|(?:url|src|image-set)\s*\((?!\s*[\"']?data:image/)", re.IGNORECASE
)
_MONSTROUS: Final = "<p>This HTML was made to hold parsers up; take the file to look at it.</p>"
_LOOK: Final = "<style>a[title]{color:#1747b5;text-decoration:underline}</style>"


def disarmed(html: str) -> str:
    """Return what a reader sees of HTML, as HTML.

    >>> "planted" in disarmed("<p onclick=planted()>a<script>planted()</script>")
    False
    """
    if not html:
        return ""
    if is_monstrous(html.encode("utf-8", "replace")):  # the parser takes seconds for it
        return _MONSTROUS
    tree = LexborHTMLParser(html)
    for node in tree.css(_GONE):
        node.decompose()
    for node in tree.css("style"):
        if _REACHING.search(node.text()):
            node.decompose()
    for node in tree.css("*"):
        for name, value in list(node.attributes.items()):
            if name in _LEADING and value and node.tag == "a":
                node.attrs["title"] = value
            if _acts(name, value or ""):
                del node.attrs[name]
    return _LOOK + (tree.html or "")


def _acts(name: str, value: str) -> bool:
    """Whether an attribute runs, loads or leads somewhere."""
    if name in _LOADING:
        return not _PICTURE.match(value)
    is_reaching = name == "style" and _REACHING.search(value)
    return bool(is_reaching) or name in _LEADING or name.startswith("on")

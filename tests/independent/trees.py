"""Messages made up at random: nested multiparts, charsets, encodings, and some of it broken."""

from __future__ import annotations

import base64
import quopri
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD: Final = (
    b"From: Example <news@example.com>\r\nTo: jane@example.org\r\nSubject: Our spring news\r\n"
    b"Date: Mon, 02 Mar 2026 12:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n"
    b"MIME-Version: 1.0\r\n"
)
_WORDS: Final = {
    "us-ascii": "Hello, new lamps\r\n",
    "utf-8": "Grüße - новые лампы 新灯 😀\r\n",
    "iso-8859-1": "Grüße aus der Straße\r\n",
    "windows-1252": "“Grüße” - Straße\r\n",
    "koi8-r": "Привет, новые лампы\r\n",
    "iso-2022-jp": "こんにちは、春です\r\n",
    "shift_jis": "こんにちは、春です\r\n",
    "gb18030": "你好 新灯到了\r\n",
    "utf-16": "Grüße - новые лампы\r\n",
}
_CODED_ONLY: Final = frozenset({"utf-16"})
_FORMS: Final = (
    "{}", "<html><body>{}</body></html>", "<html><body><p>{}</p></html>", "<p>{}",
    "<!doctype html>\r\n<head><title>t</title></head>\r\n<body><div>{}</div>\r\n</body>\r\n",
    "<body><!-- </body> --><table><tr><td>{}</td></tr></table></body>",
    "<html><body><center>{}</center><script>a='</body>'</script></BODY ></html>",
    "<body>{}</body><p>late</p></body>", "<html><body><div dir=rtl>{}", "<body>{}<!-- open",
    ("<style><!-- @font-face{{font-family:Calibri;panose-1:2 15 5 2 2 2 4 3 2 4}} div{{margin:0cm}}"
    " --></style><body link=#0563C1 vlink=purple><div class=WordSection1><p class=MsoNormal>{}"
    "<o:p></o:p></p></div></body>"),
    ("<head><!--[if gte mso 9]><style>td{{color:#fff}}</style><![endif]-->"
    "<style>div{{display:none}}</style></head><body><!--[if mso]><table><tr><td><![endif]-->"
    "<p>{}</p><!--[if mso]></td></tr></table><![endif]--></body>"),
    ("<style>@font-face{{font-family:B;src:url(https://cdn.example/b)}}body{{font-family:B,Arial}}"
    "</style><body bgcolor=black text=white>{}</body>"),
)  # fmt: skip
_GAP: Final = "\r\n" * 60
_SEALED: Final = (
    b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n",
    b"Content-Type: message/rfc822\r\n\r\nSubject: old\r\n\r\nold\r\n",
    b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx\r\n",
    b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a\r\n\r\nfile\r\n",
    b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"iVBORw0K" * 200,
    b"Content-Type: text/csv\r\nContent-Disposition: attachment\r\n\r\n" + b"a;b" * 400,
    b"Content-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<body>file</body>\r\n",
)
_ENDLESS: Final = 90  # times, without a line end: more than 998 octets
_KINDS: Final = ("mixed", "alternative", "related", "signed", "report", "parallel", "x-odd")
_DAMAGES: Final[tuple[Callable[[bytes], bytes], ...]] = (
    lambda raw: raw,
    lambda raw: raw,
    lambda raw: raw,
    lambda raw: raw[: len(raw) // 2].rpartition(b"\r\n")[0] + b"\r\n",
    lambda raw: raw.replace(b"--\r\n", b"\r\n", 1),
    lambda raw: raw.replace(b"charset=", b"charset=x-", 1),
    lambda raw: raw.replace(b"=\r\n", b"=", 1),
    lambda raw: raw.replace(b"\r\n\r\n", b"\r\n", 3),
    lambda raw: raw.replace(b"base64", b"quoted-printable", 1),
    lambda raw: raw.replace(b"boundary", b"boundry", 1),
    lambda raw: raw + b"--b0\r\n",
)


def _coded(data: bytes, encoding: str) -> bytes:
    if encoding == "endless":
        return base64.b64encode(data) + b"\r\n"
    if encoding == "base64":
        return base64.encodebytes(data).replace(b"\n", b"\r\n")
    if encoding == "quoted-printable":
        return quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return data


def _lengths(words: str) -> tuple[str, ...]:
    return "", words, words * 3, words.strip() * _ENDLESS, words + _GAP + words


@st.composite
def _texts(draw: st.DrawFn) -> bytes:
    charset = draw(st.sampled_from(sorted(_WORDS)))
    kind = draw(st.sampled_from(("plain", "html")))
    form = draw(st.sampled_from(_FORMS)) if kind == "html" else "{}"
    encodings = ["base64", "endless", "quoted-printable", "8bit"]
    encoding = draw(st.sampled_from(encodings[:2] if charset in _CODED_ONLY else encodings))
    words = _WORDS[charset]
    text = form.format(draw(st.sampled_from(_lengths(words))))
    flowed = draw(st.sampled_from(("", "", "; format=flowed"))) if kind == "plain" else ""
    how = draw(st.sampled_from(("", "", "Content-Disposition: inline\r\n")))
    head = (
        f"Content-Type: text/{kind}; charset={charset}{flowed}\r\n"
        f"Content-Transfer-Encoding: {encoding.replace('endless', 'base64')}\r\n{how}\r\n"
    )
    return head.encode() + _coded(text.encode(charset), encoding)


@st.composite
def _multiparts(draw: st.DrawFn, children: st.SearchStrategy[bytes]) -> bytes:
    parts = draw(st.lists(children, min_size=1, max_size=4))
    kind = draw(st.sampled_from(_KINDS))
    # the parts are drawn first, so no boundary inside is the number of parts seen so far
    boundary = b"b%d" % sum(part.count(b"boundary=") + 1 for part in parts)
    around = draw(st.sampled_from((b"", b"", b"preamble </body>\r\n", b"\r\n")))
    raw = b"Content-Type: multipart/%s; boundary=%s\r\n\r\n%s" % (kind.encode(), boundary, around)
    for part in parts:
        raw += b"--" + boundary + b"\r\n" + part + b"\r\n" * (not part.endswith(b"\r\n"))
    return raw + b"--" + boundary + b"--\r\n" + around


def entities() -> st.SearchStrategy[bytes]:
    leaves = st.one_of(_texts(), _texts(), _texts(), st.sampled_from(_SEALED))
    return st.recursive(leaves, _multiparts, max_leaves=8)


@st.composite
def messages(draw: st.DrawFn, *, broken: bool = False) -> bytes:
    """Draw a message; `broken`: perhaps with something torn out of it."""
    raw = draw(entities())
    if broken:
        raw = draw(st.sampled_from(_DAMAGES))(raw)
    return HEAD + raw + b"\r\n" * (not raw.endswith(b"\r\n"))

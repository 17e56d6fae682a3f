"""Text of a message for a terminal or a page: what would act is made visible."""

from __future__ import annotations

from typing import Final

_CONTROLS: Final = {code: 0x2400 + code for code in range(0x20) if code != ord("\t")}
_TURNING: Final = (0x061C, *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_ACTING: Final = (*range(0x80, 0xA0), 0x2028, 0x2029, *_TURNING)
_VISIBLE: Final = str.maketrans(
    {
        **{code: chr(picture) for code, picture in _CONTROLS.items()},
        0x7F: "\u2421",
        **{code: f"<U+{code:04X}>" for code in _ACTING},
    }
)
_ESCAPED: Final = str.maketrans({code: f"\\u{code:04x}" for code in (0x7F, *_ACTING)})


def shown(text: str) -> str:
    r"""Return a line with its control characters visible: a message colours and turns nothing.

    >>> shown("a\x1b[2J\u202eb")
    'a␛[2J<U+202E>b'
    """
    return text.translate(_VISIBLE)


def escaped(line: str) -> str:
    r"""Return JSON that means the same, and acts on no terminal: `json` leaves more than ASCII's.

    >>> escaped('{"subject": "a\x9b2J\u202eb"}')
    '{"subject": "a\\u009b2J\\u202eb"}'
    """
    return line.translate(_ESCAPED)

from __future__ import annotations

from encodings import aliases

import pytest

from filters.email.charset import ASCII, UTF_8, decode, lookup


@pytest.mark.parametrize(
    "label",
    [
        "utf-8", "UTF-8", "us-ascii", "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1252",
        "windows-1251", "koi8-r", "shift_jis", "iso-2022-jp", "euc-jp", "gb2312", "gb18030", "gbk",
        "big5", "euc-kr", "ks_c_5601-1987", "tis-620", "utf-16le", "utf-16be", "macintosh",
        "'utf-8'", "csshiftjis", "unicode-1-1-utf-8",
    ],
)  # fmt: skip
def test_charsets_of_the_big_mail_programs_are_known(label: str) -> None:
    charset = lookup(label)

    assert charset is not None
    assert "Hello 1".encode(charset.writes).decode(charset.reads) == "Hello 1"


@pytest.mark.parametrize(
    "label", ["utf-7", "hz-gb-2312", "iso-2022-kr", "x-user-defined", "utf-16"]
)
def test_charsets_that_cannot_be_appended_to_are_none(label: str) -> None:
    assert lookup(label, b"Hello") is None


def test_the_byte_order_mark_decides_how_utf_16_is_read() -> None:
    little, big = lookup("utf-16", b"\xff\xfea\0"), lookup("UTF-16", b"\xfe\xff\0a")

    assert little is not None
    assert big is not None
    assert (little.writes, big.writes) == ("utf-16-le", "utf-16-be")
    assert not little.is_plain


def test_to_a_label_nobody_knows_plain_ascii_may_be_added_where_that_stays_ascii() -> None:
    assert lookup("default_charset", b"Hello") is ASCII
    assert lookup("default_charset", b"caf\xe9") is ASCII
    assert lookup("default_charset", b"\x1b$Bx") is None
    assert lookup("default_charset", b"x ~{SE;]4YOz~}") is None
    assert lookup("default_charset", b"\x1b(Jx") is None
    assert lookup("default_charset", b"H\0") is None


@pytest.mark.parametrize(
    "data", [b"Figure~{2}. caf\xe9", b"Figure~{2}\r\n", b"(format t ~{~a~})", b"\x1b[31mred\x1b(B"]
)
def test_latex_lisp_and_colours_of_a_terminal_shift_into_nothing(data: bytes) -> None:
    assert lookup("unknown-8bit", data) is ASCII


@pytest.mark.parametrize(
    "label",
    ["iso-2022-jp-ms", "iso2022jp", "ISO-2022JP", "cp50220", "CP50221", "iso-2022-jp-1",
     "iso-2022-jp-2", "iso-2022-jp-3", "iso-2022-jp-2004", "iso-2022-jp-ext", "jis"],
)  # fmt: skip
def test_iso_2022_jp_is_read_under_every_name_it_has(label: str) -> None:
    written = "注文の発送".encode("iso2022_jp")
    assert lookup(label, written) is lookup("iso-2022-jp")
    assert decode(written, label) == "注文の発送"
    assert lookup(label, b"\x1b$A#S#A#L#E\x1b(B") is None


@pytest.mark.parametrize("label", ["", "us-ascii"])
@pytest.mark.parametrize(
    ("text", "charset", "is_read"),
    [
        ("Gr\u00fc\u00dfe aus K\u00f6ln", "utf-8", True),
        ("\u041f\u0440\u0438\u0432\u0435\u0442", "utf-8", True),
        (
            "Gr\u00f6\u00dfe, 5 \u20ac \u201eja\u201c \u2013 Caf\u00e9\u201d, \u00d6l",
            "cp1252",
            True,
        ),
        ("tr\u00e8s bien", "cp1252", False),  # as Czech
        ("d\u011bkuji, p\u0159ijdu", "cp1250", False),
        ("te\u015fekk\u00fcr", "cp1254", False),
        ("\u041f\u0440\u0438\u0432\u0435\u0442", "cp1251", False),
        ("Dear \u0418\u0432\u0430\u043d", "cp1251", False),
        ("A\u0434\u0446\u044fa \u0434 x", "cp1251", False),
        ("\u4f60\u597d", "gbk", False),
        ("Dear \u65e5\u672c", "shift_jis", False),
        ("f\u00fcr", "cp850", False),
        ("f\u00fcr", "mac-roman", False),
        ("sch\u00f6n", "cp850", False),
    ],
)
def test_8_bit_text_that_names_no_charset_is_read_where_that_is_plain(
    text: str, charset: str, label: str, *, is_read: bool
) -> None:
    data = text.encode(charset)
    found = lookup(label, data)
    assert found is not None
    assert found.writes == "ascii"
    assert (data.decode(found.reads, "replace") == text) is is_read


@pytest.mark.parametrize("fill", [b"x", b"x y\r\n", b"\x93\x94", b"f\xfcr \r\n"])
def test_long_text_that_names_no_charset_is_looked_at_as_a_whole(fill: bytes) -> None:
    long = fill * (300_000 // len(fill))
    plain, other = lookup("", long + b" f\xfcr"), lookup("", long + b" tr\xe8s")
    assert plain is not None
    assert other is not None
    assert (plain.reads, other.reads) == ("cp1252", "utf-8")


@pytest.mark.parametrize("letters_before", range(12))
def test_where_a_stretch_of_long_text_ends_decides_nothing(letters_before: int) -> None:
    start = b"x" * ((64 << 10) - letters_before)
    plain, other = (
        lookup("", start + end) for end in (b"\x93" * 7 + b"\xfcr", b"\x93\xfc\xe4\xf6")
    )
    assert plain is not None
    assert other is not None
    assert (plain.reads, other.reads) == ("cp1252", "utf-8")


@pytest.mark.parametrize(
    "label",
    ["ibm037", "cp500", "EBCDIC-US", "csibm1026", "cp 037", "IBM-1047", "x-IBM930", "utf 7", "u7",
     "hz gb", "scsu", "utf7-imap", "utf-32", "UTF_32BE",
     "utf32", "utf_16", "ucs-4", "iso-10646-ucs-4", "csUCS4", "ucs-2", "csUnicode"],
)  # fmt: skip
def test_a_charset_without_ascii_is_none(label: str) -> None:
    assert lookup(label, b"Hello") is lookup(label) is None


def test_what_reads_ascii_as_something_else_is_known_by_every_name_python_has_for_it() -> None:
    text = "SALE ceo@bank"
    read_otherwise = []
    for label in set(aliases.aliases) | set(aliases.aliases.values()):
        try:
            written = text.encode(label)
        except LookupError:  # no charset
            continue
        if written != text.encode("ascii") and label not in {"utf_8_sig", "mbcs", "oem"}:
            found = lookup(label, written)
            if found is not None and written.decode(found.reads) != text:
                read_otherwise.append(label)
    assert read_otherwise == []


@pytest.mark.parametrize("label", ["cp874", "ibm878", "cp936", "cp932", "ibm1129", "cp437"])
def test_code_pages_with_ascii_are_no_ebcdic(label: str) -> None:
    assert lookup(label, b"Hello") is not None


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        (b"caf\xc3\xa9", "utf-8", "caf\xe9"),
        (b"caf\xc3\xa9", "us-ascii", "caf\xe9"),
        (b"caf\xe9", "", "caf\xe9"),
        (b"caf\xe9", "utf-8", "caf\xe9"),
        (b"\x93x\x94", "iso-8859-1", "\u201cx\u201d"),
        (b"\x1b$B$\x22\x1b(B", "iso-2022-jp", "\u3042"),
        (b"\x82", "shift_jis", "\ufffd"),
        (b"\xd4\xc5", "koi8-r", "\u0442\u0435"),
        (b"caf\xe9", "x-nobody", "caf\xe9"),
        (b"\xff\xfec\0a\0f\0\xe9\0", "iso-8859-1", "\ufeffcaf\xe9"),
        (b"\xfe\xff\0c\0a\0f\0\xe9", "utf-16le", "\ufeffcaf\xe9"),
    ],
)
def test_text_is_read_whatever_the_label_says(data: bytes, label: str, text: str) -> None:
    assert decode(data, label) == text


def test_utf_8_is_written_as_utf_8() -> None:
    assert lookup("utf8") is UTF_8

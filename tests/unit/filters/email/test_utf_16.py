from __future__ import annotations

import pytest

from filters.email.charset import is_legible
from filters.email.utf_16 import is_utf_16

LITTLE, BIG = b"\xff\xfe", b"\xfe\xff"


@pytest.mark.parametrize(
    "text",
    ["Article;Quantity\r\nTea;2\r\n", "Привет, мир 1\r\n", "注文の発送、ありがとう。\r\n",
     "大家好您的订单已发货 1234\r\n", "안녕하세요 주문이 발송되었습니다\r\n",
     "\U0001f600 ok\r\n", ""],
)  # fmt: skip
@pytest.mark.parametrize("label", ["", "us-ascii", "utf-8", "iso-8859-1", "x-unknown"])
def test_a_file_in_utf_16_is_read_by_its_mark_whatever_its_label_says(
    text: str, label: str
) -> None:
    assert is_legible(LITTLE + text.encode("utf-16-le"), label)
    assert is_legible(BIG + text.encode("utf-16-be"), label)


@pytest.mark.parametrize("mark", [LITTLE, BIG])
@pytest.mark.parametrize(
    "advertisement",
    [b"Clearance: 50% off everything, shop now!", b"Sale!", b"Sale! 50% off and more \0",
     "Распродажа: скидка 50%".encode(), "Распродажа: скидка 50% \0".encode(),
     "Распродажа: скидка 50%".encode("koi8-r"), "Распродажа: скидка 50%\0".encode("cp1251"),
     "大甩卖全场五折立即购买".encode("gbk")],
)  # fmt: skip
def test_text_of_another_charset_behind_a_mark_is_no_utf_16(
    advertisement: bytes, mark: bytes
) -> None:
    assert not is_utf_16(mark + advertisement)
    assert not is_utf_16(mark + advertisement + b" ")


def test_the_other_byte_order_behind_a_mark_is_no_utf_16() -> None:
    advertisement = "Clearance: half off everything, shop now!"
    assert not is_utf_16(LITTLE + advertisement.encode("utf-16-be"))
    assert not is_utf_16(BIG + advertisement.encode("utf-16-le"))


@pytest.mark.parametrize("label", ["utf-7", "cp037", "utf-16be", "iso-2022-jp"])
def test_a_mark_makes_nothing_legible_that_its_label_reads_as_something_else(label: str) -> None:
    assert not is_legible(LITTLE + "Tea 2".encode("utf-16-le"), label)

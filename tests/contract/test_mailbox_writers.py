"""Who wrote, where the From field is not written as RFC 5322 says, or names several."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from gateway.inbound import letter
from gateway.inbound.mail import InboundMail
from suppression.entry import Reason
from suppression.keys import email_key
from tests.contract.post import ANN, NOW, Post, config_of, post_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from suppression.keys import RecipientKey

BOB = "bob@people.example"
ELSE = "bounce+7@relay.example"
DOORS = {
    "unsubscribe": "Hello?",
    "replies": "Please unsubscribe me from this list.",
    "privacy": "Unsubscribe me.",
}
ONE = [
    f"Doe, Ann <{ANN}>", f"Acme, Inc. <{ANN}>", f"Ann Doe, MD <{ANN}>", f"{ANN}, {ANN}",
    f"=?utf-8?q?Doe?=, =?utf-8?q?Ann?= <{ANN}>", f"Ann <{ANN}>, Ann at work <{ANN.upper()}>",
    f"Ann <{ANN}\r\nFrom: {ANN}", f"Ann <{ANN}", f"Doe, Ann <{ANN}", f"<{ANN}> Ann", f"Ann {ANN}",
    f'"Ann <{ANN}>', f"<{ANN}, Ann", f"Doe; Ann <{ANN}>", f'"Bob {BOB}" <{ANN}> Ann',
    f"Tea Shop <news@shop.example>, Ann <{ANN}>",
]  # fmt: skip
SEVERAL = [
    f"{ANN}, {BOB}", f"{ANN}\r\nFrom: {BOB}", f"<{ANN}> <{BOB}>", f"{ANN} {BOB}",
    f"news@shop.example, {ANN}, {BOB}",
]  # fmt: skip


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    yield from post_of(config_of(tmp_path))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "wrote", ["ann..lee@docomo.ne.jp", "ann.@ezweb.ne.jp", ".ann@docomo.ne.jp"]
)
async def test_who_has_dots_where_none_may_be_is_heard(post: Post, door: str, wrote: str) -> None:
    to, sender = f"{door}@in.shop.example", f"From: Ann <{wrote}>"
    assert await post.write(to, sender=sender, reverse_path=wrote, body=DOORS[door])
    name, _, domain = wrote.partition("@")
    assert len(await post.entries(f'"{name}"@{domain}')) == 1


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("written", ONE)
async def test_one_person_in_from_wrote_however_it_is_written(
    post: Post, door: str, written: str
) -> None:
    to, sender = f"{door}@in.shop.example", f"From: {written}"
    assert await post.write(to, sender=sender, reverse_path=ELSE, body=DOORS[door])
    assert [entry.reason for entry in await post.entries()] == [Reason.UNSUBSCRIBE]
    for who in (BOB, "news@shop.example", ELSE):
        assert await post.entries(who) == ()
    assert await post.reviews() == ()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("written", SEVERAL)
async def test_of_several_in_from_the_one_in_the_reverse_path_wrote(
    post: Post, door: str, written: str
) -> None:
    to, sender = f"{door}@in.shop.example", f"From: {written}"
    assert await post.write(to, sender=sender, reverse_path=BOB, body=DOORS[door])
    assert len(await post.entries(BOB)) == 1
    assert await post.entries() == ()
    assert await post.reviews() == ()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("written", SEVERAL)
async def test_where_any_of_several_wrote_a_person_decides(
    post: Post, door: str, written: str
) -> None:
    to, sender = f"{door}@in.shop.example", f"From: {written}"
    assert await post.write(to, sender=sender, reverse_path=ELSE, body=DOORS[door])
    assert await post.entries() == await post.entries(BOB) == ()
    waiting = await post.reviews()
    assert [each.key for each in waiting] == [ANN, BOB]
    assert all(each.matched.startswith("one of 2 in From; ") for each in waiting)
    assert all(DOORS[door] in each.text for each in waiting)


async def test_what_the_company_writes_with_others_is_not_theirs(post: Post) -> None:
    sender = f"From: news@shop.example, {ANN}"
    ours = "news@shop.example"
    assert await post.write("unsubscribe@in.shop.example", sender=sender, reverse_path=ours)
    assert await post.entries() == ()
    assert await post.reviews() == ()


async def test_data_of_several_opens_no_request(post: Post) -> None:
    sender, body = f"From: {ANN}, {BOB}", "Please delete my data."
    to = "privacy@in.shop.example"
    assert await post.write(to, sender=sender, reverse_path=ELSE, body=body)
    assert post.stores.privacy.list() == ()
    assert {each.key for each in await post.reviews()} == {ANN, BOB}
    assert await post.write(to, sender=sender, reverse_path=BOB, body=body)
    (request,) = post.stores.privacy.list()
    assert request.people == (BOB,)


@pytest.mark.parametrize("to", ["unsubscribe", "replies"])
@pytest.mark.parametrize(
    "written",
    [
        "Ann",
        "news@shop.example",
        *(",\r\n ".join(f"a{n}@people.example" for n in range(many)) for many in (6, 60)),
    ],
)
async def test_a_mail_that_names_nobody_is_told_to_the_log(
    post: Post, to: str, written: str
) -> None:
    sender, body = f"From: {written}", DOORS[to]
    with capture_logs() as lines:
        assert await post.write(f"{to}@in.shop.example", sender=sender, body=body)
    assert [line["event"] for line in lines] == ["mail-of-nobody"]
    assert await post.entries() == ()
    assert await post.reviews() == ()


async def test_of_more_than_any_letter_names_the_one_in_the_reverse_path_wrote(post: Post) -> None:
    many = ",\r\n ".join(f"a{number}@people.example" for number in range(60))
    sender, to = f"From: {many},\r\n {BOB.upper()}", "unsubscribe@in.shop.example"
    assert await post.write(to, sender=sender, reverse_path=BOB)
    assert len(await post.entries(BOB)) == 1


def test_a_from_field_without_end_makes_few_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(address: str) -> RecipientKey:
        made.append(address)
        return email_key(address)

    monkeypatch.setattr(letter, "email_key", counted)
    for between in (",\r\n ", "\r\n "):
        sender = between.join(f"a{number}@b\u00fc{number}.example" for number in range(2000))
        mail = InboundMail(
            queue_id="1m83k8ghw6gfb", peer="192.0.2.7", reverse_path=BOB,
            recipients=("unsubscribe@in.shop.example",), raw=f"From: {sender}\r\n\r\n".encode(),
            at=NOW,
        )  # fmt: skip
        assert letter.read_letter(mail).named == ()
    assert 50 < len(made) < 200


async def test_what_a_person_has_to_sort_out_is_taken_at_a_slower_pace(post: Post) -> None:
    post.mailbox._reading._burst = 1.0
    sender, to = f"From: {ANN}, {BOB}", "unsubscribe@in.shop.example"
    taken = [await post.write(to, sender=sender, reverse_path=ELSE) for _ in range(2)]
    assert taken == [True, False]
    assert await post.write(to)


@pytest.mark.parametrize("field", ["From: x\rFrom: {}", "From: {}"])
async def test_no_header_takes_long_to_be_searched_for_who_wrote(post: Post, field: str) -> None:
    begun = time.process_time()
    sender = f"{'a' * 60_000}\r\n{field.format(ANN)}\r\n{'b:' * 30_000}\rc"
    await post.write("unsubscribe@in.shop.example", sender=sender)
    assert time.process_time() - begun < 0.5

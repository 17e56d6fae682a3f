"""Fields of requests that say where a person is."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from filters.sms.places.place import read_postal_code, read_zone

Zone: TypeAlias = Annotated[
    str,
    Field(
        max_length=64,
        description="the person's time zone, as in America/Chicago; their quiet hours go by it",
    ),
    AfterValidator(lambda text: text and read_zone(text)),
]
PostalCode: TypeAlias = Annotated[
    str,
    Field(
        max_length=20,
        description="the person's ZIP code: it tells their time zone better than the number does",
    ),
    AfterValidator(lambda text: text and read_postal_code(text)),
]

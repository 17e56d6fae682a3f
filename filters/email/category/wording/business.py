"""The wording of business already agreed on, by the limbs of 15 U.S.C. 7702(17)(A)."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.business_orders import ORDERS
from filters.email.category.wording.business_safety import SAFETY
from filters.email.category.wording.business_standing import STANDING

AGREED_BUSINESS: Final = (*ORDERS, *SAFETY, *STANDING)

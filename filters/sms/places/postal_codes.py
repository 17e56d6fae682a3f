"""ZIP codes: the state and the clocks of each.

**Source**: derived on 2026-11-25 from the package `zipcodes` 3.0 (MIT), 42 789 ZIP codes with state
and time zone; zones that keep one time since 2007 are written as one. West Wendover and Jackpot
keep mountain time (49 CFR 71.9, custom). Military ZIP codes say nothing of where somebody is.

**Corrected** on 2026-11-27, where the package contradicts the county it names, and the law: 37405
(Chattanooga is eastern, 49 CFR 71.5), 67857 and 79942 (Hamilton County in Kansas and El Paso are
mountain, 49 CFR 71.7), 83522 (Cottonwood is north of the Salmon River: Pacific, 49 CFR 71.9), 86003
and 86040 (Flagstaff and Page keep no daylight saving time, Ariz. Rev. Stat. 1-242), and 86045 (Tuba
City does, as all of the Navajo Nation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATES: Final = {
    "AK": "995-999",
    "AL": "350-352 354-369",
    "AR": "716-729",
    "AZ": "850-853 855-857 859-860 863-865",
    "CA": "900-908 910-928 930-961",
    "CO": "800-816",
    "CT": "060-069",
    "DC": "200 202-205 569 888",
    "DE": "197-199",
    "FL": "320-339 341-342 344 346-347 349",
    "GA": "300-319 398-399",
    "GU": "969",
    "HI": "967-968",
    "IA": "500-516 520-528",
    "ID": "832-838",
    "IL": "600-620 622-629",
    "IN": "460-479",
    "KS": "660-662 664-679",
    "KY": "400-418 420-427",
    "LA": "700-701 703-708 710-714",
    "MA": "010-027 055",
    "MD": "206-212 214-219",
    "ME": "039-049",
    "MI": "480-499",
    "MN": "550-551 553-567",
    "MO": "630-631 633-641 644-658",
    "MS": "386-397",
    "MT": "590-599",
    "NC": "270-289",
    "ND": "580-588",
    "NE": "680-681 683-693",
    "NH": "030-038",
    "NJ": "070-089",
    "NM": "870-871 873-884",
    "NV": "889-891 893-895 897-898",
    "NY": "005 100-149",
    "OH": "430-459",
    "OK": "730-731 734-741 743-749",
    "OR": "970-979",
    "PA": "150-196",
    "PR": "006-007 009",
    "RI": "028-029",
    "SC": "290-299",
    "SD": "570-577",
    "TN": "370-385",
    "TX": "733 750-770 772-799 885",
    "UT": "840-847",
    "VA": "201 220-246",
    "VI": "008",
    "VT": "050-054 056-059",
    "WA": "980-986 988-994",
    "WI": "530-532 534-535 537-549",
    "WV": "247-268",
    "WY": "820-831",
}
"""State -> the first three digits of its ZIP codes."""
_OTHER_STATES: Final = {
    "AS": "96799", "FM": "96941-96944", "MD": "20588", "MH": "96960 96970", "MO": "72643",
    "MP": "96950-96952", "NY": "06390", "PW": "96939-96940", "TX": "73960", "VA": "20598",
    "WY": "83414",
}  # fmt: skip
"""State -> its ZIP codes that begin like another's."""

_ZONES: Final = {
    "America/New_York": (
        "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV 373-374 376-379"
    ),
    "America/Chicago": (
        "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI 324-325 420-424 427 463-464 476-477"
    ),
    "America/Denver": "CO ID MT NM UT WY 576-577 586 691 693 799 865 885 979",
    "America/Los_Angeles": "CA NV OR WA 835 838",
    "America/Phoenix": "AZ",
    "America/Anchorage": "AK",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Honolulu": "HI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
    "Pacific/Palau": "PW",
    "Pacific/Chuuk": "FM",
    "Pacific/Majuro": "MH",
}
"""Zone -> the states that are under it, and the first three digits that most of is."""
_OTHER_ZONES: Final = {
    "America/New_York": (
        "32456-32457 42701-42702 42716 42718-42719 42724 42732-42733 42740 42748 42757-42758 "
        "42776 42784 42788"
    ),
    "America/Chicago": (
        "37301 37305-37306 37313 37318 37324 37327-37328 37330 37334-37335 37338-37340 37342 "
        "37345 37347-37349 37352 37355-37357 37359-37360 37365-37367 37374-37376 37378 37380 "
        "37382-37383 37387-37389 37394 37396-37398 37723 40111 40115 40119 40140 "
        "40143-40146 40152-40153 40170-40171 40176 40178 42602-42603 42629 42642 46531-46532 "
        "46534 46968 47514-47515 47520 47523 47525 47531 47536-47537 47550-47552 47556 47574 "
        "47576-47577 47579 47586 47588 47922 47943 47948 47951 47963-47964 47977-47978 "
        "49801-49802 49812 49815 49821 49831 49834 49845 49847-49848 49852 49858 49863 49870 "
        "49873-49874 49876-49877 49881 49886-49887 49892-49893 49896 49902-49903 49911 49915 "
        "49920 49927 49935 49938 49947 49959 49964 49968-49969 57601 57631-57632 57646 57648 "
        "58631 58638 69101 69103 69120 69123 69130 69132 69135 69138 69142-69143 69151 69157 "
        "69161 69163 69165-69167 69169-69171"
    ),
    "America/Denver": (
        "57521 57537 57543 57547 57551-57553 57567 57574 57577 58529 58533 58562 58564 58569 "
        "67733 67735 67741 67758 67761-67762 67836 67857 67878-67879 69021 69023 69027 69030 69033 "
        "69037 69041 69045 69211 69216 69218-69219 79821 79835-79839 79847 79849 79851 79853 "
        "83547 83549 86016 86020 86031 86033 86035 86044-86045 86053-86054 89825 "
        "89883"
    ),
    "America/Los_Angeles": "97904-97905 97907",
    "America/Phoenix": "86502 86512 86555",
    "America/Adak": "99546-99547",
}
"""Zone -> the ZIP codes under it whose neighbours are not."""
_ALSO: Final = {
    # Lanett, Valley, Phenix City, Smiths Station and around: the time of Georgia, by custom
    "America/New_York": "36854-36856 36863 36867-36870 36872 36874-36875 36877",
    "America/Denver": "86040",  # Page; LeChee beside it is of the Navajo Nation
}
"""Zone -> the ZIP codes where some keep it and others do not."""


def _spread(ranges: str) -> Iterator[str]:
    """Yield the codes that ranges like `350-352 354` name."""
    for each in ranges.split():
        first, _, last = each.partition("-")
        if first.isdecimal():
            width = len(first)
            yield from (f"{n:0{width}}" for n in range(int(first), int(last or first) + 1))
        else:
            yield first


def _each(table: dict[str, str]) -> dict[str, str]:
    return {code: name for name, ranges in table.items() for code in _spread(ranges)}


_STATE: Final = _each(_STATES) | _each(_OTHER_STATES)
_ZONE: Final = _each(_ZONES) | _each(_OTHER_ZONES)
_SECOND_ZONE: Final = _each(_ALSO)


def state_and_zones(postal_code: str) -> tuple[str, tuple[str, ...]]:
    """Return the state and the zones of a ZIP code of five digits; empty where it says neither.

    >>> state_and_zones("32401")
    ('FL', ('America/Chicago',))
    """
    prefix = postal_code[:3]
    state = _STATE.get(postal_code) or _STATE.get(prefix, "")
    zone = _ZONE.get(postal_code) or _ZONE.get(prefix) or _ZONE.get(state, "")
    return state, tuple(filter(None, (zone, _SECOND_ZONE.get(postal_code))))

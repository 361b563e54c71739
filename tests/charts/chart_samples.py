"""A small world for the charts: about forty happenings of September and October 2022, in words of our own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from timeline.model import EVENTS, KINDS, REPORTED, ROLLING_COUNTS, conform

KNOWN = datetime(2022, 10, 7, 6, 0, tzinfo=UTC)


def kinds() -> pl.DataFrame:
    rows = [
        ("mobilization_order", "mobilization", "Mobilization order", "Mobilization orders", "#8c1d4f"),
        ("statement", "mobilization", "Statement", "Statements", "#8c1d4f"),
        ("referendum", "annexation", "Referendum", "Referendums", "#8a6100"),
        ("annexation", "annexation", "Annexation act", "Annexation acts", "#8a6100"),
        ("office_attack", "attacks", "Attack on an office", "Attacks on draft offices", "#c2410c"),
        ("protest", "protests", "Protest", "Protests", "#5b3fa8"),
        ("border_queue", "border", "Border queue", "Border queues", "#1f66a0"),
        ("border_rule", "border", "Border rule", "Border rules", "#1f66a0"),
    ]
    frame = pl.DataFrame(rows, schema=["kind", "kind_group", "label", "plural", "colour"], orient="row")
    return conform(frame, KINDS)


def _row(kind: str, group: str, title: str, day: str, **more: Any) -> dict[str, Any]:
    first, _, last = day.partition("/")
    starts = date.fromisoformat(first) if first else None
    ends = date.fromisoformat(last or first) if (last or first) else None
    base = {"kind": kind, "kind_group": group, "title": title, "starts": starts, "ends": ends, "lasting": False}
    base |= {"precision": "day" if starts == ends else "range", "status": "asserted", "form": "incident", "claims": 1}
    return base | {"importance": 2, "country": "Russia", "feeds": ["facts"], "known_at": KNOWN} | more


_ATTACKS = [
    ("Nizhny Novgorod", "2022-09-21"),
    ("Lomonosov", "2022-09-21"),
    ("Gai", "2022-09-22"),
    ("Kyra", "2022-09-22"),
    ("Tolyatti", "2022-09-22"),
    ("Svobodny", "2022-09-23"),
    ("Khabarovsk", "2022-09-23"),
    ("Kamyshin", "2022-09-23"),
    ("Tselinnoye", "2022-09-23"),
    ("Kansk", "2022-09-24"),
    ("Salavat region", "2022-09-24"),
    ("Ruzaevka", "2022-09-25"),
    ("Kirovsk", "2022-09-25"),
    ("Chernyakhovsk", "2022-09-25"),
    ("Syaskelevo", "2022-09-25"),
    ("Bereslavka", "2022-09-25"),
    ("Salavat", "2022-10-03"),
    ("Zyuzino", "2022-10-05"),
]


def events() -> pl.DataFrame:
    rows = [
        _row(
            "mobilization_order",
            "mobilization",
            "Putin orders a partial mobilization; 300,000 to be called up",
            "2022-09-21",
            importance=1,
            label="Partial mobilization ordered; 300,000 to be called up",
            claims=9,
        ),
        _row(
            "statement",
            "mobilization",
            "Kremlin spokesman: no decision on closing the borders",
            "2022-09-26",
            label="Peskov: no decision on closing borders",
            importance=2,
        ),
        _row(
            "statement",
            "mobilization",
            "Defence minister Shoigu: more than 200,000 have joined",
            "2022-10-04",
            label="Shoigu: more than 200,000 drafted",
            importance=1,
        ),
        _row(
            "mobilization_order",
            "mobilization",
            "Decree on the regular autumn draft, a month late",
            "2022-09-30",
            label="Autumn draft decreed, a month late",
        ),
        _row(
            "mobilization_order",
            "mobilization",
            "Autumn draft is to begin on 1 November",
            "2022-10-06",
            status="planned",
            label="Second wave planned",
        ),
        _row(
            "referendum",
            "annexation",
            "Voting on joining Russia in four occupied regions",
            "2022-09-23/2022-09-27",
            lasting=True,
            importance=1,
            label="Voting in Donetsk, Kherson, Luhansk and Zaporizhzhia",
            country="Ukraine",
        ),
        _row(
            "annexation",
            "annexation",
            "Annexation treaties signed in the Kremlin",
            "2022-09-30",
            importance=1,
            label="Annexation treaties signed",
        ),
        _row("annexation", "annexation", "State Duma ratifies the treaties", "2022-10-03", label="Duma ratifies"),
        _row(
            "annexation",
            "annexation",
            "Federation Council ratifies the treaties",
            "2022-10-04",
            label="Federation Council ratifies",
        ),
        _row(
            "annexation",
            "annexation",
            "Putin signs the annexation laws",
            "2022-10-05",
            importance=1,
            label="Laws signed",
            status="contested",
        ),
        _row(
            "protest",
            "protests",
            "Protests in 38 cities",
            "2022-09-21",
            label="Protests in 38 cities, 1,300 detained",
            importance=1,
        ),
        _row(
            "protest",
            "protests",
            "Protests in 32 cities",
            "2022-09-24",
            label="32 cities, about 800 detained",
            importance=2,
        ),
        _row(
            "protest",
            "protests",
            "Road blocked in Makhachkala",
            "2022-09-25/2022-09-26",
            lasting=True,
            label="Makhachkala: crowds block a road",
            importance=2,
        ),
        _row(
            "protest",
            "protests",
            "Self-immolation at a bus station in Ryazan",
            "2022-09-25/2022-09-26",
            label="Ryazan: man sets himself on fire",
        ),
        _row(
            "border_queue",
            "border",
            "Ten-mile queue at Upper Lars seen from space",
            "2022-09-25",
            label="10-mile queue at Upper Lars (satellite)",
            importance=2,
            country="Georgia",
        ),
        _row(
            "border_queue",
            "border",
            "3,600 cars wait to enter Georgia",
            "2022-09-27",
            label="3,600 cars wait for Georgia",
            importance=2,
            country="Georgia",
        ),
        _row(
            "border_queue",
            "border",
            "98,000 Russian citizens entered Kazakhstan",
            "2022-09-21/2022-09-27",
            form="tally",
            label="98,000 entered Kazakhstan",
            importance=2,
            country="Kazakhstan",
        ),
        _row(
            "border_queue",
            "border",
            "More than 200,000 Russian citizens entered Kazakhstan since 21 September",
            "2022-09-21/2022-10-04",
            form="tally",
            label="more than 200,000 entered Kazakhstan since 21 Sep",
            importance=1,
            country="Kazakhstan",
        ),
        _row(
            "border_rule",
            "border",
            "Finland closes its border to Russian tourists",
            "2022-09-30",
            label="Finland closes to tourists",
            importance=1,
            country="Finland",
        ),
        _row(
            "border_queue",
            "border",
            "Old footage passed off as a queue of 35 km at the Finnish border",
            "2022-09-22",
            label="35 km queue at the Finnish border",
            status="denied",
            importance=3,
            country="Finland",
        ),
        _row(
            "office_attack",
            "attacks",
            "Draft officer shot in Ust-Ilimsk",
            "2022-09-26",
            label="Ust-Ilimsk: officer shot",
            importance=1,
        ),
        _row(
            "office_attack",
            "attacks",
            "Draft office burned in Uryupinsk",
            "2022-09-26",
            label="Uryupinsk: office burned",
            importance=2,
        ),
        _row(
            "office_attack",
            "attacks",
            "Some attack in a week",
            "2022-09-26/2022-10-02",
            label="Bashkortostan: office attacked",
            importance=3,
            precision="week",
        ),
    ]
    rows += [
        _row("office_attack", "attacks", f"Attack in {place}", day, label=place, importance=3, place=place)
        for place, day in _ATTACKS
    ]
    for number, row in enumerate(rows):
        row["event_id"] = f"e{number:03d}"
    return conform(pl.DataFrame(rows, infer_schema_length=None), EVENTS).sort("starts", "event_id")


def rolling(days: int = 7, *, gap: bool = True, series: str = "office_attack") -> pl.DataFrame:
    """Daily and rolling counts of the attacks, with a week-wide one, and two days in October that nobody covered."""
    first, last = date(2022, 9, 10), date(2022, 10, 20)
    exact = (
        [date.fromisoformat(day) for _, day in _ATTACKS]
        + [date(2022, 9, 26)] * 2
        + [date(2022, 10, d) for d in (6, 14, 16)]
    )
    vague = [
        (date(2022, 9, 26), date(2022, 10, 2)),
        (date(2022, 10, 8), date(2022, 10, 9)),
        (date(2022, 10, 3), date(2022, 10, 9)),
    ]
    gaps = {date(2022, 10, 11), date(2022, 10, 12)} if gap else set()
    rows = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        back = day - timedelta(days=days - 1)
        certain = sum(d == day for d in exact)
        window = sum(back <= d <= day for d in exact) + sum(back <= a and b <= day for a, b in vague)
        possible = sum(back <= d <= day for d in exact) + sum(a <= day and b >= back for a, b in vague)
        complete = back >= first and not any(back <= g <= day for g in gaps)
        rows.append(
            {
                "day": day,
                "series": series,
                "certain": certain,
                "possible": certain + sum(a <= day <= b for a, b in vague),
                "coverage": "gap" if day in gaps else "covered",
                "days": days,
                "rolling_certain": window,
                "rolling_possible": possible,
                "complete": complete,
            }
        )
    return conform(pl.DataFrame(rows), ROLLING_COUNTS)


def reported() -> pl.DataFrame:
    """Border counts and detentions as they were said, corrected and contradicted."""

    def row(
        country: str, measure: str, basis: str, day: str, value: float | None, speaker: str, **more: Any
    ) -> dict[str, Any]:
        first, _, last = day.partition("/")
        base = {
            "country": country,
            "measure": measure,
            "basis": basis,
            "value": value,
            "speaker": speaker,
            "unit": "persons",
        }
        base |= {
            "starts": date.fromisoformat(first),
            "ends": date.fromisoformat(last or first),
            "who": "Russian citizens",
        }
        return base | {"modality": "asserted", "superseded": False, "known_at": KNOWN} | more

    kaz = {"direction": "in", "scope": "whole border"}
    rows = [
        row("Kazakhstan", "crossings", "since", "2022-09-21/2022-09-27", 98_000, "Kazakh interior ministry", **kaz),
        row("Kazakhstan", "crossings", "since", "2022-09-21/2022-10-04", 200_000, "Akhmetzhanov", low=200_000.0, **kaz),
        row(
            "Kazakhstan",
            "crossings",
            "since",
            "2022-09-21/2022-09-27",
            64_234,
            "Kazakh interior ministry",
            direction="out",
            scope="whole border",
        ),
        row(
            "Kazakhstan",
            "crossings",
            "since",
            "2022-09-21/2022-10-04",
            147_000,
            "Akhmetzhanov",
            direction="out",
            scope="whole border",
        ),
        row("Kazakhstan", "crossings", "flow", "2022-10-03", 7_000, "Akhmetzhanov", **kaz),
        row("Kazakhstan", "crossings", "flow", "2022-10-04", 7_800, "Akhmetzhanov", superseded=True, **kaz),
        row(
            "Finland",
            "crossings",
            "flow",
            "2022-09-21",
            4_824,
            "Finnish Border Guard",
            direction="in",
            scope="land border",
        ),
        row(
            "Finland",
            "crossings",
            "flow",
            "2022-09-22",
            6_470,
            "Finnish Border Guard",
            direction="in",
            scope="land border",
        ),
        row(
            "Finland",
            "crossings",
            "flow",
            "2022-09-23",
            7_392,
            "Finnish Border Guard",
            direction="in",
            scope="land border",
        ),
        row(
            "Finland",
            "crossings",
            "flow",
            "2022-09-24",
            8_572,
            "Finnish Border Guard",
            direction="in",
            scope="land border",
        ),
        row(
            "Finland",
            "crossings",
            "flow",
            "2022-09-25",
            8_314,
            "Finnish Border Guard",
            direction="in",
            scope="land border",
        ),
        row(
            "Finland",
            "crossings",
            "flow",
            "2022-09-25",
            8_200,
            "Yle",
            direction="in",
            scope="land border",
            low=8_000.0,
            high=8_572.0,
        ),
        row(
            "Finland", "crossings", "flow", "2022-09-30", None, "Yle", direction="in", scope="land border", high=1_688.0
        ),
        row(
            "Georgia",
            "crossings",
            "flow",
            "2022-09-27",
            10_000,
            "Georgian interior ministry",
            direction="in",
            scope="whole border",
            low=9_000.0,
            high=11_000.0,
        ),
        row(
            "Georgia",
            "crossings",
            "since",
            "2022-09-17/2022-09-26",
            53_000,
            "Georgian interior ministry",
            direction="in",
            scope="whole border",
            low=53_000.0,
        ),
        row(
            "Georgia",
            "queue",
            "stock",
            "2022-09-27",
            3_600,
            "North Ossetia",
            who="cars",
            unit="cars",
            scope="Upper Lars",
        ),
        row("Russia", "call-up", "target", "2022-09-21", 300_000, "Shoigu", who="reservists"),
        row("Russia", "detentions", "flow", "2022-09-21", 1_386, "OVD-Info", who="protesters"),
        row("Russia", "detentions", "flow", "2022-09-24", 799, "OVD-Info", who="protesters", low=799.0),
        row("Russia", "detentions", "flow", "2022-09-24", 747, "OVD-Info", who="protesters", superseded=True),
    ]
    for number, entry in enumerate(rows):
        entry["claim_id"] = f"c{number:03d}"
    return conform(pl.DataFrame(rows, infer_schema_length=None), REPORTED)

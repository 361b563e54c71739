"""Reports of happenings made up for the tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from hypothesis import strategies as st

from timeline import model, resolve
from timeline.resolve.frames import REPORTS
from timeline.resolve.grouping import STANDING

LINKS = {**resolve.LINKS, "known_at": model.INSTANT, "known_to": model.INSTANT}
PLACES = pl.DataFrame(
    {
        "place": ["Ust-Ilimsk", "Siberia", "Omsk", "Ostrogozhsk", "Ostrogorzhsk"],
        "name": ["Ust-Ilimsk", "Siberia", "Omsk", "Ostrogozhsk", "Ostrogorzhsk"],
        "parents": [["Siberia"], [], ["Siberia"], [], []],
        "large": [False, True, False, False, False],
    }
)


def told(claim: int, place: str | None, **said: Any) -> dict[str, Any]:
    """One report: an arson at a draft office on 26 September, told by a paper of its own."""
    row: dict[str, Any] = {
        "claim": claim,
        "feed": "news",
        "document": f"article {claim}",
        "kind": "office_attack.arson",
        "form": "incident",
        "modality": "asserted",
        "starts": date(2022, 9, 26),
        "place": place,
        "country": "RU",
        "target": "draft_office",
        "publisher": f"paper {claim}",
    }
    row.update(said)
    row.setdefault("ends", row["starts"])
    return row


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows in REPORTS."""
    return model.conform(pl.DataFrame(rows, infer_schema_length=None), REPORTS) if rows else model.empty(REPORTS)


def entries(number: float) -> list[dict[str, Any]]:
    """A count of people who entered."""
    return [
        {"measure": "entries", "basis": "flow", "value": float(number), "low": None, "high": None, "unit": "persons"}
    ]


def standing(reports: pl.DataFrame) -> pl.DataFrame:
    """The reports as they are grouped."""
    same = pl.struct("kind", "form", "starts", "ends", "place", "country").hash()
    first = pl.lit(datetime(2022, 10, 1, tzinfo=UTC))
    return model.conform(reports.with_columns(same=same, first_known_at=first), STANDING)


def no_links() -> pl.DataFrame:
    """Nobody decided anything."""
    return pl.DataFrame(schema=LINKS)


days = st.integers(20, 24).map(lambda day: date(2022, 9, day))


@st.composite
def rows(draw: st.DrawFn, most: int = 14) -> list[dict[str, Any]]:
    """Reports of few kinds, days and places, so that many are alike."""
    made = []
    for claim in range(1, draw(st.integers(0, most)) + 1):
        starts = draw(days)
        made.append(
            told(
                claim,
                draw(
                    st.sampled_from(["Uryupinsk", "Ulyupinsk", "Ust-Ilimsk", "Siberia", "Omsk", "Gai, Siberia", None])
                ),
                feed=draw(st.sampled_from("xy")),
                single=draw(st.booleans()),
                kind=draw(st.sampled_from(["office_attack", "office_attack.arson", "office_attack.shooting"])),
                starts=starts,
                ends=draw(st.sampled_from([starts, date(2022, 9, 25), date(2022, 10, 25)])),
                target=draw(st.sampled_from([None, "draft_office"])),
                quantities=draw(st.sampled_from([[], entries(5), entries(6)])),
                document=draw(st.sampled_from(["d1", "d2", f"d {claim}"])),
            )
        )
    return made

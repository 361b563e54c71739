"""What a chart is read against: chosen by event or kind, never a day within a span of its own kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from chart_samples import kinds

from timeline.model import EVENTS, conform
from timeline.report import drawing
from timeline.report.question import Question
from timeline.warehouse.filters import Filters


class _Ledger:
    """As much of a database as is asked here."""

    def events(self, **wanted: Any) -> pl.DataFrame:
        rows = [
            ("Eaaaa1", "referendum", date(2022, 9, 23), date(2022, 9, 27), True, "Voting"),
            ("Eaaaa2", "referendum", date(2022, 9, 25), date(2022, 9, 25), False, "A day of voting"),
            ("Eaaaa3", "protest", date(2022, 9, 24), date(2022, 9, 24), False, "A protest"),
        ]
        names = ["event_id", "kind", "starts", "ends", "lasting", "title"]
        frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(form=pl.lit("incident"), claims=1)
        column = "event_id" if "ids" in wanted else "kind"
        return conform(frame.filter(pl.col(column).is_in(list(wanted.get("ids") or wanted["kinds"]))), EVENTS)

    def kinds(self) -> pl.DataFrame:
        return kinds()


def _labels(*marks: str) -> list[str]:
    found = drawing._marked(_Ledger(), Question(Filters()), marks)  # type: ignore[arg-type]
    return [one.label for one in found]


def test_marks() -> None:
    assert _labels("none") == _labels() == []
    assert _labels("referendum") == ["Voting"]
    assert set(_labels("referendum", "Eaaaa2")) == {"Voting", "A day of voting"}
    assert _labels("Eaaaa3") == ["A protest"]

"""What of a timeline is said to have happened, and what is known beside it."""

from __future__ import annotations

import polars as pl

from timeline.charts import words


def happened(frame: pl.DataFrame) -> pl.DataFrame:
    """What is said to have happened: no tallies, nothing planned, denied or contested."""
    return frame.filter((pl.col("mark") != "tally") & (pl.col("status") == "asserted"))


def uncounted(frame: pl.DataFrame, hidden: int = 0) -> str:
    """What is known beside the events of the headline: `Not counted as events: 33 tallies, 2 planned, 1 denied`.

    `hidden`: how many of the tallies are not drawn.
    """
    rest = frame.join(happened(frame), on="event_id", how="anti")
    tallies = rest.filter(pl.col("mark") == "tally").height
    sizes = dict(rest.filter(pl.col("mark") != "tally").group_by("status").len().iter_rows())
    undrawn = "" if not hidden else " (not drawn)" if hidden == tallies else f" ({words.number(hidden)} not drawn)"
    told = [words.several(tallies, "tally", "tallies") + undrawn] if tallies else []
    told += [f"{words.number(sizes[name])} {name}" for name in ("planned", "contested", "denied") if name in sizes]
    return f"Not counted as events: {words.listed(told)}" if told else ""

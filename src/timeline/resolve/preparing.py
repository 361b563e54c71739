"""What is compared of each claim, worked out once."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline.resolve.naming import understood

_NAME: Final = r"[\p{Ll},;:)”’'\"-] (\p{Lu}[\p{L}’'-]{2,})"
_NO_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    *("December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "The", "Russia"),
    *("Russian", "Russians", "Ukraine", "Ukrainian", "President", "Minister", "Ministry"),
)
# Units that a number means nothing without.
_MEASURES: Final = (
    *("mm", "cm", "m", "km", "metres", "kilometres", "miles", "yards", "feet", "m²", "km²", "hectares", "acres"),
    *("g", "kg", "tonnes", "tons", "litres", "gallons", "barrels", "seconds", "minutes", "hours", "days", "weeks"),
    *("months", "years", "percent", "%", "°C", "°F"),
)


def prepared(reports: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The claims that can be compared (with a day and a place or country), in the order of their ids.

    Adds item (number of the row), root (the kind's first word), spelled/key/parents/large/known of the place, days
    (how long the span is), said (who says it), names (capitalised words of quote and title), figures, and level (a
    number of a moment, such as the length of a queue). The long texts from which these come are left out.
    """
    fit = reports.filter(
        pl.coalesce("starts", "ends").is_not_null()
        & pl.coalesce("place", "country").is_not_null()
        & pl.col("kind").is_not_null()
        & (pl.col("modality").fill_null("asserted") != "hypothetical")
    ).sort("claim", "known_at", nulls_last=False)
    placed = fit.join(understood(fit, places), on=["place", "country"], how="left", nulls_equal=True)
    told = placed.with_row_index("item").with_columns(
        starts=pl.coalesce("starts", "ends"),
        ends=pl.coalesce("ends", "starts"),
        root=pl.col("kind").str.split(".").list.first(),
        lat=pl.coalesce("lat", "here_lat"),
        lon=pl.coalesce("lon", "here_lon"),
        scored=pl.col("scored").fill_null(True),
        single=pl.col("single").fill_null(False),
        said=pl.coalesce("speaker", "carrier", "publisher", "feed"),
        names=_names(),
        figures=_figures(),
        level=pl.col("quantities").list.eval(pl.element().struct.field("basis") == "stock").list.any().fill_null(False),
    )
    return told.drop("quote", "title", "quantities")


def _names() -> pl.Expr:
    text = pl.concat_str("title", "quote", separator=". ", ignore_nulls=True).str.slice(0, 2000)
    found = text.str.extract_all(_NAME).list.eval(pl.element().str.slice(2).str.strip_chars("’'-"))
    named = pl.concat_str("place", "speaker", "carrier", "publisher", separator=" ", ignore_nulls=True)
    told = named.str.extract_all(r"[\p{L}’'-]+")
    return found.list.set_difference(told).list.set_difference(pl.lit(list(_NO_NAMES))).list.sort()


def _figures() -> pl.Expr:
    """Each number as text with what it counts, `length (km) 10`; 0 and 1 say nothing about which happening is meant."""
    number = pl.coalesce(*(pl.element().struct.field(name) for name in ("value", "low", "high")))
    what = pl.coalesce(pl.element().struct.field("measure"), pl.lit("?"))
    # Persons, Russian citizens and men are counted alike; 10 km and 10 miles are not.
    unit = pl.element().struct.field("unit")
    counted = pl.when(unit.is_in(_MEASURES)).then(pl.format(" ({})", unit)).otherwise(pl.lit(""))
    digits = number.round(3).cast(pl.String).str.strip_suffix(".0")
    told = pl.concat_str(what, counted, pl.lit(" "), digits)
    return pl.col("quantities").list.eval(told.filter(number > 1)).fill_null([]).list.unique().list.sort()

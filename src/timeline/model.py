"""The schemas of the frames that travel between rooms: each declared once, here.

Days (`pl.Date`) are civil days in the claim's own zone and inclusive at both ends; clock times are UTC instants.
NULL means open or unknown, never "none".
"""

from __future__ import annotations

from typing import Final, TypeAlias

import polars as pl

Schema: TypeAlias = dict[str, pl.DataType]

INSTANT: Final = pl.Datetime("us", "UTC")

FORMS: Final = ("incident", "tally")
MODALITIES: Final = ("asserted", "planned", "denied", "hypothetical")
STATUSES: Final = ("asserted", "planned", "denied", "contested")
STANDINGS: Final = ("single", "independent", "disputed")
BASES: Final = ("flow", "stock", "since", "target")
DIRECTIONS: Final = ("in", "out")
PRECISIONS: Final = (
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "season",
    "quarter",
    "half",
    "year",
    "decade",
    "century",
    "range",
)
DATE_BASES: Final = ("explicit", "context", "publication")

# When it happened. `lasting`: it went on from starts to ends; else it happened at some moment inside.
# starts_by/ends_from: the days on which a lasting event with vague ends was certainly under way.
# value: the expression in TIMEX3/EDTF form where DATE can't hold it (BC, beyond 9999).
SPAN: Final[Schema] = {
    "starts": pl.Date(),
    "ends": pl.Date(),
    "lasting": pl.Boolean(),
    "precision": pl.String(),
    "starts_by": pl.Date(),
    "ends_from": pl.Date(),
    "at_start": INSTANT,
    "at_end": INSTANT,
    "zone": pl.String(),
    "value": pl.String(),
}

# A typed number of a claim. value/low/high are in `unit`; low without high is "more than", high without low "up to".
QUANTITY_FIELDS: Final[Schema] = {
    "measure": pl.String(),
    "basis": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "unit": pl.String(),
    "direction": pl.String(),
    "who": pl.String(),
    "scope": pl.String(),
}
QUANTITIES: Final = pl.List(pl.Struct(QUANTITY_FIELDS))

# What a claim says: everything that makes a new version of it when it changes. Of prose: `quote` is the sentence that
# states it (further ones after " […] "), `trigger` the words that carry the happening, `doubt` why someone should look.
CLAIM_CONTENT: Final[Schema] = {
    "kind": pl.String(),
    "form": pl.String(),
    "modality": pl.String(),
    "title": pl.String(),
    "label": pl.String(),
    "importance": pl.Int8(),
    **SPAN,
    "date_text": pl.String(),
    "date_basis": pl.String(),
    "date_anchor": pl.Date(),
    "date_rule": pl.String(),
    "place": pl.String(),
    "country": pl.String(),
    "lat": pl.Float64(),
    "lon": pl.Float64(),
    "target": pl.String(),
    "outcome": pl.String(),
    "actors": pl.String(),
    "quantities": QUANTITIES,
    "speaker": pl.String(),
    "carrier": pl.String(),
    "publisher": pl.String(),
    "url": pl.String(),
    "published_at": INSTANT,
    "quote": pl.String(),
    "note": pl.String(),
    "trigger": pl.String(),
    "doubt": pl.String(),
    "confidence": pl.Float32(),
}

# Where a claim stands in its file: the line of a text file or the row of a sheet (1 = first), and the column
# heading when one row gives several claims.
ORIGIN: Final[Schema] = {
    "line": pl.UInt32(),
    "col": pl.String(),
}

# What a worker writes into the spool for one delivery. row_key: the mapped key (NULL: rows without key).
# document_key: NULL for the table itself, else the key of the article or feed entry.
# single: the feed itself says that this row is a happening of its own.
CLAIMS: Final[Schema] = {
    "row_key": pl.String(),
    "document_key": pl.String(),
    "single": pl.Boolean(),
    **ORIGIN,
    **CLAIM_CONTENT,
}

# The documents of a container of prose, one row each. document_key: the feed entry's GUID (with its channel where it is
# not unique by itself), the canonical URL, or the path, also within an archive; version: a hash of the text;
# published_on: the day of publication in the document's own zone, the anchor of its relative dates; published_from:
# where the date was found (sidecar, front matter, entry, page, file name, option), "fetch" for one that is really the
# time of fetching, NULL without a date.
DOCUMENTS: Final[Schema] = {
    "document_key": pl.String(),
    "version": pl.String(),
    "title": pl.String(),
    "publisher": pl.String(),
    "url": pl.String(),
    "language": pl.String(),
    "published_at": INSTANT,
    "published_on": pl.Date(),
    "published_from": pl.String(),
    "path": pl.String(),
    "text": pl.String(),
}

# What is read out of documents: the claim, and where in the document's text (code points) its main quote stands.
EXTRACTED: Final[Schema] = {
    "document_key": pl.String(),
    "start": pl.UInt32(),
    "end": pl.UInt32(),
    "places": pl.List(pl.String()),
    "rule": pl.String(),
    **CLAIM_CONTENT,
}

# Rows that could not be taken. row_key: the key of the row, where it has one, so that a later delivery which brings
# the row closes the reject.
REJECTS: Final[Schema] = {
    "row_key": pl.String(),
    **ORIGIN,
    "reason": pl.String(),
    "text": pl.String(),
}

# Rows that the feed's deletions list withdraws.
DELETIONS: Final[Schema] = {"row_key": pl.String()}

# Events as the warehouse gives them out, one row a happening, ordered by starts, then event_id. measure, low, high,
# unit: the number that its claims give, from the lowest to the highest where they differ; NULL on one side: no bound.
EVENTS: Final[Schema] = {
    "event_id": pl.String(),
    "kind": pl.String(),
    "kind_group": pl.String(),
    "title": pl.String(),
    "label": pl.String(),
    "importance": pl.Int8(),
    "status": pl.String(),
    "standing": pl.String(),
    "form": pl.String(),
    **SPAN,
    "edtf": pl.String(),
    "place": pl.String(),
    "country": pl.String(),
    "lat": pl.Float64(),
    "lon": pl.Float64(),
    "target": pl.String(),
    "outcome": pl.String(),
    "measure": pl.String(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "unit": pl.String(),
    "claims": pl.Int64(),
    "speakers": pl.Int64(),
    "feeds": pl.List(pl.String()),
    "first_known_at": INSTANT,
    "known_at": INSTANT,
    "published_at": INSTANT,
    "note": pl.String(),
    "pinned": pl.Boolean(),
}

# When each counted event can have been: it began between starts and starts_by and ended between ends_from and ends (an
# event at one unknown moment: all of it between starts and ends); n: how many events have these days. One row a series
# and set of days: the day-level sums that counts are made of. 0001-01-01 and 9999-12-31: open.
COUNT_SPANS: Final[Schema] = {
    "series": pl.String(),
    "starts": pl.Date(),
    "starts_by": pl.Date(),
    "ends_from": pl.Date(),
    "ends": pl.Date(),
    "lasting": pl.Boolean(),
    "n": pl.Int64(),
}

# What is declared about the days of a series: covered or gap; days that are not there are undeclared.
# broken: some of what the series counts has a gap there.
COUNT_COVERAGE: Final[Schema] = {
    "series": pl.String(),
    "day": pl.Date(),
    "coverage": pl.String(),
    "broken": pl.Boolean(),
}

_DAY_COUNTS: Final[Schema] = {
    "series": pl.String(),
    "day": pl.Date(),
    "certain": pl.Int64(),
    "possible": pl.Int64(),
    "coverage": pl.String(),
}

# Daily counts: one row a day and series, zero-filled. `certain`: events that surely fell on the day;
# `possible`: events that may have. coverage: covered, gap or undeclared. expected: with every day of an event's
# interval equally likely, an assumption; NULL unless asked for (so in all counts).
DAILY_COUNTS: Final[Schema] = {**_DAY_COUNTS, "expected": pl.Float64()}

# Rolling counts over the last N calendar days that end with `day` (or around it: window_from to window_to).
# complete: the data reaches over all N days and no day of the window is a gap. undeclared, gaps: such days in the
# window. line: whether the sum (rolling_*) or the mean of a day (mean_*) was asked for.
ROLLING_COUNTS: Final[Schema] = {
    **_DAY_COUNTS,
    "days": pl.Int32(),
    "rolling_certain": pl.Int64(),
    "rolling_possible": pl.Int64(),
    "complete": pl.Boolean(),
    "expected": pl.Float64(),
    "rolling_expected": pl.Float64(),
    "mean_certain": pl.Float64(),
    "mean_possible": pl.Float64(),
    "mean_expected": pl.Float64(),
    "window_from": pl.Date(),
    "window_to": pl.Date(),
    "gaps": pl.Int32(),
    "undeclared": pl.Int32(),
    "line": pl.String(),
}

# Counts from `since`, the first day, up to each day. complete: no day since then is a gap.
CUMULATIVE_COUNTS: Final[Schema] = {
    **_DAY_COUNTS,
    "since": pl.Date(),
    "cumulative_certain": pl.Int64(),
    "cumulative_possible": pl.Int64(),
    "cumulative_expected": pl.Float64(),
    "gaps": pl.Int32(),
    "undeclared": pl.Int32(),
    "complete": pl.Boolean(),
}

# Counts by week (Monday to Sunday) or month. first, last: the days of the period that were counted, of starts to ends;
# partial: not all of it was. gaps, undeclared: such days among them.
PERIOD_COUNTS: Final[Schema] = {
    "series": pl.String(),
    "period": pl.String(),
    "starts": pl.Date(),
    "ends": pl.Date(),
    "first": pl.Date(),
    "last": pl.Date(),
    "certain": pl.Int64(),
    "possible": pl.Int64(),
    "expected": pl.Float64(),
    "covered": pl.Int32(),
    "gaps": pl.Int32(),
    "undeclared": pl.Int32(),
    "partial": pl.Boolean(),
}

# Reported quantities, one row a number of a claim's current (or as-of) version.
REPORTED: Final[Schema] = {
    "claim_id": pl.String(),
    "event_id": pl.String(),
    "kind": pl.String(),
    "place": pl.String(),
    "country": pl.String(),
    "starts": pl.Date(),
    "ends": pl.Date(),
    "precision": pl.String(),
    "form": pl.String(),
    "modality": pl.String(),
    **QUANTITY_FIELDS,
    "speaker": pl.String(),
    "carrier": pl.String(),
    "publisher": pl.String(),
    "url": pl.String(),
    "published_at": INSTANT,
    "known_at": INSTANT,
    "feed": pl.String(),
    "superseded": pl.Boolean(),
    "target": pl.String(),
    "at_start": INSTANT,
}

# Reported quantities in their series: numbers that may stand in one line. series: measure, basis, direction, who,
# scope, unit, place, country in words; length: of a flow, day or period. number: what is said (a bound where only one
# is), bound: exact, least, most or range. state: stands, repeated (the speaker says the same again), corrected (the
# speaker has a later figure for the same days, that of replaced_by), denied. part_of: the series that this one is a
# part of. derived: a flow made of two cumulative reports; rule: how, or what became of the number, in words.
FIGURES: Final[Schema] = {
    **REPORTED,
    "series": pl.String(),
    "length": pl.String(),
    "number": pl.Float64(),
    "bound": pl.String(),
    "state": pl.String(),
    "replaced_by": pl.String(),
    "part_of": pl.String(),
    "derived": pl.Boolean(),
    "rule": pl.String(),
}

# One number for each series and period, chosen by a rule (latest, lowest, median, highest) among the speakers who
# differ, beside the range of all of them. changed: another rule gives another number.
CHOSEN: Final[Schema] = {
    "series": pl.String(),
    "kind": pl.String(),
    "measure": pl.String(),
    "basis": pl.String(),
    "direction": pl.String(),
    "who": pl.String(),
    "scope": pl.String(),
    "unit": pl.String(),
    "place": pl.String(),
    "country": pl.String(),
    "length": pl.String(),
    "starts": pl.Date(),
    "ends": pl.Date(),
    "rule": pl.String(),
    "number": pl.Float64(),
    "bound": pl.String(),
    "speaker": pl.String(),
    "lowest": pl.Float64(),
    "highest": pl.Float64(),
    "reports": pl.Int64(),
    "speakers": pl.List(pl.String()),
    "changed": pl.Boolean(),
    "claim_ids": pl.List(pl.String()),
}

# Others' tallies of happenings beside our own count of the same kind, target, place and days. comparable: both count
# the same thing; counted: what we counted, in words; told: both in words.
BESIDE: Final[Schema] = {
    "claim_id": pl.String(),
    "speaker": pl.String(),
    "publisher": pl.String(),
    "series": pl.String(),
    "kind": pl.String(),
    "target": pl.String(),
    "place": pl.String(),
    "country": pl.String(),
    "starts": pl.Date(),
    "ends": pl.Date(),
    "number": pl.Float64(),
    "bound": pl.String(),
    "certain": pl.Int64(),
    "possible": pl.Int64(),
    "covered": pl.Int32(),
    "gaps": pl.Int32(),
    "undeclared": pl.Int32(),
    "comparable": pl.Boolean(),
    "counted": pl.String(),
    "told": pl.String(),
}

# What moved between two moments, a line each. change: new, revised, redated, withdrawn, merged or split; about: event
# (a whole happening) or claim (one report of one). claim_ids: the claims that the line rests on, the leading one first;
# event_ids: the events that it names. fields: what differs; before, after: in words. known_at: when it became known
# here; cause: delivery or decision. told: the sentence; cited: who says so, where it was read and when; line: both.
CHANGES: Final[Schema] = {
    "change": pl.String(),
    "about": pl.String(),
    "event_id": pl.String(),
    "event_ids": pl.List(pl.String()),
    "claim_ids": pl.List(pl.String()),
    "kind": pl.String(),
    "kind_group": pl.String(),
    "importance": pl.Int8(),
    "starts": pl.Date(),
    "ends": pl.Date(),
    "place": pl.String(),
    "country": pl.String(),
    "title": pl.String(),
    "fields": pl.List(pl.String()),
    "before": pl.String(),
    "after": pl.String(),
    "cause": pl.String(),
    "known_at": INSTANT,
    "speaker": pl.String(),
    "carrier": pl.String(),
    "publisher": pl.String(),
    "url": pl.String(),
    "published_at": INSTANT,
    "told": pl.String(),
    "cited": pl.String(),
    "line": pl.String(),
}

# The taxonomy. parent: the kind before the last dot.
KINDS: Final[Schema] = {
    "kind": pl.String(),
    "kind_group": pl.String(),
    "parent": pl.String(),
    "label": pl.String(),
    "plural": pl.String(),
    "definition": pl.String(),
    "colour": pl.String(),
    "codes": pl.List(pl.String()),
}


def empty(schema: Schema) -> pl.DataFrame:
    """A frame of no rows in a declared schema."""
    return pl.DataFrame(schema=schema)


def conform(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The frame with exactly the schema's columns, in order; missing ones are NULL, types are cast strictly."""
    have = frame.columns
    return frame.select(
        (pl.col(name).cast(dtype) if name in have else pl.lit(None, dtype=dtype).alias(name))
        for name, dtype in schema.items()
    )

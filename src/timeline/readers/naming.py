"""What the headings of a file obviously mean, by their names and by what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import polars as pl

from timeline import dates
from timeline.readers.raw import LINE

# What a heading means, the likelier one first. Headings are compared in lower case, words joined by `_`.
# Of the event itself, where others may be of the form that was filled in about it.
EVENT_DAYS = (
    "event_date",
    "incident_date",
    "date_of_event",
    "date_of_incident",
    "date_of_occurrence",
    "occurrence_date",
)
NAMES: dict[str, tuple[str, ...]] = {
    "start": (
        *EVENT_DAYS,
        *("start", "starts", "start_date", "date_start", "started_at", "started", "begin", "begins", "date_from"),
        *("start_time", "start_at", "start_datetime", "period_start", "reference_period_start"),
        *("date", "day", "from", "since", "when", "datetime", "date_time", "occurred_at", "occurred"),
        *("timestamp", "time"),
    ),
    "end": (
        *("end", "ends", "end_date", "date_end", "finished_at", "ended_at", "finished", "until", "to", "date_to"),
        *("end_time", "end_at", "end_datetime", "period_end", "reference_period_end"),
    ),
    "kind": (
        "kind",
        "event_kind",
        "event_type",
        "incident_type",
        "disaster_type",
        "type",
        "category",
        "event_category",
    ),
    "place": (
        *("place", "location", "city", "town", "locality", "settlement", "site", "place_name", "location_name"),
        *("city_name", "where", "where_name"),
    ),
    "country": ("country", "country_name", "country_txt", "country_code"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "title": ("title", "headline", "text_headline", "event", "event_name", "name"),
    "note": (
        *("note", "notes", "description", "details", "comment", "comments", "summary", "text", "text_text", "message"),
    ),
    "actors": ("actors", "actor", "actor1", "perpetrator"),
    "speaker": ("speaker", "source", "according_to", "source_name"),
    "publisher": ("publisher", "outlet", "media", "newspaper", "published_in"),
    "url": ("url", "link", "source_url", "href", "uri", "address"),
    "published_at": ("published_at", "published", "publication_date", "date_published", "reported_at", "reported"),
}
# Areas, the smaller one first: where no column names the place itself, each row is in the smallest that it names.
AREAS = (
    *("admin4", "admin3", "adm3_name", "admin3_name", "hromada", "municipality", "commune"),
    *("admin2", "adm2_name", "admin2_name", "raion", "rayon", "district", "county"),
    *("admin1", "adm1_name", "admin1_name", "oblast", "province", "governorate", "region"),
)
NUMBERS: dict[str, tuple[str, ...]] = {
    "deaths": ("fatalities", "deaths", "killed", "dead"),
    "injured": ("injured", "wounded", "injuries"),
    "arrests": ("arrests", "arrested", "detained", "detentions"),
    "count": ("count", "value", "number", "amount", "total", "quantity"),
}
PERSONS = ("deaths", "injured", "arrests")
# Where records of web services keep what they are about; what stands beside is of the service.
_WRAPPERS = ("properties", "fields", "attributes", "_source")
# Names that mean the same wherever in a nested record they stand.
_PLAIN_ANYWHERE = frozenset({"lat", "latitude", "lon", "lng", "longitude", "start", "end", "killed", "injured"})
_NO_WORDS = r"^-?[0-9]+(?:\.0+)?$|^\[[\[{].*\]$|^\{.*\}$"
_MIDNIGHT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:00:00(?::00(?:\.0+)?)?|23:59:59(?:\.9+)?) ?(?:Z|\+00:?00)?$"
_SEVERAL = 3
_SAMPLE = 2000


class Columns:
    """The columns of a file with their first cells, found by what their headings mean."""

    def __init__(self, first: pl.DataFrame) -> None:
        """Over the first rows of the file, as text; some of them say what the columns are, all whether cells repeat."""
        self.all_rows = first
        self.first = first.head(_SAMPLE)
        self.names = tuple(name for name in first.columns if name != LINE)
        wrapped = sorted(self.names, key=lambda name: name.split(".")[0] not in _WRAPPERS)
        self.plain: dict[str, str] = {}
        for name in wrapped:
            self.plain.setdefault(_plain(name), name)

    def find(self, names: Iterable[str]) -> str | None:
        """The first column with one of the names."""
        return next(iter(self.all(names)), None)

    def all(self, names: Iterable[str]) -> list[str]:
        """The columns with one of the names, the likelier one first; then those that end in one, if only one does."""
        exact = [self.plain[name] for name in names if name in self.plain]
        inner = [found[0] for name in names if len(found := self._ending(name)) == 1]
        return list(dict.fromkeys((*exact, *inner)))

    def _ending(self, name: str) -> list[str]:
        """Fields of nested records whose path ends in the name, which for a word alone must be a telling one."""
        if "_" not in name and name not in _PLAIN_ANYWHERE:
            return []
        return [column for plain, column in self.plain.items() if "." in column and plain.endswith(f"_{name}")]

    def cells(self, column: str) -> pl.Series:
        """The cells of a column that are not empty, trimmed."""
        told = self.first.get_column(column).drop_nulls().str.strip_chars()
        return told.filter(told != "")

    def mostly_filled(self, column: str) -> bool:
        """At least half of the cells."""
        return self.cells(column).len() * 2 >= self.first.height

    def filled(self, column: str) -> bool:
        """All of the cells."""
        return self.cells(column).len() == self.first.height

    def worded(self, column: str) -> bool:
        """Not all of its cells are numbers, which would be codes of what the heading names, or lists of records."""
        cells = self.cells(column)
        return cells.is_empty() or not cells.str.contains(_NO_WORDS).all()

    def midnights(self, column: str) -> bool:
        """Each of its several clock times is the first or the last second of a day: they are days."""
        cells = self.cells(column)
        return cells.len() >= _SEVERAL and bool(cells.str.contains(_MIDNIGHT).all())

    def dated(self, column: str) -> bool:
        """Its first cells hold dates, though these may not be clear without a word on their form."""
        return any_dates(self.cells(column).head(20))

    def apart(self, columns: Sequence[str]) -> list[str]:
        """The first column, and those that are filled only in rows where the ones before are empty."""
        taken = columns[:1]
        for column in columns[1:]:
            filled = [self._filled(name) for name in (*taken, column)]
            before = pl.select(pl.any_horizontal(pl.lit(each) for each in filled[:-1])).to_series()
            if filled[-1].any() and not (before & filled[-1]).any():
                taken = [*taken, column]
        return list(taken)

    def _filled(self, column: str) -> pl.Series:
        return (self.first.get_column(column).str.strip_chars() != "").fill_null(False)


def any_dates(cells: pl.Series) -> bool:
    """Some of the texts are dates, in one order of their numbers or another, or counts of time since 1970."""
    if cells.str.contains(r"^[0-9]{10}(?:[0-9]{3}){0,2}$").any():
        return True
    ways = (dates.parse_column(cells, order=order, zone="UTC") for order in (None, "dmy", "mdy"))
    return any(way["problem"].is_null().any() for way in ways) or cells.str.contains(r"^[0-9]{5}(?:\.[0-9]+)?$").any()


def _plain(column: str) -> str:
    """Small letters, joined by `_`, without what a web service wraps its records in."""
    inner = column
    for wrapper in _WRAPPERS:
        inner = inner.removeprefix(f"{wrapper}.")
    return re.sub(r"[\W_]+", "_", inner.lower()).strip("_")

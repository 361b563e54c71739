"""The reader's side: the published copy, opened read-only, answering with frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import WarehouseError
from timeline.warehouse.engine import attached, fetch, quoted, sql, translated
from timeline.warehouse.filters import Filters
from timeline.warehouse.migrate import applied, newer, newest

if TYPE_CHECKING:
    import duckdb
    import polars as pl

NONE = Filters()


@contextmanager
def open_published(link: Path) -> Iterator[Reader]:
    """Open what the link points to now; a run that publishes meanwhile does not disturb the reader.

    Raises WarehouseError when nothing is published there, or when it was written by a newer program.
    """
    target = link.resolve()
    if not target.is_file():
        raise WarehouseError(f"{link}: nothing is published here yet; run `timeline ingest` first")
    with attached(target, name=link.stem, read_only=True) as connection:
        number = applied(connection)
        if number == 0:
            raise WarehouseError(f"{link}: is no database made by timeline")
        if number > newest():
            raise newer(link, number)
        yield Reader(connection)


class Reader:
    """Questions to one published copy."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Use `open_published`."""
        self._connection = connection
        self._columns: dict[str, frozenset[str]] = {}

    def events(
        self, filters: Filters = NONE, *, as_of: datetime | None = None, said_by: date | None = None
    ) -> pl.DataFrame:
        """Events in model.EVENTS, ordered by starts and id; as they stand, stood, or had been published."""
        return self._filtered(_moment("events", as_of, said_by), filters, "starts NULLS LAST, event_id")

    def claims(
        self, filters: Filters = NONE, *, as_of: datetime | None = None, said_by: date | None = None
    ) -> pl.DataFrame:
        """Claims, current or as of a moment, ordered by starts and id."""
        return self._filtered(_moment("claims", as_of, said_by), filters, "starts NULLS LAST, claim_id")

    def quantities(self, filters: Filters = NONE, *, as_of: datetime | None = None) -> pl.DataFrame:
        """Reported numbers in model.REPORTED."""
        relation = "reported_as_of(NULL)" if as_of is None else f"reported_as_of({_literal(as_of)})"
        return self._filtered(relation, filters, "starts NULLS LAST, published_at NULLS LAST, claim_id, measure")

    def suspects(self, filters: Filters = NONE, *, sure: float, slip: float, also: Sequence[int] = ()) -> pl.DataFrame:
        """Claims that invite a second look: all that `claims` gives, their number, and what is odd about them.

        claim, unsure (doubted, or confidence below `sure`), anchorless, early, slipped and usual (a number `slip` times
        off the middle of its series), looked, accepted_on, corrected; and the claims of the numbers in `also`.
        """
        told = {"sure": repr(sure), "slip": repr(slip), "also": repr(list(also)), "claim_columns": sql("claim_columns")}
        return self._filtered(f"({sql('suspects', **told)})", filters, "claim")

    def count_spans(
        self,
        filters: Filters = NONE,
        *,
        by: str = "kind",
        under_way: bool = False,
        as_of: datetime | None = None,
        said_by: date | None = None,
    ) -> pl.DataFrame:
        """Between which days each counted event began and ended, summed by series, in model.COUNT_SPANS."""
        try:
            return self._ask(f"FROM count_spans{_counted(filters, by, under_way, as_of, said_by)}")
        except WarehouseError as error:
            if "count_spans" in str(error) and "does not exist" in str(error):
                message = "what is published was made by an older timeline; run `timeline ingest` to publish it anew"
                raise WarehouseError(message) from error
            raise

    def table(self, name: str) -> pl.DataFrame:
        """One of the views whole: feeds, deliveries, runs, rejects, kinds, coverage, documents, decisions."""
        return self._ask(f'FROM "{name}"')

    def columns(self, name: str) -> list[str]:
        """The columns of a view."""
        with translated(f"reading {name}"):
            return list(self._connection.sql(f'FROM "{name}" LIMIT 0').columns)

    def first_known_at(self) -> datetime | None:
        """When the earliest delivery was known."""
        moment: datetime | None = self._ask("SELECT min(known_at) AS m FROM base.delivery")["m"][0]
        return moment

    def last_known_at(self) -> datetime | None:
        """When the newest delivery was known or decision made: what a chart is known as of, unless told otherwise."""
        both = "SELECT known_at FROM base.delivery UNION ALL SELECT known_at FROM decisions"
        moment: datetime | None = self._ask(f"SELECT max(known_at) AS m FROM ({both})")["m"][0]
        return moment

    def zone(self) -> str:
        """The project's zone."""
        return str(self._ask("SELECT \"value\" FROM base.setting WHERE name = 'zone'")["value"][0])

    def ask(self, query: str) -> pl.DataFrame:
        """The result of one query over the published views and macros. Raises WarehouseError in one line."""
        return self._ask(query)

    def id_lengths(self, ids: pl.Series) -> pl.DataFrame:
        """How many characters of each id (of events or claims) no other shares, at least seven: id, length."""
        import polars as pl

        known = pl.DataFrame({"id": ids.cast(pl.String)})
        with translated("shortening ids"):
            self._connection.register("shown_ids", known.to_arrow())
            found = fetch(self._connection, sql("id_lengths"))
            self._connection.unregister("shown_ids")
        return found

    def places_like(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The places that are spelled like one of the names, in any case; a name of no place stays as it is."""
        wanted = _list(tuple(name.lower() for name in names))
        query = f"SELECT DISTINCT place FROM base.claim WHERE list_contains({wanted}, lower(place)) ORDER BY place"
        found = self._ask(query)["place"].to_list()
        return (*found, *(name for name in names if name.lower() not in {place.lower() for place in found}))

    def ids_like(self, prefix: str) -> list[str]:
        """At most six ids that begin so: of events for `E...`, of claims for `C...`, in order.

        The id of an event that has become part of another leads to that one.
        """
        letter, digits = prefix[0].upper(), prefix[1:].lower()
        low, high = int(digits.ljust(16, "0"), 16), int(digits.ljust(16, "f"), 16)
        between = f"BETWEEN {low}::UBIGINT AND {high}::UBIGINT ORDER BY n LIMIT 6"
        queries = [f"SELECT DISTINCT claim AS n FROM base.claim WHERE claim {between}"]
        if letter == "E":
            queries = [
                f"SELECT DISTINCT event AS n FROM base.claim WHERE event {between}",
                f"SELECT DISTINCT event AS n FROM base.claim WHERE claim {between}",
            ]
        answers = (self._ask(query)["n"].to_list() for query in queries)
        found: list[int] = next((rows for rows in answers if rows), [])
        return [f"{letter}{number:016x}" for number in found]

    def _filtered(self, relation: str, filters: Filters, order: str) -> pl.DataFrame:
        with translated("reading the warehouse"):
            condition, values = ("true", []) if filters == NONE else filters.where(self._columns_of(relation))
            query = f"SELECT * FROM {relation} WHERE {condition} ORDER BY {order}"
            frame: pl.DataFrame = self._connection.sql(query, params=values).pl()
            return frame

    def _columns_of(self, relation: str) -> frozenset[str]:
        """Kept: to ask for them is a third of a question about little."""
        if relation not in self._columns:
            self._columns[relation] = frozenset(self._connection.sql(f"FROM {relation} LIMIT 0").columns)
        return self._columns[relation]

    def _ask(self, query: str) -> pl.DataFrame:
        with translated("reading the warehouse"):
            return fetch(self._connection, query)


def _moment(name: str, as_of: datetime | None, said_by: date | None) -> str:
    if said_by is not None:
        return f"{name}_said_by({quoted(said_by.isoformat())})"
    return f'"{name}"' if as_of is None else f"{name}_as_of({_literal(as_of)})"


def _literal(moment: datetime) -> str:
    return f"TIMESTAMPTZ {quoted(moment.isoformat())}"


def _counted(filters: Filters, by: str, under_way: bool, as_of: datetime | None, said_by: date | None) -> str:
    """The end of a call of a counting macro: as of a moment, said by a day or now, and the arguments."""
    clock = "_said_by" if said_by is not None else "" if as_of is None else "_as_of"
    told = [quoted(said_by.isoformat())] if said_by is not None else [] if as_of is None else [_literal(as_of)]
    for name in ("kinds", "places", "countries", "targets", "feeds", "statuses"):
        values = getattr(filters, name)
        if values:
            told.append(f"{'from_feeds' if name == 'feeds' else name} := {_list(values)}")
    told.append(f"grouped_by := {quoted(by)}, under_way := {str(under_way).lower()}")
    return f"{clock}({', '.join(told)})"


def _list(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(quoted(value) for value in values) + "]"

"""The opened database: questions in words, answers as polars frames."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from timeline import counts, model
from timeline.errors import unknown_name
from timeline.report.question import Asked, Question, question
from timeline.text.countries import country_names
from timeline.warehouse.filters import Filters
from timeline.warehouse.reader import Reader, open_published

if TYPE_CHECKING:
    from typing import Unpack

    import polars as pl


def open(link: str | Path) -> Database:
    """Open the published database that a link such as data/warehouse/timeline.duckdb points to now.

    It is read-only and stays as it is while new runs publish; a context manager, or closed by `close`. Raises
    WarehouseError when nothing is published there.
    """
    return Database(Path(link))


@dataclass(frozen=True, slots=True)
class Counting:
    """How events are counted: into which series, on which of their days, and what stands in a rolling frame's line."""

    by: str = "kind"
    under_way: bool = False
    expected: bool = False
    mean: bool = False
    centred: bool = False


class Database:
    """One published copy of the ledger. Filters of every question: see `Asked`."""

    def __init__(self, link: Path) -> None:
        """Use `timeline.open`."""
        self.link = link
        self._stack = ExitStack()
        self.reader: Reader = self._stack.enter_context(open_published(link))

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._stack.close()

    def question(self, **asked: Unpack[Asked]) -> Question:
        """The filters with their names checked and their days understood. Raises UsageError."""
        return question(self.reader, dict(asked))

    def events(self, **asked: Unpack[Asked]) -> pl.DataFrame:
        """Events in model.EVENTS, one row a happening, ordered by starts and id."""
        return self.events_of(self.question(**asked))

    def claims(self, **asked: Unpack[Asked]) -> pl.DataFrame:
        """Claims with all they say and where they stand, ordered by starts and id. `statuses` are their modality."""
        return self.claims_of(self.question(**asked))

    def reported(self, **asked: Unpack[Asked]) -> pl.DataFrame:
        """Reported numbers in model.REPORTED, superseded ones marked."""
        return self.reported_of(self.question(**asked))

    def daily(
        self, *, by: str = "kind", under_way: bool = False, expected: bool = False, **asked: Unpack[Asked]
    ) -> pl.DataFrame:
        """Events by series and day in model.DAILY_COUNTS, zero-filled.

        `by`: kind (a series for each kind that was asked for), subkind, target, place, country, speaker or all.
        `under_way`: what lasted counts on each of its days, not only on its first. `expected`: with the counts that
        are expected if each possible day is equally likely. Raises UsageError for an unknown `by`.
        """
        return self.daily_of(self.question(**asked), Counting(by, under_way, expected))

    def rolling(
        self,
        days: int = 7,
        *,
        mean: bool = False,
        centred: bool = False,
        by: str = "kind",
        under_way: bool = False,
        expected: bool = False,
        **asked: Unpack[Asked],
    ) -> pl.DataFrame:
        """Events of the last `days` calendar days (`centred`: around each day) in model.ROLLING_COUNTS; as `daily`."""
        how = Counting(by, under_way, expected, mean=mean, centred=centred)
        return self.rolling_of(days, self.question(**asked), how)

    def cumulative(
        self, *, by: str = "kind", under_way: bool = False, expected: bool = False, **asked: Unpack[Asked]
    ) -> pl.DataFrame:
        """Events from the first day up to each day in model.CUMULATIVE_COUNTS; as `daily`."""
        return self.cumulative_of(self.question(**asked), Counting(by, under_way, expected))

    def periods(
        self,
        period: str = "week",
        *,
        by: str = "kind",
        under_way: bool = False,
        expected: bool = False,
        **asked: Unpack[Asked],
    ) -> pl.DataFrame:
        """Events by week or month in model.PERIOD_COUNTS, partial ones marked; as `daily`."""
        return self.periods_of(period, self.question(**asked), Counting(by, under_way, expected))

    def figures(self, **asked: Unpack[Asked]) -> pl.DataFrame:
        """Reported numbers in their series in model.FIGURES, corrections marked, with the flows derived from them."""
        return self.figures_of(self.question(**asked))

    def chosen(self, rule: str = "latest", **asked: Unpack[Asked]) -> pl.DataFrame:
        """One number for each series and period by a rule (latest, lowest, median, highest), in model.CHOSEN."""
        return counts.chosen(self.figures(**asked), rule)

    def strip(self, **asked: Unpack[Asked]) -> pl.DataFrame:
        """The last number of each series under every rule, in model.CHOSEN."""
        return counts.strip(self.figures(**asked))

    def beside(self, **asked: Unpack[Asked]) -> pl.DataFrame:
        """Others' tallies of happenings beside our own count of the same, in model.BESIDE."""
        return self.beside_of(self.question(**asked))

    def kinds(self) -> pl.DataFrame:
        """The taxonomy in model.KINDS."""
        return self.reader.table("kinds")

    def table(self, name: str) -> pl.DataFrame:
        """One of the views whole: feeds, deliveries, runs, rejects, kinds, coverage, documents, decisions."""
        return self.reader.table(name)

    def sql(self, query: str) -> pl.DataFrame:
        """The result of a query over the published views and macros."""
        return self.reader.ask(query)

    def events_of(self, asked: Question) -> pl.DataFrame:
        """The events that a question asks for."""
        return self.reader.events(asked.filters, as_of=asked.as_of, said_by=asked.said_by)

    def claims_of(self, asked: Question) -> pl.DataFrame:
        """The claims that a question asks for."""
        import polars as pl

        found = self.reader.claims(asked.filters, as_of=asked.as_of, said_by=asked.said_by)
        if asked.filters.statuses:
            return found.filter(pl.col("modality").is_in(asked.filters.statuses))
        return found

    def reported_of(self, asked: Question) -> pl.DataFrame:
        """The reported numbers that a question asks for."""
        import polars as pl

        if asked.said_by is None:
            return self.reader.quantities(asked.filters, as_of=asked.as_of)
        said = self.claims_of(asked).drop("value").explode("quantities").drop_nulls("quantities")
        rows = said.unnest("quantities").with_columns(superseded=pl.lit(False))
        return model.conform(rows, model.REPORTED)

    def daily_of(self, asked: Question, how: Counting | None = None) -> pl.DataFrame:
        """The daily counts that a question asks for."""
        spans, given = self._counted(asked, how or Counting())
        return counts.daily(spans, **given)

    def rolling_of(self, days: int, asked: Question, how: Counting | None = None) -> pl.DataFrame:
        """The rolling counts that a question asks for."""
        how = how or Counting()
        spans, given = self._counted(asked, how)
        return counts.rolling(spans, days, mean=how.mean, centred=how.centred, **given)

    def cumulative_of(self, asked: Question, how: Counting | None = None) -> pl.DataFrame:
        """The cumulative counts that a question asks for."""
        spans, given = self._counted(asked, how or Counting())
        return counts.cumulative(spans, **given)

    def periods_of(self, period: str, asked: Question, how: Counting | None = None) -> pl.DataFrame:
        """The counts by week or month that a question asks for."""
        spans, given = self._counted(asked, how or Counting())
        return counts.periods(spans, period, **given)

    def spans_of(self, asked: Question, how: Counting) -> pl.DataFrame:
        """The day-level sums in model.COUNT_SPANS that all counts of a question are made of."""
        if how.by not in counts.BY:
            raise unknown_name("way to count by", how.by, counts.BY)
        clock: dict[str, Any] = {"as_of": asked.as_of, "said_by": asked.said_by}
        found = self.reader.count_spans(asked.filters, by=how.by, under_way=how.under_way, **clock)
        return model.conform(found, model.COUNT_SPANS)

    def figures_of(self, asked: Question) -> pl.DataFrame:
        """The reported numbers that a question asks for, in their series, and the flows derived from them."""
        import polars as pl

        told = counts.figures(self.reported_of(asked), countries=country_names())
        return pl.concat([told, counts.derived(told, countries=country_names())])

    def beside_of(self, asked: Question) -> pl.DataFrame:
        """The tallies that a question asks for, beside all that our list holds of the same by the same clock."""
        told = self.figures_of(asked)
        kinds = tuple(told["kind"].unique().drop_nulls().sort())
        ours = self.events_of(Question(Filters(kinds=kinds), asked.as_of, asked.said_by))
        return counts.beside(told, ours, self.kinds(), self.table("coverage"), countries=country_names())

    def _counted(self, asked: Question, how: Counting) -> tuple[pl.DataFrame, dict[str, Any]]:
        """Spans, and what the counts need beside them: the days, the series that must be there, the coverage."""
        spans, filters = self.spans_of(asked, how), asked.filters
        needed = {
            "kind": filters.kinds,
            "place": filters.places,
            "country": filters.countries,
            "target": filters.targets,
            "all": ("events",),
        }.get(how.by, ())
        series = sorted({*spans["series"].unique(), *needed})
        declared = self.table("coverage")
        if how.by in ("kind", "subkind"):
            coverage = counts.coverage_of(declared, series)
        else:
            kinds = filters.kinds or tuple(self.spans_of(asked, Counting("subkind"))["series"].unique())
            coverage = counts.coverage_of(declared, kinds, series)
        given = {"since": filters.since, "until": filters.until, "expected": how.expected}
        return spans, {**given, "series": series, "coverage": coverage}

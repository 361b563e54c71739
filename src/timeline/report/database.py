"""The opened database: questions in words, answers as polars frames."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from timeline import model
from timeline.report.question import Asked, Question, question
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

    def daily(self, **asked: Unpack[Asked]) -> pl.DataFrame:
        """Events by series and day in model.DAILY_COUNTS, zero-filled; a series for each kind that was asked for."""
        return self.daily_of(self.question(**asked))

    def rolling(self, days: int = 7, **asked: Unpack[Asked]) -> pl.DataFrame:
        """Events of the last `days` calendar days in model.ROLLING_COUNTS."""
        return self.rolling_of(days, self.question(**asked))

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

    def daily_of(self, asked: Question) -> pl.DataFrame:
        """The daily counts that a question asks for."""
        found = self.reader.daily_counts(asked.filters, as_of=asked.as_of, said_by=asked.said_by)
        return model.conform(found, model.DAILY_COUNTS)

    def rolling_of(self, days: int, asked: Question) -> pl.DataFrame:
        """The rolling counts that a question asks for."""
        found = self.reader.rolling_counts(days, asked.filters, as_of=asked.as_of, said_by=asked.said_by)
        return model.conform(found, model.ROLLING_COUNTS)

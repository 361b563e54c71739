"""From sources to columns of text, and the complaints about single rows that gather on the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import polars as pl

from timeline.config.mapping import FIELD, Source, fields

# Long texts keep the white space around them: trimming would copy them.
LONG_TEXTS = frozenset({"title", "note", "quote"})
DATE = "date"
# No month and no day is number 0: parts of a day in columns of their own have it for what is not known.
_UNKNOWN_PART = r"^[0-9]{4}-(?:00|[0-9]{2}-00)"


@dataclass(slots=True)
class Complaints:
    """What is wrong with which rows of one batch: the first complaint about a row is the one that is reported."""

    rows: int
    found: list[tuple[str, pl.Series]] = field(default_factory=list)

    def add(self, column: str, wrong: pl.Series, reason: pl.Series | str) -> None:
        """Rows where `wrong` is true are complained about; `reason` is one text or one a row."""
        if wrong.any():
            told = pl.lit(reason)
            self.found.append((column, pl.select(pl.when(wrong).then(told)).to_series()))

    def frame(self) -> pl.DataFrame | None:
        """One row a row of the batch: `col` and `reason` of its first complaint; None if there is none at all."""
        if not self.found:
            return None
        reasons = pl.DataFrame([series.alias(str(place)) for place, (_, series) in enumerate(self.found)])
        columns = [
            pl.when(pl.col(str(place)).is_not_null()).then(pl.lit(column))
            for place, (column, _) in enumerate(self.found)
        ]
        return reasons.select(col=pl.coalesce(columns), reason=pl.coalesce(pl.all()))


@dataclass(slots=True)
class Values:
    """Evaluates sources over one batch. `unknown` gathers the values that a map or the taxonomy did not know."""

    frame: pl.DataFrame
    null: tuple[str, ...]
    complaints: Complaints
    unknown: list[pl.DataFrame] = field(default_factory=list)
    cells: dict[tuple[str, bool], pl.Series] = field(default_factory=dict)

    def text(self, source: Source, what: str = "") -> pl.Series:
        """The source's text for each row, NULL where it is empty. `what`: the claim's column that it is for, DATE."""
        texts = self._raw(source, trim=what not in LONG_TEXTS, dated=what == DATE)
        if source.pattern is not None:
            texts = _fitting(texts, source.pattern)
        if source.map is not None:
            texts = self._mapped(texts, source)
        return texts.fill_null(source.default) if source.default is not None else texts

    def column(self, name: str, *, trim: bool = True) -> pl.Series:
        """A column of the file, NULL where the cell is empty or one of the mapping's words for that."""
        if (name, trim) not in self.cells:
            self.prepare([(name, trim)])
        return self.cells[name, trim]

    def prepare(self, columns: Sequence[tuple[str, bool]]) -> None:
        """Make several columns (name, trimmed) at once, which uses all processors."""
        trimmed = self.frame.select(
            (pl.col(name).str.strip_chars() if trim else pl.col(name)).alias(str(place))
            for place, (name, trim) in enumerate(columns)
        )
        made = trimmed.select(pl.when(~_empty(pl.col(name), self.null)).then(pl.col(name)) for name in trimmed.columns)
        self.cells.update(zip(columns, made.get_columns(), strict=True))

    def complain_unknown(self, column: str, values: pl.Series, wrong: pl.Series) -> None:
        """Remember the values of those rows for the dry run."""
        counts = values.filter(wrong).alias("value").value_counts().with_columns(pl.col("count").cast(pl.UInt32))
        self.unknown.append(counts.select(pl.lit(column).alias("column"), "value", "count"))

    def quiet(self) -> Values:
        """The same values, with complaints that nobody hears."""
        return Values(self.frame, self.null, Complaints(self.frame.height), cells=self.cells)

    def _raw(self, source: Source, *, trim: bool, dated: bool) -> pl.Series:
        if source.value is not None:
            return pl.Series([source.value], dtype=pl.String).new_from_index(0, self.frame.height)
        if source.template is not None:
            return self._template(source.template)
        if source.column is not None:
            return self.column(source.column, trim=trim)
        parts = [self._template(each) if fields(each) else self.column(each, trim=trim) for each in source.first]
        if len(parts) == 1:
            return parts[0]
        if dated:
            return pl.select(pl.coalesce(_without_unknown(part) for part in parts)).to_series()
        return pl.select(pl.coalesce(parts)).to_series()

    def _template(self, template: str) -> pl.Series:
        """The template filled in; NULL where any of its cells is empty."""
        parts: list[pl.Expr] = []
        at = 0
        for found in FIELD.finditer(template):
            cells = self.column(found[1])
            parts += [
                pl.lit(template[at : found.start()]),
                pl.lit(cells.str.zfill(int(found[2])) if found[2] else cells),
            ]
            at = found.end()
        return pl.select(pl.concat_str(*parts, pl.lit(template[at:]))).to_series()

    def _mapped(self, texts: pl.Series, source: Source) -> pl.Series:
        assert source.map is not None
        outside = texts.is_not_null() & ~texts.is_in(list(source.map))
        if outside.any():
            label = source.column or source.template or ", ".join(source.first)
            self.complain_unknown(label, texts, outside)
            if source.unknown == "reject":
                self.complaints.add(label, outside, "the mapping does not know " + quoted(texts))
        mapped = texts.replace_strict(dict(source.map), default=None, return_dtype=pl.String)
        return (
            mapped
            if source.unknown == "null"
            else pl.select(pl.when(outside).then(texts).otherwise(mapped)).to_series()
        )


def _without_unknown(dates: pl.Series) -> pl.Expr:
    return pl.when(~pl.lit(dates).str.contains(_UNKNOWN_PART)).then(pl.lit(dates))


def _fitting(texts: pl.Series, pattern: str) -> pl.Series:
    """The part of each text that a pattern's first group, or all of it, fits; what it does not fit stays whole."""
    found = texts.str.extract(pattern, min(re.compile(pattern).groups, 1)).str.strip_chars()
    return pl.select(pl.coalesce(pl.when(found != "").then(found), texts)).to_series()


def quoted(texts: pl.Series) -> pl.Series:
    """Each text in quotes, shortened, for a reason."""
    return "'" + texts.str.slice(0, 80) + "'"


def check_words(complaints: Complaints, column: str, texts: pl.Series, words: Collection[str]) -> None:
    """Complain about texts that are none of the words."""
    wrong = texts.is_not_null() & ~texts.is_in(list(words))
    if wrong.any():
        complaints.add(column, wrong, quoted(texts) + f" is none of {', '.join(words)}")


def _empty(cell: pl.Expr, null: Collection[str]) -> pl.Expr:
    return cell.is_in(["", *null]) if null else cell.str.len_bytes() == 0

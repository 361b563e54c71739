"""A mapping applied to a batch of raw rows: claims, rejects and deletions, each row in exactly one of them."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from timeline import model
from timeline.config.mapping import Mapping, Source
from timeline.readers.numbers import number_hints, parse_numbers
from timeline.readers.raw import LINE, TEXT_LIMIT
from timeline.readers.values import LONG_TEXTS, Complaints, Values, check_words, quoted
from timeline.readers.when import latest_instant, said_at, spans

_HEADING = "\x1fheading"
_CONTENT = [name for name in model.CLAIM_CONTENT if name not in model.SPAN and name != "quantities"]
_NUMBERS = {"lat": (-90.0, 90.0), "lon": (-180.0, 180.0), "confidence": (0.0, 1.0), "importance": (1.0, 3.0)}
_WORDS = {"form": model.FORMS, "modality": model.MODALITIES, "date_basis": model.DATE_BASES}
_FLAGS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False, "1.0": True, "0.0": False}
_DEFAULTS = {
    "form": Source(value="incident"),
    "modality": Source(value="asserted"),
    "date_basis": Source(value="explicit"),
}


@dataclass(frozen=True, slots=True)
class Context:
    """What applies to every row of a delivery. `kinds` None: not checked. `withdraws`: the delivery lists deletions."""

    mapping: Mapping
    zone: str | None
    kinds: frozenset[str] | None
    withdraws: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows as understood. `unknown`: column, value, count. `known_at`: the latest of the mapping's column."""

    claims: pl.DataFrame
    rejects: pl.DataFrame
    deletions: pl.DataFrame
    unknown: pl.DataFrame
    known_at: datetime | None
    rows: int
    columns: tuple[str, ...] = ()


UNKNOWN: model.Schema = {"column": pl.String(), "value": pl.String(), "count": pl.UInt32()}


def understand(raw: pl.DataFrame, context: Context, delimiter: str = ",") -> Batch:
    """The rows of `raw` (text columns and LINE) as claims, rejects and deletions; rows of empty cells are no rows.

    delimiter: what stands between the cells in the text of a reject.
    """
    mapping = context.mapping
    raw = _filled(raw)
    values = Values(_unpivoted(raw, mapping), mapping.read.null, Complaints(raw.height))
    values.complaints.rows = values.frame.height
    values.prepare(_wanted(mapping, context.withdraws))
    key = _keys(values, mapping)
    known_at = latest_instant(values, mapping, context.zone)
    gone = _deleted(values, context)
    if context.withdraws or gone.all():
        claims, unknown = model.empty(model.CLAIMS), pl.DataFrame(schema=UNKNOWN)
    else:
        claims = _claims(values, context, key)
        unknown = _unknown(values)
    return _sorted_out(values, claims, key, gone, delimiter, (unknown, known_at, raw.height))


def _unknown(values: Values) -> pl.DataFrame:
    """A value that two sources of one column do not know counts once."""
    if not values.unknown:
        return pl.DataFrame(schema=UNKNOWN)
    return pl.concat(values.unknown).group_by("column", "value", maintain_order=True).agg(pl.col("count").max())


def _wanted(mapping: Mapping, withdraws: bool) -> list[tuple[str, bool]]:
    """The columns that the claims need, and whether they are trimmed."""
    wanted = [(name, True) for name in mapping.key]
    if not withdraws and mapping.date is not None:
        sources = [(name, source) for name, source in mapping.columns.items()]
        sources += [("value", source) for rule in mapping.quantities for source in rule.values()]
        sources += [("start", mapping.date.start)]
        wanted += [(column, what not in LONG_TEXTS) for what, source in sources for column in source.columns]
    return list(dict.fromkeys(wanted))


def _filled(raw: pl.DataFrame) -> pl.DataFrame:
    """Without the rows in which every cell is empty; the first column decides for most rows."""
    names = [name for name in raw.columns if name != LINE]
    if not names or not raw.height:
        return raw.clear() if not names else raw
    first = raw.get_column(names[0])
    if not (first.is_null() | (first == "")).any():
        return raw
    return raw.filter(pl.any_horizontal((pl.col(name).str.strip_chars() != "").fill_null(False) for name in names))


def _unpivoted(raw: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Days down, countries across becomes one row a cell; empty cells say nothing."""
    rule = mapping.unpivot
    if rule is None:
        return raw
    columns = rule.columns or [name for name in raw.columns if name not in rule.keep and name != LINE]
    long = raw.unpivot(columns, index=[LINE, *rule.keep], variable_name=rule.name, value_name=rule.value)
    filled = long.filter((pl.col(rule.value).str.strip_chars() != "").fill_null(False))
    return filled.with_columns(pl.col(rule.name).alias(_HEADING)).sort(LINE, maintain_order=True)


def _keys(values: Values, mapping: Mapping) -> pl.Series | None:
    """The mapped key as one text; NULL (and a complaint) where all of its cells are empty."""
    if not mapping.key:
        return None
    names = list(mapping.key)
    if mapping.unpivot and mapping.unpivot.name not in names:
        names.append(mapping.unpivot.name)
    parts = [values.column(name) for name in names]
    given = pl.select(pl.any_horizontal(part.is_not_null() for part in parts[: len(mapping.key)])).to_series()
    values.complaints.add(", ".join(mapping.key), ~given, "the row's key is empty")
    if len(parts) == 1:
        return parts[0]
    escaped = [part.str.replace_all(r"([\\|])", r"\$1").fill_null("") for part in parts]
    return pl.select(pl.when(given).then(pl.concat_str(escaped, separator="|"))).to_series()


def _deleted(values: Values, context: Context) -> pl.Series:
    rule = context.mapping.deletions
    if context.withdraws or rule is None or rule.column is None:
        return pl.Series([context.withdraws]).new_from_index(0, values.frame.height)
    return values.column(rule.column).is_in(list(rule.values)).fill_null(False)


def _claims(values: Values, context: Context, key: pl.Series | None) -> pl.DataFrame:
    """All rows as claims, also those that are complained about."""
    mapping = context.mapping
    frame = values.frame
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    columns = {name: _content(name, values, context) for name in {**_DEFAULTS, **mapping.columns} if name in _CONTENT}
    span = spans(values, mapping, context.zone)
    claims = frame.select(
        (key if key is not None else nothing).alias("row_key"),
        _single(values, mapping).alias("single"),
        pl.col(LINE).alias("line"),
        pl.col(_HEADING).alias("col") if mapping.unpivot else pl.lit(None, pl.String).alias("col"),
        *(series.alias(name) for name, series in columns.items()),
        *(span.get_column(name) for name in model.SPAN),
        _quantities(values, mapping).alias("quantities"),
    )
    return model.conform(claims, model.CLAIMS)


def _content(name: str, values: Values, context: Context) -> pl.Series:
    source = context.mapping.columns.get(name, _DEFAULTS.get(name, Source(value="")))
    if name == "published_at":
        return said_at(values, source, context.zone)
    if name == "date_anchor":
        return _day(values, source)
    texts = values.text(source, name)
    if name in _NUMBERS:
        return _bounded(values, name, source, texts, context)
    if name in _WORDS:
        if source is not _DEFAULTS[name]:
            check_words(values.complaints, _label(source, name), texts, _WORDS[name])
        return texts.fill_null(_DEFAULTS[name].value or "")
    if name == "kind":
        _check_kinds(values, source, texts, context.kinds)
    return texts


def _day(values: Values, source: Source) -> pl.Series:
    texts = values.text(source)
    days = texts.str.to_date("%Y-%m-%d", strict=False)
    values.complaints.add(
        _label(source, "date_anchor"), texts.is_not_null() & days.is_null(), "not a day like 2022-09-21"
    )
    return days


def _label(source: Source, name: str) -> str:
    """What a complaint calls the source: its column in the file, else the claim's column."""
    return source.columns[0] if source.columns else name


def _check_kinds(values: Values, source: Source, kinds: pl.Series, known: Collection[str] | None) -> None:
    label = _label(source, "kind")
    values.complaints.add(label, kinds.is_null(), "no kind")
    if known is None:
        return
    wrong = kinds.is_not_null() & ~kinds.is_in(list(known))
    if wrong.any():
        values.complain_unknown(label, kinds, wrong)
        values.complaints.add(label, wrong, "no kind named " + quoted(kinds) + "; map it, or add it to kinds.toml")


def _bounded(values: Values, name: str, source: Source, texts: pl.Series, context: Context) -> pl.Series:
    """A plain number between its bounds."""
    least, most = _NUMBERS[name]
    read = context.mapping.read
    found = parse_numbers(texts, read.decimal, read.thousands)
    whole = (found.value == found.value.round()) if name == "importance" else found.value.is_not_null()
    right = found.value.is_between(least, most).fill_null(False) & whole.fill_null(False)
    plain = found.low.is_null() & found.high.is_null()
    wrong = texts.is_not_null() & ~(right & plain)
    if wrong.any():
        reason = quoted(texts) + f" is no {name} between {least:g} and {most:g}"
        values.complaints.add(_label(source, name), wrong, reason)
    return pl.select(pl.when(right & plain).then(found.value).cast(model.CLAIM_CONTENT[name])).to_series()


def fits(name: str, cells: pl.Series) -> bool:
    """Whether the texts can be what a claim's column of this name holds, where not every text can."""
    if name in _WORDS:
        return bool(cells.is_in(list(_WORDS[name])).all())
    if name in _NUMBERS:
        return bool(cells.cast(pl.Float64, strict=False).is_between(*_NUMBERS[name]).fill_null(False).all())
    return True


def _single(values: Values, mapping: Mapping) -> pl.Series:
    events = mapping.rows == "events"
    source = mapping.columns.get("single")
    if source is None:
        return pl.Series([events]).new_from_index(0, values.frame.height)
    texts = values.text(source).str.to_lowercase()
    check_words(values.complaints, _label(source, "single"), texts, list(_FLAGS))
    return texts.replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean).fill_null(events)


def _quantities(values: Values, mapping: Mapping) -> pl.Series:
    """The row's numbers as a list of struct; NULL where it has none."""
    found = [series for rule in mapping.quantities if (series := _quantity(values, rule, mapping)) is not None]
    if not found:
        return pl.Series([None], dtype=model.QUANTITIES).new_from_index(0, values.frame.height)
    if len(found) == 1:
        one = found[0]
        lists = pl.select(pl.when(one.is_not_null()).then(pl.concat_list(one))).to_series()
    else:
        joined = pl.select(pl.concat_list(found).list.drop_nulls().alias("q"))
        lists = joined.select(pl.when(pl.col("q").list.len() > 0).then("q")).to_series()
    return lists.cast(model.QUANTITIES)


def _quantity(values: Values, rule: Table[str, Source], mapping: Mapping) -> pl.Series | None:
    """One number of each row as a struct; NULL where neither value nor bounds are given."""
    texts = {name: values.text(source) for name, source in rule.items() if name not in ("value", "low", "high")}
    for name, words in (("basis", model.BASES), ("direction", model.DIRECTIONS)):
        if name in texts:
            check_words(values.complaints, _label(rule[name], name), texts[name], words)
    numbers = _value_low_high(values, rule, mapping)
    given = pl.select(pl.any_horizontal(series.is_not_null() for series in numbers.values())).to_series()
    if not given.any():
        return None
    values.complaints.add(_label(rule["measure"], "measure"), given & texts["measure"].is_null(), "no measure")
    fields = {**texts, **numbers}
    struct = pl.struct(
        (pl.lit(fields[name]) if name in fields else pl.lit(None, dtype)).cast(dtype).alias(name)
        for name, dtype in model.QUANTITY_FIELDS.items()
    )
    return pl.select(pl.when(given).then(struct)).to_series()


def _value_low_high(values: Values, rule: Table[str, Source], mapping: Mapping) -> dict[str, pl.Series]:
    """The three numbers; bounds that a cell gives of its own go before those that the value's cell implies."""
    found: dict[str, pl.Series] = {}
    for name in ("value", "low", "high"):
        if name not in rule:
            found.setdefault(name, pl.Series([None], dtype=pl.Float64).new_from_index(0, values.frame.height))
            continue
        texts = values.text(rule[name])
        numbers = parse_numbers(texts, mapping.read.decimal, mapping.read.thousands)
        wrong = numbers.wrong if name == "value" else numbers.wrong | (texts.is_not_null() & numbers.value.is_null())
        if wrong.any():
            reason = quoted(texts) + " is no number" + number_hints(texts, mapping.read.decimal, mapping.read.thousands)
            values.complaints.add(_label(rule[name], name), wrong, reason)
        if name == "value":
            found = {"value": numbers.value, "low": numbers.low, "high": numbers.high}
        else:
            found[name] = pl.select(pl.coalesce(numbers.value, found[name])).to_series()
    return found


def _sorted_out(
    values: Values,
    claims: pl.DataFrame,
    key: pl.Series | None,
    gone: pl.Series,
    delimiter: str,
    rest: tuple[pl.DataFrame, datetime | None, int],
) -> Batch:
    """Each row in its frame: deleted, complained about, or a claim."""
    complaints = values.complaints.frame()
    withdraws = gone.any() and key is not None
    if complaints is None and not withdraws:
        return Batch(claims, model.empty(model.REJECTS), model.empty(model.DELETIONS), *rest)
    wrong = complaints["reason"].is_not_null() if complaints is not None else ~gone & gone
    if withdraws and key is not None:
        wrong = (wrong & ~gone) | (gone & key.is_null())
        deletions = model.conform(pl.DataFrame({"row_key": key}).filter(gone & ~wrong), model.DELETIONS)
    else:
        deletions = model.empty(model.DELETIONS)
    rejects = _rejects(values.frame, complaints, key, wrong, delimiter)
    return Batch(claims.filter(~wrong & ~gone) if claims.height else claims, rejects, deletions, *rest)


def _rejects(
    frame: pl.DataFrame, complaints: pl.DataFrame | None, key: pl.Series | None, wrong: pl.Series, delimiter: str
) -> pl.DataFrame:
    if complaints is None or not wrong.any():
        return model.empty(model.REJECTS)
    cells = [pl.col(name).fill_null("") for name in frame.columns if name not in (LINE, _HEADING)]
    keyed = frame.with_columns(
        (key if key is not None else pl.lit(None, pl.String)).alias("row_key"),
        complaints["col"],
        complaints["reason"],
    )
    rejects = keyed.filter(wrong).select(
        "row_key",
        pl.col(LINE).alias("line"),
        "col",
        "reason",
        pl.concat_str(cells, separator=delimiter).str.slice(0, TEXT_LIMIT).alias("text"),
    )
    return model.conform(rejects, model.REJECTS)

"""The fields that a person may set, and how their values stand in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from timeline import model
from timeline.errors import UsageError, unknown_name

QUANTITY: Final = "quantity."
_CHOICES: Final = {
    "form": model.FORMS,
    "modality": model.MODALITIES,
    "precision": model.PRECISIONS,
    "quantity.basis": model.BASES,
    "quantity.direction": model.DIRECTIONS,
}
# Every field of a claim, and those of its first number: quantity.value, quantity.basis, ...
FIELDS: Final = (*model.CLAIM_CONTENT, *(QUANTITY + name for name in model.QUANTITY_FIELDS))


def plain(value: Any) -> Any:
    """A value of a frame as it stands in JSON."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, pl.Series):
        return [plain(item) for item in value]
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def typed(name: str, value: Any) -> Any:
    """A value from JSON as a frame holds it. Raises UsageError for an unknown field or a value that it can't have."""
    if name not in FIELDS:
        raise unknown_name("field", name, FIELDS)
    choices = _CHOICES.get(name)
    if choices and value is not None and value not in choices:
        raise unknown_name(name.removeprefix(QUANTITY), str(value), choices)
    dtype = model.QUANTITY_FIELDS[name.removeprefix(QUANTITY)] if "." in name else model.CLAIM_CONTENT[name]
    try:
        return None if value is None else _of_type(dtype, value)
    except (TypeError, ValueError, OverflowError) as error:
        raise UsageError(f"{name}: {value!r} is no {_WORDS.get(dtype.base_type(), 'such value')}") from error


_WORDS: Final[Mapping[Any, str]] = {
    pl.Date: "day such as 2022-09-25",
    pl.Datetime: "moment such as 2022-09-25T10:40:00+00:00",
    pl.Boolean: "true or false",
    pl.Int8: "number from 1 to 3",
    pl.Float64: "number",
    pl.Float32: "number",
    pl.String: "text",
}


def _of_type(dtype: pl.DataType, value: Any) -> Any:
    if isinstance(dtype, pl.Date):
        return date.fromisoformat(value)
    if isinstance(dtype, pl.Datetime):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError
        return moment
    if isinstance(dtype, pl.List):
        return [{name: typed(QUANTITY + name, item.get(name)) for name in model.QUANTITY_FIELDS} for item in value]
    wanted = {pl.String: str, pl.Boolean: bool}.get(dtype.base_type())
    if wanted is not None:
        if not isinstance(value, wanted):
            raise TypeError
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    if isinstance(dtype, pl.Int8) and value not in (1, 2, 3):
        raise ValueError
    return int(value) if isinstance(dtype, pl.Int8) else float(value)


def value_of(row: Mapping[str, Any], name: str) -> Any:
    """What stands in a field of a row, as in JSON; of the first number for quantity.value and the like."""
    if not name.startswith(QUANTITY):
        return plain(row.get(name))
    numbers = row.get("quantities") or []
    return plain(numbers[0][name.removeprefix(QUANTITY)]) if len(numbers) else None


def laid(row: dict[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the settings (JSON values by field) laid over it."""
    out = dict(row)
    for name, value in sorted(settings.items()):
        if name in model.CLAIM_CONTENT:
            out[name] = typed(name, value)
    number = {name.removeprefix(QUANTITY): value for name, value in settings.items() if name.startswith(QUANTITY)}
    if number:
        first, *others = list(out.get("quantities") or []) or [dict.fromkeys(model.QUANTITY_FIELDS)]
        told = {name: typed(QUANTITY + name, value) for name, value in number.items()}
        out["quantities"] = [{**first, **told}, *others]
    return out

"""A span as an expression in EDTF (ISO 8601-2, level 1), derived from the date columns and never entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.spans import Span

if TYPE_CHECKING:
    pass


def edtf(span: Span) -> str | None:
    return None if span.value is None else span.value

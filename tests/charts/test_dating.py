"""Dates are written in the language that is asked for, on the axis and in sentences; English is the default."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from chart_samples import events, kinds, reported, rolling
from drawn import faults, meta, read

from timeline import charts
from timeline.charts import dating
from timeline.errors import UsageError

FIRST, LAST = date(2022, 9, 20), date(2022, 10, 6)


def test_english_is_the_default_and_comes_back() -> None:
    with dating.speaking("ru"):
        assert dating.day(LAST).replace("\xa0", " ") == "6 октября 2022 г."
    assert dating.day(LAST) == "6 October 2022"


@pytest.mark.parametrize(
    ("language", "day", "period", "month"),
    [
        ("en", "20 September 2022", "20 September to 6 October 2022", "September"),
        ("ru", "20 сентября 2022 г.", "20 сентября – 6 октября 2022 г.", "Сентябрь"),
        ("uk", "20 вересня 2022 р.", "20 вересня – 6 жовтня 2022 р.", "Вересень"),
        ("de", "20. September 2022", "20. September – 6. Oktober 2022", "September"),
    ],
)
def test_a_date_in_words(language: str, day: str, period: str, month: str) -> None:
    with dating.speaking(language):
        # The spaces of some languages don't break.
        assert dating.day(FIRST).replace("\xa0", " ") == day
        assert dating.period(FIRST, LAST).replace("\xa0", " ") == period
        assert dating.month(9) == month


def test_the_axis_speaks_the_language() -> None:
    drawn = read(charts.timeline(events(), kinds=kinds(), context=charts.ChartContext(language="uk")))
    assert any(text.startswith("Вересень 2022") for text, _ in drawn.texts)
    assert not any("September" in text or "October" in text for text, _ in drawn.texts)


@pytest.mark.parametrize("language", ["ru", "de", "fr", "ar", "fa", "ka", "ja", "pt-BR"])
def test_no_label_touches_anything_in_any_language(language: str) -> None:
    context = charts.ChartContext(language=language)
    for chart in (
        charts.timeline(events(), kinds=kinds(), context=context),
        charts.rolling(rolling(), context=context),
        charts.counts(reported(), context=context),
    ):
        assert faults(chart) == []


def test_an_unknown_language_is_one_line() -> None:
    for name in ("klingon", "xx-YY-ZZ", "", "../../etc"):
        with pytest.raises(UsageError, match="no language known as") as caught:
            charts.timeline(events(), context=charts.ChartContext(language=name))
        assert "\n" not in str(caught.value)


def test_brief_periods() -> None:
    assert dating.brief(date(2022, 10, 11), date(2022, 10, 12)) == "11–12 Oct"
    assert dating.brief(date(2022, 9, 27), date(2022, 10, 2)) == "27 Sep–2 Oct"
    assert dating.brief(FIRST, FIRST) == "20 Sep"
    assert Locale.parse("ru").months["format"]["wide"][10] == "октября"
    assert "June" not in meta(charts.rolling(rolling()))["title"]

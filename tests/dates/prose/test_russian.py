"""The second language: its data file, a few rules, and everything else shared."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.dates.prose import find
from timeline.dates.prose.finding import guess_language

TUESDAY = date(2022, 9, 27)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Путин подписал указ 21 сентября 2022 года.", ["2022-09-21"]),
        ("В понедельник об этом сообщили.", ["2022-09-26"]),
        ("В среду состоится встреча.", ["2022-09-28"]),
        ("Это произошло вчера.", ["2022-09-26"]),
        ("На прошлой неделе границу пересекли 98 тысяч человек.", ["2022-W38"]),
        ("В начале сентября 2022 г. этого не было.", ["2022-09"]),
        ("Два дня назад и три недели назад.", ["2022-09-25", "2022-W36"]),
        ("С 23 по 27 сентября прошли голосования.", ["2022-09-23", "2022-09-27"]),
        ("Вчера вечером, утром 24 сентября.", ["2022-09-26TEV", "2022-09-24TMO"]),
        ("В этом месяце и в следующем году.", ["2022-09", "2023"]),
        ("За последние три месяца, весной 2022 года.", ["P3M", "2022-SP"]),
        ("Через два дня.", ["2022-09-29"]),
        ("Через 3.5 года.", ["2026-03"]),
        ("Вчера в 9:00 и 21:30, со счетом 3:15.", ["2022-09-26", "2022-09-26T09:00", "2022-09-26T21:30"]),
        ("Он будет мобилизован в пятницу.", ["2022-09-30"]),
    ],
)
def test_plain_dates(text: str, wanted: list[str]) -> None:
    assert [found.value for found in find(text, TUESDAY)] == wanted


def test_languages_are_told_apart() -> None:
    assert guess_language("On Monday") == "en"
    assert guess_language("В понедельник (Monday)") == "ru"
    assert guess_language("") == "en"

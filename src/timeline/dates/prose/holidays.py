"""Days of feasts, each by a rule: fixed days (`12-25`), counted weekdays (`11-4#4`: month, weekday, which), days from
Easter (`easter-2`), from Orthodox Easter or from the Hebrew new year, and days of the Islamic year (`islamic+10-01`).
"""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.periods import Period, day_number, month_length

# Day number of the eve of the first day of the Islamic years, and of the Hebrew ones; how far the latter are ahead.
_HIJRA: Final = 227013
_HEBREW_EPOCH: Final = -1373427
_HEBREW_YEARS: Final = 3761


def easter(year: int) -> int:
    """Day number of Western Easter Sunday (the anonymous Gregorian algorithm of Meeus, Jones and Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return day_number(year, month, day + 1)


def orthodox_easter(year: int) -> int:
    """Day number of Orthodox Easter Sunday (Meeus's Julian algorithm, moved to the Gregorian calendar)."""
    full_moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - full_moon + 34) % 7
    month, day = divmod(full_moon + sunday + 114, 31)
    return day_number(year, month, day + 1) + year // 100 - year // 400 - 2


def islamic(year: int, month: int, day: int) -> int:
    """Day number of a day of the Islamic year by the tabular calendar, which the moon as seen may miss by a day."""
    leap_days = (11 * year + 11) // 30
    return 354 * (year - 1) + leap_days + (59 * (month - 1) + 1) // 2 + day + _HIJRA


def islamic_near(month: int, day: int, year: int) -> int:
    """Day number of the first such day of an Islamic month in a Gregorian year."""
    start = day_number(year, 1, 1)
    about = (start - _HIJRA) * 30 // 10631
    return next(found for step in range(4) if (found := islamic(about + step, month, day)) >= start)


def hebrew_new_year(year: int) -> int:
    """Day number of the Rosh Hashanah in a Gregorian year (Dershowitz and Reingold)."""
    before, here, after = (_hebrew_days(year + _HEBREW_YEARS + step) for step in (-1, 0, 1))
    put_off = 2 if after - here == 356 else here - before == 382
    return here + put_off + _HEBREW_EPOCH


def _hebrew_days(year: int) -> int:
    """Days from the epoch to the new moon of a Hebrew year, moved on from a Sunday, Wednesday or Friday."""
    months = (235 * year - 234) // 19
    days = 29 * months + (12084 + 13753 * months) // 25920
    return days + (3 * (days + 1) % 7 < 3)


def holiday(rule: str, year: int) -> Period:
    """The day of a feast in a year.

    >>> holiday("11-4#4", 1999).value, holiday("easter+0", 1998).value, holiday("05-1#-1", 2022).value
    ('1999-11-25', '1998-04-12', '2022-05-30')
    >>> holiday("orthodox+0", 2022).value, holiday("islamic+10-01", 2022).value, holiday("hebrew+9", 2022).value
    ('2022-04-24', '2022-05-02', '2022-10-05')
    """
    kind, sign, rest = rule.partition("+") if "+" in rule else rule.partition("-")
    if kind == "islamic":
        month, _, day = rest.partition("-")
        return Period("day", islamic_near(int(month), int(day), year))
    if kind in _MOVING:
        return Period("day", _MOVING[kind](year) + int(sign + rest))
    month, _, rest = rule.partition("-")
    if "#" not in rest:
        return Period("day", day_number(year, int(month), int(rest)))
    weekday, _, which = rest.partition("#")
    count, _, more = which.partition("+")
    return Period("day", _counted(year, int(month), int(weekday), int(count)) + int(more or 0))


def _counted(year: int, month: int, weekday: int, count: int) -> int:
    if count > 0:
        first = day_number(year, month, 1)
        return first + (weekday - 1 - (first - 1)) % 7 + 7 * (count - 1)
    last = day_number(year, month, month_length(year, month))
    return last - (last - 1 - (weekday - 1)) % 7 + 7 * (count + 1)


_MOVING: Final = {"easter": easter, "orthodox": orthodox_easter, "hebrew": hebrew_new_year}

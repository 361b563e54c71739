"""Days of feasts: fixed ones (`12-25`), counted weekdays (`11-4#4`: month, weekday, which), and those around Easter."""

from __future__ import annotations

from timeline.dates.prose.periods import Period, day_number, month_length


def easter(year: int) -> int:
    """Day number of Western Easter Sunday (the anonymous Gregorian algorithm of Meeus, Jones and Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return day_number(year, month, day + 1)


def holiday(rule: str, year: int) -> Period:
    """The day of a feast in a year.

    >>> holiday("11-4#4", 1999).value, holiday("easter+0", 1998).value, holiday("05-1#-1", 2022).value
    ('1999-11-25', '1998-04-12', '2022-05-30')
    """
    if rule.startswith("easter"):
        return Period("day", easter(year) + int(rule[len("easter") :]))
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

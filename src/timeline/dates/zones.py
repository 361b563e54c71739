"""Time zones: names are checked, clock times become instants, and nothing is guessed where the clocks were changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

import pendulum

from timeline.errors import UsageError

# Zones went up to 15:13 from UTC in the days of local mean time.
_OFFSET = re.compile(r"(?:UTC|GMT)?([+\-\u2212])([0-9]{1,2})(?::?([0-5][0-9]))?", re.IGNORECASE)
_MAX_HOURS = 15
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+){0,2}")
_UTC_NAMES = frozenset({"Z", "UTC", "UT", "GMT"})
_NOT_ZONES = frozenset({"localtime", "Factory", "posixrules"})


def offset_name(text: str) -> str | None:
    """A written offset (`Z`, `GMT`, `+3`, `+0300`, `UTC+03:00`) as `+03:00` or `UTC`; None if it is none."""
    if text.upper() in _UTC_NAMES:
        return "UTC"
    found = _OFFSET.fullmatch(text)
    if found is None or int(found[2]) > _MAX_HOURS:
        return None
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours == 0 and minutes == 0:
        return "UTC"
    return f"{'+' if found[1] == '+' else '-'}{hours:02}:{minutes:02}"


def offset_minutes(name: str) -> int | None:
    """Minutes east of UTC of a name made by `offset_name`; None for a named zone."""
    if name == "UTC":
        return 0
    if name[:1] not in "+-":
        return None
    minutes = int(name[1:3]) * 60 + int(name[4:6])
    return -minutes if name[0] == "-" else minutes


@lru_cache(maxsize=256)
def check_zone(name: str) -> str:
    """The zone's canonical name: an IANA name as it is, an offset as `+03:00`, or `UTC`.

    Raises UsageError for anything else, abbreviations such as `EST` or `MSK` included.
    """
    offset = offset_name(name)
    if offset is not None:
        return offset
    if "/" in name and _NAME.fullmatch(name) and name.split("/")[0] not in ("posix", "right"):
        try:
            pendulum.timezone(name)
        except (ValueError, OSError):
            pass
        else:
            return name
    raise UsageError(
        f"no time zone named {name[:40]!r}; give an IANA name such as Europe/Kyiv, an offset such as +03:00, or UTC"
    )


@lru_cache(maxsize=256)
def tzinfo_of(name: str) -> tzinfo:
    """The tzinfo of a zone. Raises UsageError for an unknown one."""
    known = check_zone(name)
    minutes = offset_minutes(known)
    if minutes is None:
        return pendulum.timezone(known)
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def at_zone(moment: datetime, zone: str) -> datetime:
    """An instant on the clocks of a zone. Raises OverflowError before year 1 and after 9999."""
    local = moment.astimezone(tzinfo_of(zone))
    return datetime(*local.timetuple()[:6], local.microsecond, tzinfo=tzinfo_of(zone), fold=local.fold)


def to_instant(local: datetime, zone: str) -> datetime | str:
    """The UTC instant of a naive clock time in a zone, or the reason why there isn't exactly one."""
    tz = tzinfo_of(zone)
    first, second = (local.replace(tzinfo=tz, fold=fold) for fold in (0, 1))
    before, after = first.utcoffset(), second.utcoffset()
    if before is None or after is None or before == after:
        return first.astimezone(UTC)
    if before < after:
        return f"the clocks in {zone} were put forward over this time: it never was"
    return f"the clocks in {zone} were put back over this time: it was twice, write an offset"

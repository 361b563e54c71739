"""Random worlds of events for the charts, the same for the same seed."""

from __future__ import annotations

import random
from datetime import date, timedelta

import altair as alt
import polars as pl

from timeline import charts
from timeline.charts.themes import THEMES
from timeline.model import EVENTS, conform

_ENGLISH = [
    "office",
    "border",
    "police",
    "queue",
    "governor",
    "protest",
    "order",
    "signed",
    "closed",
    "near",
    "Voronezh",
    "denies",
    "attack",
    "local",
]
_RUSSIAN = [
    "военкомат",
    "очередь",
    "граница",
    "указ",
    "подписан",
    "задержаны",
    "губернатор",
    "сообщает",
    "нападение",
    "ночью",
]
_ARABIC = [
    "هجوم",
    "على",
    "مكتب",
    "التجنيد",
    "الحدود",
    "طابور",
    "توقيع",
    "مرسوم",
    "الشرطة",
    "اعتقال",
    "مظاهرة",
]
_WORDS = {"latin": _ENGLISH, "cyrillic": _RUSSIAN, "arabic": _ARABIC}
_COUNTS = (3, 5, 8, 15, 25, 40, 80, 150, 300, 500)
_DAYS = (1, 2, 5, 14, 30, 60, 200, 700, 3650)
_GROUPS = ("mobilization", "attacks", "border", "annexation", "protests")
_STATUSES = (*("asserted",) * 8, "planned", "denied", "contested")


def world(seed: int, count: int, days: int, *, script: str = "latin", endless: bool = False) -> pl.DataFrame:
    """`count` events over `days` days, a fifth of them intervals, of all statuses and importances."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        starts = date(2015, 1, 3) + timedelta(days=chance.randrange(days))
        length = chance.choice([0, 0, 0, 0, chance.randrange(1, max(2, days // 8))])
        words = [chance.choice(_WORDS[script]) for _ in range(chance.choice([2, 3, 4, 6, 9]))]
        group = chance.choice(_GROUPS)
        rows.append(
            {
                "event_id": f"e{number:04d}",
                "kind": f"{group}_any",
                "kind_group": group,
                "title": " ".join(words) * (300 if endless else 1),
                "importance": chance.choice([1, 2, 2, 3, 3, 3]),
                "status": chance.choice(_STATUSES),
                "starts": starts,
                "ends": starts + timedelta(days=length),
                "lasting": bool(length) and chance.random() < 0.5,
                "precision": "range" if length else "day",
                "form": "tally" if chance.random() < 0.05 else "incident",
                "claims": chance.randrange(1, 9),
            }
        )
    return conform(pl.DataFrame(rows, infer_schema_length=None), EVENTS)


def seeded(seed: int) -> pl.DataFrame:
    """The world of a seed: 3 to 500 events, a day to ten years, three scripts, every eleventh with endless titles."""
    script = ("latin", "cyrillic", "latin", "arabic", "cyrillic", "latin", "arabic")[seed % 7]
    return world(seed, _COUNTS[seed % 10], _DAYS[seed % 9], script=script, endless=seed % 11 == 0)


def drawn_world(seed: int, preset: str) -> alt.LayerChart:
    """The timeline of a seed's world, in each theme in turn."""
    context = charts.ChartContext(preset=preset, theme=list(THEMES)[seed % len(THEMES)])
    return charts.timeline(seeded(seed), context=context)

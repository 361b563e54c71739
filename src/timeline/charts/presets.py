"""Where a chart will be read, how big it and its type are there, and in which theme.

One unit is a CSS pixel (1/96 inch), so that a type size in points is the same on paper and on screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from timeline.charts.themes import LIGHT, Theme, theme
from timeline.errors import unknown_name

PT: Final = 96 / 72
MM: Final = 96 / 25.4


@dataclass(frozen=True, slots=True)
class Preset:
    """Sizes in CSS pixels; `height` None: as high as the content needs, at most `max_height`.

    `text`: axis; `label`: labels and lane titles; `small`: footer and key. `headline` False: the page that takes the
    chart has a title of its own.
    `scale`: pixels of a PNG for one CSS pixel.
    """

    name: str
    width: float
    height: float | None
    max_height: float
    title: float
    subtitle: float
    text: float
    label: float
    small: float
    scale: float
    headline: bool = True
    theme: Theme = LIGHT


def _printed(name: str, width_mm: float, subtitle: float, text: float) -> Preset:
    return Preset(
        name,
        round(width_mm * MM),
        None,
        round(225 * MM),
        11 * PT,
        subtitle * PT,
        text * PT,
        text * PT,
        8 * PT,
        300 / 96,
    )


def _screen(name: str, height: float, scale: float, label: float, *, headline: bool = True) -> Preset:
    width = 1280 if name.startswith("slide") else height
    return Preset(name, width, height, height, 28 * PT, 20 * PT, 16 * PT, label * PT, 12 * PT, scale, headline)


PRESETS: Final[dict[str, Preset]] = {
    preset.name: preset
    for preset in (
        _screen("slide", 720, 1.5, 13.5),
        _screen("slide-body", 720, 1.5, 13.5, headline=False),
        _printed("doc-full", 180, 9.5, 8.5),
        _printed("doc-half", 90, 9, 8),
        Preset("web", 640, 450, 450, 20, 16, 12, 12, 11, 2),
        _screen("square", 1080, 1, 14.5),
    )
}


def preset(name: str, look: str = "light") -> Preset:
    """The preset of that name in the theme of that name; raises UsageError naming the known ones."""
    if name not in PRESETS:
        raise unknown_name("preset", name, PRESETS)
    return replace(PRESETS[name], theme=theme(look))

"""How a chart looks: ground, inks and the colours that are dealt out, for screens, dark rooms and print in grey."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from timeline.charts import palette
from timeline.errors import unknown_name


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`.

    `ink`, `soft`, `dim`: text, lesser text, what is superseded. `leader`, `bar`, `hatch`: leaders and axes, columns,
    uncovered days. `grid`, `hair`: gridlines and rules. `shade`, `uncovered`: spans behind the marks. `series`: dealt
    out in this order, all fit for text; `strong`: for the one series of a chart. `grey`: wanted colours become greys.
    """

    name: str
    ground: str
    ink: str
    soft: str
    dim: str
    leader: str
    bar: str
    hatch: str
    grid: str
    hair: str
    shade: str
    uncovered: str
    series: tuple[str, ...]
    strong: str
    grey: bool = False

    def blend(self, colour: str, share: float) -> str:
        """`share` of the colour over the ground, as an opaque colour."""
        return palette.blend(colour, share, self.ground)

    def readable(self, colour: str, ratio: float = palette.TEXT_CONTRAST) -> str:
        """The colour (its grey, in a grey theme) or one just dark or light enough for that contrast on the ground."""
        return palette.readable(palette.grey(colour) if self.grey else colour, ratio, self.ground)

    def dealt(self, wanted: Iterable[str | None]) -> list[str]:
        """One readable colour for each: the wanted one if it is a hex colour, else the next free one of the series."""
        names = [name if name and palette.is_colour(name) else None for name in wanted]
        taken = {self.readable(name) for name in names if name}
        free = [colour for colour in self.series if colour not in taken] or list(self.series)
        spare = iter(range(len(names)))
        return [self.readable(name) if name else free[next(spare) % len(free)] for name in names]


LIGHT: Final = Theme(
    "light",
    ground="#ffffff",
    ink="#1a1a1a",
    soft="#595959",
    dim="#757575",
    leader="#8a8a8a",
    bar="#7d7d7d",
    hatch="#8f8f8f",
    grid="#e3e3e3",
    hair="#cfcfcf",
    shade="#eeebe4",
    uncovered="#f4f4f4",
    series=("#8c1d4f", "#2a5491", "#df2c2b", "#0c7b79", "#725d09", "#5842ad", "#4d4d4d", "#2f7d32"),
    strong="#df2c2b",
)

DARK: Final = Theme(
    "dark",
    ground="#14181d",
    ink="#f2f2f0",
    soft="#b4bac2",
    dim="#868e98",
    leader="#79828d",
    bar="#8d96a1",
    hatch="#77808b",
    grid="#2a3037",
    hair="#414953",
    shade="#262a2c",
    uncovered="#1c2127",
    series=("#f46793", "#63c8eb", "#ff5751", "#35b09c", "#d4b751", "#b49cfd", "#c9c9c9", "#7cc47f"),
    strong="#ff5751",
)

PRINT: Final = Theme(
    "print",
    ground="#ffffff",
    ink="#000000",
    soft="#4f4f4f",
    dim="#707070",
    leader="#808080",
    bar="#858585",
    hatch="#808080",
    grid="#dedede",
    hair="#bdbdbd",
    shade="#ececec",
    uncovered="#f6f6f6",
    series=("#1c1c1c", "#6a6a6a", "#404040"),
    strong="#1c1c1c",
    grey=True,
)

THEMES: Final[dict[str, Theme]] = {theme.name: theme for theme in (LIGHT, DARK, PRINT)}


def theme(name: str) -> Theme:
    """The theme of that name; raises UsageError naming the known ones."""
    if name not in THEMES:
        raise unknown_name("theme", name, THEMES)
    return THEMES[name]
